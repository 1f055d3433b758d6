import { describe, inject } from 'vitest';
import { openPostgresQueue } from '../../src/adapters/queue-bullmq/postgres.js';
import { openTestPostgres } from '../support/database.js';
import { queueContract } from './queue.js';

describe.skipIf(inject('postgres') === null)('PostgreSQL', () => {
  queueContract("BullMQ's PostgreSQL backend on PostgreSQL", async () => {
    const database = await openTestPostgres();
    return {
      open: async (options) => openPostgresQueue(await database.bullmqPool(), options),
      close: () => database.close(),
    };
  });
});
