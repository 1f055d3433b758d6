/** Handing in and looking at documents. */
import type { FastifyPluginAsyncZod } from 'fastify-type-provider-zod';
import { z } from 'zod';
import { handIn } from '../../desk/documents/hand-in.js';
import type { Principal } from '../../ports/accounts.js';
import type { DocumentRecord } from '../../ports/store.js';
import { answers } from '../contract/answers.js';
import { idParams } from '../contract/common.js';
import { acceptedAnswer, documentAnswer, documentList, documentListQuery } from '../contract/documents.js';
import type { HttpDeps } from '../deps.js';
import { HttpProblem, languageOf } from '../errors.js';
import { principalOf } from '../guard.js';
import { keyWithin, markReplayed } from '../idempotency.js';
import { pageCache } from '../page-cache.js';
import { plain, presentDocument, presentRow } from '../present.js';
import { receiveFiles } from '../upload.js';

/** Sides of a page's picture that may be asked for, so that the cache holds few variants of each. */
const SIDES = ['800', '1600', '2400'] as const;

/** Changes told with a document; all of them are listed by `GET /verdict-changes`. */
const CHANGES = 20;

export const documentRoutes: FastifyPluginAsyncZod<{ deps: HttpDeps }> = async (app, { deps }) => {
  const { store, blobs, settings } = deps;
  const pictures = pageCache(deps);

  app.post('/documents', {
    config: { action: 'documents.handIn', upload: true, idempotent: 'within' },
    schema: {
      tags: ['documents'],
      summary: 'Hand in files',
      response: answers(202, acceptedAnswer),
    },
    handler: async (request, reply) => {
      const principal = principalOf(request);
      const files = await receiveFiles(request, blobs, principal.organisationId, settings);
      const onFault = (what: string, error: unknown) => request.log.error({ err: error }, `${what} failed`);
      const accepted = await handIn(
        { ...deps, onFault },
        principal,
        files,
        principal.apiKeyId === null ? 'web' : 'api',
        keyWithin(request),
      );
      const { batchId, documents, repeated } = accepted;
      if (repeated) markReplayed(reply);
      return reply.code(202).send({ batchId, documents: plain(documents) });
    },
  });

  app.get('/documents', {
    config: { action: 'documents.read' },
    schema: {
      tags: ['documents'],
      summary: 'List documents, newest first',
      querystring: documentListQuery,
      response: answers(200, documentList),
    },
    handler: async (request, reply) => {
      const page = await store.documents.list(principalOf(request).organisationId, request.query);
      const language = languageOf(request.headers['accept-language']);
      reply.header('vary', 'accept-language');
      return { items: page.items.map((row) => presentRow(row, language)), next: page.next };
    },
  });

  app.get('/documents/:id', {
    config: { action: 'documents.read' },
    schema: {
      tags: ['documents'],
      summary: 'A document with its slips and verdicts',
      params: idParams,
      response: answers(200, documentAnswer),
    },
    handler: async (request, reply) => {
      const { organisationId } = principalOf(request);
      const document = await find(deps, principalOf(request), request.params.id);
      const options = { documentId: document.id, limit: CHANGES };
      const changes = await store.documents.verdictChanges(organisationId, options);
      reply.header('vary', 'accept-language');
      return presentDocument(document, changes.items, languageOf(request.headers['accept-language']));
    },
  });

  app.get('/documents/:id/pages/:page', {
    config: { action: 'documents.read' },
    schema: {
      tags: ['documents'],
      summary: 'A page as an upright JPEG',
      params: idParams.extend({ page: z.coerce.number().int().min(1).max(10_000) }),
      querystring: z.object({ side: z.enum(SIDES).default('1600') }),
    },
    handler: async (request, reply) => {
      const document = await find(deps, principalOf(request), request.params.id);
      if (isUnseen(document, request.params.page)) throw new HttpProblem('no_picture');
      // What was refused is not opened a second time: it may cost a whole budget of CPU at every look.
      const picture =
        document.refusal === null
          ? await pictures(document, request.params.page, Number(request.query.side))
          : null;
      if (picture === null) throw new HttpProblem('not_found');
      // The bytes of an original never change, but who may see them does: kept by the browser only.
      return reply
        .type('image/jpeg')
        .header('cache-control', 'private, max-age=3600')
        .send(Buffer.from(picture));
    },
  });
};

/** Whether a page is data only: of an XML, alone or in a ZIP or mail. */
function isUnseen({ carrier, members }: DocumentRecord, page: number): boolean {
  const within = members.find(({ first, pages }) => page >= first && page < first + pages);
  return (within?.carrier ?? carrier) === 'xml';
}

async function find({ store }: HttpDeps, principal: Principal, id: string): Promise<DocumentRecord> {
  const document = await store.documents.get(principal.organisationId, id);
  if (document === null) throw new HttpProblem('not_found');
  return document;
}
