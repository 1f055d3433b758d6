/** The thread of the embedded database. */
import { parentPort, workerData } from 'node:worker_threads';
import type { PgliteStart } from '../src/adapters/postgres/pglite-messages.js';
import { servePglite } from '../src/adapters/postgres/pglite-thread.js';

if (parentPort === null) throw new Error('workers/pglite-thread runs as a worker thread only');
await servePglite(parentPort, workerData as PgliteStart);
