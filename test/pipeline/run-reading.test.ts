/** The work of a long document, on a real store, with a reader that is lost on chosen pages. */
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import type { OpenDatabase } from '../../src/adapters/postgres/open.js';
import type { Part } from '../../src/document/contents.js';
import { refusal } from '../../src/document/refusal.js';
import { BUDGETS } from '../../src/pipeline/budgets.js';
import { runMatch } from '../../src/pipeline/run-match.js';
import { runJoin, runPart, runRead } from '../../src/pipeline/run-reading.js';
import { type Handlers, performHere, type RunnerTools } from '../../src/pipeline/runner.js';
import type { Announcement } from '../../src/ports/queue.js';
import { longDocument, newDocument, partReading, principal, slip } from '../contract/samples.js';
import { openTestPglite } from '../support/database.js';

let database: OpenDatabase;
let organisations = 0;
let org = '';
const faults: unknown[] = [];

beforeAll(async () => {
  database = await openTestPglite();
});
afterAll(() => database?.close());
beforeEach(async () => {
  organisations += 1;
  org = await database.store.accounts.createOrganisation('甲公司', `r${organisations}`);
  faults.length = 0;
});

const pagesOf = ({ pieces }: Part): number[] =>
  pieces.flatMap(({ from, to, first }) => Array.from({ length: to - from + 1 }, (_, nth) => first + nth));

/** Hands in a document of `pages` pages in parts of two and runs all its work here. `deadly`: pages that cost the reader. */
async function perform(
  pages: number,
  deadly: (page: number) => boolean,
  numberOf = (part: Part) => `${part.number}`,
) {
  const { store } = database;
  const read: number[][] = [];
  const judged: number[][] = [];
  const tools: RunnerTools = {
    store,
    blobs: {
      localFile: async () => ({ path: 'pile.pdf', release: async () => undefined }),
      put: () => Promise.reject(new Error('reading keeps nothing')),
    },
    reader: {
      begin: async () => ({ ...longDocument(pages), reading: null }),
      readPart: async (_path, part, onProgress) => {
        read.push(pagesOf(part));
        for (const page of pagesOf(part)) onProgress?.({ step: 'text', page, pages });
        return pagesOf(part).some(deadly)
          ? { refusal: refusal('out_of_time') }
          : partReading(part, numberOf(part));
      },
      judge: async (sheets) => {
        judged.push(sheets.map(({ page }) => page));
        return [
          {
            ...slip('1', { invoiceNumber: numberOf({ number: 0, pieces: [] }) }),
            pages: sheets.map(({ page }) => page),
          },
        ];
      },
    },
    queue: { announce: async () => undefined, work: () => expect.fail('no queue here') },
    parties: { of: async () => ({ id: 'none', parties: [] }) },
    now: () => new Date(),
    onFault: (...fault) => faults.push(fault),
  };
  const nothing = async (): Promise<readonly Announcement[]> => [];
  const handlers: Handlers = {
    read: (work) => runRead(tools, work),
    part: (work) => runPart(tools, work),
    join: (work) => runJoin(tools, work),
    match: (work) => runMatch(tools, work),
    collapse: nothing,
    query: nothing,
    registry: nothing,
    import: nothing,
  };
  const { documents, announcements } = await store.documents.accept(principal(org), [newDocument()]);
  await performHere(tools, handlers, announcements);
  const document = (await store.documents.get(org, documents[0]?.id ?? '')) ?? expect.fail();
  expect(faults).toEqual([]);
  return { document, read, judged };
}

test('a page that costs its reader is refused alone; the pages beside it are read', async () => {
  const { document, read } = await perform(6, (page) => page === 3);
  expect(read).toEqual([[1, 2], [3, 4], [3], [4], [5, 6]]);
  expect(document.state).toBe('review');
  expect(document.pageFacts.map(({ role }) => role)).toEqual([
    'slip',
    'slip',
    'refused',
    'slip',
    'slip',
    'slip',
  ]);
  expect(document.pageFacts[2]?.refusal?.code).toBe('out_of_time');
  expect(document.slips.map(({ id, pages }) => [id, pages])).toEqual([
    ['1', [1]],
    ['2', [4]],
    ['3', [5]],
  ]);
});

test('a document all of whose pages cost their reader is refused, and costs no more than so many', async () => {
  const { document, read } = await perform(60, () => true);
  expect(document).toMatchObject({ state: 'refused', refusal: { code: 'out_of_time' }, slips: [] });
  expect(read.filter((pages) => pages.length === 1)).toHaveLength(BUDGETS.lostPages);
});

test('an invoice in several parts is judged once more, from the sheets of all its pages', async () => {
  const { document, judged } = await perform(
    4,
    () => false,
    () => '26312000000000000001',
  );
  expect(judged).toEqual([[1, 3]]);
  expect(document.slips.map(({ id, pages }) => [id, pages])).toEqual([['1', [1, 3]]]);
});
