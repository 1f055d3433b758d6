/** Following a batch: once, or live by server-sent events. */
import { Readable } from 'node:stream';
import { setTimeout as sleep } from 'node:timers/promises';
import type { FastifyRequest } from 'fastify';
import type { FastifyPluginAsyncZod } from 'fastify-type-provider-zod';
import { answers } from '../contract/answers.js';
import { idParams } from '../contract/common.js';
import { type BatchAnswer, batchAnswer } from '../contract/documents.js';
import type { HttpDeps } from '../deps.js';
import { HttpProblem, languageOf } from '../errors.js';
import { principalOf } from '../guard.js';
import { presentBatch } from '../present.js';

export const batchRoutes: FastifyPluginAsyncZod<{ deps: HttpDeps }> = async (app, { deps }) => {
  const { store, settings } = deps;
  // Watchers are let go when the server closes, which waits for every open answer.
  const closing = new AbortController();
  app.addHook('preClose', async () => closing.abort());

  const load = async (request: FastifyRequest, id: string): Promise<BatchAnswer> => {
    const batch = await store.documents.batch(principalOf(request).organisationId, id);
    if (batch === null) throw new HttpProblem('not_found');
    return presentBatch(batch, languageOf(request.headers['accept-language']));
  };

  app.get('/batches/:id', {
    config: { action: 'documents.read' },
    schema: { tags: ['batches'], summary: 'A batch', params: idParams, response: answers(200, batchAnswer) },
    handler: (request, reply) => {
      reply.header('vary', 'accept-language');
      return load(request, request.params.id);
    },
  });

  app.get('/batches/:id/events', {
    config: { action: 'documents.read' },
    schema: {
      tags: ['batches'],
      summary: 'A batch, live',
      description:
        'Server-sent events: `batch` with the whole batch now and at each change, `end` when nothing more happens.',
      params: idParams,
    },
    handler: async (request, reply) => {
      const { id } = request.params;
      const first = await load(request, id);
      const events = watch(first, () => load(request, id), settings.watch, closing.signal);
      return reply
        .type('text/event-stream; charset=utf-8')
        .header('cache-control', 'no-store')
        .header('x-accel-buffering', 'no')
        .send(Readable.from(events));
    },
  });
};

/**
 * The text of the events. The database is asked, not the queue: what it says is true whoever did the work, and
 * wherever. Ends by itself when the batch is final, the server closes, or the reader of this generator leaves.
 */
async function* watch(
  first: BatchAnswer,
  load: () => Promise<BatchAnswer>,
  { everyMs, heartbeatMs }: HttpDeps['settings']['watch'],
  closing: AbortSignal,
): AsyncGenerator<string> {
  yield 'retry: 2000\n\n';
  let shown = '';
  let spokeAt = Date.now();
  for (let batch = first; ; batch = await load()) {
    const text = JSON.stringify(batch);
    if (text !== shown) {
      yield `event: batch\ndata: ${text}\n\n`;
      shown = text;
      spokeAt = Date.now();
    }
    if (batch.final) break;
    if (Date.now() - spokeAt >= heartbeatMs) {
      yield ': still here\n\n';
      spokeAt = Date.now();
    }
    // Rejects only when it is woken early, which the next line tells.
    await Promise.allSettled([sleep(everyMs, undefined, { signal: closing, ref: false })]);
    if (closing.aborted) return;
  }
  yield 'event: end\ndata: {}\n\n';
}
