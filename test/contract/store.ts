/** The contract of src/ports/store.ts: what every database must do. Run by store-*.test.ts. */
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import type { OpenDatabase } from '../../src/adapters/postgres/open.js';
import { refusal } from '../../src/document/refusal.js';
import { IdempotencyConflict } from '../../src/ports/idempotency.js';
import { BadCursor } from '../../src/ports/page.js';
import type { Announcement } from '../../src/ports/queue.js';
import type { Store } from '../../src/ports/store.js';
import { newDocument, only, principal, reading, slip, unknownId, verdict } from './samples.js';
import { accountsContract } from './store-accounts.js';
import { claimsContract } from './store-claims.js';
import { idempotencyContract } from './store-idempotency.js';
import { ledgerContract } from './store-ledger.js';
import { partsContract } from './store-parts.js';
import { queriesContract } from './store-queries.js';
import { rechecksContract } from './store-rechecks.js';
import { recordsContract } from './store-records.js';
import { rulesContract } from './store-rules.js';

export function storeContract(name: string, open: () => Promise<OpenDatabase>): void {
  describe(`store over ${name}`, () => {
    let database: OpenDatabase;
    let store: Store;
    let organisations = 0;
    let org = '';

    beforeAll(async () => {
      database = await open();
      store = database.store;
    });
    afterAll(() => database?.close());
    // Each test has an organisation of its own, so that none sees another's rows.
    beforeEach(async () => {
      organisations += 1;
      org = await store.accounts.createOrganisation(`Organisation ${organisations}`, `o${organisations}`);
    });

    const handIn = async (...documents: ReturnType<typeof newDocument>[]) => {
      const accepted = await store.documents.accept(principal(org), documents);
      return accepted;
    };
    const handInOne = async () => {
      const accepted = await handIn(newDocument());
      const id = accepted.documents[0]?.id ?? '';
      return { id, work: only(accepted.announcements), batchId: accepted.batchId };
    };
    const stateOf = async (id: string) => (await store.documents.get(org, id))?.state;
    const readAndMatch = async (id: string, work: Announcement, outcome: 'match' | 'not_found' = 'match') => {
      await store.work.start(work.workId);
      const slips = [slip('1', { invoiceNumber: '26312000000000000001', grossTotal: '113.00' })];
      const following = only(await store.work.finishRead(work.workId, reading(slips)));
      await store.work.finishMatch(following.workId, new Map([['1', verdict(outcome)]]), 'done');
      expect(await stateOf(id)).toBe('done');
    };

    it('answers a ping', async () => {
      await expect(store.ping()).resolves.toBeUndefined();
    });

    describe('handing in', () => {
      it('writes batch, documents and work, and lists them', async () => {
        const [first, second] = [newDocument('发票一.pdf'), newDocument('b.jpg')];
        const accepted = await handIn(first, second);
        expect(accepted.documents).toMatchObject([
          { file: '发票一.pdf', state: 'queued', duplicateOf: null },
          { file: 'b.jpg', state: 'queued', duplicateOf: null },
        ]);
        expect(accepted.announcements).toMatchObject([
          { kind: 'read', announcement: 1 },
          { kind: 'read', announcement: 1 },
        ]);
        const batch = await store.documents.batch(org, accepted.batchId);
        expect(batch?.documents.map((document) => document.file)).toEqual(['发票一.pdf', 'b.jpg']);
        const record = await store.documents.get(org, accepted.documents[0]?.id ?? '');
        expect(record).toMatchObject({
          organisationId: org,
          sha256: first.sha256,
          size: first.size,
          slips: [],
          way: null,
        });
        expect(record?.createdAt).toBeInstanceOf(Date);
      });

      it('shows nothing to another organisation, and nothing for crooked ids', async () => {
        const other = await store.accounts.createOrganisation('Other', `${org}-other`);
        const { id, batchId } = await handInOne();
        expect(await store.documents.get(other, id)).toBeNull();
        expect(await store.documents.batch(other, batchId)).toBeNull();
        expect((await store.documents.list(other, { limit: 10 })).items).toEqual([]);
        expect(await store.documents.get(org, "1' or true")).toBeNull();
        expect(await store.documents.batch(org, unknownId())).toBeNull();
      });

      it('stores nothing of a name that PostgreSQL cannot hold, but the rest of it', async () => {
        const accepted = await handIn(newDocument('a\u0000b\ud800.pdf'));
        expect(accepted.documents[0]?.file).toBe('ab.pdf');
      });

      it('pages newest first without losing or repeating one', async () => {
        for (let made = 0; made < 5; made += 1) await handInOne();
        const seen: string[] = [];
        let cursor: string | undefined;
        do {
          const page = await store.documents.list(org, {
            limit: 2,
            ...(cursor === undefined ? {} : { cursor }),
          });
          seen.push(...page.items.map((item) => item.id));
          cursor = page.next ?? undefined;
        } while (cursor !== undefined);
        expect(seen).toHaveLength(5);
        expect(seen).toEqual([...new Set(seen)].sort().reverse());
        const queued = await store.documents.list(org, { limit: 10, state: 'queued' });
        expect(queued.items).toHaveLength(5);
        expect((await store.documents.list(org, { limit: 10, state: 'done' })).items).toEqual([]);
        await expect(store.documents.list(org, { limit: 1, cursor: 'x' })).rejects.toBeInstanceOf(BadCursor);
      });
    });

    describe('the same bytes again', () => {
      it('copies the result of a document that is done, and matches it anew', async () => {
        const original = newDocument();
        const first = await handIn(original);
        const firstId = first.documents[0]?.id ?? '';
        await readAndMatch(firstId, only(first.announcements));
        const again = await handIn({ ...original, file: 'again.pdf' });
        expect(again.documents).toMatchObject([{ duplicateOf: firstId, state: 'matching' }]);
        expect(only(again.announcements).kind).toBe('match');
        const copy = await store.documents.get(org, again.documents[0]?.id ?? '');
        expect(copy).toMatchObject({ carrier: 'pdf', pages: 2, file: 'again.pdf', ms: { total: 900 } });
        expect([copy?.members, copy?.pageFacts]).toEqual([reading([]).members, reading([]).pageFacts]);
        expect(copy?.slips).toMatchObject([{ id: '1', verdict: null }]);
        const work = only(again.announcements).workId;
        await store.work.finishMatch(work, new Map([['1', verdict('not_found')]]), 'review');
        expect((await store.documents.get(org, copy?.id ?? ''))?.slips[0]?.verdict?.outcome).toBe(
          'not_found',
        );
        expect((await store.documents.get(org, firstId))?.slips[0]?.verdict?.outcome).toBe('match');
      });

      it('copies a refusal without any work', async () => {
        const original = newDocument();
        const first = await handIn(original);
        const told = refusal('encrypted_pdf');
        await store.work.finishRead(only(first.announcements).workId, { ...reading([]), refusal: told });
        const again = await handIn(original);
        expect(again.documents).toMatchObject([{ state: 'refused' }]);
        expect(again.announcements).toEqual([]);
        expect((await store.documents.get(org, again.documents[0]?.id ?? ''))?.refusal).toEqual(told);
      });

      it.each(['out_of_time', 'out_of_memory', 'reader_crashed'] as const)(
        'reads anew what was refused as %s: that was the machine, not the bytes',
        async (code) => {
          const original = newDocument();
          const first = await handIn(original);
          const told = { ...reading([]), refusal: refusal(code) };
          await store.work.finishRead(only(first.announcements).workId, told);
          const firstId = first.documents[0]?.id ?? '';
          const again = await handIn(original);
          expect(again.documents).toMatchObject([{ state: 'queued', duplicateOf: firstId }]);
          const { workId, kind } = only(again.announcements);
          expect(kind).toBe('read');
          // Once it has been read, that is what a third upload copies.
          await store.work.finishRead(workId, { ...reading([]), refusal: refusal('damaged_file') });
          const third = await handIn(original);
          expect(third.documents).toMatchObject([{ state: 'refused', duplicateOf: firstId }]);
        },
      );

      it('reads a duplicate on its own while the first one is on its way or failed', async () => {
        const original = newDocument();
        const first = await handIn(original, original);
        const [one, two] = first.documents;
        expect([one?.duplicateOf, two?.duplicateOf]).toEqual([null, one?.id]);
        expect(first.announcements.map((item) => item.kind)).toEqual(['read', 'read']);
        for (const { workId } of first.announcements) await store.work.fail(workId, 'Error');
        const third = await handIn(original);
        expect(third.documents).toMatchObject([{ state: 'queued', duplicateOf: one?.id }]);
        expect(only(third.announcements).kind).toBe('read');
      });

      it('is another document in another organisation', async () => {
        const original = newDocument();
        await handIn(original);
        const other = await store.accounts.createOrganisation('Other', `${org}-other`);
        const accepted = await store.documents.accept(principal(other), [original]);
        expect(accepted.documents[0]?.duplicateOf).toBeNull();
      });

      it('sees a duplicate in a request made at the same moment', async () => {
        const original = newDocument();
        const both = await Promise.all([handIn(original), handIn(original)]);
        const links = both.map((accepted) => accepted.documents[0]?.duplicateOf ?? null);
        expect(links.filter((link) => link === null)).toHaveLength(1);
      });
    });

    describe('idempotency', () => {
      it('answers a repeated request as the first time and makes nothing new', async () => {
        const documents = [newDocument()];
        const key = { key: 'k1', fingerprint: 'f' };
        const first = await store.documents.accept(principal(org), documents, key);
        const again = await store.documents.accept(principal(org), documents, key);
        expect(again).toEqual({ ...first, announcements: [], repeated: true });
        expect((await store.documents.list(org, { limit: 10 })).items).toHaveLength(1);
      });

      it('refuses another request under the same key, but not in another organisation', async () => {
        await store.documents.accept(principal(org), [newDocument()], { key: 'k', fingerprint: 'f' });
        const other = store.documents.accept(principal(org), [newDocument()], { key: 'k', fingerprint: 'g' });
        await expect(other).rejects.toBeInstanceOf(IdempotencyConflict);
        expect((await store.documents.list(org, { limit: 10 })).items).toHaveLength(1);
        const elsewhere = await store.accounts.createOrganisation('Other', `${org}-other`);
        const key = { key: 'k', fingerprint: 'g' };
        const accepted = await store.documents.accept(principal(elsewhere), [newDocument()], key);
        expect(accepted.announcements).toHaveLength(1);
      });

      it('lets one of many requests at once win and gives all the same answer', async () => {
        const document = newDocument();
        const send = () =>
          store.documents.accept(principal(org), [document], { key: 'race', fingerprint: 'f' });
        const answers = await Promise.all(Array.from({ length: 8 }, send));
        expect(new Set(answers.map((answer) => answer.batchId)).size).toBe(1);
        expect(answers.flatMap((answer) => answer.announcements)).toHaveLength(1);
        expect((await store.documents.list(org, { limit: 10 })).items).toHaveLength(1);
      });
    });

    describe('work', () => {
      it('goes from queued to done with everything on the way', async () => {
        const { id, work } = await handInOne();
        expect(await store.work.get(work.workId)).toMatchObject({
          kind: 'read',
          subjectId: id,
          state: 'open',
        });
        expect(await store.work.start(work.workId)).toBe(true);
        expect(await stateOf(id)).toBe('reading');
        await store.documents.progress(id, { step: 'ocr', page: 1, pages: 2 });
        expect((await store.documents.get(org, id))?.progress).toEqual({ step: 'ocr', page: 1, pages: 2 });
        const slips = [
          slip('1', {
            invoiceNumber: '26312000000000000009',
            sellerName: '云杉样本科技有限公司',
            issueDate: '2026-03-15',
            grossTotal: '-113.00',
          }),
          slip('2', { issueDate: '2026-02-31', grossTotal: '9'.repeat(30), note: 'a\u0000b' }),
        ];
        const match = only(await store.work.finishRead(work.workId, reading(slips)));
        expect(match).toMatchObject({ kind: 'match', announcement: 1 });
        const record = await store.documents.get(org, id);
        expect(record).toMatchObject({ state: 'matching', carrier: 'pdf', pages: 2, progress: null });
        expect(record?.slips[0]).toEqual({ ...slips[0], verdict: null, recordId: null });
        expect(record?.slips[1]?.fields.note?.value).toBe('ab');
        const summary = (await store.documents.list(org, { limit: 1 })).items[0];
        expect(summary?.slips).toEqual([
          {
            id: '1',
            kind: 'digital_general',
            invoiceNumber: '26312000000000000009',
            sellerName: '云杉样本科技有限公司',
            issueDate: '2026-03-15',
            grossTotal: '-113.00',
            outcome: null,
            invoiceState: null,
          },
          {
            id: '2',
            kind: 'digital_general',
            invoiceNumber: null,
            sellerName: null,
            issueDate: null,
            grossTotal: null,
            outcome: null,
            invoiceState: null,
          },
        ]);
        const verdicts = new Map([
          ['1', verdict('match')],
          ['2', verdict('unverified')],
        ]);
        await store.work.finishMatch(match.workId, verdicts, 'review');
        const judged = await store.documents.get(org, id);
        expect(judged?.state).toBe('review');
        const [listed] = (await store.documents.list(org, { limit: 1 })).items;
        expect(listed?.slips.map((one) => one.outcome)).toEqual(['match', 'unverified']);
        expect(listed?.slips[0]?.invoiceState).toBe('normal');
        const again = (await store.documents.list(org, { limit: 1 })).items[0];
        expect(again?.slips[0]).toMatchObject({ outcome: 'match', invoiceState: 'normal' });
        expect(judged?.slips.map((one) => one.verdict)).toEqual([verdict('match'), verdict('unverified')]);
        expect(await store.documents.countByState()).toMatchObject({ review: expect.any(Number) });
      });

      it('refuses without anything to follow', async () => {
        const { id, work } = await handInOne();
        const told = refusal('damaged_file');
        expect(await store.work.finishRead(work.workId, { ...reading([]), refusal: told })).toEqual([]);
        expect(await store.documents.get(org, id)).toMatchObject({ state: 'refused', refusal: told });
      });

      it('has the effect of one when it is finished twice, one after the other or at once', async () => {
        const { id, work } = await handInOne();
        const finish = (number: string) =>
          store.work.finishRead(work.workId, reading([slip('1', { invoiceNumber: number })]));
        const answers = await Promise.all([finish('1'), finish('2'), finish('3')]);
        const following = only(answers.flat());
        expect(await finish('4')).toEqual([]);
        expect(await store.work.start(work.workId)).toBe(false);
        expect(await stateOf(id)).toBe('matching');
        const read = (await store.documents.get(org, id))?.slips[0]?.fields.invoiceNumber?.value;
        expect(['1', '2', '3']).toContain(read);
        await Promise.all([
          store.work.finishMatch(following.workId, new Map([['1', verdict('match')]]), 'done'),
          store.work.finishMatch(following.workId, new Map([['1', verdict('match')]]), 'done'),
        ]);
        await store.work.finishMatch(following.workId, new Map([['1', verdict('mismatch')]]), 'review');
        await store.work.fail(following.workId, 'too late');
        expect(await stateOf(id)).toBe('done');
        expect((await store.documents.get(org, id))?.slips[0]?.verdict?.outcome).toBe('match');
      });

      it('does nothing for work of another kind or none', async () => {
        const { id, work } = await handInOne();
        await store.work.finishMatch(work.workId, new Map(), 'done');
        expect(await stateOf(id)).toBe('queued');
        expect(await store.work.finishRead(unknownId(), reading([]))).toEqual([]);
        expect(await store.work.start(unknownId())).toBe(false);
        expect(await store.work.get('nothing')).toBeNull();
      });

      it('fails for people to see, and opens again as announced once more', async () => {
        const { id, work } = await handInOne();
        await store.work.start(work.workId);
        await store.work.fail(work.workId, 'TypeError');
        expect(await stateOf(id)).toBe('failed');
        expect(await store.work.failed(org)).toMatchObject([
          { id: work.workId, message: 'TypeError', failedAt: expect.any(Date) },
        ]);
        expect(await store.work.failed('o-none')).toEqual([]);
        expect(await store.work.reopen('o-none', work.workId)).toEqual([]);
        expect(await store.work.reopen(org, work.workId)).toEqual([{ ...work, announcement: 2 }]);
        expect(await store.work.reopen(org, work.workId)).toEqual([]);
        expect(await stateOf(id)).toBe('queued');
        await readAndMatch(id, work);
        expect(await store.work.failed(org)).toEqual([]);
      });

      it('writes all of a finish or nothing', async () => {
        const { id, work } = await handInOne();
        await store.work.start(work.workId);
        // Two slips of one id break a rule of the table after the work was closed in the same transaction.
        const broken = reading([slip('1', { invoiceNumber: '1' }), slip('1', { invoiceNumber: '2' })]);
        await expect(store.work.finishRead(work.workId, broken)).rejects.toMatchObject({ code: '23505' });
        expect(await store.work.get(work.workId)).toMatchObject({ state: 'open' });
        expect(await store.documents.get(org, id)).toMatchObject({ state: 'reading', slips: [] });
        expect(await store.work.finishRead(work.workId, reading([]))).toHaveLength(1);
      });
    });

    describe('the sweeper', () => {
      const soon = () => new Date(Date.now() + 60_000);
      const overdueOf = async (workIds: readonly string[], before: Date, limit = 1000) =>
        (await store.work.overdue(before, limit)).filter((item) => workIds.includes(item.workId));

      it('finds open work not heard of since, and no other', async () => {
        const { work } = await handInOne();
        const done = await handInOne();
        await store.work.finishRead(done.work.workId, { ...reading([]), refusal: refusal('damaged_file') });
        const ids = [work.workId, done.work.workId];
        expect(await overdueOf(ids, new Date(Date.now() - 3_600_000))).toEqual([]);
        const asked = new Date();
        expect(await overdueOf(ids, soon())).toEqual([{ ...work, announcement: 1 }]);
        expect(await overdueOf(ids, asked)).toEqual([]);
      });

      it('announces lost work under a new number, and nothing that is done', async () => {
        const { work } = await handInOne();
        const done = await handInOne();
        await store.work.finishRead(done.work.workId, { ...reading([]), refusal: refusal('damaged_file') });
        const again = await store.work.announceAgain([work.workId, done.work.workId, 'no-id']);
        expect(again).toEqual([{ ...work, announcement: 2 }]);
      });

      it('leaves work alone that somebody keeps alive', async () => {
        const [kept, left] = [await handInOne(), await handInOne()];
        const ids = [kept, left].map(({ work }) => work.workId);
        const before = new Date(Date.now() + 1);
        await new Promise((resolve) => setTimeout(resolve, 20));
        await store.work.keepAlive(kept.work.workId);
        expect((await overdueOf(ids, before)).map(({ workId }) => workId)).toEqual([left.work.workId]);
      });

      it('gives up work that ended everyone who took it up', async () => {
        const { work } = await handInOne();
        for (let i = 0; i < 9; i += 1) await store.work.start(work.workId);
        expect(await store.work.announceAgain([work.workId])).toHaveLength(1);
        await store.work.start(work.workId);
        expect(await store.work.announceAgain([work.workId])).toEqual([]);
        expect((await store.work.get(work.workId))?.state).toBe('failed');
        // A person who runs it again gives it a fresh start.
        await store.work.reopen(org, work.workId);
        await store.work.start(work.workId);
        expect(await store.work.announceAgain([work.workId])).toHaveLength(1);
      });

      it('never gives one piece of work to two sweepers at once', async () => {
        const made = await Promise.all(Array.from({ length: 12 }, handInOne));
        const ids = made.map(({ work }) => work.workId);
        const before = new Date(Date.now() + 1);
        const shares = await Promise.all([1, 2, 3, 4].map(() => overdueOf(ids, before, 4)));
        const given = shares.flat().map((item) => item.workId);
        expect(given).toEqual([...new Set(given)]);
      });
    });

    partsContract(() => ({ store, org }));
    recordsContract(() => ({ store, org, database }));
    ledgerContract(() => ({ store, org }));
    rechecksContract(() => ({ store, org }));
    queriesContract(() => ({ store, org }));
    rulesContract(() => ({ store, org }));
    claimsContract(() => ({ store, org }));
    accountsContract(() => ({ store, org, database }));
    idempotencyContract(() => ({ store, org }));
  });
}
