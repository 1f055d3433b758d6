import QRCode from 'qrcode';
import { expect, test } from 'vitest';
import { codeReader } from '../../../src/adapters/codes/codes.js';
import { findFinders, findTriples } from '../../../src/adapters/codes/finder.js';
import { binarised, greyPart } from '../../../src/adapters/codes/grey.js';
import type { Point } from '../../../src/document/geometry.js';
import type { Raster } from '../../../src/ports/image.js';

const TEXT = '01,32,,24312000000012345678,1234.56,20240315,,A1B2';

/** White paper with codes on it: `module` pixels a module, its top left at `left`, `top`. */
function page(
  width: number,
  height: number,
  codes: { text: string; left: number; top: number; module: number }[],
): Raster {
  const data = new Uint8Array(width * height * 3).fill(255);
  for (const { text, left, top, module } of codes) {
    const { modules } = QRCode.create(text, { errorCorrectionLevel: 'M' });
    for (let y = 0; y < modules.size * module; y++)
      for (let x = 0; x < modules.size * module; x++) {
        if (!modules.get(Math.floor(y / module), Math.floor(x / module))) continue;
        data.fill(20, ((top + y) * width + left + x) * 3, ((top + y) * width + left + x) * 3 + 3);
      }
  }
  return { data, width, height };
}

/** Turned clockwise by a quarter. */
function turned({ data, width, height }: Raster): Raster {
  const out = new Uint8Array(data.length);
  for (let y = 0; y < height; y++)
    for (let x = 0; x < width; x++)
      for (let c = 0; c < 3; c++)
        out[(x * height + (height - 1 - y)) * 3 + c] = data[(y * width + x) * 3 + c] ?? 0;
  return { data: out, width: height, height: width };
}

const size = QRCode.create(TEXT, { errorCorrectionLevel: 'M' }).modules.size;
const near = (actual: Point, expected: Point) => {
  expect(actual[0]).toBeCloseTo(expected[0], 1);
  expect(actual[1]).toBeCloseTo(expected[1], 1);
};

test('a code comes with its text and its corners', async () => {
  const [code, ...more] = await codeReader().read(
    page(1200, 800, [{ text: TEXT, left: 60, top: 40, module: 4 }]),
    1500,
  );
  expect(more).toEqual([]);
  expect(code?.text).toBe(TEXT);
  const quad = code?.quad ?? expect.fail();
  near(quad[0], [60 / 1200, 40 / 800]);
  near(quad[2], [(60 + size * 4) / 1200, (40 + size * 4) / 800]);
});

test.each([0, 1, 2, 3])('the corners tell how the page is turned: %i quarter turns', async (turns) => {
  let picture = page(1200, 800, [{ text: TEXT, left: 60, top: 40, module: 4 }]);
  for (let turn = 0; turn < turns; turn++) picture = turned(picture);
  const [code] = await codeReader().read(picture, 1500);
  const [topLeft, topRight] = code?.quad ?? expect.fail();
  const across = [(topRight[0] - topLeft[0]) * picture.width, (topRight[1] - topLeft[1]) * picture.height];
  const angle = Math.round(Math.atan2(across[1] ?? 0, across[0] ?? 0) / (Math.PI / 2));
  expect((angle + 4) % 4).toBe(turns);
});

/** The picture turned by any angle around its middle, on white. */
function rotated({ data, width, height }: Raster, degrees: number): Raster {
  const out = new Uint8Array(data.length).fill(255);
  const [cos, sin] = [Math.cos((degrees * Math.PI) / 180), Math.sin((degrees * Math.PI) / 180)];
  for (let y = 0; y < height; y++)
    for (let x = 0; x < width; x++) {
      const [dx, dy] = [x + 0.5 - width / 2, y + 0.5 - height / 2];
      const [u, v] = [
        Math.floor(width / 2 + cos * dx + sin * dy),
        Math.floor(height / 2 + cos * dy - sin * dx),
      ];
      if (u < 0 || v < 0 || u >= width || v >= height) continue;
      const [from, to] = [(v * width + u) * 3, (y * width + x) * 3];
      for (let c = 0; c < 3; c++) out[to + c] = data[from + c] ?? 0;
    }
  return { data: out, width, height };
}

test.each([17, 45, 100, 163, -70, -128])(
  'the corners tell how the paper lies: turned by %i°',
  async (degrees) => {
    const module = 5;
    const picture = page(900, 900, [{ text: TEXT, left: 350, top: 350, module }]);
    const [code] = await codeReader().read(rotated(picture, degrees), 1500);
    expect(code?.text).toBe(TEXT);
    const [topLeft, topRight] = code?.quad ?? expect.fail();
    const found = (Math.atan2(topRight[1] - topLeft[1], topRight[0] - topLeft[0]) * 180) / Math.PI;
    const off = ((found - degrees + 540) % 360) - 180;
    expect(Math.abs(off)).toBeLessThan(3);
  },
);

test('only the part asked for is searched, and places stay those of the page', async () => {
  const picture = page(1600, 1200, [
    { text: 'left', left: 100, top: 100, module: 5 },
    { text: TEXT, left: 1100, top: 700, module: 5 },
  ]);
  const found = await codeReader().read(picture, 1500, [0.6, 0.5, 1, 1]);
  expect(found.map(({ text }) => text)).toEqual([TEXT]);
  near(found[0]?.quad?.[0] ?? expect.fail(), [1100 / 1600, 700 / 1200]);
});

test('every code on the page, each once', async () => {
  const codes = ['one', 'two', 'three'].map((text, index) => ({
    text,
    left: 50 + index * 300,
    top: 60,
    module: 5,
  }));
  const found = await codeReader().read(page(1000, 400, codes), 1500);
  expect(found.map((code) => code.text).sort()).toEqual(['one', 'three', 'two']);
});

test('nothing on blank paper, whatever the budget', async () => {
  expect(await codeReader().read(page(900, 600, []), 1500)).toEqual([]);
  expect(await codeReader().read(page(1, 1, []), 0)).toEqual([]);
});

test('finder patterns are seen where they are, and form a triple', () => {
  const module = 3;
  const picture = page(600, 400, [{ text: TEXT, left: 100, top: 50, module }]);
  const { width, height } = picture;
  const grey = greyPart(picture, { left: 0, top: 0, width, height }, 'luma');
  const finders = findFinders(binarised(grey));
  const centre = 3.5 * module;
  const far = (size - 3.5) * module;
  for (const [x, y] of [
    [100 + centre, 50 + centre],
    [100 + far, 50 + centre],
    [100 + centre, 50 + far],
  ] as const) {
    expect(finders.some((finder) => Math.hypot(finder.x - x, finder.y - y) < 2 * module)).toBe(true);
  }
  expect(findTriples(finders, 9).length).toBeGreaterThan(0);
  expect(findTriples(finders.slice(0, 2), 9)).toEqual([]);
});
