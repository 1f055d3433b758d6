/** The ledger: importing it, looking into it, asking it. */
import type { FastifyPluginAsyncZod } from 'fastify-type-provider-zod';
import { handInLedger } from '../../desk/documents/hand-in.js';
import { askLedger, BadQuestion } from '../../desk/query/ask.js';
import { answers } from '../contract/answers.js';
import { idParams } from '../contract/common.js';
import {
  importAccepted,
  importAnswer,
  ledgerInvoice,
  ledgerList,
  ledgerListQuery,
  queryAnswer,
  queryBody,
} from '../contract/ledger.js';
import type { HttpDeps } from '../deps.js';
import { HttpProblem } from '../errors.js';
import { principalOf } from '../guard.js';
import { presentImport, presentLedgerEntry, presentQuery, questionOf } from '../present.js';
import { receiveFiles } from '../upload.js';

export const ledgerRoutes: FastifyPluginAsyncZod<{ deps: HttpDeps }> = async (app, { deps }) => {
  const { store, blobs, settings } = deps;

  app.post('/ledger/import', {
    config: { action: 'ledger.import', upload: true },
    schema: {
      tags: ['ledger'],
      summary: 'Import a ledger file (全量发票查询导出结果 xlsx, or CSV)',
      response: answers(202, importAccepted),
    },
    handler: async (request, reply) => {
      const principal = principalOf(request);
      const one = { ...settings, filesAtOnce: 1 };
      const [file] = await receiveFiles(request, blobs, principal.organisationId, one);
      if (file === undefined) throw new HttpProblem('no_file');
      const onFault = (what: string, error: unknown) => request.log.error({ err: error }, `${what} failed`);
      const importId = await handInLedger({ ...deps, onFault }, principal, file);
      return reply.code(202).send({ importId });
    },
  });

  app.get('/ledger/imports/:id', {
    config: { action: 'ledger.read' },
    schema: {
      tags: ['ledger'],
      summary: 'An import',
      params: idParams,
      response: answers(200, importAnswer),
    },
    handler: async (request) => {
      const record = await store.ledger.getImport(principalOf(request).organisationId, request.params.id);
      if (record === null) throw new HttpProblem('not_found');
      return presentImport(record);
    },
  });

  app.get('/ledger/invoices', {
    config: { action: 'ledger.read' },
    schema: {
      tags: ['ledger'],
      summary: 'List entries, newest issue date first',
      querystring: ledgerListQuery,
      response: answers(200, ledgerList),
    },
    handler: async (request) => {
      const { cursor, limit, ...filter } = request.query;
      const { organisationId } = principalOf(request);
      const page = await store.ledger.list(organisationId, filter, { cursor, limit });
      return { items: page.items.map(presentLedgerEntry), next: page.next };
    },
  });

  app.get('/ledger/invoices/:id', {
    config: { action: 'ledger.read' },
    schema: {
      tags: ['ledger'],
      summary: 'An entry',
      params: idParams,
      response: answers(200, ledgerInvoice),
    },
    handler: async (request) => {
      const entry = await store.ledger.get(principalOf(request).organisationId, request.params.id);
      if (entry === null) throw new HttpProblem('not_found');
      return presentLedgerEntry(entry);
    },
  });

  app.post('/queries', {
    config: { action: 'queries.ask' },
    schema: {
      tags: ['queries'],
      summary: 'Ask the ledger',
      body: queryBody,
      response: answers(200, queryAnswer),
    },
    handler: async (request) => {
      const tools = {
        ledger: store.ledger,
        verify: deps.verify,
        now: () => new Date(),
      };
      try {
        const answer = await askLedger(tools, principalOf(request).organisationId, questionOf(request.body));
        return presentQuery(answer);
      } catch (error) {
        if (!(error instanceof BadQuestion)) throw error;
        throw new HttpProblem('invalid_request', {
          errors: [{ path: `body/${error.part}`, message: 'cannot be read' }],
          cause: error,
        });
      }
    },
  });
};
