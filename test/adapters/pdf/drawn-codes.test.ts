import QRCode from 'qrcode';
import { expect, test } from 'vitest';
import { codeReader } from '../../../src/adapters/codes/codes.js';
import { drawnCodes } from '../../../src/adapters/pdf/drawn-codes.js';
import type { Frame } from '../../../src/adapters/pdf/plane.js';

/** A code's dark modules, each a rectangle, from its lower left corner. */
function modules(text: string, x: number, y: number, size: number): Frame[] {
  const { modules: grid } = QRCode.create(text);
  const step = size / grid.size;
  return Array.from(grid.data).flatMap((dark, index): Frame[] => {
    const [column, row] = [index % grid.size, grid.size - 1 - Math.floor(index / grid.size)];
    return dark ? [[x + column * step, y + row * step, x + (column + 1) * step, y + (row + 1) * step]] : [];
  });
}

test('codes drawn of rectangles are put on pictures of their own, two on one page as two', async () => {
  const texts = [
    '01,32,,26332000000000000018,113.00,20260302,,1A2B',
    '01,32,,26332000000000000026,5.00,20260303,,3C4D',
  ];
  const cells = Array.from({ length: 120 }, (_, row): Frame => [120, row * 6, 400, row * 6 + 0.5]);
  const codes = drawnCodes([
    ...cells,
    ...modules(texts[0] ?? '', 30, 700, 57),
    ...modules(texts[1] ?? '', 30, 300, 57),
  ]);
  expect(codes).toHaveLength(2);
  const read = await Promise.all(codes.map(({ raster }) => codeReader().read(raster, 5000)));
  expect(
    read
      .flat()
      .map(({ text }) => text)
      .sort(),
  ).toEqual([...texts].sort());
});
