/** Who asks, the organisation's API keys, and work that failed for good. */
import type { FastifyPluginAsyncZod } from 'fastify-type-provider-zod';
import { createApiKey } from '../../desk/accounts/api-keys.js';
import { actionsOf } from '../../desk/accounts/roles.js';
import { announceWritten } from '../../desk/announce.js';
import { apiKeyBody, apiKeyCreated, apiKeyList, failedWorkList, meAnswer } from '../contract/accounts.js';
import { answers } from '../contract/answers.js';
import { idParams } from '../contract/common.js';
import type { HttpDeps } from '../deps.js';
import { HttpProblem } from '../errors.js';
import { principalOf } from '../guard.js';
import { presentApiKey } from '../present.js';

export const accountRoutes: FastifyPluginAsyncZod<{ deps: HttpDeps }> = async (app, { deps }) => {
  const { store, queue } = deps;

  app.get('/me', {
    config: { action: 'any' },
    schema: { tags: ['accounts'], summary: 'Who asks', response: answers(200, meAnswer) },
    handler: async (request) => {
      const { name, role, organisationId, personId } = principalOf(request);
      const organisation = (await store.accounts.organisationName(organisationId)) ?? '';
      return {
        name,
        role,
        organisation: { id: organisationId, name: organisation },
        personId,
        may: actionsOf(role),
      };
    },
  });

  app.get('/api-keys', {
    config: { action: 'apiKeys.manage' },
    schema: { tags: ['accounts'], summary: 'List API keys', response: answers(200, apiKeyList) },
    handler: async (request) => {
      const keys = await store.accounts.listApiKeys(principalOf(request).organisationId);
      return { items: keys.map(presentApiKey) };
    },
  });

  app.post('/api-keys', {
    config: { action: 'apiKeys.manage', idempotent: 'secret' },
    schema: {
      tags: ['accounts'],
      summary: 'Make an API key; it is shown this once',
      body: apiKeyBody,
      response: answers(201, apiKeyCreated),
    },
    handler: async (request, reply) => {
      const principal = principalOf(request);
      const { role, label } = request.body;
      // An admin does not make owners.
      if (role === 'owner' && principal.role !== 'owner') throw new HttpProblem('forbidden');
      const created = await createApiKey(store.accounts, principal.organisationId, role, label);
      return reply.code(201).header('cache-control', 'no-store').send(created);
    },
  });

  app.delete('/api-keys/:id', {
    config: { action: 'apiKeys.manage' },
    schema: { tags: ['accounts'], summary: 'Revoke an API key', params: idParams },
    handler: async (request, reply) => {
      const revoked = await store.accounts.revokeApiKey(
        principalOf(request).organisationId,
        request.params.id,
      );
      if (!revoked) throw new HttpProblem('not_found');
      return reply.code(204).send();
    },
  });

  app.get('/work/failed', {
    config: { action: 'work.manage' },
    schema: { tags: ['work'], summary: 'Work that failed for good', response: answers(200, failedWorkList) },
    handler: async (request) => {
      const failed = await store.work.failed(principalOf(request).organisationId);
      return {
        items: failed.map(({ id, kind, subjectId, message, failedAt }) => ({
          id,
          kind,
          subjectId,
          message,
          failedAt: failedAt.toISOString(),
        })),
      };
    },
  });

  app.post('/work/:id/reopen', {
    config: { action: 'work.manage', idempotent: true },
    schema: { tags: ['work'], summary: 'Run failed work again', params: idParams },
    handler: async (request, reply) => {
      const { organisationId } = principalOf(request);
      const { id } = request.params;
      const again = await store.work.reopen(organisationId, id);
      if (again.length === 0)
        throw new HttpProblem(
          (await store.work.isKnown(organisationId, id)) ? 'not_reopenable' : 'not_found',
        );
      await announceWritten(queue, again, (what, error) =>
        request.log.error({ err: error }, `${what} failed`),
      );
      return reply.code(202).send();
    },
  });
};
