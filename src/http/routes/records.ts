/** Records: one invoice, whatever it was handed in as. */
import type { FastifyPluginAsyncZod } from 'fastify-type-provider-zod';
import type { Claim } from '../../document/claim.js';
import type { RecordSource, SlipRecord } from '../../document/record.js';
import { valueSaid } from '../../document/slip.js';
import { DATE_FIELDS, type FieldName, TOTAL_FIELDS } from '../../invoice/fields.js';
import { bestVoices } from '../../pipeline/join/carriers.js';
import type { RecordSummary } from '../../ports/store.js';
import { answers } from '../contract/answers.js';
import { idParams } from '../contract/common.js';
import {
  type RecordAnswer,
  type RecordRow,
  recordAnswer,
  recordList,
  recordListQuery,
} from '../contract/records.js';
import type { HttpDeps } from '../deps.js';
import { HttpProblem } from '../errors.js';
import { differencesIn, originalsOf } from '../export/extraction.js';
import { principalOf } from '../guard.js';
import { plain } from '../present.js';
import { presentClaim } from '../present-claim.js';

export const recordRoutes: FastifyPluginAsyncZod<{ deps: HttpDeps }> = async (app, { deps }) => {
  const { records, claims } = deps.store;

  app.get('/records', {
    config: { action: 'documents.read' },
    schema: {
      tags: ['records'],
      summary: 'List invoices, newest first; by number and code where given',
      querystring: recordListQuery,
      response: answers(200, recordList),
    },
    handler: async (request) => {
      const page = await records.list(principalOf(request).organisationId, request.query);
      return { items: page.items.map(presentRow), next: page.next };
    },
  });

  app.get('/records/:id', {
    config: { action: 'documents.read' },
    schema: {
      tags: ['records'],
      summary: 'An invoice with all its originals, and what they differ in',
      params: idParams,
      response: answers(200, recordAnswer),
    },
    handler: async (request) => {
      const { organisationId } = principalOf(request);
      const record = await records.get(organisationId, request.params.id);
      if (record === null) throw new HttpProblem('not_found');
      const [sources, held] = await Promise.all([
        records.sources(organisationId, record.id),
        claims.holding(organisationId, [record.key]),
      ]);
      return present(record, sources, held[0] ?? null);
    },
  });
};

function present(record: SlipRecord, sources: readonly RecordSource[], claim: Claim | null): RecordAnswer {
  const { id, key, slip, verdict, createdAt, updatedAt } = record;
  const standsIn = [...bestVoices(sources)].map(([field, { documentId }]) => [field, documentId]);
  return {
    id,
    key,
    slip: slip === null ? null : { ...plain(slip), verdict: plain(verdict), recordId: id },
    originals: originalsOf(sources).map(({ handedInAt, slip: { kind, member }, ...original }) => ({
      ...original,
      kind,
      member,
      handedInAt: handedInAt.toISOString(),
    })),
    differences: plain(differencesIn(sources)),
    standsIn: Object.fromEntries(standsIn),
    claim: claim === null ? null : presentClaim(claim),
    createdAt: createdAt.toISOString(),
    updatedAt: updatedAt.toISOString(),
  };
}

function presentRow({ id, key, slip, verdict, originals, updatedAt }: RecordSummary): RecordRow {
  const [code, number] = key.startsWith('C:') ? key.slice(2).split(':') : [null, key.slice(2)];
  const said = (names: readonly FieldName[]) => (slip === null ? null : valueSaid(slip, names));
  return {
    id,
    key,
    kind: slip?.kind ?? null,
    invoiceCode: code ?? null,
    invoiceNumber: number ?? '',
    sellerName: said(['sellerName']),
    issueDate: said(DATE_FIELDS),
    grossTotal: said(TOTAL_FIELDS),
    outcome: verdict?.outcome ?? null,
    invoiceState: verdict?.state ?? null,
    originals,
    differs: slip?.findings.some(({ id: check, result }) => check === 'F3' && result === 'broken') ?? false,
    updatedAt: updatedAt.toISOString(),
  };
}
