import { expect, test } from 'vitest';
import { imageTools } from '../../../src/adapters/image/image.js';

const tools = imageTools();
const refused = (code: string) => ({ refusal: { code } });
const [red, blue, white] = [
  [255, 0, 0],
  [0, 0, 255],
  [255, 255, 255],
];

/** Two pixels wide. Palette: red and blue, as 0x00rrggbb. */
function bmp(
  bits: number,
  height: number,
  pixels: readonly number[],
  packing = 0,
  palette = [0xff0000, 0xff],
) {
  const header = Buffer.alloc(54 + palette.length * 4);
  header.write('BM', 0);
  header.writeUInt32LE(header.length, 10);
  header.writeUInt32LE(40, 14);
  header.writeInt32LE(2, 18);
  header.writeInt32LE(height, 22);
  header.writeUInt16LE(bits, 28);
  header.writeUInt32LE(packing, 30);
  palette.forEach((colour, index) => {
    header.writeUInt32LE(colour, 54 + index * 4);
  });
  return Buffer.concat([header, Buffer.from(pixels)]);
}

test.each([
  ['1 bit', bmp(1, 1, [0b01000000, 0, 0, 0]), [red, blue]],
  ['4 bits', bmp(4, 1, [0x01, 0, 0, 0]), [red, blue]],
  ['8 bits, from the bottom', bmp(8, 2, [0, 0, 0, 0, 1, 1, 0, 0]), [blue, blue, red, red]],
  ['8 bits, from the top', bmp(8, -2, [0, 0, 0, 0, 1, 1, 0, 0]), [red, red, blue, blue]],
  ['8 bits in runs', bmp(8, 2, [2, 0, 0, 0, 1, 1, 1, 0, 0, 1], 1), [blue, red, red, red]],
  ['8 bits in runs, some left out', bmp(8, 2, [0, 2, 1, 1, 1, 1, 0, 1], 1), [red, blue, red, red]],
  ['4 bits in runs', bmp(4, 1, [2, 0x01, 0, 1], 2), [red, blue]],
  ['16 bits', bmp(16, 1, [0x00, 0x7c, 0x1f, 0x00], 0, []), [red, blue]],
  ['16 bits with masks', bmp(16, 1, [0x00, 0xf8, 0xff, 0xff], 3, [0xf800, 0x7e0, 0x1f]), [red, white]],
  ['24 bits', bmp(24, 1, [0, 0, 255, 255, 0, 0, 0, 0], 0, []), [red, blue]],
  ['32 bits, transparency left out', bmp(32, 1, [0, 0, 255, 0, 255, 0, 0, 0], 0, []), [red, blue]],
])('BMP of %s', async (_name, bytes, pixels) => {
  const { width, height, data } = await tools.decode(bytes);
  expect([width, height, ...data]).toEqual([2, pixels.length / 2, ...pixels.flat()]);
  expect(await tools.probe(bytes)).toEqual({ width: 2, height: pixels.length / 2, pages: 1 });
});

test('the short header of OS/2 has short numbers and a palette of three bytes', async () => {
  const bytes = Buffer.alloc(36);
  bytes.write('BM', 0);
  bytes.writeUInt32LE(32, 10);
  bytes.writeUInt32LE(12, 14);
  bytes.writeUInt16LE(2, 18);
  bytes.writeUInt16LE(1, 20);
  bytes.writeUInt16LE(1, 24);
  bytes.set([0, 0, 255, 255, 0, 0], 26); // red and blue, blue first
  bytes[32] = 0b01000000;
  expect([...(await tools.decode(bytes)).data]).toEqual([red, blue].flat());
});

test('BMPs that are cut off, vast, or hold something else are refused', async () => {
  const whole = bmp(
    24,
    2,
    Array.from({ length: 16 }, () => 0),
    0,
    [],
  );
  await expect(tools.decode(whole.subarray(0, 60))).rejects.toMatchObject(refused('damaged_file'));
  const vast = bmp(1, 100_000_000, []);
  await expect(tools.probe(vast)).rejects.toMatchObject(refused('too_many_pixels'));
  const jpegInside = bmp(24, 2, [], 4);
  await expect(tools.decode(jpegInside)).rejects.toMatchObject(refused('unsupported_type'));
});
