/** Rules, own companies, black list, and what is found around a slip. */
import { describe, expect, it } from 'vitest';
import { defaultPack } from '../../src/desk/rules/shipped.js';
import type { RulePack } from '../../src/document/rule-pack.js';
import type { Slip } from '../../src/document/slip.js';
import type { Principal } from '../../src/ports/accounts.js';
import { BadCursor } from '../../src/ports/page.js';
import { RulesChanged } from '../../src/ports/rules.js';
import type { NewDocument, Store } from '../../src/ports/store.js';
import { newDocument, only, principal, reading, slip, unknownId } from './samples.js';

const SELLER = '91310000MA1TEST02Y';

export function rulesContract(context: () => { store: Store; org: string }): void {
  const store = () => context().store;
  const who = (): Principal => principal(context().org);

  describe('rules', () => {
    const renamed = async (name: string): Promise<RulePack> => ({ ...(await defaultPack()), name });

    it('are those that the program ships until there are own ones, and rise by one with every edit', async () => {
      const { org } = context();
      expect(await store().rules.get(org)).toEqual({
        ...{ pack: await defaultPack(), ownCompanies: [], edition: 0 },
      });
      const first = await store().rules.setPack(who(), await renamed('一'), 0);
      expect(first).toMatchObject({ pack: { name: '一' }, edition: 1, ownCompanies: [] });
      const company = { name: '沙洲试验有限公司', taxId: '91310000ma1test01x', aliases: ['沙洲'] };
      const second = await store().rules.setOwnCompanies(who(), [company], 1);
      expect(second).toMatchObject({ pack: { name: '一' }, edition: 2 });
      expect(second.ownCompanies).toEqual([{ ...company, taxId: '91310000MA1TEST01X' }]);
      expect(await store().rules.get(org)).toEqual(second);
    });

    it('are not overwritten by who began with an older edition, also of two at the same instant', async () => {
      const [one, two] = [await renamed('一'), await renamed('二')];
      const both = await Promise.allSettled([
        store().rules.setPack(who(), one, 0),
        store().rules.setPack(who(), two, 0),
      ]);
      expect(both.map(({ status }) => status).sort()).toEqual(['fulfilled', 'rejected']);
      await expect(store().rules.setPack(who(), one, 0)).rejects.toBeInstanceOf(RulesChanged);
      await expect(store().rules.setOwnCompanies(who(), [], 7)).rejects.toBeInstanceOf(RulesChanged);
      expect((await store().rules.get(context().org)).edition).toBe(1);
    });
  });

  it('documents handed in since a day are to be held against the rules again, none that are under way', async () => {
    const { org } = context();
    const finished = async (state: 'done' | 'review') => {
      const accepted = await store().documents.accept(who(), [newDocument()]);
      const read = await store().work.finishRead(only(accepted.announcements).workId, reading([]));
      await store().work.finishMatch(only(read).workId, new Map(), state);
    };
    await finished('done');
    await finished('review');
    await store().documents.accept(who(), [newDocument()]);
    const [hourAgo, inAnHour] = [-1, 1].map((hours) => new Date(Date.now() + hours * 3_600_000));
    expect(await store().rules.recheckSince(org, inAnHour ?? expect.fail())).toBe(0);
    expect(await store().rules.recheckSince(org, hourAgo ?? expect.fail())).toBe(2);
  });

  describe('the black list', () => {
    const add = (sellers: { taxId: string | null; name: string | null }[]) =>
      store().rules.addToBlackList(
        who(),
        sellers.map((seller) => ({ ...seller, reason: '走逃失联' })),
      );
    const find = (taxId: string | null, name: string | null) =>
      store().rules.blackListed(context().org, { taxId, name });

    it('finds sellers by tax id, and by name only where it has no tax id', async () => {
      await add([
        { taxId: SELLER, name: '云杉样本科技有限公司' },
        { taxId: null, name: '虚构（上海）贸易有限公司' },
      ]);
      expect(await find(SELLER.toLowerCase(), null)).toMatchObject({ reason: '走逃失联', addedBy: 'Test' });
      expect(await find(null, '云杉样本科技有限公司')).toBeNull();
      expect(await find('91310000MA1TEST03A', '虚构(上海) 贸易有限公司')).toMatchObject({ taxId: null });
      expect(await find(null, null)).toBeNull();
    });

    it('holds nobody twice, is listed newest first, and lets go', async () => {
      await add([{ taxId: SELLER, name: null }]);
      await add([
        { taxId: SELLER, name: 'again' },
        { taxId: null, name: '甲' },
        { taxId: null, name: '甲' },
      ]);
      const { org } = context();
      const first = await store().rules.blackList(org, { limit: 1 });
      expect(first.items).toMatchObject([{ name: '甲' }]);
      const second = await store().rules.blackList(org, { limit: 1, cursor: first.next ?? '' });
      expect(second).toMatchObject({ items: [{ taxId: SELLER, name: null }], next: null });
      await expect(store().rules.blackList(org, { limit: 1, cursor: 'x' })).rejects.toBeInstanceOf(BadCursor);
      const id = second.items[0]?.id ?? '';
      const stranger = principal(await store().accounts.createOrganisation('Other', `${org}-other`));
      expect(await store().rules.removeFromBlackList(stranger, id)).toBe(false);
      expect(await store().rules.removeFromBlackList(who(), id)).toBe(true);
      expect(await store().rules.removeFromBlackList(who(), id)).toBe(false);
      expect(await store().rules.removeFromBlackList(who(), 'x')).toBe(false);
      expect(await find(SELLER, null)).toBeNull();
    });
  });

  describe('neighbours', () => {
    const REACH = { days: 3, gap: 3, count: 3 };
    const number = (last: number) => `263120000000000000${String(last).padStart(2, '0')}`;
    const sold = (last: number, issueDate = '2026-03-15', grossTotal = '113.00', id = '1') =>
      slip(id, { invoiceNumber: number(last), issueDate, grossTotal, sellerTaxId: SELLER });

    async function read(slips: readonly Slip[], document: NewDocument = newDocument(), by = who()) {
      const accepted = await store().documents.accept(by, [document]);
      await store().work.finishRead(only(accepted.announcements).workId, reading(slips));
      return accepted.documents[0]?.id ?? '';
    }
    const around = (slip: Slip, documentId: string | null) =>
      store().neighbours.of(context().org, slip, documentId, REACH);
    const numbers = (found: readonly { invoiceNumber: string | null }[]) =>
      found.map(({ invoiceNumber }) => Number(invoiceNumber?.slice(-2))).sort((a, b) => a - b);

    it('are the same invoice in other documents, told whether they came before, with whom and by whose hand', async () => {
      const { org } = context();
      const apiKeyId = await store().accounts.addApiKey(org, 'user', 'ERP', 'yp_test', unknownId());
      const byKey: Principal = { ...who(), apiKeyId, name: 'ERP' };
      const original = newDocument('一.pdf');
      const first = await read([sold(1)], original, byKey);
      const second = await read(
        [sold(1), sold(1, '2026-03-15', '113.00', '2')],
        newDocument('二.jpg'),
        byKey,
      );
      const [seen] = (await around(sold(1), second)).same;
      expect(seen).toMatchObject({
        other: { what: 'document', id: first, slipId: '1', name: '一.pdf', person: 'ERP' },
        ...{ sameBytes: false, sameDocument: false, sameBatch: false, samePerson: true, earlier: true },
      });
      expect(new Date(seen?.other.at ?? '').getTime()).toBeGreaterThan(0);
      const later = (await around(sold(1), first)).same;
      expect(later.map(({ earlier, other }) => [earlier, other.id])).toEqual([
        [false, second],
        [false, second],
      ]);
      expect((await around(sold(1), second)).same.map((each) => each.sameDocument)).toEqual([false, true]);
      expect((await store().neighbours.handedIn(org, [first, 'x', unknownId()])).get(first)).toEqual({
        person: 'ERP',
        at: expect.any(Date),
      });
    });

    it('know of a slip where their findings name its document, and will where they have yet to be matched', async () => {
      const first = await read([sold(1)]);
      const accepted = await store().documents.accept(who(), [newDocument()]);
      const match = only(
        await store().work.finishRead(only(accepted.announcements).workId, reading([sold(1)])),
      );
      await store().work.start(match.workId);
      const id = accepted.documents[0]?.id ?? '';
      const knows = async () => (await around(sold(1), first)).same.map((each) => each.knows);
      expect(await knows()).toEqual([false]);
      const other = { what: 'document' as const, slipId: '1', name: 'a', person: null, at: null };
      const told = { id: 'D1', result: 'broken' as const, severity: 'E' as const, message: '重复' };
      const finish = (workId: string, named: string) =>
        store().work.finishMatch(
          ...[workId, new Map(), 'done' as const, null],
          new Map([['1', { findings: [{ ...told, others: [{ ...other, id: named }] }] }]]),
        );
      await finish(match.workId, unknownId());
      expect(await knows()).toEqual([false]);
      const [again, ...more] = await store().work.openRechecks(context().org, [id, 'x', unknownId()]);
      expect([again?.kind, more]).toEqual(['match', []]);
      expect(await store().work.openRechecks(context().org, [id])).toEqual([]);
      await finish(again?.workId ?? '', first);
      expect(await knows()).toEqual([true]);
    });

    it('are pictures of which something was read alike, where one of the two numbers is not sure', async () => {
      const { invoiceNumber } = sold(1).fields;
      const misread = { ...(invoiceNumber ?? expect.fail()), value: number(7), accepted: false };
      const doubted: Slip = {
        ...sold(1),
        likeness: 'b',
        fields: { ...sold(1).fields, invoiceNumber: misread },
      };
      const pictured: Slip = { ...sold(1), likeness: 'a' };
      const first = await read([pictured, { ...sold(2, '2026-05-01', '7.00', '2'), likeness: 'c' }]);
      const second = await read([doubted]);
      expect((await around(doubted, second)).alike).toMatchObject([
        { likeness: 'a', earlier: true, knows: false, other: { id: first, slipId: '1' } },
      ]);
      expect((await around(pictured, first)).alike).toMatchObject([{ likeness: 'b', earlier: false }]);
      const third = await read([pictured]);
      expect((await around(pictured, third)).alike.map(({ other }) => other.id)).toEqual([second]);
      expect((await around({ ...doubted, likeness: undefined }, second)).alike).toEqual([]);
    });

    it('of a row or pair know of it by a finding of their own', async () => {
      const first = await read([sold(1)]);
      const accepted = await store().documents.accept(who(), [newDocument()]);
      const near = sold(2);
      const match = only(await store().work.finishRead(only(accepted.announcements).workId, reading([near])));
      await store().work.start(match.workId);
      const knows = async () => {
        const found = await around(sold(1), first);
        return [...found.near, ...found.run].map((each) => each.knows);
      };
      expect(await knows()).toEqual([false, false]);
      const broken = { id: 'S1', result: 'broken' as const, severity: 'W' as const, message: '连号' };
      const findings = new Map([['1', { findings: [broken] }]]);
      await store().work.finishMatch(match.workId, new Map(), 'done', null, findings);
      expect(await knows()).toEqual([false, true]);
    });

    it('tell the same bytes, and that ways in without a person are one pair of hands', async () => {
      const original = newDocument();
      await read([sold(1)], original);
      const copy = await read([sold(1)], original);
      expect((await around(sold(1), copy)).same).toMatchObject([{ sameBytes: true, samePerson: true }]);
    });

    it('are other invoices of the seller with the same total within the days asked for', async () => {
      const id = await read([
        sold(1),
        sold(20, '2026-03-18', '113.00', '2'),
        sold(30, '2026-03-19', '113.00', '3'),
        sold(40, '2026-03-15', '113.01', '4'),
      ]);
      expect(numbers((await around(sold(1), id)).near)).toEqual([20]);
    });

    it('are numbers around its own of the same seller and day, or code', async () => {
      const days = [2, 5, 10, 11].map((last, index) =>
        sold(last, '2026-03-15', `${last}.00`, `${index + 2}`),
      );
      const id = await read([sold(1), ...days, sold(3, '2026-03-16', '3.00', '9')]);
      expect(numbers((await around(sold(1), id)).run)).toEqual([2, 5, 10]);
      const old = (last: string, invoiceCode: string, id = '1') =>
        slip(id, { invoiceCode, invoiceNumber: `000000${last}`, sellerTaxId: SELLER });
      await read([old('02', '011002000111'), old('03', '011002000112', '2'), old('09', '011002000111', '3')]);
      expect(numbers((await around(old('01', '011002000111'), null)).run)).toEqual([2, 9]);
    });

    it('are not looked for by what is not accepted, nor in other organisations', async () => {
      await read([sold(1), sold(2, '2026-03-15', '113.00', '2')]);
      const { invoiceNumber } = sold(1).fields;
      const unsure: Slip = {
        ...sold(1),
        fields: {
          ...sold(1).fields,
          invoiceNumber: { ...(invoiceNumber ?? expect.fail()), accepted: false },
        },
      };
      const nothing = { same: [], alike: [], near: [], run: [] };
      expect(await around(unsure, null)).toEqual(nothing);
      const other = await store().accounts.createOrganisation('Other', `${context().org}-other`);
      expect(await store().neighbours.of(other, sold(1), null, REACH)).toEqual(nothing);
      await read([unsure]);
      expect((await around(sold(1), null)).same).toHaveLength(1);
    });
  });
}
