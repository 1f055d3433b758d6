/** Files full of questions: handing one in, how far it is, and its rows with their answers. */
import { Readable } from 'node:stream';
import type { FastifyPluginAsyncZod } from 'fastify-type-provider-zod';
import { openQuestions } from '../../adapters/ledger-files/questions.js';
import { xmlReader } from '../../adapters/xml/xml.js';
import { zipReader } from '../../adapters/zip/zip.js';
import { handInQuestions } from '../../desk/query/hand-in.js';
import { resultCsv, resultSheet } from '../../desk/query/result.js';
import type { Principal } from '../../ports/accounts.js';
import { answers, bytes } from '../contract/answers.js';
import { idParams, pageQuery } from '../contract/common.js';
import { queryBatch, queryBatchAccepted, queryBatchPage } from '../contract/queries.js';
import type { HttpDeps } from '../deps.js';
import { asAttachment } from '../download.js';
import { HttpProblem } from '../errors.js';
import { principalOf } from '../guard.js';
import { answeredBefore } from '../idempotency.js';
import { presentQueryBatch } from '../present-queries.js';
import { sendWorkbook, XLSX } from '../send-workbook.js';
import { formFields, receiveFiles } from '../upload.js';
import { ownOf } from './queries.js';

export const queryBatchRoutes: FastifyPluginAsyncZod<{ deps: HttpDeps }> = async (app, { deps }) => {
  const { store, blobs, settings } = deps;
  const { queries } = store;
  const tags = ['queries'];
  const mayAsk = { action: 'queries.ask' } as const;

  /** Throws HttpProblem where there is none of that id for this principal. */
  async function batchOf(principal: Principal, id: string) {
    const batch = await queries.batch(principal.organisationId, id);
    const { mine = false } = ownOf<{ mine?: boolean }>(principal, {});
    const own =
      batch?.principal.personId === principal.personId && batch?.principal.apiKeyId === principal.apiKeyId;
    if (batch === null || (mine && !own)) throw new HttpProblem('not_found');
    return batch;
  }

  /** The file of a batch that is done, opened; `release` when it was sent or broke off. */
  async function answersOf(principal: Principal, id: string) {
    const batch = await batchOf(principal, id);
    if (batch.state !== 'done') throw new HttpProblem('not_read_yet');
    const { organisationId } = principal;
    const local = await blobs.localFile(organisationId, batch.sha256);
    try {
      const file = await openQuestions(local.path, { zip: zipReader(), xml: xmlReader() });
      const release = async () => {
        file.close();
        await local.release();
      };
      const name = batch.file.replace(/\.[^.]{1,8}$/u, '');
      return { file, release, name, answers: { queries, organisationId, batchId: id } };
    } catch (error) {
      await local.release();
      throw error;
    }
  }

  app.post('/query-batches', {
    config: { ...mayAsk, upload: true, idempotent: 'uploaded' },
    schema: {
      tags,
      summary: 'Ask about every row of a table (xlsx, CSV), up to 10 000',
      response: answers(202, queryBatchAccepted),
    },
    handler: async (request, reply) => {
      const principal = principalOf(request);
      const one = { ...settings, filesAtOnce: 1 };
      const { onField } = formFields([]);
      const [file] = await receiveFiles(request, blobs, principal.organisationId, one, onField);
      if (file === undefined) throw new HttpProblem('no_file');
      if (await answeredBefore(deps, request, reply, [file])) return reply;
      const onFault = (what: string, error: unknown) => request.log.error({ err: error }, `${what} failed`);
      const batchId = await handInQuestions({ ...deps, onFault }, principal, file);
      return reply.code(202).send({ batchId });
    },
  });

  app.get('/query-batches', {
    config: mayAsk,
    schema: {
      tags,
      summary: 'Files of questions, newest first',
      querystring: pageQuery,
      response: answers(200, queryBatchPage),
    },
    handler: async (request) => {
      const principal = principalOf(request);
      const page = await queries.batches(
        principal,
        ownOf<{ mine?: boolean } & typeof request.query>(principal, request.query),
      );
      return { items: page.items.map(presentQueryBatch), next: page.next };
    },
  });

  app.get('/query-batches/:id', {
    config: mayAsk,
    schema: {
      tags,
      summary: 'A file of questions and how far it is',
      params: idParams,
      response: answers(200, queryBatch),
    },
    handler: async (request) => presentQueryBatch(await batchOf(principalOf(request), request.params.id)),
  });

  app.get('/query-batches/:id/result.xlsx', {
    config: mayAsk,
    schema: {
      tags,
      summary: 'Its rows in their order, with the answers behind them',
      params: idParams,
      response: bytes(200, XLSX, 'One sheet'),
    },
    handler: async (request, reply) => {
      const result = await answersOf(principalOf(request), request.params.id);
      const sheet = resultSheet(result.file, result.answers);
      return sendWorkbook(request, reply, `${result.name}-查验结果.xlsx`, [sheet], result.release);
    },
  });

  app.get('/query-batches/:id/result.csv', {
    config: mayAsk,
    schema: {
      tags,
      summary: 'The same as a CSV',
      params: idParams,
      response: bytes(200, 'text/csv', 'UTF-8 with a mark'),
    },
    handler: async (request, reply) => {
      const result = await answersOf(principalOf(request), request.params.id);
      const lines = Readable.from(resultCsv(result.file, result.answers), { objectMode: false });
      lines.on('close', () => {
        result.release().catch((error) => request.log.warn({ err: error }, 'a file was not released'));
      });
      return asAttachment(reply, `${result.name}-查验结果.csv`).type('text/csv; charset=utf-8').send(lines);
    },
  });
};
