/** The ledger: looking into it, writing to it, following it. */
import type { FastifyPluginAsyncZod } from 'fastify-type-provider-zod';
import { type BulkItem, bulkUpsert } from '../../desk/ledger/bulk-upsert.js';
import { recheckTouched } from '../../desk/ledger/recheck.js';
import type { LedgerFilter } from '../../ports/ledger.js';
import { answers } from '../contract/answers.js';
import { idParams } from '../contract/common.js';
import {
  type BulkAnswer,
  bulkAnswer,
  bulkBody,
  changesAnswer,
  changesQuery,
  ledgerEntryAnswer,
  ledgerList,
  ledgerListQuery,
} from '../contract/ledger.js';
import type { HttpDeps } from '../deps.js';
import { HttpProblem } from '../errors.js';
import { principalOf } from '../guard.js';
import { keyWithin, markReplayed } from '../idempotency.js';
import { plain, presentLedgerEntry } from '../present.js';
import { ledgerImportRoutes } from './ledger-imports.js';

/** A thousand invoices with their lines: eight kilobytes each, which a list of forty goods takes. */
const BULK_BYTES = 8 * 1024 * 1024;

export const ledgerRoutes: FastifyPluginAsyncZod<{ deps: HttpDeps }> = async (app, { deps }) => {
  const { store } = deps;
  await app.register(ledgerImportRoutes, { deps });

  app.get('/ledger/invoices', {
    config: { action: 'ledger.read' },
    schema: {
      tags: ['ledger'],
      summary: 'List entries, newest issue date first',
      querystring: ledgerListQuery,
      response: answers(200, ledgerList),
    },
    handler: async (request) => {
      const { cursor, limit, direction, ...filter } = request.query;
      const { organisationId } = principalOf(request);
      const sides = await sidesOf(deps, organisationId, direction);
      const page = await store.ledger.list(organisationId, { ...filter, ...sides }, { cursor, limit });
      return { items: page.items.map(presentLedgerEntry), next: page.next };
    },
  });

  app.get('/ledger/invoices/:id', {
    config: { action: 'ledger.read' },
    schema: {
      tags: ['ledger'],
      summary: 'An entry, with every change of its state',
      params: idParams,
      response: answers(200, ledgerEntryAnswer),
    },
    handler: async (request) => {
      const { organisationId } = principalOf(request);
      const entry = await store.ledger.get(organisationId, request.params.id);
      if (entry === null) throw new HttpProblem('not_found');
      const states = await store.ledger.states(organisationId, entry.id);
      const told = states.map(({ at, ...change }) => ({ ...plain(change), at: at.toISOString() }));
      return { ...presentLedgerEntry(entry), states: told };
    },
  });

  app.put('/ledger/invoices', {
    config: { action: 'ledger.write', idempotent: 'within' },
    bodyLimit: BULK_BYTES,
    schema: {
      tags: ['ledger'],
      summary: 'Add or update up to 1000 entries; each is answered by itself',
      body: bulkBody,
      response: answers(200, bulkAnswer),
    },
    handler: async (request, reply) => {
      const principal = principalOf(request);
      const began = new Date();
      const { items, repeated } = await bulkUpsert({
        ledger: store.ledger,
        principal,
        items: request.body.invoices,
        idempotencyKey: keyWithin(request),
      });
      if (repeated) markReplayed(reply);
      const answer = presentBulk(items);
      const onFault = (what: string, error: unknown) => request.log.error({ err: error }, `${what} failed`);
      if (answer.added + answer.updated > 0)
        await recheckTouched({ ...deps, onFault }, principal.organisationId, began);
      return answer;
    },
  });

  app.get('/ledger/changes', {
    config: { action: 'ledger.read' },
    schema: {
      tags: ['ledger'],
      summary: 'What was added or changed since a cursor, oldest change first; without one: everything',
      querystring: changesQuery,
      response: answers(200, changesAnswer),
    },
    handler: async (request) => {
      const { cursor = null, limit } = request.query;
      const { organisationId } = principalOf(request);
      const { items, next } = await store.ledger.changes(organisationId, cursor, limit);
      return { items: items.map(presentLedgerEntry), next };
    },
  });
};

/** 进项 or 销项 as the tax ids of the own companies. Throws HttpProblem while none is named: an empty list would say there are no invoices. */
async function sidesOf(
  { store }: Pick<HttpDeps, 'store'>,
  organisationId: string,
  direction: 'purchase' | 'sale' | undefined,
): Promise<Pick<LedgerFilter, 'purchasesOf' | 'salesOf'>> {
  if (direction === undefined) return {};
  const { ownCompanies } = await store.rules.get(organisationId);
  const taxIds = ownCompanies.map(({ taxId }) => taxId);
  if (taxIds.length === 0) throw new HttpProblem('no_own_companies');
  return direction === 'purchase' ? { purchasesOf: taxIds } : { salesOf: taxIds };
}

function presentBulk(items: readonly BulkItem[]): BulkAnswer {
  const count = (result: BulkItem['result']) => items.filter((item) => item.result === result).length;
  return {
    added: count('added'),
    updated: count('updated'),
    unchanged: count('unchanged'),
    refused: count('refused'),
    items: items.map((item) => plain(item)),
  };
}
