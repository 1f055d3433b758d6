/** Documents that are read in parts: their part of the store's contract. */
import { describe, expect, it } from 'vitest';
import type { Part } from '../../src/document/contents.js';
import type { Announcement } from '../../src/ports/queue.js';
import type { Store } from '../../src/ports/store.js';
import {
  fact,
  longDocument,
  newDocument,
  only,
  partReading,
  principal,
  reading,
  sheet,
  slip,
  verdict,
} from './samples.js';

export function partsContract(context: () => { store: Store; org: string }): void {
  const store = () => context().store;
  const document = async (id: string) => {
    const found = await store().documents.get(context().org, id);
    if (found === null) throw new Error('no document');
    return found;
  };

  /** A document of `pages` pages, opened. */
  async function opened(pages: number) {
    const accepted = await store().documents.accept(principal(context().org), [newDocument('pile.pdf')]);
    const id = accepted.documents[0]?.id ?? '';
    const opening = only(accepted.announcements);
    const { contents, parts } = longDocument(pages);
    const works = await store().work.finishOpening(opening.workId, contents, parts);
    return { id, opening, contents, parts, works };
  }
  const at = <T>(list: readonly T[], index: number): T => {
    const found = list[index];
    if (found === undefined) throw new Error(`nothing at ${index}`);
    return found;
  };
  const finish = (work: Announcement, part: Part, number = `${part.number}`) =>
    store().work.finishPart(work.workId, partReading(part, number));

  describe('documents in parts', () => {
    it('are opened once, with a piece of work for each part', async () => {
      const { id, opening, contents, parts, works } = await opened(5);
      expect(works.map(({ kind, announcement }) => [kind, announcement])).toEqual(Array(3).fill(['part', 1]));
      expect(await Promise.all(works.map(({ workId }) => store().work.get(workId)))).toMatchObject(
        parts.map(({ number }) => ({ kind: 'part', subjectId: id, part: number, state: 'open' })),
      );
      expect(await document(id)).toMatchObject({
        state: 'reading',
        pages: 5,
        carrier: 'pdf',
        members: contents.members,
        pageFacts: [],
        progress: { page: 0, pages: 5 },
      });
      expect(await store().work.finishOpening(opening.workId, contents, parts)).toEqual([]);
      expect((await store().documents.parts(context().org, id)).map(({ part }) => part)).toEqual(parts);
      expect(await store().documents.parts('o-none', id)).toEqual([]);
      expect(await store().documents.parts(context().org, 'nothing')).toEqual([]);
    });

    it('show what each part said while others are read, pages in order', async () => {
      const { id, parts, works } = await opened(5);
      const [second, third] = [at(parts, 1), at(parts, 2)];
      expect(await store().work.start(at(works, 1).workId)).toBe(true);
      expect(await finish(at(works, 2), third, '333')).toEqual([]);
      expect(await finish(at(works, 1), second, '222')).toEqual([]);
      const shown = await document(id);
      expect(shown.state).toBe('reading');
      expect(shown.slips.map(({ id: slipId, pages }) => [slipId, pages])).toEqual([
        ['p2-1', [3]],
        ['p3-1', [5]],
      ]);
      expect(shown.pageFacts).toEqual([fact(3), fact(4), fact(5)]);
      expect(shown.progress).toMatchObject({ page: 3, pages: 5 });
      const stored = await store().documents.parts(context().org, id);
      const { sheets: _, ...body } = partReading(second, '222');
      expect(stored.map(({ reading: said }) => said?.part ?? null)).toEqual([null, 2, 3]);
      expect(stored[1]?.reading).toEqual(body);
      const sheets = await store().documents.sheets(context().org, id, [4, 5, 1]);
      expect(sheets).toEqual([sheet(4), sheet(5)]);
      expect(await store().documents.sheets('o-none', id, [4])).toEqual([]);
    });

    it('count the pages of parts under way, each part by itself', async () => {
      const { id, parts, works } = await opened(6);
      const pagesRead = async () => (await document(id)).progress?.page;
      await Promise.all([store().documents.partProgress(id, 1, 1), store().documents.partProgress(id, 2, 1)]);
      expect(await pagesRead()).toBe(2);
      await finish(at(works, 0), at(parts, 0));
      expect(await pagesRead()).toBe(3);
      // The reader was killed and another one begins the part anew.
      await store().documents.partProgress(id, 2, 0);
      expect(await pagesRead()).toBe(2);
    });

    it('are joined exactly once, when all parts finish at the same instant', async () => {
      const { parts, works } = await opened(16);
      const answers = await Promise.all(parts.map((part, index) => finish(at(works, index), part)));
      expect(only(answers.flat())).toMatchObject({ kind: 'join', announcement: 1 });
    });

    it('take what a part said first, however often it is handed over', async () => {
      const { id, parts, works } = await opened(4);
      const twice = await Promise.all(
        ['111', '999'].map((number) => finish(at(works, 0), at(parts, 0), number)),
      );
      expect(twice.flat()).toEqual([]);
      const before = await document(id);
      await finish(at(works, 0), at(parts, 0), '555');
      expect((await document(id)).slips).toEqual(before.slips);
      expect(before.slips).toHaveLength(1);
      const last = only(await finish(at(works, 1), at(parts, 1)));
      expect(await finish(at(works, 1), at(parts, 1))).toEqual([]);
      expect(last.kind).toBe('join');
    });

    it('become one reading when they are joined, and keep nothing of the parts', async () => {
      const { id, parts, works } = await opened(4);
      await finish(at(works, 0), at(parts, 0));
      const join = only(await finish(at(works, 1), at(parts, 1)));
      expect(await store().work.start(join.workId)).toBe(true);
      expect((await document(id)).state).toBe('reading');
      const whole = {
        ...reading([slip('1', { invoiceNumber: '1' })]),
        pages: 4,
        pageFacts: [1, 2, 3, 4].map((page) => fact(page)),
      };
      const match = only(await store().work.finishRead(join.workId, whole));
      expect(match.kind).toBe('match');
      const joined = await document(id);
      expect(joined).toMatchObject({ state: 'matching', progress: null, pageFacts: whole.pageFacts });
      expect(joined.slips.map((one) => one.id)).toEqual(['1']);
      expect(await store().documents.parts(context().org, id)).toEqual([]);
      expect(await store().documents.sheets(context().org, id, [1, 2, 3, 4])).toEqual([]);
      expect(await store().work.finishRead(join.workId, whole)).toEqual([]);
      await store().work.finishMatch(match.workId, new Map([['1', verdict('match')]]), 'done');
      expect((await document(id)).state).toBe('done');
    });

    it('are split page by page where a part cannot be read as a whole', async () => {
      const { id, parts, works } = await opened(5);
      await store().documents.partProgress(id, 1, 1);
      const single = await store().work.splitPart(at(works, 0).workId);
      expect(await store().work.splitPart(at(works, 0).workId)).toEqual([]);
      expect(await store().work.get(at(works, 0).workId)).toMatchObject({ state: 'done' });
      expect((await document(id)).progress?.page).toBe(0);
      const now = (await store().documents.parts(context().org, id)).map(({ part }) => part);
      expect(now.map(({ number, pieces }) => [number, pieces[0]?.first, pieces[0]?.to])).toEqual([
        [4, 1, 1],
        [5, 2, 2],
        [2, 3, 4],
        [3, 5, 5],
      ]);
      await expect(store().work.splitPart(at(works, 2).workId)).rejects.toThrow('one page');
      expect(await finish(at(works, 0), at(parts, 0))).toEqual([]);
      const left: readonly [Announcement, Part][] = [
        [at(single, 0), at(now, 0)],
        [at(single, 1), at(now, 1)],
        [at(works, 1), at(parts, 1)],
        [at(works, 2), at(parts, 2)],
      ];
      const answers: Announcement[] = [];
      for (const [work, part] of left) answers.push(...(await finish(work, part)));
      expect(only(answers).kind).toBe('join');
      expect((await document(id)).slips.map((one) => one.id)).toEqual(['p4-1', 'p5-1', 'p2-1', 'p3-1']);
    });

    it('fail as one, and what was read is not read again when it is opened anew', async () => {
      const { id, parts, works } = await opened(6);
      await finish(at(works, 0), at(parts, 0));
      await Promise.all([1, 2].map((index) => store().work.fail(at(works, index).workId, 'TypeError')));
      const told = await store().work.failed(context().org);
      expect(told).toMatchObject([{ kind: 'part', subjectId: id }]);
      expect(await document(id)).toMatchObject({ state: 'failed', progress: null });
      for (const { workId } of works) expect(await store().work.start(workId)).toBe(false);
      const again = await store().work.reopen(context().org, told[0]?.id ?? '');
      expect(again.map(({ kind }) => kind)).toEqual(['part', 'part']);
      expect(await document(id)).toMatchObject({ state: 'reading', progress: { page: 2, pages: 6 } });
      const answers: Announcement[] = [];
      for (const work of again) {
        const number = (await store().work.get(work.workId))?.part ?? 0;
        answers.push(...(await finish(work, at(parts, number - 1))));
      }
      expect(only(answers).kind).toBe('join');
      await store().work.fail(only(answers).workId, 'Error');
      expect(only(await store().work.reopen(context().org, only(answers).workId)).kind).toBe('join');
    });

    it('give a part up that ended whoever took it up', async () => {
      const { id, works } = await opened(4);
      for (let i = 0; i < 10; i += 1) await store().work.start(at(works, 1).workId);
      const ids = works.map(({ workId }) => workId);
      expect(await store().work.announceAgain(ids)).toEqual([]);
      expect((await document(id)).state).toBe('failed');
    });
  });
}
