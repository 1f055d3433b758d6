import { expect, test } from 'vitest';
import { unsealed } from '../../../src/adapters/ocr-paddle/seal.js';
import type { Raster } from '../../../src/ports/image.js';

type Colour = readonly [number, number, number];
const PAPER: Colour = [240, 238, 230];
const SEAL: Colour = [215, 60, 55];
const PRINT: Colour = [40, 38, 42];
const BOTH: Colour = [42, 12, 12];

const [WIDTH, HEIGHT] = [200, 48];

/** A line: dark strokes every 12 pixels up to `printTo`, red ones every 10 from `redFrom`. */
function line({ printTo = 0, redFrom = WIDTH }: { printTo?: number; redFrom?: number }): Raster {
  const data = new Uint8Array(WIDTH * HEIGHT * 3);
  for (let y = 0; y < HEIGHT; y++)
    for (let x = 0; x < WIDTH; x++) {
      const dark = x < printTo && x % 12 < 3;
      const red = x >= redFrom && x % 10 < 3;
      data.set(dark ? (red ? BOTH : PRINT) : red ? SEAL : PAPER, (y * WIDTH + x) * 3);
    }
  return { data, width: WIDTH, height: HEIGHT };
}

const colourAt = ({ data, width }: Raster, x: number) => [
  ...data.subarray((width + x) * 3, (width + x) * 3 + 3),
];

test('a seal over print turns to paper, and the print under it stays', () => {
  const clean = unsealed(line({ printTo: WIDTH, redFrom: 0 }));
  expect(colourAt(clean, 10)).toEqual([215, 215, 215]); // seal
  expect(colourAt(clean, 24)).toEqual([40, 40, 40]); // print
  expect(colourAt(clean, 0)).toEqual([42, 42, 42]); // print under the seal
});

test('red print keeps its colour, alone and beside a dark label', () => {
  const red = line({ redFrom: 0 });
  expect(unsealed(red)).toBe(red);
  const labelled = line({ printTo: 80, redFrom: 110 });
  expect(Buffer.compare(unsealed(labelled).data, labelled.data)).toBe(0);
});

test('without red, nothing is changed', () => {
  const dark = line({ printTo: WIDTH });
  expect(unsealed(dark)).toBe(dark);
});
