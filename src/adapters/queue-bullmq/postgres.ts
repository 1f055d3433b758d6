/** BullMQ on its PostgreSQL backend: over a pg.Pool, or over what looks like one in front of PGlite. */
import type { Queue } from '../../ports/queue.js';
import { BullmqQueue, type QueueOptions } from './queue.js';

/** A pg.Pool, or something of its shape, whose search_path finds the schema `bullmq`. Not ended here. */
export type PostgresPool = Extract<
  import('bullmq').PostgresConnectionOptions,
  { connect(): unknown; end(): unknown }
>;

/** Makes BullMQ's tables where they are missing (several programs at once take turns) and opens the queue. */
export async function openPostgresQueue(pool: PostgresPool, options: QueueOptions = {}): Promise<Queue> {
  const { createPostgresBackend, runMigrations, withBackend } = await import('bullmq');
  const client = await pool.connect();
  try {
    await runMigrations(client);
  } finally {
    client.release();
  }
  const { Queue: PostgresQueue, Worker } = withBackend(createPostgresBackend);
  const queue = new BullmqQueue(
    {
      queue: (name) => new PostgresQueue(name, { connection: pool }),
      worker: (name, processor, settings) => new Worker(name, processor, { connection: pool, ...settings }),
      close: async () => undefined,
    },
    options,
  );
  await queue.ready();
  return queue;
}
