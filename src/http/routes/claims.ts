/** Claims: an invoice is used for one claim, once. */
import type { FastifyRequest } from 'fastify';
import type { FastifyPluginAsyncZod } from 'fastify-type-provider-zod';
import { may } from '../../desk/accounts/roles.js';
import type { OnFault } from '../../desk/announce.js';
import { type BlockedSlip, makeClaim, NotClaimable } from '../../desk/claims/make-claim.js';
import { recheckClaimed } from '../../desk/claims/recheck-claimed.js';
import type { Claim } from '../../document/claim.js';
import { ClaimConflict } from '../../ports/rules.js';
import { answers } from '../contract/answers.js';
import {
  type ClaimAnswer,
  type ClaimRow,
  claimAnswer,
  claimBody,
  claimPage,
  claimParams,
  claimQuery,
} from '../contract/claims.js';
import type { HttpDeps } from '../deps.js';
import { HttpProblem } from '../errors.js';
import { principalOf } from '../guard.js';
import { presentClaim } from '../present-claim.js';

export const claimRoutes: FastifyPluginAsyncZod<{ deps: HttpDeps }> = async (app, { deps }) => {
  const { store } = deps;
  const tags = ['claims'];

  app.post('/claims', {
    config: { action: 'claims.make', idempotent: true },
    schema: {
      tags,
      summary: 'Lock invoices for a claim: all of them, or none',
      body: claimBody,
      response: answers(200, claimAnswer),
    },
    handler: async (request) => {
      const { reference } = request.body;
      const principal = principalOf(request);
      const claims = await makeClaim(store, principal, request.body).catch((error: unknown) => {
        throw problemOfClaim(error);
      });
      await recheckClaimed({ ...deps, onFault: onFault(request) }, principal.organisationId, claims);
      return present(reference, claims);
    },
  });

  app.post('/claims/:reference/close', {
    config: { action: 'claims.settle', idempotent: true },
    schema: {
      tags,
      summary: 'A claim was paid: its invoices are used for good',
      params: claimParams,
      response: answers(200, claimAnswer),
    },
    handler: (request) => end(deps, request, request.params.reference, 'closure'),
  });

  app.post('/claims/:reference/cancel', {
    config: { action: 'claims.make', idempotent: true },
    schema: {
      tags,
      summary: 'A claim was withdrawn: its invoices are free again (one’s own, unless one may settle claims)',
      params: claimParams,
      response: answers(200, claimAnswer),
    },
    handler: (request) => end(deps, request, request.params.reference, 'cancel'),
  });

  app.get('/claims', {
    config: { action: 'documents.read' },
    schema: {
      tags,
      summary: 'Claimed invoices, newest first; of a reference, an invoice, in a state where given',
      querystring: claimQuery,
      response: answers(200, claimPage),
    },
    handler: async (request) => {
      const { cursor, limit, ...filter } = request.query;
      const page = await store.claims.list(principalOf(request).organisationId, filter, { cursor, limit });
      return { items: page.items.map(presentClaim), next: page.next };
    },
  });
};

const onFault =
  (request: FastifyRequest): OnFault =>
  (what, error) =>
    request.log.error({ err: error }, `${what} failed`);

async function end(
  deps: HttpDeps,
  request: FastifyRequest,
  reference: string,
  state: 'closure' | 'cancel',
): Promise<ClaimAnswer> {
  const { store } = deps;
  const principal = principalOf(request);
  const ownOnly = !may(principal.role, 'claims.settle');
  const ended = await store.claims.end(principal, reference, state, { ownOnly });
  if (ended.length > 0) {
    await recheckClaimed({ ...deps, onFault: onFault(request) }, principal.organisationId, ended);
    return present(reference, ended);
  }
  const { items } = await store.claims.list(principal.organisationId, { reference }, { limit: 200 });
  if (items.length === 0) throw new HttpProblem('not_found');
  throw new HttpProblem(items.some((claim) => claim.state === 'lock') ? 'forbidden' : 'claim_ended');
}

const present = (reference: string, claims: readonly Claim[]): ClaimAnswer => ({
  reference,
  claims: claims.map(presentClaim),
});

/** Refusals in the words of the interface; anything else as it is. */
function problemOfClaim(error: unknown): unknown {
  if (error instanceof ClaimConflict) {
    const held = error.held.map(presentClaim).map(({ id: _, endedAt: __, ...told }: ClaimRow) => told);
    const [first] = held;
    if (first === undefined) return error;
    const { claimedBy, reference } = first;
    const at = first.lockedAt.slice(0, 10);
    return new HttpProblem('already_claimed', {
      detail: {
        zh: `有 ${held.length} 张发票已被占用，例如：${claimedBy} 于 ${at} 用于报销单 ${reference}`,
        en: `${held.length} invoices are claimed already, such as by ${claimedBy} on ${at} for ${reference}`,
      },
      held,
      cause: error,
    });
  }
  if (!(error instanceof NotClaimable)) return error;
  return new HttpProblem('not_claimable', { blocked: error.blocked.map(presentBlocked), cause: error });
}

const presentBlocked = ({ findings, ...blocked }: BlockedSlip) => ({
  ...blocked,
  findings: findings.map(({ id, message }) => ({ id, message })),
});
