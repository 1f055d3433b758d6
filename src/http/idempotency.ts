/**
 * `Idempotency-Key`: a call that was repeated because its answer got lost is answered as the first time, and done once.
 * A route switches it on; docs/decisions/0027 says what is kept, for how long, and what a crash leaves.
 */
import { createHash } from 'node:crypto';
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { z } from 'zod';
import { callKey, type KeptAnswer } from '../ports/idempotency.js';
import type { NewDocument, Store } from '../ports/store.js';
import type { HttpDeps } from './deps.js';
import { HttpProblem } from './errors.js';
import { principalOf } from './guard.js';

declare module 'fastify' {
  interface FastifyContextConfig {
    /**
     * The call honours Idempotency-Key. `uploaded`: its handler tells what came, by {@link answeredBefore}; `within`: the
     * transaction of the work itself holds the key; `secret`: what it answers is never kept.
     */
    idempotent?: true | 'uploaded' | 'within' | 'secret';
  }
  interface FastifyRequest {
    /** The key that this request has taken and has to let go of. */
    heldKey: string | null;
  }
}

const HEADER = 'idempotency-key';
const REPLAYED = 'idempotency-replayed';

/**
 * Answers are given again for so long: what Stripe keeps at least (docs.stripe.com/api/idempotent_requests), and longer
 * than any client retries. draft-ietf-httpapi-idempotency-key-header asks that a server tells its expiry.
 */
const KEPT_MS = 24 * 3_600_000;
const SWEEP_EVERY_MS = 3_600_000;
/** Longer than any call works once its body is there, a picture of several pages included: who is silent longer has died. */
const LEASE_MS = 5 * 60_000;
/** Most calls take a moment. */
const RETRY_AFTER_S = 2;

const headers = z.looseObject({
  [HEADER]: z
    .string()
    .regex(/^[\x20-\x7e]{1,255}$/, 'not 1 to 255 printable ASCII characters')
    .optional()
    .meta({
      description:
        'Makes a retry harmless: the same key with the same request is answered as the first time (Idempotency-Replayed: true) ' +
        'for 24 hours; with another request 409 idempotency_conflict, while the first still runs 409 idempotency_running',
    }),
});

/** Puts it before every route that is registered in `app` from now on and asks for it. */
export function keepAnswers(app: FastifyInstance, { store, log }: Pick<HttpDeps, 'store' | 'log'>): void {
  app.decorateRequest('heldKey', null);
  app.addHook('onRoute', (route) => {
    if (route.config?.idempotent !== undefined) route.schema = { ...route.schema, headers };
  });
  app.addHook('preHandler', async (request, reply) => {
    const { idempotent } = request.routeOptions.config;
    if (idempotent !== true && idempotent !== 'secret') return;
    const { params, query, body } = request;
    if (await answered(store, request, reply, [params, query, body])) return reply;
  });
  app.addHook('onSend', async (request, reply, payload) => {
    await letGo(store, request, reply, payload);
    return payload;
  });
  sweepNowAndThen(app, store, log);
}

/**
 * For calls whose body is a form: `files` are stored and `fields` read. Whether the same came before under the same key;
 * then the answer is on its way.
 */
export function answeredBefore(
  { store }: Pick<HttpDeps, 'store'>,
  request: FastifyRequest,
  reply: FastifyReply,
  files: readonly Pick<NewDocument, 'file' | 'sha256'>[],
  fields: Readonly<Record<string, unknown>> = {},
): Promise<boolean> {
  const names = files.map(({ file, sha256 }) => [file, sha256]);
  const told = Object.entries(fields).toSorted(([a], [b]) => (a < b ? -1 : 1));
  return answered(store, request, reply, [names, told]);
}

/** For calls `within`: the key for the transaction, where one came. */
export function keyWithin(request: FastifyRequest): string | undefined {
  const header = request.headers[HEADER];
  if (typeof header !== 'string') return undefined;
  const { method, routeOptions } = request;
  const { apiKeyId, personId } = principalOf(request);
  // Another caller may be told less than this one was.
  return callKey(`${method} ${routeOptions.url}`, apiKeyId ?? personId ?? '', header);
}

/** Says that the answer is one that was given before. */
export const markReplayed = (reply: FastifyReply): FastifyReply => reply.header(REPLAYED, 'true');

/** Takes the key, or sends what was answered under it. Throws HttpProblem `idempotency_running`, `shown_once`, and IdempotencyConflict. */
async function answered(
  { idempotency }: Pick<Store, 'idempotency'>,
  request: FastifyRequest,
  reply: FastifyReply,
  told: readonly unknown[],
): Promise<boolean> {
  const key = keyWithin(request);
  if (key === undefined) return false;
  const fingerprint = createHash('sha256').update(JSON.stringify(told)).digest('hex');
  const { organisationId } = principalOf(request);
  const found = await idempotency.claim(organisationId, { key, fingerprint }, LEASE_MS);
  if (found === 'running') throw new HttpProblem('idempotency_running', { retryAfter: RETRY_AFTER_S });
  if (found !== 'ours') {
    if (request.routeOptions.config.idempotent === 'secret') throw new HttpProblem('shown_once');
    sendAgain(reply, found);
    return true;
  }
  request.heldKey = key;
  return false;
}

function sendAgain(reply: FastifyReply, { status, type, body }: KeptAnswer): void {
  if (type !== null) reply.type(type);
  markReplayed(reply)
    .code(status)
    .send(body ?? undefined);
}

/**
 * What succeeded is kept before anybody reads it; what was refused or failed did nothing, and may be tried again under its
 * key. Where the answer cannot be kept it is given nevertheless: the key stays taken until its lease ends.
 */
async function letGo(
  { idempotency }: Pick<Store, 'idempotency'>,
  request: FastifyRequest,
  reply: FastifyReply,
  payload: unknown,
): Promise<void> {
  const { heldKey } = request;
  if (heldKey === null) return;
  request.heldKey = null;
  const succeeded = reply.statusCode >= 200 && reply.statusCode < 300;
  const secret = request.routeOptions.config.idempotent === 'secret';
  const type = reply.getHeader('content-type');
  const answer: KeptAnswer = {
    status: reply.statusCode,
    type: secret || typeof type !== 'string' ? null : type,
    body: secret || typeof payload !== 'string' || payload === '' ? null : payload,
  };
  try {
    await idempotency.settle(principalOf(request).organisationId, heldKey, succeeded ? answer : null);
  } catch (error) {
    request.log.error({ err: error }, 'an answer was not kept for its idempotency key');
  }
}

function sweepNowAndThen(
  app: FastifyInstance,
  { idempotency }: Pick<Store, 'idempotency'>,
  log: HttpDeps['log'],
): void {
  let sweeping: Promise<unknown> = Promise.resolve();
  const sweep = () => {
    sweeping = idempotency
      .sweep(new Date(Date.now() - KEPT_MS))
      .catch((error: unknown) => log.error({ err: error }, 'sweeping of idempotency keys failed'));
  };
  let timer: NodeJS.Timeout | undefined;
  app.addHook('onReady', async () => {
    sweep();
    timer = setInterval(sweep, SWEEP_EVERY_MS);
    timer.unref();
  });
  app.addHook('onClose', async () => {
    clearInterval(timer);
    await sweeping;
  });
}
