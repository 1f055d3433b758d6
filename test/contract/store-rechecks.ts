/** Matches made again by themselves, and verdicts that became another one by it. */
import { describe, expect, it } from 'vitest';
import type { LedgerInvoice } from '../../src/document/ledger.js';
import type { Slip } from '../../src/document/slip.js';
import type { Verdict } from '../../src/document/verdict.js';
import { BadCursor } from '../../src/ports/page.js';
import type { Announcement } from '../../src/ports/queue.js';
import type { Store } from '../../src/ports/store.js';
import { invoice, newDocument, only, principal, reading, slip, verdict } from './samples.js';

const NUMBER = '26312000000000000077';
const SOURCE = { kind: 'import', id: null, name: '全量发票.xlsx' } as const;
const LONG_AGO = new Date('2020-01-01T00:00:00Z');

export function rechecksContract(context: () => { store: Store; org: string }): void {
  const store = () => context().store;
  const work = () => store().work;

  /** A document with one slip, matched once. */
  async function matched(
    fields: Parameters<typeof slip>[1] = { invoiceNumber: NUMBER },
    recheckAt: Date | null = null,
    told: Verdict = verdict('not_yet'),
  ) {
    const accepted = await store().documents.accept(principal(context().org), [newDocument('一.pdf')]);
    const id = accepted.documents[0]?.id ?? '';
    const slips: readonly Slip[] = [slip('1', fields)];
    const match = only(await work().finishRead(only(accepted.announcements).workId, reading(slips)));
    await work().start(match.workId);
    await work().finishMatch(match.workId, new Map([['1', told]]), 'done', recheckAt);
    return id;
  }
  const get = (id: string) => store().documents.get(context().org, id);
  const subjects = async (opened: readonly Announcement[]) => {
    const items = await Promise.all(opened.map(({ workId }) => work().get(workId)));
    return items.flatMap((item) =>
      item?.organisationId === context().org && item.kind === 'match' ? [item.subjectId] : [],
    );
  };
  const due = async (now: Date) => subjects(await work().openDueRechecks(now, 1000));
  const touched = async (since: Date) => subjects(await work().openTouchedRechecks(context().org, since));
  const upsert = (...invoices: LedgerInvoice[]) => store().ledger.upsert(context().org, invoices, SOURCE);
  /** The match that is open for a document ends with this. */
  async function finish(opened: readonly Announcement[], told: Verdict, recheckAt: Date | null = null) {
    await work().start(only(opened).workId);
    return work().finishMatch(only(opened).workId, new Map([['1', told]]), 'done', recheckAt);
  }

  describe('rechecks', () => {
    it('come when they are due, once, and are counted', async () => {
      const at = new Date('2020-01-02T00:00:00Z');
      const id = await matched(undefined, at);
      expect(await get(id)).toMatchObject({ state: 'done', recheck: { times: 0, next: at } });
      expect(await due(new Date(at.getTime() - 1))).toEqual([]);
      const both = await Promise.all([due(at), due(at)]);
      expect(both.flat()).toEqual([id]);
      expect(await due(at)).toEqual([]);
      expect(await get(id)).toMatchObject({ recheck: { times: 1, next: null } });
    });

    it('take the most overdue first, and no more than asked for', async () => {
      const later = await matched(undefined, new Date('2020-02-02T00:00:00Z'));
      const sooner = await matched(undefined, new Date('2020-02-01T00:00:00Z'));
      const at = new Date('2020-02-03T00:00:00Z');
      expect(await subjects(await work().openDueRechecks(at, 1))).toEqual([sooner]);
      expect(await subjects(await work().openDueRechecks(at, 1))).toEqual([later]);
    });

    it('set the next time with the match, or none', async () => {
      const id = await matched(undefined, LONG_AGO);
      const opened = await work().openDueRechecks(LONG_AGO, 1000);
      const next = new Date('2020-01-01T03:00:00Z');
      await finish(opened, verdict('not_yet'), next);
      expect(await get(id)).toMatchObject({ recheck: { times: 1, next } });
      await finish(await work().openDueRechecks(next, 1000), verdict('match'));
      expect(await get(id)).toMatchObject({ recheck: { times: 2, next: null } });
    });
  });

  describe('an import', () => {
    it('opens the match of what it touches, once while it waits, and of nothing else', async () => {
      const id = await matched();
      await matched({ invoiceNumber: '26312000000000000078' });
      expect(await touched(LONG_AGO)).toEqual([]);
      await upsert(invoice({ invoiceNumber: NUMBER }));
      expect(await touched(new Date(Date.now() + 3_600_000))).toEqual([]);
      expect(await touched(new Date())).toEqual([id]);
      expect(await touched(new Date())).toEqual([]);
    });

    it('is not missed by a match that is being made', async () => {
      const id = await matched();
      await upsert(invoice({ invoiceNumber: NUMBER }));
      const first = await work().openTouchedRechecks(context().org, new Date());
      await work().start(only(first).workId);
      const second = await work().openTouchedRechecks(context().org, new Date());
      expect(await subjects(second)).toEqual([id]);
      // The one that was opened last looked at the ledger last, and ended first: what the other found is old.
      const late = (outcome: Verdict['outcome'], checkedAt: string) => ({ ...verdict(outcome), checkedAt });
      await finish(second, late('match', '2026-11-22T02:00:01.000Z'));
      const old = new Map([['1', late('not_found', '2026-11-22T02:00:00.000Z')]]);
      await work().finishMatch(only(first).workId, old, 'review');
      const document = await get(id);
      expect([document?.state, document?.slips[0]?.verdict?.outcome]).toEqual(['done', 'match']);
    });

    it.each([
      ['code and number', { invoiceNumber: '60418273', invoiceCode: '031002000111' }],
      ['a number under a misread code', { invoiceNumber: '60418273', invoiceCode: '031002000117' }],
      ['a number without its code', { invoiceNumber: '60418273' }],
      ['code and number run together', { invoiceNumber: '03100200011160418273' }],
      ['20 digits split in two', { invoiceNumber: '00000077', invoiceCode: '263120000000' }],
      ['the printed pair of 数电纸质', { invoiceNumber: '11223344', invoiceCode: '131002000199' }],
    ])('finds slips by %s', async (_, fields) => {
      const id = await matched(fields);
      await matched({ invoiceNumber: '00000077', invoiceCode: '263120000009' });
      await upsert(
        invoice({ invoiceNumber: NUMBER }),
        invoice({ kind: 'vat_general_e', invoiceNumber: '60418273', invoiceCode: '031002000111' }),
        invoice({
          kind: 'digital_special_paper',
          invoiceNumber: '26312000000000000079',
          alias: '13100200019911223344',
        }),
      );
      expect(await touched(new Date())).toEqual([id]);
    });

    it('finds what several writes touched, and tells of a changed state as well', async () => {
      const ids = [await matched(), await matched({ invoiceNumber: '26312000000000000081' })];
      await upsert(invoice({ invoiceNumber: NUMBER }));
      await upsert(invoice({ invoiceNumber: '26312000000000000081' }));
      const opened = await work().openTouchedRechecks(context().org, new Date());
      expect((await subjects(opened)).sort()).toEqual([...ids].sort());
      for (const one of opened) await finish([one], verdict('match'));
      await upsert(invoice({ invoiceNumber: NUMBER, state: 'red_full' }));
      // Within the minute that clocks may be apart the others count as touched, too.
      expect(await touched(new Date())).toContain(ids[0]);
    });
  });

  describe('verdicts that change', () => {
    const options = { limit: 10 };
    const changes = async (more = {}) =>
      (await store().documents.verdictChanges(context().org, { ...options, ...more })).items;

    it('are kept, marked until seen, and told of their document', async () => {
      const id = await matched(undefined, LONG_AGO);
      expect(await get(id)).toMatchObject({ changed: false });
      await finish(await work().openDueRechecks(LONG_AGO, 1000), verdict('not_yet'), LONG_AGO);
      expect(await changes()).toEqual([]);
      const following = await finish(await work().openDueRechecks(LONG_AGO, 1000), verdict('match'));
      expect(following.map(({ kind }) => kind)).toEqual(['collapse']);
      const [change, ...others] = await changes({ unseen: true });
      expect(others).toEqual([]);
      expect(change).toMatchObject({
        documentId: id,
        slipId: '1',
        file: '一.pdf',
        invoiceNumber: NUMBER,
        before: { outcome: 'not_yet', state: 'normal' },
        after: { outcome: 'match', state: 'normal' },
        seenAt: null,
      });
      const row = async () =>
        (await store().documents.list(context().org, { limit: 10 })).items.find((one) => one.id === id);
      expect([(await row())?.changed, (await get(id))?.changed]).toEqual([true, true]);
      await store().documents.seen('nobody', id);
      await store().documents.seen(context().org, 'crooked');
      expect((await row())?.changed).toBe(true);
      await store().documents.seen(context().org, id);
      expect([(await row())?.changed, (await get(id))?.changed]).toEqual([false, false]);
      expect(await changes({ unseen: true })).toEqual([]);
      expect((await changes({ documentId: id }))[0]?.seenAt).toBeInstanceOf(Date);
    });

    it('are changes in state as well, and are paged newest first', async () => {
      const id = await matched(undefined, LONG_AGO, verdict('match'));
      for (const state of ['red_part', 'red_full', 'void'] as const)
        await finish(await work().openDueRechecks(LONG_AGO, 1000), { ...verdict('match'), state }, LONG_AGO);
      const first = await store().documents.verdictChanges(context().org, { documentId: id, limit: 2 });
      expect(first.items.map(({ after }) => after.state)).toEqual(['void', 'red_full']);
      const cursor = first.next ?? '';
      const rest = await store().documents.verdictChanges(context().org, { cursor, limit: 2 });
      expect(rest.items.map(({ before, after }) => [before.state, after.state])).toEqual([
        ['normal', 'red_part'],
      ]);
      expect(rest.next).toBeNull();
      expect((await store().documents.verdictChanges(`${context().org}x`, options)).items).toEqual([]);
      expect(await changes({ documentId: 'crooked' })).toEqual([]);
      await expect(changes({ cursor: 'x' })).rejects.toBeInstanceOf(BadCursor);
      // So that no other test finds it due.
      await work().openDueRechecks(LONG_AGO, 1000);
    });
  });
}
