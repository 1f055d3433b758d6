/** Verdicts that changed, and that somebody has looked at them. */
import type { FastifyPluginAsyncZod } from 'fastify-type-provider-zod';
import { answers } from '../contract/answers.js';
import { verdictChangeList, verdictChangeQuery } from '../contract/changes.js';
import { idParams } from '../contract/common.js';
import type { HttpDeps } from '../deps.js';
import { HttpProblem } from '../errors.js';
import { principalOf } from '../guard.js';
import { presentChange } from '../present.js';

export const changeRoutes: FastifyPluginAsyncZod<{ deps: HttpDeps }> = async (app, { deps }) => {
  const { documents } = deps.store;

  app.get('/verdict-changes', {
    config: { action: 'documents.read' },
    schema: {
      tags: ['documents'],
      summary: 'Verdicts that became another one, the last first',
      querystring: verdictChangeQuery,
      response: answers(200, verdictChangeList),
    },
    handler: async (request) => {
      const { unseen, ...query } = request.query;
      const options = { ...query, unseen: unseen === 'true' };
      const page = await documents.verdictChanges(principalOf(request).organisationId, options);
      return { items: page.items.map(presentChange), next: page.next };
    },
  });

  app.post('/documents/:id/seen', {
    config: { action: 'documents.handIn' },
    schema: {
      tags: ['documents'],
      summary: 'Somebody has looked at a document: its changes are no longer marked',
      params: idParams,
    },
    handler: async (request, reply) => {
      const { organisationId } = principalOf(request);
      if ((await documents.get(organisationId, request.params.id)) === null)
        throw new HttpProblem('not_found');
      await documents.seen(organisationId, request.params.id);
      return reply.code(204).send();
    },
  });
};
