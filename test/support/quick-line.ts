/**
 * The program on real stores, with a line that reads at once: what a way in hands in reaches its end without engines.
 * What says `refuse me` is refused; all others are an invoice whose number follows from them.
 */
import { createHash } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { createAuth } from '../../src/adapters/auth/auth.js';
import { openDiskBlobs } from '../../src/adapters/blobs-disk/blobs.js';
import { openLedgerFile } from '../../src/adapters/ledger-files/read.js';
import { createLog } from '../../src/adapters/log/log.js';
import { xmlReader } from '../../src/adapters/xml/xml.js';
import { zipReader } from '../../src/adapters/zip/zip.js';
import { runImport } from '../../src/desk/ledger/run-import.js';
import type { Mapping } from '../../src/document/ledger-file.js';
import { refusal } from '../../src/document/refusal.js';
import type { App } from '../../src/http/deps.js';
import type { Announcement } from '../../src/ports/queue.js';
import { reading, slip } from '../contract/samples.js';
import { openTestPglite } from './database.js';

export interface QuickLine {
  readonly app: App;
  /** A new organisation: each test has one, since a database takes seconds to open. */
  organisation(): Promise<string>;
  /** What is announced waits from now on, as where no worker runs. */
  pause(): void;
  /** Reads what waits. */
  resume(): Promise<void>;
  close(): Promise<void>;
}

/** On an empty database; originals under `folder`. */
export async function quickLine(folder: string): Promise<QuickLine> {
  const database = await openTestPglite();
  const { store } = database;
  const blobs = await openDiskBlobs(folder);
  const waiting: Announcement[] = [];
  let paused = false;
  const missing = () => {
    throw new Error('no test of a way in needs it');
  };
  const perform = async (items: readonly Announcement[]) => {
    for (const { workId, kind } of items) {
      if (kind === 'read') await perform(await read(store, blobs, workId));
      if (kind === 'match') await store.work.finishMatch(workId, new Map(), 'review');
      // Ledger files are read in earnest: that needs no engine.
      const work = kind === 'import' ? await store.work.get(workId) : null;
      if (work !== null) await perform(await runImport({ store, blobs, openFile, onFault: missing }, work));
    }
  };
  const containers = { zip: zipReader(), xml: xmlReader() };
  const openFile = (path: string, mapping: Mapping | null) => openLedgerFile(path, containers, { mapping });
  const app: App = {
    store,
    blobs,
    queue: {
      announce: async (items) => (paused ? void waiting.push(...items) : perform(items)),
      lost: missing,
      work: missing,
      counts: missing,
      close: missing,
    },
    auth: await createAuth({
      drizzle: database.drizzle,
      authSchema: database.authSchema,
      secret: 'a secret for tests that is long enough',
      publicUrl: 'http://yanpiao.test',
      onFault: missing,
    }),
    verify: missing,
    perform,
    questionsPerInvoice: 5,
    registers: [],
    log: createLog('fatal'),
    close: async () => undefined,
  };
  return {
    app,
    organisation: () => store.accounts.createOrganisation('样例公司'),
    pause() {
      paused = true;
    },
    resume() {
      paused = false;
      return perform(waiting.splice(0));
    },
    close: () => database.close(),
  };
}

async function read(
  store: App['store'],
  blobs: App['blobs'],
  workId: string,
): Promise<readonly Announcement[]> {
  const work = await store.work.get(workId);
  if (work === null || !(await store.work.start(workId))) return [];
  const document = await store.documents.get(work.organisationId, work.subjectId);
  const { path } = await blobs.localFile(work.organisationId, document?.sha256 ?? '');
  const bytes = await readFile(path);
  if (bytes.includes('refuse me'))
    return store.work.finishRead(workId, { ...reading([]), refusal: refusal('unsupported_type') });
  const digits = createHash('sha256').update(bytes).digest('hex').replaceAll(/\D/gu, '').padEnd(20, '7');
  return store.work.finishRead(workId, reading([slip('1', { invoiceNumber: digits.slice(0, 20) })]));
}
