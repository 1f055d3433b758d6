/** The thread in which an .xls is parsed; started by the reader of ledger files only. */
import { parentPort, workerData } from 'node:worker_threads';
import type { XlsStart } from '../src/adapters/ledger-files/xls-messages.js';
import { parseXls } from '../src/adapters/ledger-files/xls-thread.js';

const port = parentPort;
if (port === null) throw new Error('workers/xls-thread runs as a worker thread only');
parseXls(workerData as XlsStart, (said) => port.postMessage(said));
