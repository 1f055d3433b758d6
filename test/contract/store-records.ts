/** One invoice, one record: how slips come to records and leave them. */
import { describe, expect, it } from 'vitest';
import type { OpenDatabase } from '../../src/adapters/postgres/open.js';
import { openWork } from '../../src/adapters/postgres/outbox.js';
import type { Slip } from '../../src/document/slip.js';
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
