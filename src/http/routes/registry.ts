/** External registers: what there is, asking them, what they and people who looked there said. */
import type { FastifyPluginAsyncZod } from 'fastify-type-provider-zod';
import { askRegisters, registersFor } from '../../desk/registry/ask.js';
import { recordAnswer } from '../../desk/registry/record-answer.js';
import { recordKey } from '../../document/record.js';
import { questionAbout } from '../../document/registry-question.js';
import { SCREENSHOT_HEAD_BYTES, screenshotType } from '../../document/screenshot.js';
import type { Slip } from '../../document/slip.js';
import { answers, bytes } from '../contract/answers.js';
import {
  evidenceQuery,
  type RegistryAnswers,
  registerList,
  registryAnswers,
  registryCheckBody,
  registryQuery,
  registryRecordForm,
} from '../contract/registry.js';
import type { HttpDeps } from '../deps.js';
import { asAttachment } from '../download.js';
import { HttpProblem } from '../errors.js';
import { principalOf } from '../guard.js';
import { answeredBefore } from '../idempotency.js';
import { presentRegistryAnswer } from '../present-claim.js';
import { formFields, receiveFiles } from '../upload.js';

const FIELDS = Object.keys(registryRecordForm.shape);
const SCREENSHOTS = ['image/png', 'image/jpeg', 'image/webp', 'application/pdf'] as const;

export const registryRoutes: FastifyPluginAsyncZod<{ deps: HttpDeps }> = async (app, { deps }) => {
  const { store, registers } = deps;
  const tags = ['registry'];

  app.get('/registry', {
    config: { action: 'documents.read' },
    schema: {
      tags,
      summary: 'The external registers that are set up; without any nothing is ever asked outside',
      response: answers(200, registerList),
    },
    handler: async () => ({
      items: registers.map(({ name, kinds, quota }) => ({
        ...{ name, ...quota },
        kinds: kinds === null ? null : [...kinds],
      })),
    }),
  });

  app.post('/registry/check', {
    // It costs money and quota, and sends something out: not for everybody who may ask our own ledger.
    config: { action: 'registry.record', idempotent: true },
    schema: {
      tags,
      summary: 'Ask the registers about an invoice now; sends its number, date and amount or check code out',
      body: registryCheckBody,
      response: answers(200, registryAnswers),
    },
    handler: async (request) => {
      const { organisationId } = principalOf(request);
      const { again, ...named } = request.body;
      const { key, slip } = await invoiceOf(deps, organisationId, named);
      const question = slip === null ? null : questionAbout(slip);
      if (question === null) throw new HttpProblem('not_askable');
      if (registersFor(registers, question).length === 0) throw new HttpProblem('no_register');
      const tools = { registry: store.registry, registers, now: () => new Date() };
      const added = await askRegisters(tools, organisationId, key, question, { again });
      if (added.length > 0) await matchAgain(deps, organisationId, key);
      return answersAbout(deps, organisationId, key);
    },
  });

  app.get('/registry/answers', {
    config: { action: 'documents.read' },
    schema: {
      tags,
      summary: 'What registers and people said of an invoice, newest first',
      querystring: registryQuery,
      response: answers(200, registryAnswers),
    },
    handler: (request) => answersAbout(deps, principalOf(request).organisationId, request.query.key),
  });

  app.post('/registry/answers', {
    config: {
      ...{ action: 'registry.record', upload: true, idempotent: 'uploaded' },
      uploadFields: FIELDS,
    },
    schema: {
      tags,
      summary:
        'Record what a person found at the official site: outcome, state, note and the screenshot (part file)',
      response: answers(201, registryAnswers),
    },
    handler: async (request, reply) => {
      const principal = principalOf(request);
      const { organisationId } = principal;
      const fields = formFields(FIELDS);
      const one = { ...deps.settings, filesAtOnce: 1, onHead: refuseOthers };
      const [file] = await receiveFiles(request, deps.blobs, organisationId, one, fields.onField);
      if (file === undefined) throw new HttpProblem('no_file');
      const form = formOf(fields.told());
      if (await answeredBefore(deps, request, reply, [file], form)) return reply;
      const { outcome, state, note, ...named } = form;
      const invoice = await invoiceOf(deps, organisationId, named);
      const { key } = invoice;
      const found = { outcome, state, note, evidence: file.sha256 };
      await recordAnswer(store.registry, principal, invoice, found, new Date());
      await matchAgain(deps, organisationId, key);
      return reply.code(201).send(await answersAbout(deps, organisationId, key));
    },
  });

  app.get('/registry/evidence', {
    config: { action: 'documents.read' },
    schema: {
      tags,
      summary: 'The screenshot of what a person recorded',
      querystring: evidenceQuery,
      response: bytes(200, SCREENSHOTS, 'The file as it was recorded'),
    },
    handler: async (request, reply) => {
      const { organisationId } = principalOf(request);
      const { key, sha256 } = request.query;
      const known = await store.registry.history(organisationId, key);
      if (!known.some(({ evidence }) => evidence === sha256)) throw new HttpProblem('not_found');
      const { mediaType, ending } = await typeOf(deps, organisationId, sha256);
      asAttachment(reply, `evidence-${sha256.slice(0, 12)}${ending}`).type(mediaType);
      return reply.send(await deps.blobs.open(organisationId, sha256));
    },
  });
};

