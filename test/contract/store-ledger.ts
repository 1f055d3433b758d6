/** The ledger's part of the store's contract. */
import { describe, expect, it } from 'vitest';
import type { ChangeSource } from '../../src/document/change.js';
import type { LedgerInvoice, LedgerWritten } from '../../src/document/ledger.js';
import { IdempotencyConflict } from '../../src/ports/idempotency.js';
import { BadCursor } from '../../src/ports/page.js';
import type { Store } from '../../src/ports/store.js';
import { invoice, newDocument, principal, unknownId } from './samples.js';

export function ledgerContract(context: () => { store: Store; org: string }): void {
  const ledger = () => context().store.ledger;
  const source = (name: string): ChangeSource => ({ kind: 'import', id: null, name });
  const upsert = (...invoices: LedgerInvoice[]) => ledger().upsert(context().org, invoices, source('a.xlsx'));
  /** What a write did, of which the rest is zero. */
  const written = (part: Partial<LedgerWritten>) => ({
    ...{ added: 0, updated: 0, unchanged: 0, stateChanges: 0 },
    ...part,
  });
  const byKey = (number: string, code: string | null = null) => ledger().byKey(context().org, number, code);
  const numbers = (entries: readonly LedgerInvoice[]) => entries.map((entry) => entry.invoiceNumber);

  describe('ledger', () => {
    it('adds, updates and leaves alone by key', async () => {
      const { org } = context();
      expect(await upsert(invoice())).toEqual(written({ added: 1 }));
      expect(await upsert(invoice())).toEqual(written({ unchanged: 1 }));
      const [before] = await byKey(invoice().invoiceNumber);
      const changed = invoice({ state: 'red_full', lines: [{ name: '*样本*墨水' }] });
      expect(await upsert(changed, invoice({ invoiceNumber: '26312000000012345679' }))).toEqual(
        written({ added: 1, updated: 1, stateChanges: 1 }),
      );
      const [after] = await byKey(invoice().invoiceNumber);
      expect(after).toEqual({ ...changed, id: before?.id, importedAt: expect.any(Date) });
      expect(await ledger().count(org)).toBe(2);
      expect(await ledger().get(org, before?.id ?? '')).toEqual(after);
      expect(await ledger().get(org, unknownId())).toBeNull();
      expect(await ledger().get(org, 'nothing')).toBeNull();
    });

    it('sees a change of the lines alone', async () => {
      await upsert(invoice());
      const lines = [{ name: '*样本*铅笔', quantity: '11' }, { name: '*样本*橡皮' }];
      expect(await upsert(invoice({ lines }))).toMatchObject({ updated: 1 });
      expect((await byKey(invoice().invoiceNumber))[0]?.lines).toEqual(lines);
    });

    it('takes more than one statement can carry, and the last of two with one key', async () => {
      const many = Array.from({ length: 1203 }, (_, index) =>
        invoice({ invoiceNumber: `2631200000${String(index).padStart(10, '0')}` }),
      );
      expect(
        await upsert(...many, invoice({ invoiceNumber: many[0]?.invoiceNumber ?? '', note: 'last' })),
      ).toEqual(written({ added: 1203 }));
      expect((await byKey(many[0]?.invoiceNumber ?? ''))[0]?.note).toBe('last');
    });

    it('keeps text as it is told, whatever it has of the signs that rows are written with', async () => {
      const awkward = ['NULL', '{甲,"乙"}', 'C:\\新建\\n', '第一行\n第二行\t末', "O'Neill; --", '\\N', ' '];
      const many = awkward.map((note, index) =>
        invoice({ invoiceNumber: `2631200000000000000${index}`, note, lines: [{ name: note, unit: '"' }] }),
      );
      await upsert(...many);
      for (const told of many) expect((await byKey(told.invoiceNumber))[0]).toMatchObject(told);
      expect(await upsert(...many)).toEqual(written({ unchanged: many.length }));
    });

    it('says what it would do and does nothing', async () => {
      const { org } = context();
      await upsert(invoice(), invoice({ invoiceNumber: '26312000000012345679' }));
      const edition = await ledger().edition(org);
      const told = [
        invoice({ state: 'void' }),
        invoice({ invoiceNumber: '26312000000012345679' }),
        invoice({ invoiceNumber: '26312000000012345680' }),
      ];
      const would = await ledger().upsert(org, told, source('a.xlsx'), { dryRun: true });
      expect(would).toEqual(written({ added: 1, updated: 1, unchanged: 1, stateChanges: 1 }));
      expect(await ledger().edition(org)).toBe(edition);
      expect(await ledger().count(org)).toBe(2);
      expect((await byKey(invoice().invoiceNumber))[0]?.state).toBe('normal');
    });

    it('leaves alone what a file does not say', async () => {
      await upsert(invoice({ drawer: '张三', checkCode: '123456' }));
      const deduction = {
        ticked: true,
        tickedOn: null,
        deductibleTax: '1300',
        purpose: '1',
        redLocked: false,
      };
      const sparse = invoice({ drawer: null, buyerName: null, lines: [], state: 'unknown', deduction });
      expect(await upsert(sparse)).toEqual(written({ updated: 1 }));
      const whole = invoice({ drawer: '张三', checkCode: '123456', deduction });
      expect((await byKey(invoice().invoiceNumber))[0]).toMatchObject(whole);
      expect(await upsert(sparse)).toEqual(written({ unchanged: 1 }));
      expect(await upsert(invoice())).toEqual(written({ unchanged: 1 }));
      const later = { ...deduction, tickedOn: '2026-04-10', purpose: null };
      expect(await upsert(invoice({ deduction: later }))).toEqual(written({ updated: 1 }));
      expect((await byKey(invoice().invoiceNumber))[0]?.deduction).toEqual({ ...later, purpose: '1' });
    });

    it('keeps every change of a state with its source, also one that goes back', async () => {
      const { org } = context();
      const state = async (name: string, to: LedgerInvoice['state']) =>
        ledger().upsert(org, [invoice({ state: to })], { kind: 'api', id: `key of ${name}`, name });
      await state('first', 'normal');
      await state('second', 'red_full');
      await state('third', 'red_full');
      await state('fourth', 'normal');
      const id = (await byKey(invoice().invoiceNumber))[0]?.id ?? '';
      expect(await ledger().states(org, id)).toEqual([
        {
          ...{ before: 'normal', after: 'red_full', at: expect.any(Date) },
          source: { kind: 'api', id: 'key of second', name: 'second' },
        },
        {
          ...{ before: 'red_full', after: 'normal', at: expect.any(Date) },
          source: { kind: 'api', id: 'key of fourth', name: 'fourth' },
        },
      ]);
      expect(await ledger().states(`${org}x`, id)).toEqual([]);
      expect(await ledger().states(org, 'nothing')).toEqual([]);
    });

    it('bears two imports of the same invoices at once', async () => {
      const some = Array.from({ length: 40 }, (_, index) =>
        invoice({ invoiceNumber: `263120000000000000${index + 10}` }),
      );
      const results = await Promise.all([upsert(...some), upsert(...[...some].reverse())]);
      expect(results.map((result) => result.added).sort((a, b) => a - b)).toEqual([0, 40]);
    });

    it('names its companies, those of most invoices first, each pair once', async () => {
      const [one, two, three] = ['26312000000000000001', '26312000000000000002', '26312000000000000003'];
      const nobody = { buyerName: null, buyerTaxId: null, sellerName: null, sellerTaxId: null };
      await upsert(
        invoice({ ...nobody, invoiceNumber: one, sellerName: '甲公司', sellerTaxId: 'A' }),
        invoice({ ...nobody, invoiceNumber: two, buyerName: '乙公司', buyerTaxId: 'B' }),
        invoice({
          ...nobody,
          invoiceNumber: three,
          ...{ buyerName: '乙公司', buyerTaxId: 'B', sellerName: '无号公司' },
        }),
      );
      const parties = await ledger().parties(context().org, 10);
      expect(parties).toEqual([
        { name: '乙公司', taxId: 'B' },
        { name: '甲公司', taxId: 'A' },
      ]);
      expect(await ledger().parties(context().org, 1)).toEqual(parties.slice(0, 1));
      expect(await ledger().parties(`${context().org}x`, 10)).toEqual([]);
    });

    it('counts how common its companies are, and keeps count of what changes', async () => {
      const { org } = context();
      const shares = () =>
        ledger().shares(org, { sellerName: '甲公司', sellerTaxId: 'A', buyerTaxId: 'B', buyerName: '没有' });
      expect(await shares()).toEqual({
        entries: 0,
        sellerName: 0,
        sellerTaxId: 0,
        buyerTaxId: 0,
        buyerName: 0,
      });
      const of = (number: string, change: Partial<LedgerInvoice>) =>
        invoice({
          invoiceNumber: `2631200000000000000${number}`,
          buyerName: '乙公司',
          buyerTaxId: 'B',
          ...change,
        });
      const seller = { sellerName: '甲公司', sellerTaxId: 'A' };
      await upsert(of('1', seller), of('2', seller), of('3', { ...seller, sellerTaxId: 'A2' }), of('4', {}));
      await upsert(of('1', seller), of('2', { sellerName: '丙公司', sellerTaxId: 'C' }));
      expect(await shares()).toEqual({
        ...{ entries: 4, sellerName: 0.5, sellerTaxId: 0.25, buyerTaxId: 1, buyerName: 0 },
      });
      await upsert(of('1', { sellerName: '丙公司', sellerTaxId: 'C' }));
      expect(await shares()).toMatchObject({ sellerName: 0.25, sellerTaxId: 0 });
      expect(await ledger().parties(org, 9)).not.toContainEqual({ name: '甲公司', taxId: 'A' });
      expect(await ledger().shares(org, {})).toEqual({ entries: 4 });
    });

    it('tells every change once, in the order of writing, whatever the pages', async () => {
      const { org } = context();
      const number = (index: number) => `2631200000000000000${index}`;
      await upsert(invoice({ invoiceNumber: number(1) }), invoice({ invoiceNumber: number(2) }));
      await upsert(invoice({ invoiceNumber: number(3) }));
      await upsert(invoice({ invoiceNumber: number(1), state: 'void' }));
      await upsert(invoice({ invoiceNumber: number(2) }));
      const seen: LedgerInvoice[] = [];
      let cursor: string | null = null;
      for (let page = 0; page < 4; page += 1) {
        const answer: Awaited<ReturnType<Store['ledger']['changes']>> = await ledger().changes(
          org,
          cursor,
          1,
        );
        seen.push(...answer.items);
        cursor = answer.next;
      }
      expect(numbers(seen)).toEqual([number(2), number(3), number(1)]);
      expect(seen.at(-1)?.state).toBe('void');
      await upsert(invoice({ invoiceNumber: number(3), state: 'void' }));
      const { items, next } = await ledger().changes(org, cursor, 9);
      expect(numbers(items)).toEqual([number(3)]);
      expect(await ledger().changes(org, next, 9)).toEqual({ items: [], next });
      expect((await ledger().changes(`${org}x`, null, 9)).items).toEqual([]);
      await expect(ledger().changes(org, 'x', 9)).rejects.toBeInstanceOf(BadCursor);
    });

    it('finds by the exact key only', async () => {
      const legacy = { kind: 'vat_special_paper', invoiceNumber: '12345678' } as const;
      await upsert(
        invoice({ ...legacy, invoiceCode: '3100262130' }),
        invoice({ ...legacy, invoiceCode: '3100262140' }),
        invoice({ invoiceNumber: '31002621301212345678' }),
      );
      expect((await byKey('12345678', '3100262130')).map((entry) => entry.invoiceCode)).toEqual([
        '3100262130',
      ]);
      expect(await byKey('12345678', '3100262150')).toEqual([]);
      expect(await byKey('12345678')).toHaveLength(2);
      expect(numbers(await byKey('31002621301212345678'))).toEqual(['31002621301212345678']);
      expect(await byKey('12345678', '310026213012')).toEqual([]);
      expect(await context().store.ledger.byKey(`${context().org}x`, '12345678', '3100262130')).toEqual([]);
    });

    it('finds a paper form of a digital invoice by what is printed on it', async () => {
      const number = '26317000000000000042';
      await upsert(
        invoice({ kind: 'digital_special_paper', invoiceNumber: number, alias: '3100251130-00012345' }),
      );
      expect(numbers(await byKey('00012345', '3100251130'))).toEqual([number]);
      expect(numbers(await byKey('00012345'))).toEqual([number]);
      expect(numbers(await byKey(number))).toEqual([number]);
      expect(await byKey('00012345', '3100251131')).toEqual([]);
    });

    it('keeps money beyond a double exact, and absent apart from zero', async () => {
      await upsert(invoice({ netTotal: 9_007_199_254_740_993n, taxTotal: 0n, grossTotal: null }));
      expect((await byKey(invoice().invoiceNumber))[0]).toMatchObject({
        netTotal: 9_007_199_254_740_993n,
        taxTotal: 0n,
        grossTotal: null,
      });
    });
  });

  describe('near candidates', () => {
    const number = invoice().invoiceNumber;
    const near = (probe: Partial<Parameters<Store['ledger']['near']>[1]>, limit = 10) =>
      ledger().near(context().org, { totals: [], days: 7, ...probe }, limit);
    const seller = invoice().sellerTaxId ?? '';

    it('finds a number one or two characters away among the same seller or amount, nearest first', async () => {
      await upsert(
        invoice(),
        invoice({ invoiceNumber: '26312000000012345688' }),
        invoice({ invoiceNumber: '26312000000012346789' }),
      );
      const misread = '26312000000012345698';
      expect(numbers(await near({ invoiceNumber: misread, sellerTaxId: seller }))).toEqual([
        '26312000000012345688',
        number,
      ]);
      expect(numbers(await near({ invoiceNumber: misread, totals: [11_300n] }))).toHaveLength(2);
      expect(numbers(await near({ invoiceNumber: misread, totals: [10_000n] }, 1))).toEqual([
        '26312000000012345688',
      ]);
    });

    it('knows a lost or doubled digit, and the seller by name where the tax id is unknown', async () => {
      await upsert(invoice());
      const sellerName = invoice().sellerName ?? '';
      expect(numbers(await near({ invoiceNumber: number.slice(1), sellerName }))).toEqual([number]);
      expect(numbers(await near({ invoiceNumber: `${number}8`, sellerName }))).toEqual([number]);
    });

    it('finds the same seller and total near the day whatever the number', async () => {
      await upsert(invoice(), invoice({ invoiceNumber: '26312000000099999999', issueDate: '2026-05-01' }));
      const probe = { invoiceNumber: '99999999999999999999', sellerTaxId: seller, issueDate: '2026-03-18' };
      expect(numbers(await near({ ...probe, totals: [11_300n] }))).toEqual([number]);
      expect(numbers(await near({ ...probe, totals: [10_000n] }))).toEqual([number]);
      expect(await near({ ...probe, totals: [11_301n] })).toEqual([]);
      expect(await near({ ...probe, totals: [11_300n], days: 2 })).toEqual([]);
    });

    it('finds an amount years from the day, before and after', async () => {
      const days = ['1999-12-31', '2019-06-30', '2026-03-15', '2031-01-01'];
      const ofDay = (day: string) => `2631200000001234${day.slice(0, 4)}`;
      await upsert(...days.map((issueDate) => invoice({ issueDate, invoiceNumber: ofDay(issueDate) })));
      for (const issueDate of [undefined, '1988-01-01', '2000-01-01', '2026-03-15', '2099-12-31'])
        for (const day of days) {
          // With a digit misread in either half: nothing but the amount leads to it.
          const invoiceNumber = ofDay(day)
            .replace(/^2631/, '2641')
            .replace(/1234(?=....$)/, '1334');
          const at = issueDate === undefined ? {} : { issueDate };
          expect(numbers(await near({ invoiceNumber, totals: [11_300n], ...at }))).toEqual([ofDay(day)]);
          expect(numbers(await near({ invoiceNumber, totals: [10_000n], ...at }))).toEqual([ofDay(day)]);
        }
    });

    it('finds the seller by a name alike where the tax id is misread too', async () => {
      await upsert(
        invoice(),
        invoice({
          ...{ invoiceNumber: '26312000000099999999', sellerName: '白桦样本物流有限公司' },
          sellerTaxId: '91310000MA1TEST05W',
        }),
        invoice({
          ...{ invoiceNumber: '26312000000012345690', sellerName: '青松样本贸易有限公司', sellerTaxId: null },
          ...{ netTotal: 1n, taxTotal: 0n, grossTotal: 1n },
        }),
      );
      const misread = { invoiceNumber: '26312700000012345698', sellerTaxId: '91310000MA1TESTO2Y' };
      const day = { issueDate: invoice().issueDate };
      expect(numbers(await near({ ...misread, ...day, sellerName: '云杉祥本科技有限公司' }))).toEqual([
        number,
      ]);
      expect(numbers(await near({ ...misread, ...day, sellerName: '青松样木贸易有限公司' }))).toEqual([
        '26312000000012345690',
      ]);
      expect(await near({ ...misread, ...day, sellerName: '红枫餐饮管理有限公司' })).toEqual([]);
    });

    it('finds a number whose beginning or end was read right, with nothing else', async () => {
      await upsert(invoice());
      expect(numbers(await near({ invoiceNumber: '26312000000012345699' }))).toEqual([number]);
      expect(numbers(await near({ invoiceNumber: '26812000700012345678' }))).toEqual([number]);
      expect(await near({ invoiceNumber: '26812000000012345699' })).toEqual([]);
      expect(await near({ invoiceNumber: '26312000000012345999' })).toEqual([]);
    });

    it('bears what a misreading may hand it', async () => {
      await upsert(invoice());
      expect(await near({})).toEqual([]);
      const nonsense = { invoiceNumber: '8'.repeat(500), sellerTaxId: seller, issueDate: '2026-02-31' };
      expect(await near({ ...nonsense, totals: [1n] })).toEqual([]);
      expect(await near({ invoiceNumber: '', sellerTaxId: '', totals: [] })).toEqual([]);
      expect(
        await ledger().near(`${context().org}x`, { sellerTaxId: seller, totals: [11_300n], days: 1 }, 5),
      ).toEqual([]);
    });
  });

  describe('lists of the ledger', () => {
    it('filters and pages, newest issue date first', async () => {
      const { org } = context();
      const days = ['2026-01-05', '2026-01-07', '2026-01-07', '2026-02-01'];
      await upsert(
        ...days.map((issueDate, index) =>
          invoice({ issueDate, invoiceNumber: `2631200000000000000${index}` }),
        ),
        invoice({
          invoiceNumber: '26312000000000000009',
          issueDate: '2025-01-01',
          buyerName: '百分100%公司',
          sellerName: null,
        }),
      );
      const seen: string[] = [];
      let cursor: string | undefined;
      do {
        const page = await ledger().list(org, {}, { limit: 2, ...(cursor === undefined ? {} : { cursor }) });
        seen.push(...page.items.map((entry) => entry.issueDate));
        cursor = page.next ?? undefined;
      } while (cursor !== undefined);
      expect(seen).toEqual(['2026-02-01', '2026-01-07', '2026-01-07', '2026-01-05', '2025-01-01']);
      const list = async (filter: Parameters<Store['ledger']['list']>[1]) =>
        numbers((await ledger().list(org, filter, { limit: 50 })).items);
      expect(await list({ dateFrom: '2026-01-06', dateTo: '2026-01-31' })).toHaveLength(2);
      expect(await list({ invoiceNumber: '26312000000000000003' })).toEqual(['26312000000000000003']);
      expect(await list({ name: '100%' })).toEqual(['26312000000000000009']);
      expect(await list({ name: '样本科技' })).toHaveLength(4);
      expect(await list({ name: '_' })).toEqual([]);
      expect(await list({ sellerTaxId: 'none' })).toEqual([]);
      expect(await list({ name: '样本科技', dateFrom: '2026-01-06' })).toHaveLength(3);
      await upsert(
        invoice({ invoiceNumber: '26312000000000000001', issueDate: '2026-01-07', state: 'red_full' }),
      );
      expect(await list({ state: 'red_full' })).toEqual(['26312000000000000001']);
      expect(await list({ state: 'normal' })).toHaveLength(4);
      expect(await list({ purchasesOf: ['91310000MA1TEST01X'] })).toHaveLength(5);
      expect(await list({ salesOf: ['91310000MA1TEST01X', '91310000MA1TEST02Y'] })).toHaveLength(5);
      expect(await list({ purchasesOf: [] })).toEqual([]);
      const first = await ledger().list(org, { name: '样本' }, { limit: 1 });
      const second = await ledger().list(org, { name: '样本' }, { limit: 9, cursor: first.next ?? '' });
      expect(numbers([...first.items, ...second.items])).toEqual(await list({ name: '样本' }));
      await expect(ledger().list(org, {}, { limit: 1, cursor: 'x_y' })).rejects.toBeInstanceOf(BadCursor);
    });
  });

  describe('search in the ledger', () => {
    const search = async (text: string, limit = 9) => ledger().search(context().org, text, limit);
    const found = async (text: string) => numbers((await search(text)).map(({ entry }) => entry));

    it('knows parts of numbers, amounts, days and names, the closest first', async () => {
      const pencil = invoice();
      const paper = invoice({
        ...{ kind: 'vat_special_paper', invoiceCode: '3100262130', invoiceNumber: '12345678' },
        ...{ sellerName: '青松样本贸易有限公司', sellerTaxId: '91310000MA1TEST07Q', issueDate: '2026-04-01' },
        ...{ netTotal: 99_900n, taxTotal: 100n, grossTotal: 100_000n },
      });
      await upsert(pencil, paper);
      expect(await found('26312000000012345678')).toEqual([pencil.invoiceNumber]);
      expect(await search('12345678')).toEqual([
        { entry: expect.objectContaining(paper), similarity: 1 },
        { entry: expect.objectContaining(pencil), similarity: 0.8 },
      ]);
      expect(await found('263120')).toEqual([pencil.invoiceNumber]);
      expect(await found('3100262130')).toEqual(['12345678']);
      expect(await found('¥1,000.00')).toEqual(['12345678']);
      expect(await found('2026-04-01')).toEqual(['12345678']);
      expect(await found('青松')).toEqual(['12345678']);
      expect(await found('青松样木贸易有限公司')).toEqual(['12345678']);
      expect(await found('91310000ma1test07q')).toEqual(['12345678']);
      expect((await found('样本 113.00'))[0]).toBe(pencil.invoiceNumber);
      expect(await found('红枫餐饮')).toEqual([]);
      expect(await found(' ，')).toEqual([]);
      expect(await found("';--%_")).toEqual([]);
      expect(await ledger().search(`${context().org}x`, '12345678', 9)).toEqual([]);
    });
  });

  describe('items of a program', () => {
    const api: ChangeSource = { kind: 'api', id: null, name: 'ERP' };
    const write = (invoices: readonly LedgerInvoice[], idempotency?: { key: string; fingerprint: string }) =>
      ledger().upsertItems(context().org, invoices, api, idempotency);
    const results = async (invoices: readonly LedgerInvoice[]) =>
      (await write(invoices)).items.map(({ result }) => result);

    it('are told one by one what became of them', async () => {
      const [one, two] = [
        invoice({ invoiceNumber: '24442000000000000001' }),
        invoice({ invoiceNumber: '24442000000000000002' }),
      ];
      const {
        items: [first],
      } = await write([one]);
      expect(first).toMatchObject({ result: 'added' });
      expect(await results([two, { ...one, state: 'void' }])).toEqual(['added', 'updated']);
      expect(await results([two, { ...one, state: 'void' }])).toEqual(['unchanged', 'unchanged']);
      expect(await ledger().states(context().org, first?.id ?? '')).toMatchObject([
        { after: 'void', source: api },
      ]);
      expect(await results([])).toEqual([]);
    });

    it('are written once under a key, also by two at the same time', async () => {
      const one = invoice({ invoiceNumber: '24442000000000000003' });
      const idempotency = { key: 'a', fingerprint: 'f' };
      const [first, second] = await Promise.all([write([one], idempotency), write([one], idempotency)]);
      expect(first.items).toMatchObject([{ result: 'added' }]);
      expect(second.items).toEqual(first.items);
      expect([first.repeated, second.repeated].sort()).toEqual([false, true]);
      await expect(write([], { key: 'a', fingerprint: 'g' })).rejects.toBeInstanceOf(IdempotencyConflict);
    });
  });

  describe('imports', () => {
    it('lists, newest first, with what was asked for and how far each is', async () => {
      const { store, org } = context();
      const opened: string[] = [];
      for (const [file, dryRun] of [
        ['一.csv', false],
        ['二.csv', true],
        ['三.csv', false],
      ] as const) {
        const mapping = { 发票号码: 'invoiceNumber' };
        const { importId } = await ledger().openImport(principal(org), newDocument(file), {
          dryRun,
          mapping,
        });
        opened.unshift(importId);
      }
      await ledger().importProgress(opened[1] ?? '', { rows: 500, of: null });
      const first = await ledger().listImports(org, { limit: 2 });
      expect(first.items.map(({ id }) => id)).toEqual(opened.slice(0, 2));
      expect(first.items[1]).toMatchObject({
        ...{ file: '二.csv', dryRun: true, mapping: { 发票号码: 'invoiceNumber' } },
        progress: { rows: 500, of: null },
      });
      const rest = await ledger().listImports(org, { limit: 2, cursor: first.next ?? '' });
      expect(rest).toMatchObject({ items: [{ id: opened[2], progress: null }], next: null });
      expect((await store.ledger.listImports(`${org}x`, { limit: 2 })).items).toEqual([]);
      await expect(ledger().listImports(org, { limit: 2, cursor: 'x' })).rejects.toBeInstanceOf(BadCursor);
    });

    it('opens, finishes once, and tells', async () => {
      const { store, org } = context();
      const file = newDocument('全量发票.xlsx');
      const { importId, announcements } = await ledger().openImport(principal(org), file);
      const [work] = announcements;
      expect(work).toMatchObject({ kind: 'import', announcement: 1 });
      const workId = work?.workId ?? '';
      expect(await ledger().getImport(org, importId)).toMatchObject({
        state: 'queued',
        file: '全量发票.xlsx',
      });
      expect(await ledger().getImport(`${org}x`, importId)).toBeNull();
      expect(await store.work.start(workId)).toBe(true);
      await ledger().importProgress(importId, { rows: 500, of: null });
      await store.work.fail(workId, 'Error ENOSPC');
      expect(await ledger().getImport(org, importId)).toMatchObject({
        state: 'failed',
        message: 'Error ENOSPC',
      });
      await ledger().importProgress(importId, null);
      expect(await ledger().getImport(org, importId)).toMatchObject({ state: 'failed' });
      await store.work.reopen(org, workId);
      expect(await ledger().getImport(org, importId)).toMatchObject({ state: 'queued' });
      await ledger().importProgress(importId, null);
      expect(await ledger().getImport(org, importId)).toMatchObject({ state: 'running', progress: null });
      const skipped = [
        { where: '发票基础信息 第 3 行', code: 'id_damaged', message: '号码变成了数字' },
      ] as const;
      const report = { rows: 2, added: 1, updated: 0, unchanged: 0, skipped, skippedCount: 1 };
      await store.work.finishImport(workId, report);
      await store.work.finishImport(workId, { ...report, added: 9 });
      await ledger().importProgress(importId, { rows: 1, of: 2 });
      expect(await ledger().getImport(org, importId)).toMatchObject({ state: 'done', report, message: null });
    });
  });
}
