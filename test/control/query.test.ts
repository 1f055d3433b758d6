/** `yanpiao query` on real stores: one question, and a file of them; both end in the history. */
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { openDiskBlobs } from '../../src/adapters/blobs-disk/blobs.js';
import { openQuestions } from '../../src/adapters/ledger-files/questions.js';
import { createLog } from '../../src/adapters/log/log.js';
import type { OpenDatabase } from '../../src/adapters/postgres/open.js';
import { xmlReader } from '../../src/adapters/xml/xml.js';
import { zipReader } from '../../src/adapters/zip/zip.js';
import { runCommand } from '../../src/control/commands.js';
import { runQuestions } from '../../src/desk/query/run-questions.js';
import type { App } from '../../src/http/deps.js';
import { verifyAgainstLedger } from '../../src/pipeline/run-match.js';
import { invoice, principal } from '../contract/samples.js';
import { openTestPglite } from '../support/database.js';
import { recorder } from '../support/recorder.js';

const { invoiceNumber: NUMBER } = invoice();
const containers = { zip: zipReader(), xml: xmlReader() };

let folder: string;
let database: OpenDatabase;
let app: App;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'yp-query-'));
  database = await openTestPglite();
  const { store } = database;
  await store.accounts.createOrganisation('样例公司', '1');
  await store.ledger.upsert('1', [invoice()], { kind: 'import', id: null, name: 'a.xlsx' });
  const blobs = await openDiskBlobs(folder);
  const now = () => new Date();
  const missing = () => {
    throw new Error('no command of this test needs it');
  };
  app = {
    ...{ store, blobs, questionsPerInvoice: 5, registers: [] },
    queue: { announce: missing, lost: missing, work: missing, counts: missing, close: missing },
    auth: { signedIn: missing, handle: missing } as unknown as App['auth'],
    verify: (organisationId, slip) => verifyAgainstLedger(store, organisationId, slip, now()),
    perform: async (items) => {
      for (const { workId } of items) {
        const work = await store.work.get(workId);
        if (work === null) throw new Error('no work');
        const tools = {
          store,
          blobs,
          now,
          perInvoice: 5,
          open: (path: string) => openQuestions(path, containers),
        };
        await runQuestions(
          { ...tools, verifier: (view) => (org, slip) => verifyAgainstLedger(view, org, slip, now()) },
          work,
        );
      }
    },
    log: createLog('fatal'),
    close: async () => undefined,
  };
});
afterAll(async () => {
  await database.close();
  await rm(folder, { recursive: true, force: true });
});

const asked = async () =>
  (await database.store.queries.list(principal('1'), {}, { limit: 50 })).items.map(({ way, outcome }) => [
    way,
    outcome,
  ]);

describe('yanpiao query', () => {
  it('answers one question and keeps it', async () => {
    const { said, io } = recorder();
    const body = { number: NUMBER, date: '2026-03-15', amount: '113' };
    expect(await runCommand(app, { command: 'query', options: { org: '1', json: true, body } }, io)).toBe(0);
    expect(JSON.parse(said.out)).toMatchObject({ outcome: 'match', quota: { left: 4 } });
    const again = recorder();
    await runCommand(app, { command: 'query', options: { org: '1', json: false, body } }, again.io);
    expect(again.said.out).toContain('先前的答复');
    expect(await asked()).toEqual([
      ['fields', 'match'],
      ['fields', 'match'],
    ]);
  });

  it.each(['answers.csv', 'answers.xlsx'])(
    'writes the rows of a file with their answers to %s',
    async (name) => {
      const [file, out] = [join(folder, 'questions.csv'), join(folder, name)];
      await writeFile(file, `发票号码,开票日期,价税合计\n${NUMBER},2026-03-15,113\n2.6E+19,,\n`);
      const { said, io } = recorder();
      const options = { file, out, org: '1', json: true };
      expect(await runCommand(app, { command: 'query file', options }, io)).toBe(0);
      expect(JSON.parse(said.out)).toMatchObject({
        state: 'done',
        rows: 2,
        outcomes: { match: 1, bad_row: 1 },
        out,
      });
      const back = await openQuestions(out, containers);
      const rows: (string | null)[] = [];
      for await (const { cells } of back.rows()) rows.push(cells[3] ?? null);
      back.close();
      expect(rows).toEqual(['一致', '无法查验']);
      expect((await asked())[0]).toEqual(['batch', 'match']);
    },
  );

  it('tells what is wrong with a file, and leaves nothing behind', async () => {
    const [file, out] = [join(folder, 'notes.csv'), join(folder, 'none.csv')];
    await writeFile(file, '部门,备注\n财务,无\n');
    const run = async (options: { file: string; out: string }) => {
      const { said, io } = recorder();
      const code = await runCommand(
        app,
        { command: 'query file', options: { ...options, org: '1', json: false } },
        io,
      );
      return [code, said.err] as const;
    };
    expect(await run({ file, out })).toEqual([1, expect.stringContaining('表头')]);
    await expect(readFile(out)).rejects.toThrow('ENOENT');
    expect(await run({ file: join(folder, 'missing.csv'), out })).toEqual([
      2,
      expect.stringContaining('missing.csv'),
    ]);
    expect(await run({ file, out: join(folder, 'out.pdf') })).toEqual([2, expect.stringContaining('.xlsx')]);
  });
});
