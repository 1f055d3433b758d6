/** JBIG2 files as tax software writes them. Whatever bytes a region holds are some picture: two decoders must see the same. */
import { expect, test } from 'vitest';
import { randomFor } from '../../../samples/truth/random.js';
import { isPlainJbig2, jbig2InPdf, jbig2Size } from '../../../src/adapters/pdf/jbig2.js';
import { pdfReader } from '../../../src/adapters/pdf/pdf.js';

const SIDE = 40;
const u32 = (...values: number[]) => {
  const bytes = Buffer.alloc(values.length * 4);
  for (const [index, value] of values.entries()) bytes.writeUInt32BE(value, index * 4);
  return bytes;
};
const segment = (number: number, type: number, data: Uint8Array) =>
  Buffer.concat([u32(number), Buffer.from([type, 0, 1]), u32(data.length), data]);

interface Told {
  readonly page?: readonly [number, number];
  readonly region?: readonly [number, number];
  readonly after?: Uint8Array;
}

/** One page and one region on it, packed arithmetically; its bytes are random, more of them than it needs. */
function jbig2({ page = [SIDE, SIDE], region = [SIDE, SIDE], after = Buffer.alloc(0) }: Told = {}): Buffer {
  const { whole } = randomFor(1, 'jbig2');
  const packed = Buffer.from(Array.from({ length: 2000 }, () => whole(0, 254)));
  // Four pixels that the decoder looks at beside the usual ones, where ITU-T T.88 puts them.
  const near = Buffer.from([3, 0xff, 0xfd, 0xff, 2, 0xfe, 0xfe, 0xfe]);
  return Buffer.concat([
    Buffer.from([0x97, 0x4a, 0x42, 0x32, 0x0d, 0x0a, 0x1a, 0x0a, 1]),
    u32(1),
    segment(0, 48, Buffer.concat([u32(...page, 0, 0), Buffer.from([0, 0, 0])])),
    segment(1, 38, Buffer.concat([u32(...region, 0, 0), Buffer.from([0, 0]), near, packed])),
    after,
    segment(2, 49, Buffer.alloc(0)),
    segment(3, 51, Buffer.alloc(0)),
  ]);
}

const reader = pdfReader();

/** All but the last eight pixels: on a page pdfjs shows the last byte of such a picture white, whatever it is. */
const shown = (rgb: Uint8Array | undefined) => Buffer.from(rgb?.subarray(0, -8 * 3) ?? []);

async function asPdf(file: Uint8Array, width: number, height: number): Promise<Uint8Array> {
  const document = await reader.open(jbig2InPdf(file, width, height));
  try {
    return (await (await document.page(1)).render(72, 2400)).data;
  } finally {
    await document.close();
  }
}

test('a picture of one region is decoded as it would be on a PDF’s page', async () => {
  const file = jbig2();
  expect(isPlainJbig2(file, { width: SIDE, height: SIDE })).toBe(true);
  const raster = await reader.bilevel(file, 2400);
  expect([raster?.width, raster?.height]).toEqual([SIDE, SIDE]);
  expect(new Set(raster?.data)).toEqual(new Set([0, 255]));
  expect(shown(raster?.data)).toEqual(shown(await asPdf(file, SIDE, SIDE)));
});

test('whatever else a file holds is left to the decoder that knows all of the format', async () => {
  const size = { width: SIDE, height: SIDE };
  const second = segment(2, 38, Buffer.concat([u32(SIDE, SIDE, 0, 0), Buffer.alloc(40)]));
  expect(isPlainJbig2(jbig2({ after: second }), size)).toBe(false);
  expect(isPlainJbig2(jbig2().subarray(0, 200), size)).toBe(false);
  const smaller = jbig2({ region: [20, 20] });
  expect(isPlainJbig2(smaller, size)).toBe(false);
  const raster = await reader.bilevel(smaller, 2400);
  expect(shown(raster?.data)).toEqual(shown(await asPdf(smaller, SIDE, SIDE)));
});

test('no such file, and none of too many pixels, is decoded', async () => {
  expect(await reader.bilevel(Buffer.from('%PDF-1.7'), 2400)).toBeNull();
  expect(await reader.bilevel(jbig2({ page: [100_000, 100_000] }), 2400)).toBeNull();
  expect(jbig2Size(jbig2().subarray(0, 20))).toBeNull();
});
