import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import sharp from 'sharp';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { openReaderPool, type PoolSettings } from '../../../src/adapters/reader-process/pool.js';
import type { Part } from '../../../src/document/contents.js';
import type { ReadProgress } from '../../../src/document/report.js';
import { numberOn, pileOf } from '../../support/pile.js';

let folder: string;
const faults: string[] = [];
const pool = (settings: Partial<PoolSettings> = {}) =>
  openReaderPool({ processes: 1, ocrEngine: 'auto', onFault: (what) => faults.push(what), ...settings });
const file = async (name: string, bytes: Uint8Array) => {
  const path = join(folder, name);
  await writeFile(path, bytes);
  return path;
};
const pagesOf = ({ pieces }: Part): number[] =>
  pieces.flatMap(({ from, to, first }) => Array.from({ length: to - from + 1 }, (_, nth) => first + nth));

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'yanpiao-parts-'));
});
afterAll(() => rm(folder, { recursive: true, force: true }));

test('a long file comes back as its parts, and each is read by itself', async () => {
  const reader = pool();
  try {
    const path = await file('pile.pdf', await pileOf(20));
    const { contents, parts, reading } = await reader.begin(path);
    expect(reading).toBeNull();
    expect(contents).toMatchObject({
      carrier: 'pdf',
      pages: 20,
      members: [{ name: null, first: 1, pages: 20 }],
    });
    expect(parts.length).toBeGreaterThan(1);
    expect(parts.flatMap(pagesOf)).toEqual(Array.from({ length: 20 }, (_, index) => index + 1));
    const second = parts[1] ?? expect.fail();
    const pages = pagesOf(second);
    const steps: ReadProgress[] = [];
    const said = await reader.readPart(path, second, (progress) => steps.push(progress));
    if ('refusal' in said) expect.fail(said.refusal.code);
    expect(said.part).toBe(second.number);
    expect(said.pageFacts.map(({ page, role }) => [page, role])).toEqual(pages.map((page) => [page, 'slip']));
    expect(said.slips.map(({ fields }) => fields.invoiceNumber?.value)).toEqual(pages.map(numberOn));
    expect([...new Set(steps.map(({ page }) => page))]).toEqual(pages);
    const judged = await reader.judge(said.sheets.slice(0, 2));
    expect(judged?.map((slip) => [slip.id, slip.pages, slip.fields.invoiceNumber?.value])).toEqual(
      pages.slice(0, 2).map((page, index) => [String(index + 1), [page], numberOn(page)]),
    );
    const picture = await reader.picture(path, { member: null, page: 20 }, 310);
    expect(await sharp(picture ?? expect.fail()).metadata()).toMatchObject({ width: 310, height: 100 });
    expect(await reader.picture(path, { member: 'a.pdf', page: 1 }, 310)).toBeNull();
  } finally {
    await reader.close();
  }
});

test('a short file is read at once; one that costs its reader comes back page by page', async () => {
  const path = await file('short.pdf', await pileOf(2));
  const [reader, strict] = [pool(), pool({ limits: { pageCpuMs: -1 } })];
  try {
    const { reading } = await reader.begin(path);
    expect(reading?.slips).toHaveLength(2);
    expect((await reader.begin(join(folder, 'absent'))).reading).toMatchObject({
      refusal: { code: 'not_found' },
    });
    const { contents, parts, reading: nothing } = await strict.begin(path);
    expect([contents?.pages, nothing, parts.map(pagesOf)]).toEqual([2, null, [[1], [2]]]);
    const part = parts[0] ?? expect.fail();
    expect(await strict.readPart(path, part)).toMatchObject({ refusal: { code: 'out_of_time' } });
  } finally {
    await reader.close();
    await strict.close();
  }
});

test('a file whose reader is lost is read page by page here as well; it is refused where every page costs one', async () => {
  const path = await file('lost.pdf', await pileOf(2));
  const strict = pool({ limits: { pageCpuMs: -1 } });
  const steps: ReadProgress[] = [];
  try {
    const reading = await strict.read(path, (progress) => steps.push(progress));
    expect(reading).toMatchObject({ carrier: 'pdf', refusal: { code: 'out_of_time' }, slips: [] });
    // The first page lost the file its reader: the second was reached by itself.
    expect(steps.filter(({ page }) => page === 2).every(({ pages }) => pages === 2)).toBe(true);
    expect(new Set(steps.map(({ page }) => page))).toEqual(new Set([1, 2]));
  } finally {
    await strict.close();
  }
});

test('a photo goes before the parts of a pile, and a picture before both', async () => {
  const reader = pool();
  try {
    const pile = await file('pile.pdf', await pileOf(2));
    const part = { number: 1, pieces: [{ member: null, from: 1, to: 1, first: 1 }] };
    const done: string[] = [];
    const then = (name: string) => () => done.push(name);
    await Promise.all([
      reader.readPart(pile, part).then(then('under way')),
      reader.readPart(pile, part).then(then('part')),
      reader.begin(pile).then(then('file')),
      reader.picture(pile, { member: null, page: 1 }, 100).then(then('picture')),
    ]);
    expect(done).toEqual(['under way', 'picture', 'file', 'part']);
  } finally {
    await reader.close();
  }
});

test('no fault of ours came up', () => expect(faults).toEqual([]));
