/** BullMQ on Redis. */
import type { Redis } from 'ioredis';
import type { Queue } from '../../ports/queue.js';
import { BullmqQueue, type QueueOptions } from './queue.js';

export interface RedisQueueOptions extends QueueOptions {
  /** Told once when Redis may throw jobs away to make room. */
  readonly onWarning?: (message: string) => void;
  /** Apart from other programs (or tests) on the same Redis. */
  readonly prefix?: string;
}

/** Redis does not answer. */
export class QueueUnreachable extends Error {
  readonly code = 'queue_unreachable';
  readonly remedy = 'Start Redis, or check REDIS_URL（请启动 Redis，或检查 REDIS_URL）';
  constructor(cause: unknown) {
    super('Redis does not answer', { cause });
    this.name = 'QueueUnreachable';
  }
}

const CONNECT_MS = 10_000;
const COMMAND_MS = 10_000;

/** Throws QueueUnreachable when Redis does not answer within ten seconds. */
export async function openRedisQueue(url: string, options: RedisQueueOptions = {}): Promise<Queue> {
  const [{ Queue: RedisQueue, Worker }, { Redis: Client }] = await Promise.all([
    import('bullmq'),
    import('ioredis'),
  ]);
  const fault = (what: string) => (error: unknown) => options.onFault?.(what, error);
  // Announcing fails at once when Redis is away: the store knows the work, and an upload must not wait for the queue.
  const producer = await openRedisClient(url, options);
  await checkEviction(producer, options.onWarning ?? (() => undefined));
  // A worker waits for Redis for ever (BullMQ asks for null).
  const consumer = new Client(url, { maxRetriesPerRequest: null, lazyConnect: true });
  consumer.on('error', fault('redis'));
  const prefix = options.prefix ?? 'yanpiao';
  const queue = new BullmqQueue(
    {
      queue: (name) => new RedisQueue(name, { connection: producer, prefix, skipWaitingForReady: true }),
      worker: (name, processor, settings) =>
        new Worker(name, processor, { connection: consumer, prefix, ...settings }),
      close: async () => {
        consumer.disconnect();
        producer.disconnect();
      },
    },
    options,
  );
  await queue.ready();
  return queue;
}

/** A connection that fails at once while Redis is away. Throws QueueUnreachable; whoever opens it disconnects it. */
export async function openRedisClient(
  url: string,
  { onFault }: Pick<RedisQueueOptions, 'onFault'> = {},
): Promise<Redis> {
  const { Redis: Client } = await import('ioredis');
  const client = new Client(url, {
    maxRetriesPerRequest: 1,
    enableOfflineQueue: false,
    commandTimeout: COMMAND_MS,
    lazyConnect: true,
  });
  client.on('error', (error: unknown) => onFault?.('redis', error));
  await reach(client);
  return client;
}

async function reach(client: Redis): Promise<void> {
  const patience = new AbortController();
  try {
    await Promise.race([client.connect(), timeout(CONNECT_MS, patience.signal)]);
  } catch (error) {
    client.disconnect();
    throw new QueueUnreachable(error);
  } finally {
    patience.abort();
  }
}

function timeout(ms: number, signal: AbortSignal): Promise<never> {
  return new Promise((_resolve, reject) => {
    const timer = setTimeout(() => reject(new Error(`no answer within ${ms} ms`)), ms);
    signal.addEventListener('abort', () => clearTimeout(timer));
  });
}

async function checkEviction(client: Redis, warn: (message: string) => void): Promise<void> {
  const memory = await client.info('memory');
  const policy = /^maxmemory_policy:(\S+)/m.exec(memory)?.[1];
  if (policy === undefined || policy === 'noeviction') return;
  warn(
    `Redis may throw jobs away (maxmemory-policy ${policy}); set it to noeviction. The sweeper would find them again, late.`,
  );
}
