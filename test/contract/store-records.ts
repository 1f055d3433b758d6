/** One invoice, one record: how slips come to records and leave them. */
import { describe, expect, it } from 'vitest';
import type { OpenDatabase } from '../../src/adapters/postgres/open.js';
import { openWork } from '../../src/adapters/postgres/outbox.js';
import { CONTRADICTION } from '../../src/document/record.js';
import type { Slip } from '../../src/document/slip.js';
import { BadCursor } from '../../src/ports/page.js';
import type { Store } from '../../src/ports/store.js';
import { newDocument, only, principal, reading, slip, verdict } from './samples.js';

export function recordsContract(context: () => { store: Store; org: string; database: OpenDatabase }): void {
  const store = () => context().store;
  const number = (last: number) => `263120000000000000${String(last).padStart(2, '0')}`;
  const key = (last: number) => `N:${number(last)}`;
  const record = (last: number) => store().records.byKey(context().org, key(last));

  /** A document with these slips, up to its `match`. */
  async function readDocument(slips: readonly Slip[]) {
    const accepted = await store().documents.accept(principal(context().org), [newDocument()]);
    const id = accepted.documents[0]?.id ?? '';
    return {
      id,
      match: only(await store().work.finishRead(only(accepted.announcements).workId, reading(slips))),
    };
  }
  const invoices = (...lasts: number[]) =>
    lasts.map((last, index) => slip(String(index + 1), { invoiceNumber: number(last) }));
  const matched = async (slips: readonly Slip[]) => {
    const { id, match } = await readDocument(slips);
    const following = await store().work.finishMatch(match.workId, new Map(), 'done');
    return { id, match, following };
  };

  describe('records', () => {
    it('are made when slips are matched: one for each sure number, told by the slip', async () => {
      const doubted = slip('3', { invoiceNumber: number(3) });
      const { invoiceNumber } = doubted.fields;
      const unsure: Slip = {
        ...doubted,
        fields: { invoiceNumber: { ...(invoiceNumber ?? expect.fail()), accepted: false } },
      };
      const { id, following, match } = await matched([...invoices(1, 2), unsure]);
      expect(following.map(({ kind }) => kind)).toEqual(['collapse', 'collapse']);
      const [one, two] = [await record(1), await record(2)];
      expect(one).toMatchObject({ organisationId: context().org, key: key(1), slip: null, verdict: null });
      expect(await record(3)).toBeNull();
      const slips = (await store().documents.get(context().org, id))?.slips;
      expect(slips?.map(({ recordId }) => recordId)).toEqual([one?.id, two?.id, null]);
      const subjects = await Promise.all(following.map(({ workId }) => store().work.get(workId)));
      expect(subjects.map((work) => work?.subjectId).sort()).toEqual([one?.id, two?.id].sort());
      expect(await store().work.finishMatch(match.workId, new Map(), 'done')).toEqual([]);
      expect((await record(1))?.edition).toBe(one?.edition);
    });

    it('take what comes later to the same number, and are put together again', async () => {
      const first = await matched(invoices(1));
      const before = await record(1);
      const second = await matched(invoices(1, 1));
      const after = await record(1);
      expect(after?.id).toBe(before?.id);
      expect(after?.edition).toBe((before?.edition ?? 0) + 1);
      expect(only(second.following).kind).toBe('collapse');
      const sources = await store().records.sources(context().org, after?.id ?? '');
      expect(sources.map(({ documentId, slipId }) => [documentId, slipId])).toEqual([
        [first.id, '1'],
        [second.id, '1'],
        [second.id, '2'],
      ]);
    });

    it('keep what was put together only from their present slips', async () => {
      const first = only((await matched(invoices(1))).following);
      const before = await record(1);
      const second = only((await matched(invoices(1))).following);
      const after = await record(1);
      const [stale, fresh] = [slip('1', { note: 'stale' }), slip('1', { note: 'fresh' })];
      await store().work.finishCollapse(first.workId, before?.edition ?? 0, stale, verdict('match'));
      expect(await store().work.get(first.workId)).toMatchObject({ state: 'done' });
      expect((await record(1))?.slip).toBeNull();
      await store().work.finishCollapse(second.workId, after?.edition ?? 0, fresh, verdict('mismatch'));
      await store().work.finishCollapse(second.workId, after?.edition ?? 0, stale, verdict('match'));
      expect(await record(1)).toMatchObject({ slip: fresh, verdict: { outcome: 'mismatch' } });
    });

    it('whose originals contradict each other put their documents into review, until they no longer do', async () => {
      const finding = { ...CONTRADICTION, message: '价税合计不一致' };
      const says = { clash: { ...slip('1', {}), findings: [finding] }, peace: slip('1', {}) };
      const stateOf = async (id: string) => (await store().documents.get(context().org, id))?.state;
      const collapse = async (
        last: number,
        what: keyof typeof says,
        own: Record<string, 'done' | 'review'>,
      ) => {
        const found = (await record(last)) ?? expect.fail();
        const work = await openWork(context().database.drizzle, context().org, 'collapse', found.id);
        const states = new Map(Object.entries(own));
        await store().work.finishCollapse(work.workId, found.edition, says[what], verdict('match'), states);
      };
      const one = await matched(invoices(1, 2));
      const other = await matched(invoices(1));
      const own = { [one.id]: 'done', [other.id]: 'review' } as const;
      await collapse(1, 'clash', own);
      expect([await stateOf(one.id), await stateOf(other.id)]).toEqual(['review', 'review']);
      // Another invoice of the same document clears nothing of this one.
      await collapse(2, 'peace', { [one.id]: 'done' });
      expect(await stateOf(one.id)).toBe('review');
      // What comes to it meanwhile waits for a person at once.
      const third = await matched(invoices(1));
      expect(await stateOf(third.id)).toBe('review');
      await collapse(1, 'peace', { ...own, [third.id]: 'done' });
      expect([await stateOf(one.id), await stateOf(other.id), await stateOf(third.id)]).toEqual([
        'done',
        'review',
        'done',
      ]);
    });

    it('come together when documents of the same invoices finish at the same instant', async () => {
      const all = Array.from({ length: 20 }, (_, index) => index + 1);
      const orders = [all, [...all].reverse(), all, [...all].reverse()];
      const documents = await Promise.all(orders.map((order) => readDocument(invoices(...order))));
      await Promise.all(
        documents.map(({ match }) => store().work.finishMatch(match.workId, new Map(), 'done')),
      );
      for (const last of [1, 20]) {
        const found = await record(last);
        expect(found?.edition).toBe(4);
        expect(await store().records.sources(context().org, found?.id ?? '')).toHaveLength(4);
      }
    });

    it('are those of a copy too, by its own match', async () => {
      const original = newDocument();
      const accept = () => store().documents.accept(principal(context().org), [original]);
      const first = await accept();
      const read = async (workId: string, lasts: number[]) =>
        only(await store().work.finishRead(workId, reading(invoices(...lasts))));
      const match = await read(only(first.announcements).workId, [1, 2]);
      await store().work.finishMatch(match.workId, new Map(), 'done');
      await matched(invoices(2));
      // The same bytes again: the copy's slips come to the same records by its own match.
      const copy = await accept();
      expect(only(copy.announcements).kind).toBe('match');
      const [copied] = copy.documents;
      expect((await store().documents.get(context().org, copied?.id ?? ''))?.slips[0]?.recordId).toBeNull();
      await store().work.finishMatch(only(copy.announcements).workId, new Map(), 'done');
      const one = await record(1);
      expect(await store().records.sources(context().org, one?.id ?? '')).toHaveLength(2);
      expect((await record(2))?.edition).toBe(3);
    });

    it('are listed newest first, by number under any code, with how many different originals they have', async () => {
      const { org } = context();
      const old = (code: string) => slip('1', { invoiceCode: code, invoiceNumber: '00000042' });
      await matched(invoices(1));
      await matched([old('011002100111')]);
      await matched([old('011002100112')]);
      await matched(invoices(1));
      const keys = async (options: { number?: string; code?: string; cursor?: string }, limit = 10) => {
        const page = await store().records.list(org, { ...options, limit });
        return { keys: page.items.map((row) => row.key), ...page };
      };
      const [first, second] = ['C:011002100112:00000042', 'C:011002100111:00000042'];
      expect((await keys({})).keys).toEqual([first, second, key(1)]);
      expect((await keys({ number: '00000042' })).keys).toEqual([first, second]);
      expect((await keys({ number: '00000042', code: '011002100111' })).keys).toEqual([second]);
      expect((await keys({ number: number(1) })).items).toMatchObject([{ originals: 2, slip: null }]);
      expect((await keys({ number: number(9) })).keys).toEqual([]);
      const page = await keys({}, 2);
      expect(page.keys).toEqual([first, second]);
      expect(await keys({ cursor: page.next ?? '' }, 2)).toMatchObject({ keys: [key(1)], next: null });
      await expect(keys({ cursor: 'nonsense' })).rejects.toBeInstanceOf(BadCursor);
    });

    it('tell of each slip which file it lies in, and nothing to another organisation', async () => {
      const { org } = context();
      const accepted = await store().documents.accept(principal(org), [newDocument('may.zip')]);
      const member = (name: string, first: number) => ({
        ...{ name, first, pages: 1, refusal: null },
        carrier: name.endsWith('.xml') ? ('xml' as const) : ('pdf' as const),
      });
      const [pdf, xml] = invoices(1, 1);
      const following = await store().work.finishRead(only(accepted.announcements).workId, {
        ...reading([
          { ...(pdf ?? expect.fail()), member: 'a.pdf' },
          { ...(xml ?? expect.fail()), member: 'a.xml' },
        ]),
        carrier: 'zip',
        members: [member('a.pdf', 1), member('a.xml', 2)],
      });
      await store().work.finishMatch(only(following).workId, new Map(), 'done');
      const { id } = (await record(1)) ?? expect.fail();
      const sources = await store().records.sources(org, id);
      expect(sources).toMatchObject([
        { file: 'may.zip', carrier: 'pdf', slip: { member: 'a.pdf' }, handedInAt: expect.any(Date) },
        { file: 'may.zip', carrier: 'xml', slip: { member: 'a.xml' } },
      ]);
      expect((await store().records.list(org, { limit: 1 })).items).toMatchObject([{ originals: 2 }]);
      const other = `${org}-other`;
      await store().accounts.createOrganisation(other, other);
      expect(await store().records.get(other, id)).toBeNull();
      expect(await store().records.sources(other, id)).toEqual([]);
      expect(await store().records.byKey(other, key(1))).toBeNull();
      expect((await store().records.list(other, { limit: 1 })).items).toEqual([]);
      expect(await store().records.get(org, 'nonsense')).toBeNull();
    });

    it('lose what is read otherwise later, and go with their last slip', async () => {
      const { org, database } = context();
      const { id } = await matched(invoices(1, 2));
      await matched(invoices(2));
      const again = await openWork(database.drizzle, org, 'read', id);
      const following = await store().work.finishRead(again.workId, reading(invoices(3)));
      expect(following.map(({ kind }) => kind).sort()).toEqual(['collapse', 'match']);
      expect(await record(1)).toBeNull();
      const two = await record(2);
      expect(two?.edition).toBe(3);
      expect(await store().records.sources(org, two?.id ?? '')).toHaveLength(1);
      const match = following.find(({ kind }) => kind === 'match') ?? expect.fail();
      await store().work.finishMatch(match.workId, new Map(), 'done');
      expect(await record(3)).not.toBeNull();
    });
  });
}
