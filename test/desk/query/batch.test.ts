import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { OpenDatabase } from '../../../src/adapters/postgres/open.js';
import { answerFile, type BatchTools } from '../../../src/desk/query/batch.js';
import { MOST_QUESTIONS, type QuestionFile, type QuestionRow } from '../../../src/desk/query/question-row.js';
import { verifyAgainstLedger } from '../../../src/pipeline/run-match.js';
import { invoice, principal } from '../../contract/samples.js';
import { openTestPglite } from '../../support/database.js';

let database: OpenDatabase;
beforeAll(async () => {
  database = await openTestPglite();
  await database.store.accounts.createOrganisation('o', 'o');
  const ledger = Array.from({ length: 450 }, (_, at) => invoice({ invoiceNumber: numberOf(at + 1) }));
  await database.store.ledger.upsert('o', ledger, { kind: 'import', id: null, name: 'a.xlsx' });
});
afterAll(() => database?.close());

const who = principal('o');
const numberOf = (row: number) => `2631200000000000${1000 + row}`;

const fileOf = (rows: readonly QuestionRow[]): QuestionFile => ({
  headers: ['发票号码'],
  rows: async function* () {
    yield* rows;
  },
  close: () => undefined,
});

const rowOf = (row: number, grossTotal = '113.00'): QuestionRow => ({
  row,
  where: `第 ${row + 1} 行`,
  cells: [numberOf(row)],
  asked: { fields: { invoiceNumber: numberOf(row), issueDate: '2026-03-15', grossTotal } },
});

function tools(change: Partial<BatchTools['queries']> = {}): BatchTools {
  const { ledger, registry, queries } = database.store;
  return {
    ledger,
    registry,
    queries: {
      keepRows: (...args) => queries.keepRows(...args),
      earlier: (...args) => queries.earlier(...args),
      batchProgress: (...args) => queries.batchProgress(...args),
      lastRow: (...args) => queries.lastRow(...args),
      ...change,
    },
    verifier: (view) => (organisationId, slip) =>
      verifyAgainstLedger(view, organisationId, slip, new Date('2026-11-22T04:00:00Z')),
    now: () => new Date('2026-11-22T04:00:00Z'),
    perInvoice: 5,
  };
}

const openBatch = async () =>
  (await database.store.queries.openBatch(who, { file: 'a.csv', sha256: 'a'.repeat(64), size: 1 })).batchId;

describe('a file of questions', () => {
  it('goes on where it was when its process dies amid it, and asks nothing twice', async () => {
    const damaged: QuestionRow = { ...rowOf(451), asked: { code: 'id_damaged', message: '' } };
    const unreadable: QuestionRow = {
      ...rowOf(452),
      asked: { fields: { invoiceNumber: numberOf(1), issueDate: 'x' } },
    };
    const all = fileOf([...Array.from({ length: 450 }, (_, at) => rowOf(at + 1)), damaged, unreadable]);
    const batchId = await openBatch();
    const { queries } = database.store;
    let chunks = 0;
    const dying = tools({
      keepRows: async (...args) => {
        chunks += 1;
        if (chunks === 2) throw new Error('the process has died');
        await queries.keepRows(...args);
      },
    });
    await expect(answerFile(dying, who, batchId, all)).rejects.toThrow('died');
    const half = await queries.batch('o', batchId);
    expect(half).toMatchObject({ state: 'running', rows: 452, answered: 200 });
    const before = await queries.batchRows('o', batchId, 0, 500);
    expect(await answerFile(tools(), who, batchId, all)).toEqual({ rows: 452, badRows: 2 });
    const after = await queries.batchRows('o', batchId, 0, 500);
    expect(after.map(({ row }) => row)).toEqual(Array.from({ length: 450 }, (_, at) => at + 1));
    expect(after.slice(0, 200)).toEqual(before);
    expect(new Set(after.map(({ outcome, cachedFrom }) => `${outcome} ${cachedFrom}`))).toEqual(
      new Set(['match null']),
    );
  });

  it('answers a repeated row from the first, and other questions about its invoice within the quota', async () => {
    const number = { invoiceNumber: numberOf(450), issueDate: '2026-03-15' };
    const sums = ['1', '1', '2', '3', '4', '5', '5', '1'];
    const rows = sums.map(
      (sum, at): QuestionRow => ({ ...rowOf(at + 1), asked: { fields: { ...number, grossTotal: sum } } }),
    );
    const batchId = await openBatch();
    await answerFile(tools(), who, batchId, fileOf(rows));
    const told = await database.store.queries.batchRows('o', batchId, 0, 20);
    // One of the five was used by the file above.
    expect(told.map(({ outcome, cachedFrom }) => [outcome, cachedFrom !== null])).toEqual([
      ['mismatch', false],
      ['mismatch', true],
      ['mismatch', false],
      ['mismatch', false],
      ['mismatch', false],
      ['limited', false],
      ['limited', false],
      ['mismatch', true],
    ]);
  });

  it('is refused as a whole when it is too long: nothing is asked', async () => {
    const batchId = await openBatch();
    const rows = Array.from({ length: MOST_QUESTIONS + 1 }, (_, at) => rowOf(at + 1));
    await expect(answerFile(tools(), who, batchId, fileOf(rows))).rejects.toMatchObject({
      code: 'too_many_questions',
    });
    expect(await database.store.queries.lastRow('o', batchId)).toBe(0);
  });
});
