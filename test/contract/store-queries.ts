/** Questions with their answers: history, quota, files of them; and search over slips. */
import { describe, expect, it } from 'vitest';
import { createApiKey } from '../../src/desk/accounts/api-keys.js';
import type { Outcome } from '../../src/document/verdict.js';
import type { Principal } from '../../src/ports/accounts.js';
import { BadCursor } from '../../src/ports/page.js';
import type { NewQuery } from '../../src/ports/queries.js';
import type { Store } from '../../src/ports/store.js';
import { invoice, newDocument, only, principal, reading, slip, unknownId, verdict } from './samples.js';

const NUMBER = '26312000000012345678';
const NOON = new Date('2026-11-22T04:00:00Z');
const MIDNIGHT = new Date('2026-11-21T16:00:00Z');
const quota = { perInvoice: 5, since: MIDNIGHT };

let asked = 0;
/** A question that nobody has asked before, unless told. */
function question(change: Partial<NewQuery> & { outcome?: Outcome } = {}): NewQuery {
  asked += 1;
  const outcome = change.outcome ?? 'match';
  return {
    way: 'fields',
    kind: 'digital_general',
    invoiceCode: null,
    invoiceNumber: NUMBER,
    question: { invoiceNumber: NUMBER, grossTotal: `${asked}.00` },
    state: 'normal',
    verdict: verdict(outcome),
    cachedFrom: null,
    askedAt: NOON,
    fingerprint: `question ${asked}`,
    edition: '1',
    row: null,
    ...change,
    outcome,
  };
}

