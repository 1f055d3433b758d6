/** A file whose reader was lost, read again part by part: with a reader that is lost on chosen pages. */
import { expect, test } from 'vitest';
import { type Contents, type Part, singlePages } from '../../src/document/contents.js';
import { refusal } from '../../src/document/refusal.js';
import { BUDGETS } from '../../src/pipeline/budgets.js';
import { readApart } from '../../src/pipeline/read-apart.js';
import { partReading, slip } from '../contract/samples.js';

const pagesOf = ({ pieces }: Part): number[] => pieces.flatMap(singlePages).map(({ first }) => first);

const contents = (pages: number): Contents => ({
  carrier: 'pdf',
  pages,
  members: [{ name: null, carrier: 'pdf', first: 1, pages, refusal: null }],
});

async function read(
  pages: number,
  deadly: (page: number) => boolean,
  numberOf = (part: Part) => `${pagesOf(part)}`,
) {
  const tried: number[][] = [];
  const judged: number[][] = [];
  const reading = await readApart(
    contents(pages),
    async (part) => {
      tried.push(pagesOf(part));
      return pagesOf(part).some(deadly)
        ? { refusal: refusal('out_of_memory') }
        : partReading(part, numberOf(part));
    },
    async (sheets) => {
      const found = sheets.map(({ page }) => page);
      judged.push(found);
      return [{ ...slip('1', { invoiceNumber: '1' }), pages: found }];
    },
  );
  return { reading, tried, judged };
}

test('of a short file every page is tried, of a long one every part, and of lost parts their pages', async () => {
  expect((await read(3, (page) => page === 2)).tried).toEqual([[1], [2], [3]]);
  const { reading, tried } = await read(12, (page) => page === 6);
  expect(tried).toEqual([[1, 2, 3, 4], [5, 6, 7, 8], [5], [6], [7], [8], [9, 10, 11, 12]]);
  expect(reading).toMatchObject({ refusal: null, carrier: 'pdf', pages: 12 });
  expect(reading.pageFacts.map(({ page }) => page)).toEqual(Array.from({ length: 12 }, (_, nth) => nth + 1));
  expect(reading.pageFacts.flatMap(({ page, refusal: why }) => (why ? [[page, why.code]] : []))).toEqual([
    [6, 'out_of_memory'],
  ]);
  expect(reading.slips.map(({ id, pages }) => [id, pages[0]])).toEqual([
    ['1', 1],
    ['2', 5],
    ['3', 7],
    ['4', 8],
    ['5', 9],
  ]);
});

test('an invoice in several parts is judged from the sheets of all its pages', async () => {
  const { reading, judged } = await read(
    12,
    () => false,
    () => '26312000000000000001',
  );
  expect(judged).toEqual([[1, 5, 9]]);
  expect(reading.slips.map(({ id, pages }) => [id, pages])).toEqual([['1', [1, 5, 9]]]);
});

test('a file all of whose pages cost their reader is refused, and costs no more than so many', async () => {
  const { reading, tried } = await read(60, () => true);
  expect(reading).toMatchObject({ carrier: 'pdf', refusal: { code: 'out_of_memory' }, slips: [] });
  expect(tried.filter((pages) => pages.length === 1)).toHaveLength(BUDGETS.lostPages);
});