function refuseOthers(head: Uint8Array): void {
  if (screenshotType(head) === null) throw new HttpProblem('not_a_screenshot');
}

/** What was recorded before others were refused may be anything. */
async function typeOf({ blobs }: HttpDeps, organisationId: string, sha256: string) {
  const head: Buffer[] = [];
  const range = { start: 0, end: SCREENSHOT_HEAD_BYTES - 1 };
  for await (const chunk of await blobs.open(organisationId, sha256, range)) head.push(chunk);
  return screenshotType(Buffer.concat(head)) ?? { mediaType: 'application/octet-stream', ending: '.bin' };
}

interface Named {
  readonly recordKey?: string | undefined;
  readonly documentId?: string | undefined;
  readonly slipId?: string | undefined;
}

/** The invoice that is meant, under its key. Throws HttpProblem `not_found`, or `not_askable` where its key is not sure. */
async function invoiceOf(
  { store }: HttpDeps,
  organisationId: string,
  named: Named,
): Promise<{ readonly key: string; readonly slip: Slip | null }> {
  if (named.recordKey !== undefined) {
    const record = await store.records.byKey(organisationId, named.recordKey);
    if (record === null) throw new HttpProblem('not_found');
    return { key: record.key, slip: record.slip };
  }
  const { documentId = '', slipId = '' } = named;
  const document = await store.documents.get(organisationId, documentId);
  const slip = document?.slips.find(({ id }) => id === slipId);
  if (slip === undefined) throw new HttpProblem('not_found');
  const key = recordKey(slip);
  if (key === null) throw new HttpProblem('not_askable');
  return { key, slip };
}

/** The form's fields; what is wrong with them is told like of any body. */
function formOf(fields: Readonly<Record<string, unknown>>) {
  const parsed = registryRecordForm.safeParse(fields);
  if (parsed.success) return parsed.data;
  throw new HttpProblem('invalid_request', {
    errors: parsed.error.issues.map(({ path, message }) => ({ path: ['body', ...path].join('/'), message })),
  });
}

/** The verdicts of the documents that the invoice is in follow what was answered. */
async function matchAgain({ store, queue, log }: HttpDeps, organisationId: string, key: string) {
  const opened = await store.work.openAnswered(organisationId, [key]);
  // What is written stays written; the sweeper announces it where the queue is away.
  await queue.announce(opened).catch((error) => log.error({ err: error }, 'announce failed'));
}

async function answersAbout(
  { store }: HttpDeps,
  organisationId: string,
  recordKey: string,
): Promise<RegistryAnswers> {
  const items = await store.registry.history(organisationId, recordKey);
  return { recordKey, items: items.map(presentRegistryAnswer) };
}
