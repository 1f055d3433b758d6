/** For those who run the program: is it alive, is it ready, what is it busy with. */
import type { FastifyInstance } from 'fastify';
import { collectDefaultMetrics, Gauge, Histogram, Registry } from 'prom-client';
import { DOCUMENT_STATES } from '../../document/state.js';
import { StorageFull } from '../../ports/blobs.js';
import type { MailboxState } from '../../ports/mailbox.js';
import type { HttpDeps } from '../deps.js';
import { HttpProblem } from '../errors.js';

/** Past this the database or the queue counts as away. */
const ANSWER_WITHIN_MS = 3000;

export async function healthRoutes(app: FastifyInstance, { deps }: { deps: HttpDeps }): Promise<void> {
  const { store, queue, blobs, settings, mailbox } = deps;
  const hidden = { hide: true };

  app.get('/healthz', { schema: hidden }, async () => ({ status: 'ok', version: settings.version }));

  app.get('/readyz', { schema: hidden }, async (request) => {
    try {
      await within(ANSWER_WITHIN_MS, Promise.all([store.ping(), queue.counts(), blobs.ping()]));
      // A mail server that is away keeps nobody from using us: it is told, not counted.
      return { status: 'ready', ...(mailbox === undefined ? {} : { mailbox: wordOf(mailbox()) }) };
    } catch (error) {
      request.log.warn({ err: error }, 'not ready');
      throw new HttpProblem(error instanceof StorageFull ? 'storage_full' : 'not_ready', { cause: error });
    }
  });

  const metrics = metricsOf(deps);
  app.addHook('onResponse', async (request, reply) => metrics.observe(request, reply));
  app.get('/metrics', { schema: hidden }, async (_request, reply) =>
    reply.type(metrics.registry.contentType).send(await metrics.registry.metrics()),
  );
}

const wordOf = ({ connected }: MailboxState): string => (connected ? 'connected' : 'away');

async function within<T>(ms: number, work: Promise<T>): Promise<T> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<never>((_resolve, reject) => {
    timer = setTimeout(() => reject(new Error('no answer in time')), ms);
  });
  try {
    return await Promise.race([work, late]);
  } finally {
    clearTimeout(timer);
  }
}

interface Seen {
  readonly method: string;
  readonly routeOptions: { readonly url?: string | undefined };
}

/** Numbers only: no name, no organisation, no address ever becomes a label. */
function metricsOf({ store, queue, mailbox }: Pick<HttpDeps, 'store' | 'queue' | 'mailbox'>) {
  const registry = new Registry();
  collectDefaultMetrics({ register: registry });
  new Gauge({
    name: 'yanpiao_documents',
    help: 'Documents by state',
    labelNames: ['state'],
    registers: [registry],
    async collect() {
      const counts = await store.documents.countByState();
      for (const state of DOCUMENT_STATES) this.set({ state }, counts[state] ?? 0);
    },
  });
  new Gauge({
    name: 'yanpiao_jobs',
    help: 'Jobs in the queue by kind and state',
    labelNames: ['kind', 'state'],
    registers: [registry],
    async collect() {
      for (const [kind, states] of Object.entries(await queue.counts())) {
        for (const [state, count] of Object.entries(states)) this.set({ kind, state }, count);
      }
    },
  });
  if (mailbox !== undefined) mailboxMetrics(registry, mailbox);
  const seconds = new Histogram({
    name: 'yanpiao_http_seconds',
    help: 'Answers by route and status, seconds',
    labelNames: ['method', 'route', 'status'],
    buckets: [0.005, 0.02, 0.1, 0.5, 2, 10],
    registers: [registry],
  });
  const observe = (
    { method, routeOptions }: Seen,
    { statusCode, elapsedTime }: { statusCode: number; elapsedTime: number },
  ) => seconds.observe({ method, route: routeOptions.url ?? 'none', status: statusCode }, elapsedTime / 1000);
  return { registry, observe };
}

function mailboxMetrics(registry: Registry, mailbox: () => MailboxState): void {
  new Gauge({
    name: 'yanpiao_mailbox_connected',
    help: '1 while the mail server is listened to',
    registers: [registry],
    collect() {
      this.set(mailbox().connected ? 1 : 0);
    },
  });
  new Gauge({
    name: 'yanpiao_mails',
    help: 'Mails dealt with since the start, by what became of them',
    labelNames: ['outcome'],
    registers: [registry],
    collect() {
      const { done, refused } = mailbox();
      this.set({ outcome: 'done' }, done);
      this.set({ outcome: 'refused' }, refused);
    },
  });
}
