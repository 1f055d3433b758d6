import { openPostgresQueue } from '../../src/adapters/queue-bullmq/postgres.js';
import { openTestPglite } from '../support/database.js';
import { queueContract } from './queue.js';

queueContract("BullMQ's PostgreSQL backend on PGlite", async () => {
  const database = await openTestPglite();
  return {
    open: async (options) => openPostgresQueue(await database.bullmqPool(), options),
    close: () => database.close(),
  };
});
