/** Imports of ledger files: handing one in, how far it is, what was left out. */
import { Readable } from 'node:stream';
import type { FastifyPluginAsyncZod } from 'fastify-type-provider-zod';
import { handInLedger } from '../../desk/documents/hand-in.js';
import { skippedCsv } from '../../desk/ledger/skipped.js';
import type { Mapping } from '../../document/ledger-file.js';
import { answers, bytes } from '../contract/answers.js';
import { idParams, pageQuery } from '../contract/common.js';
import { importAccepted, importAnswer, importForm, importList, mapping } from '../contract/ledger.js';
import type { HttpDeps } from '../deps.js';
import { asAttachment } from '../download.js';
import { HttpProblem } from '../errors.js';
import { principalOf } from '../guard.js';
import { answeredBefore } from '../idempotency.js';
import { presentImport } from '../present.js';
import { formFields, receiveFiles } from '../upload.js';

const FIELDS = Object.keys(importForm.shape);

export const ledgerImportRoutes: FastifyPluginAsyncZod<{ deps: HttpDeps }> = async (app, { deps }) => {
  const { store, blobs, settings } = deps;

  app.post('/ledger/import', {
    config: {
      ...{ action: 'ledger.import', upload: true, idempotent: 'uploaded' },
      uploadFields: FIELDS,
    },
    schema: {
      tags: ['ledger'],
      summary:
        'Import a ledger file: the bureau’s exports, desktop exports, exchange XML, tables by a mapping, JSON. Fields beside `file`: `dryRun`, `mapping`',
      response: answers(202, importAccepted),
    },
    handler: async (request, reply) => {
      const principal = principalOf(request);
      const one = { ...settings, filesAtOnce: 1 };
      const form = formFields(FIELDS);
      const [file] = await receiveFiles(request, blobs, principal.organisationId, one, form.onField);
      if (file === undefined) throw new HttpProblem('no_file');
      const fields = form.told();
      const onFault = (what: string, error: unknown) => request.log.error({ err: error }, `${what} failed`);
      const options = optionsOf(fields);
      if (await answeredBefore(deps, request, reply, [file], fields)) return reply;
      const importId = await handInLedger({ ...deps, onFault }, principal, file, options);
      return reply.code(202).send({ importId });
    },
  });

  app.get('/ledger/imports', {
    config: { action: 'ledger.read' },
    schema: {
      tags: ['ledger'],
      summary: 'Imports, newest first; their skipped rows are counted, not listed',
      querystring: pageQuery,
      response: answers(200, importList),
    },
    handler: async (request) => {
      const { organisationId } = principalOf(request);
      const page = await store.ledger.listImports(organisationId, request.query);
      const items = page.items.map(presentImport).map((one) => ({
        ...one,
        report: one.report === null ? null : { ...one.report, skipped: [] },
      }));
      return { items, next: page.next };
    },
  });

  app.get('/ledger/imports/:id', {
    config: { action: 'ledger.read' },
    schema: {
      tags: ['ledger'],
      summary: 'An import: how far it is, then what it did',
      params: idParams,
      response: answers(200, importAnswer),
    },
    handler: async (request) => {
      const record = await store.ledger.getImport(principalOf(request).organisationId, request.params.id);
      if (record === null) throw new HttpProblem('not_found');
      return presentImport(record);
    },
  });

  app.get('/ledger/imports/:id/report.csv', {
    config: { action: 'ledger.read' },
    schema: {
      tags: ['ledger'],
      summary: 'Every row that was left out, and why',
      params: idParams,
      response: bytes(200, 'text/csv', 'CSV, UTF-8 with a mark'),
    },
    handler: async (request, reply) => {
      const { organisationId } = principalOf(request);
      const record = await store.ledger.getImport(organisationId, request.params.id);
      if (record === null) throw new HttpProblem('not_found');
      if (record.report === null) throw new HttpProblem('not_read_yet');
      const { skipped, skippedFile } = record.report;
      const all =
        skippedFile === undefined
          ? Readable.from(skippedCsv(skipped))
          : await blobs.open(organisationId, skippedFile.sha256);
      asAttachment(reply, `${record.file}.skipped.csv`).type('text/csv; charset=utf-8');
      return reply.send(all);
    },
  });
};

interface ImportOptions {
  readonly dryRun: boolean;
  readonly mapping?: Mapping;
}

/** Of the form's other parts. Throws HttpProblem `invalid_request`. */
function optionsOf(fields: Readonly<Record<string, unknown>>): ImportOptions {
  const form = importForm.safeParse(fields);
  if (!form.success) {
    const [issue] = form.error.issues;
    const path = ['body', ...(issue?.path.map(String) ?? [])].join('/');
    throw new HttpProblem('invalid_request', { errors: [{ path, message: issue?.message ?? '' }] });
  }
  const dryRun = form.data.dryRun === 'true' || form.data.dryRun === '1';
  const { mapping: text } = form.data;
  return text === undefined || text === '' ? { dryRun } : { dryRun, mapping: mappingOf(text) };
}

function mappingOf(text: string): Mapping {
  const bad = (message: string) =>
    new HttpProblem('invalid_request', { errors: [{ path: 'body/mapping', message }] });
  let told: unknown;
  try {
    told = JSON.parse(text);
  } catch (cause) {
    throw cause instanceof SyntaxError ? bad('is no JSON') : cause;
  }
  const parsed = mapping.safeParse(told);
  if (!parsed.success) throw bad(parsed.error.issues[0]?.message ?? 'is no mapping');
  return parsed.data;
}
