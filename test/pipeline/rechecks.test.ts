/** Verdicts that become others by themselves: the real line from match on, on a real database. */
import { createHash } from 'node:crypto';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import type { OpenDatabase } from '../../src/adapters/postgres/open.js';
import { digestOf, questionAbout } from '../../src/document/registry-question.js';
import type { Slip } from '../../src/document/slip.js';
import { todayInShanghai } from '../../src/invoice/dates.js';
import { performHere } from '../../src/pipeline/runner.js';
import { sweep } from '../../src/pipeline/sweeper.js';
import type { Announcement } from '../../src/ports/queue.js';
import { type WorkTools, workHandlers } from '../../src/work-handlers.js';
import { invoice, newDocument, only, principal, reading, slip } from '../contract/samples.js';
import { openTestPglite } from '../support/database.js';

const NUMBER = '26312000000012345678';
const SOURCE = { kind: 'api', id: null, name: 'ERP' } as const;

let database: OpenDatabase;
let folder = '';
let organisations = 0;
let org = '';
/** How far the clock of the line is ahead. */
let ahead = 0;
const faults: unknown[] = [];

beforeAll(async () => {
  database = await openTestPglite();
  folder = await mkdtemp(join(tmpdir(), 'rechecks-'));
});
afterAll(async () => {
  await database?.close();
  await rm(folder, { recursive: true, force: true });
});
beforeEach(async () => {
  organisations += 1;
  org = await database.store.accounts.createOrganisation('甲公司', `q${organisations}`);
  ahead = 0;
  faults.length = 0;
});

const now = () => new Date(Date.now() + ahead);
const notNeeded = async (): Promise<never> => {
  throw new Error('nothing is read here');
};
const tools = (): WorkTools => ({
  store: database.store,
  queue: { announce: notNeeded, work: notNeeded },
  blobs: {
    localFile: async (_organisation, sha256) => ({
      path: join(folder, sha256),
      release: async () => undefined,
    }),
    put: notNeeded,
  },
  reader: { begin: notNeeded, readPart: notNeeded, judge: notNeeded },
  parties: { of: notNeeded },
  questionsPerInvoice: 5,
  now,
  onFault: (_what, error) => faults.push(error),
});
const perform = (items: readonly Announcement[]) => performHere(tools(), workHandlers(tools()), items);

/** An invoice as it was read. */
const read = (issueDate: string): Slip =>
  slip('1', { invoiceNumber: NUMBER, issueDate, grossTotal: '113.00', sellerName: '云杉样本科技有限公司' });

/** Handed in, read and matched. */
async function handIn(issueDate: string): Promise<string> {
  const accepted = await database.store.documents.accept(principal(org), [newDocument('a.pdf')]);
  const { workId } = only(accepted.announcements);
  await perform(await database.store.work.finishRead(workId, reading([read(issueDate)])));
  return accepted.documents[0]?.id ?? '';
}

/** A file of ledger entries goes in as any import does. */
async function importFile(...entries: Parameters<typeof invoice>[0][]): Promise<void> {
  const lines = entries.map((change) => {
    const { netTotal, taxTotal, grossTotal, ...rest } = invoice(change);
    const money = (fen: bigint | null) => (fen === null ? null : (Number(fen) / 100).toFixed(2));
    const totals = { netTotal: money(netTotal), taxTotal: money(taxTotal), grossTotal: money(grossTotal) };
    return JSON.stringify({ ...rest, ...totals });
  });
  const text = `${lines.join('\n')}\n`;
  const sha256 = createHash('sha256').update(text).digest('hex');
  await writeFile(join(folder, sha256), text);
  const file = { file: 'ledger.ndjson', sha256, size: Buffer.byteLength(text) };
  const { announcements, importId } = await database.store.ledger.openImport(principal(org), file);
  await perform(announcements);
  expect(await database.store.ledger.getImport(org, importId)).toMatchObject({ state: 'done' });
}

/** What the sweeper of this moment announces, done. */
async function sweepNow(): Promise<void> {
  const announced: Announcement[] = [];
  const queue = {
    announce: async (items: readonly Announcement[]) => void announced.push(...items),
    lost: async () => [],
  };
  await sweep(database.store.work, queue, now());
  await perform(announced);
}