export function queriesContract(context: () => { store: Store; org: string }): void {
  const queries = () => context().store.queries;
  const who = (): Principal => principal(context().org);
  const keep = (query: NewQuery, by = who()) => queries().keep(by, query, quota);
  const list = (filter = {}, by = who()) => queries().list(by, filter, { limit: 50 });

  describe('questions', () => {
    it('are kept with their answers, and found by what they were', async () => {
      const { record } = await keep(question());
      expect(record).toMatchObject({ askedBy: 'Test', askedAt: NOON, outcome: 'match', batchId: null });
      expect(await queries().get(context().org, record.id)).toEqual(record);
      expect(await queries().get('1', record.id)).toBeNull();
      expect(await queries().get(context().org, 'nothing')).toBeNull();
      await keep(question({ invoiceNumber: '60418273', invoiceCode: '031002000111', way: 'qr' }));
      await keep(question({ outcome: 'not_found', askedAt: new Date('2026-11-21T15:59:59Z') }));
      expect((await list()).items).toHaveLength(3);
      for (const [filter, found] of [
        [{ number: '123456' }, 2],
        [{ number: '1002000' }, 1],
        [{ number: '%' }, 0],
        [{ outcome: 'not_found' }, 1],
        [{ way: 'qr' }, 1],
        [{ dateFrom: '2026-11-22' }, 2],
        [{ dateTo: '2026-11-21' }, 1],
        [{ batchId: 'nothing' }, 0],
        [{ mine: true }, 3],
      ] as const) {
        expect((await list(filter)).items, JSON.stringify(filter)).toHaveLength(found);
      }
    });

    it('go through pages, newest first, and belong to who asked', async () => {
      const { store, org } = context();
      await createApiKey(store.accounts, org, 'user', 'ERP');
      const [made] = await store.accounts.listApiKeys(org);
      const erp: Principal = { ...who(), role: 'user', apiKeyId: made?.id ?? '', name: 'ERP' };
      for (let count = 0; count < 3; count += 1) await keep(question());
      await keep(question(), erp);
      const first = await queries().list(who(), {}, { limit: 3 });
      const rest = await queries().list(who(), {}, { limit: 3, cursor: first.next ?? '' });
      expect([first.items.map(({ askedBy }) => askedBy), rest.items.length, rest.next]).toEqual([
        ['ERP', 'Test', 'Test'],
        1,
        null,
      ]);
      expect((await list({ mine: true }, erp)).items.map(({ askedBy }) => askedBy)).toEqual(['ERP']);
      expect((await list({ mine: true })).items).toHaveLength(3);
      await expect(
        list({}, { ...who() }).then(() => queries().list(who(), {}, { limit: 1, cursor: 'x' })),
      ).rejects.toBeInstanceOf(BadCursor);
    });

    it('are limited by invoice and day; answers given again cost nothing', async () => {
      const answers = [];
      for (let count = 0; count < 6; count += 1) answers.push(await keep(question()));
      expect(answers.map(({ fresh, record }) => [fresh, record.outcome])).toEqual([
        ...[1, 2, 3, 4, 5].map((fresh) => [fresh, 'match']),
        [5, 'limited'],
      ]);
      const limited = answers.at(-1)?.record.verdict;
      expect(limited).toMatchObject({ official: { code: '002' }, reasons: [], ledgerId: null });
      expect(limited?.remedy).toContain('2026-11-23');
      expect((await keep(question({ cachedFrom: NOON }))).record.outcome).toBe('match');
      // Another invoice, nobody's invoice, another day, no limit at all.
      const other = { invoiceNumber: '60418273', invoiceCode: '031002000111' };
      expect((await keep(question(other))).fresh).toBe(1);
      expect((await keep(question({ invoiceNumber: null }))).record.outcome).toBe('match');
      const tomorrow = { perInvoice: 5, since: new Date('2026-11-22T16:00:00Z') };
      expect((await queries().keep(who(), question(), tomorrow)).fresh).toBe(1);
      expect((await queries().keep(who(), question(), null)).record.outcome).toBe('match');
    });

    it('let exactly one of many at once have the last of a quota', async () => {
      for (let count = 0; count < 4; count += 1) await keep(question());
      const together = await Promise.all(Array.from({ length: 6 }, () => keep(question())));
      const outcomes = together.map(({ record }) => record.outcome).toSorted();
      expect(outcomes).toEqual([...Array.from({ length: 5 }, () => 'limited'), 'match']);
    });

    it('are answered again while ledger and registers are as they were', async () => {
      const { store, org } = context();
      const same = { fingerprint: 'the same' };
      const earlier = async (edition = '1', since = MIDNIGHT) =>
        (await queries().earlier(org, [{ number: NUMBER, ...same }], since, edition)).get(same.fingerprint);
      expect(await earlier()).toBeUndefined();
      const { record } = await keep(question(same));
      expect(await earlier()).toEqual(record);
      expect(await earlier('2')).toBeUndefined();
      expect(await earlier('1', new Date('2026-11-22T16:00:00Z'))).toBeUndefined();
      await queries().keep(who(), question({ ...same, outcome: 'error' }), null);
      expect((await earlier())?.id).toBe(record.id);
      await store.registry.keep(org, `N:${NUMBER}`, {
        ...{ provider: 'person', outcome: 'match', state: 'void', rawCode: null, rawText: null },
        ...{ fields: {}, checkedAt: NOON, person: 'Test', evidence: null },
      });
      expect(await earlier()).toBeUndefined();
    });
  });

  describe('files of questions', () => {
    const openFile = async () => {
      const file = { file: '清单.xlsx', sha256: 'a'.repeat(64), size: 10 };
      const { batchId, announcements } = await queries().openBatch(who(), file);
      return { batchId, work: only(announcements) };
    };
    const rows = (from: number, to: number, change: Partial<NewQuery> = {}) =>
      Array.from({ length: to - from + 1 }, (_, at) =>
        question({
          ...change,
          way: 'batch',
          row: from + at,
          invoiceNumber: change.invoiceNumber ?? `2631200000000000${1000 + from + at}`,
        }),
      );

    it('are followed by row, each row once, and end with how many were which', async () => {
      const { store, org } = context();
      const { batchId, work } = await openFile();
      expect(work.kind).toBe('query');
      expect(await queries().batch(org, batchId)).toMatchObject({ state: 'queued', rows: null, answered: 0 });
      await queries().batchProgress(batchId, 5);
      await queries().keepRows(who(), batchId, rows(1, 2), quota);
      await queries().keepRows(who(), batchId, rows(2, 4, { outcome: 'not_found' }), quota);
      expect(await queries().lastRow(org, batchId)).toBe(4);
      expect(await queries().batch(org, batchId)).toMatchObject({
        ...{ state: 'running', rows: 5, answered: 4, outcomes: { match: 2, not_found: 2 } },
        ...{ sha256: 'a'.repeat(64), principal: who() },
      });
      await queries().finishBatch(work.workId, 5, 1);
      await queries().finishBatch(work.workId, 9, 9);
      expect((await queries().batches(who(), { limit: 5 })).items).toMatchObject([
        { id: batchId, state: 'done', rows: 5, outcomes: { match: 2, not_found: 2, bad_row: 1 } },
      ]);
      expect((await store.work.get(work.workId))?.state).toBe('done');
      const told = await queries().batchRows(org, batchId, 1, 2);
      expect(told.map(({ row, outcome }) => [row, outcome])).toEqual([
        [2, 'match'],
        [3, 'not_found'],
      ]);
      expect((await list({ batchId })).items).toHaveLength(4);
      expect(await queries().batch('1', batchId)).toBeNull();
      expect(await queries().batch(org, unknownId())).toBeNull();
    });

    it('keep to the quota row by row; a row that repeats one that got no answer gets none', async () => {
      const { org } = context();
      const { batchId } = await openFile();
      const seven = rows(1, 7, { invoiceNumber: NUMBER }).map((row, at) => ({
        ...row,
        fingerprint: `f ${at}`,
      }));
      const repeats = [
        { ...question({ invoiceNumber: NUMBER }), row: 8, fingerprint: 'f 0', cachedFrom: NOON },
        { ...question({ invoiceNumber: NUMBER }), row: 9, fingerprint: 'f 6', cachedFrom: NOON },
      ];
      await queries().keepRows(who(), batchId, [...seven, ...repeats], quota);
      const told = await queries().batchRows(org, batchId, 0, 20);
      expect(told.map(({ outcome }) => outcome)).toEqual([
        ...Array.from({ length: 5 }, () => 'match'),
        ...['limited', 'limited', 'match', 'limited'],
      ]);
    });

    it('fail with a reason, and run again', async () => {
      const { store, org } = context();
      const { batchId, work } = await openFile();
      await store.work.fail(work.workId, '没有表头');
      expect(await queries().batch(org, batchId)).toMatchObject({
        ...{ state: 'failed', message: '没有表头' },
        finishedAt: expect.any(Date),
      });
      expect(await store.work.reopen(org, work.workId)).toMatchObject([{ kind: 'query', announcement: 2 }]);
      expect(await queries().batch(org, batchId)).toMatchObject({ state: 'queued', message: null });
    });
  });

  describe('many keys at once', () => {
    it('find what each finds by itself, aliases included', async () => {
      const { store, org } = context();
      const legacy = {
        kind: 'vat_special_paper',
        invoiceCode: '3100203130',
        invoiceNumber: '60418273',
      } as const;
      await store.ledger.upsert(
        org,
        [invoice({ invoiceNumber: NUMBER, alias: '310020313160418274' }), invoice(legacy)],
        { kind: 'import', id: null, name: 'a.xlsx' },
      );
      const keys = [
        { number: '60418273', code: '3100203130' },
        { number: '26312000000099999999', code: null },
        { number: NUMBER, code: null },
        { number: '60418274', code: '3100203131' },
      ];
      const found = await store.ledger.byKeys(org, keys);
      expect(found.map((entries) => entries.map((entry) => entry.invoiceNumber))).toEqual([
        ['60418273'],
        [],
        [NUMBER],
        [NUMBER],
      ]);
      expect(await store.ledger.byKeys(org, [])).toEqual([]);
    });
  });

  describe('search over slips', () => {
    it('finds numbers, amounts, days and names, the closest first', async () => {
      const { store, org } = context();
      const slips = [
        slip('1', {
          invoiceNumber: NUMBER,
          grossTotal: '106.00',
          sellerName: '云杉样本科技有限公司',
          issueDate: '2026-10-15',
        }),
        slip('2', {
          invoiceNumber: '60418273',
          grossTotal: '98.50',
          sellerName: '沙洲试验餐饮管理有限公司',
          issueDate: '2026-10-16',
        }),
      ];
      const { announcements } = await store.documents.accept(who(), [newDocument('一.pdf')]);
      await store.work.finishRead(only(announcements).workId, reading(slips));
      const find = async (text: string, of = org) =>
        (await store.documents.search(of, text, 10)).map(({ slip: { id } }) => id);
      for (const [text, ids] of [
        ['0012345678', ['1']],
        ['60418273', ['2']],
        ['4182', ['2']],
        ['98.5', ['2']],
        ['¥106.00', ['1']],
        ['2026年10月16日', ['2']],
        ['云杉样本', ['1']],
        ['云杉样本科枝有限公司', ['1']],
        ['98.50 云杉样本科技', ['2', '1']],
        ["%' or 1=1", []],
        [' ', []],
      ] as const) {
        expect(await find(text), text).toEqual(ids);
      }
      const [best] = await store.documents.search(org, NUMBER, 10);
      expect(best).toMatchObject({
        file: '一.pdf',
        similarity: 1,
        slip: { grossTotal: '106.00', outcome: null },
      });
      expect(await find(NUMBER, '1')).toEqual([]);
    });
  });
}
