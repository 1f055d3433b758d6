import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import sharp from 'sharp';
import { describe, expect, test } from 'vitest';
import { type TiffPage, tiff } from '../../../samples/containers/tiff.js';
import { imageTools } from '../../../src/adapters/image/image.js';
import { BUDGETS } from '../../../src/pipeline/budgets.js';

const tools = imageTools();
const refused = (code: string) => ({ refusal: { code } });

/** 8 × 4 grey pixels of one value. */
const plain = (value: number, more: TiffPage['tags'] = {}): TiffPage => ({
  width: 8,
  height: 4,
  pixels: Buffer.alloc(32, value),
  tags: more,
});
const shade = async (file: Uint8Array, frame: number) => (await tools.decode(file, { frame })).data[0];

describe.each([
  ['a TIFF', false],
  ['a BigTIFF', true],
])('%s', (_name, big) => {
  test('has its pages, and neither thumbnails nor masks among them', async () => {
    const file = tiff(
      [
        plain(10),
        plain(20, { 254: 1 }),
        plain(30, { 254: 2 }),
        plain(40, { 255: 2 }),
        plain(50, { 254: 4 }),
        plain(60),
      ],
      big,
    );
    expect(await tools.probe(file)).toEqual({ width: 8, height: 4, pages: 3 });
    expect([await shade(file, 0), await shade(file, 1), await shade(file, 2)]).toEqual([10, 30, 60]);
    await expect(tools.decode(file, { frame: 3 })).rejects.toMatchObject(refused('damaged_file'));
  });

  test('whose directories run in circles ends where they began', async () => {
    expect((await tools.probe(tiff([plain(1), plain(2)], big, { endsAt: 'first' }))).pages).toBe(2);
  });

  test('whose next page lies behind its end is damaged, not shorter', async () => {
    await expect(tools.probe(tiff([plain(1)], big, { endsAt: 'outside' }))).rejects.toMatchObject(
      refused('damaged_file'),
    );
  });
});

test('a lone picture is a page whatever it calls itself', async () => {
  expect((await tools.probe(tiff([plain(10, { 254: 1 })], false))).pages).toBe(1);
});

test('more pages than anybody may hand in are refused before libvips counts them', async () => {
  const pages = Array.from({ length: BUDGETS.pages + 20 }, () => plain(0));
  await expect(tools.probe(tiff(pages, false))).rejects.toMatchObject(refused('too_many_pages'));
  expect((await tools.probe(tiff(pages.slice(0, BUDGETS.pages), false))).pages).toBe(BUDGETS.pages);
});

test('pages of different sizes are read from a file on disk', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'yanpiao-tiff-'));
  try {
    const bytes = tiff([plain(10), { width: 4, height: 8, pixels: Buffer.alloc(32, 20), tags: {} }], false);
    const file = { path: join(folder, 'a'), size: bytes.length };
    writeFileSync(file.path, bytes);
    expect((await tools.probe(file)).pages).toBe(2);
    const second = await tools.decode(file, { frame: 1 });
    expect([second.width, second.height, second.data[0]]).toEqual([4, 8, 20]);
  } finally {
    rmSync(folder, { recursive: true });
  }
});

test('JPEG packed the old way is read', async () => {
  const jpeg = await sharp({ create: { width: 16, height: 8, channels: 3, background: '#0000ff' } })
    .jpeg({ quality: 95 })
    .toBuffer();
  const file = tiff([{ width: 16, height: 8, pixels: jpeg, tags: { 259: 6, 262: 6 }, oldJpeg: true }], false);
  const [red, , blue] = (await tools.decode(file)).data;
  expect([red, blue]).toEqual([expect.closeTo(0, -1), expect.closeTo(255, -1)]);
});

test('a packing that nobody here knows is told, and no white page given for it', async () => {
  for (const compression of [50000 /* Zstandard */, 34925 /* LZMA */, 34712 /* JPEG 2000 */, 6])
    await expect(tools.decode(tiff([plain(0, { 259: compression })], false))).rejects.toMatchObject(
      refused('unsupported_type'),
    );
});

test('a strip that is not there, or cannot be unpacked, is damage', async () => {
  const packed = tiff([plain(0, { 259: 8 })], false);
  await expect(tools.decode(packed)).rejects.toMatchObject(refused('damaged_file'));
  await expect(tools.decode(tiff([plain(0, { 273: 100_000 })], false))).rejects.toMatchObject(
    refused('damaged_file'),
  );
});