async function look(id: string) {
  const document = (await database.store.documents.get(org, id)) ?? expect.fail();
  const record = await database.store.records.byKey(org, `N:${NUMBER}`);
  const { items: changes } = await database.store.documents.verdictChanges(org, {
    documentId: id,
    limit: 50,
  });
  return {
    document,
    verdict: document.slips[0]?.verdict ?? expect.fail(),
    record: record?.verdict?.outcome,
    changes: changes.map(({ before, after }) => [before.outcome, before.state, after.outcome, after.state]),
  };
}

test('an import that brings the row turns 次日再查 into 一致, of the document and of its record', async () => {
  const issueDate = todayInShanghai(now());
  const id = await handIn(issueDate);
  const before = await look(id);
  expect(before.verdict).toMatchObject({ outcome: 'not_yet', official: { code: 'rqerr' } });
  expect(before.record).toBe('not_yet');
  expect(before.document.recheck.next?.getTime()).toBeGreaterThan(now().getTime());
  await importFile({ issueDate });
  const after = await look(id);
  expect(after.verdict).toMatchObject({
    outcome: 'match',
    state: 'normal',
    official: { code: '001', stateCode: '0' },
  });
  expect(after.record).toBe('match');
  expect(after.document).toMatchObject({ state: 'done', changed: true, recheck: { next: null } });
  expect(after.changes).toEqual([['not_yet', 'unknown', 'match', 'normal']]);
  // A red letter later on.
  await importFile({ issueDate, state: 'red_full' });
  const red = await look(id);
  expect(red.verdict).toMatchObject({ outcome: 'match', state: 'red_full' });
  expect(red.changes[0]).toEqual(['match', 'normal', 'match', 'red_full']);
  expect(faults).toEqual([]);
});

test('without an import it is asked again when its time has come, and no sooner', async () => {
  const issueDate = todayInShanghai(now());
  const id = await handIn(issueDate);
  await database.store.ledger.upsert(org, [invoice({ issueDate })], SOURCE);
  await sweepNow();
  expect((await look(id)).verdict.outcome).toBe('not_yet');
  const { next } = (await look(id)).document.recheck;
  ahead = (next?.getTime() ?? expect.fail()) - Date.now() + 1000;
  await sweepNow();
  const found = await look(id);
  expect(found.verdict.outcome).toBe('match');
  expect(found.document.recheck).toEqual({ times: 1, next: null });
  expect(found.changes).toEqual([['not_yet', 'unknown', 'match', 'normal']]);
});

test('what never comes ends as 查无此票, is asked for ever more seldom, and then no more', async () => {
  const issueDate = todayInShanghai(now());
  const id = await handIn(issueDate);
  let times = 0;
  for (; times < 40; times += 1) {
    const { next } = (await look(id)).document.recheck;
    if (next === null) break;
    ahead = next.getTime() - Date.now() + 1000;
    await sweepNow();
  }
  const last = await look(id);
  expect(last.verdict).toMatchObject({ outcome: 'not_found', official: { code: '009', text: '查无此票' } });
  expect(last.changes).toEqual([['not_yet', 'unknown', 'not_found', 'unknown']]);
  expect(last.document.recheck.times).toBe(times);
  expect(times).toBeGreaterThan(6);
  expect(times).toBeLessThan(20);
});

test('what a register answers turns the verdict, and is told with it', async () => {
  const issueDate = '2026-03-15';
  const id = await handIn(issueDate);
  expect((await look(id)).verdict.outcome).toBe('not_found');
  const key = `N:${NUMBER}`;
  await database.store.registry.keep(org, key, {
    ...{
      provider: 'sample',
      outcome: 'match',
      state: 'normal',
      rawCode: '0001',
      rawText: '查验成功',
      fields: {},
    },
    ...{ checkedAt: now(), person: null, evidence: null },
    question: digestOf(questionAbout(read(issueDate)) ?? expect.fail()),
  });
  await perform(await database.store.work.openAnswered(org, [key]));
  const found = await look(id);
  expect(found.verdict).toMatchObject({
    outcome: 'match',
    state: 'normal',
    provider: 'sample',
    rawCode: '0001',
  });
  expect(found.record).toBe('match');
  expect(found.changes).toEqual([['not_found', 'unknown', 'match', 'normal']]);
});
