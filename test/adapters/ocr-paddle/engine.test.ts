import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { imageTools } from '../../../src/adapters/image/image.js';
import { startPaddle } from '../../../src/adapters/ocr-paddle/engine.js';
import { pdfReader } from '../../../src/adapters/pdf/pdf.js';
import {
  boxOf,
  inverse,
  mapped,
  mappedQuad,
  type Quad,
  quadOf,
  reordered,
  squareTo,
} from '../../../src/document/geometry.js';
import type { Paper, TextLine } from '../../../src/document/sheet.js';
import { normalise } from '../../../src/invoice/text.js';
import type { Raster } from '../../../src/ports/image.js';
import { type Look, type OcrEngine, OcrUnavailable } from '../../../src/ports/ocr.js';
import { songPdf, ucs2 } from '../pdf/song-pdf.js';

const LINES = [
  '浙江云杉检测技术有限公司',
  '发票号码 24332000000012345678',
  '价税合计 壹仟贰佰叁拾肆圆伍角陆分',
];

/** `null` on a machine without the native library. */
const engine = await startPaddle().catch((error: unknown) => {
  if (error instanceof OcrUnavailable) return null;
  throw error;
});

describe.skipIf(engine === null)('PP-OCR', { timeout: 60_000 }, () => {
  const started = engine as OcrEngine;
  let page: Raster;

  beforeAll(async () => {
    const content = LINES.map(
      (line, index) => `BT /F1 18 Tf 1 0 0 1 40 ${150 - index * 45} Tm ${ucs2(line)} Tj ET`,
    ).join('\n');
    const document = await pdfReader().open(songPdf({ content }));
    page = await (await document.page(1)).render(200, 2000);
  }, 60_000);
  afterAll(() => started.close());

  /** All lines that can be read on a paper. */
  async function read(raster: Raster, paper: Paper = whole(raster)): Promise<TextLine[]> {
    const lines = await started.readLines(raster, await started.findLines(raster, paper, 1280));
    return lines.filter((line) => line !== null);
  }

  test('reads a page: text, place and the place of every character', async () => {
    const lines = await read(page);
    for (const [index, text] of LINES.entries()) {
      const line = lines.find((other) => bare(other) === text.replace(/ /g, '')) ?? expect.fail(text);
      const [x0, y0, x1, y1] = boxOf(line.quad);
      expect(Math.abs(x0 - 0.1)).toBeLessThan(0.03);
      expect((y0 + y1) / 2).toBeCloseTo((200 - (150 - index * 45) - 7) / 200, 1);
      expect(line.score).toBeGreaterThan(0.8);
      expect(line.chars).toHaveLength([...line.text].length);
      if (index === 0) expect(x1 - x0).toBeCloseTo((12 * 18) / 400, 1);
    }
  });

  test('reads a paper in perspective where it lies, and nothing beside it', async () => {
    // The page on a desk, its right side further away, and only its upper two thirds are asked for.
    const desk = laidOn(page, TABLE);
    const paper: Paper = {
      corners: mappedQuad(squareTo(TABLE), quadOf([0, 0, 1, 0.65])),
      ratio: page.width / (page.height * 0.65),
    };
    const lines = await read(desk, paper);
    expect(lines.map(bare).sort()).toEqual(
      LINES.slice(0, 2)
        .map((line) => line.replace(/ /g, ''))
        .sort(),
    );
    const flat = mappedQuad(
      inverse(squareTo(TABLE)),
      lines.find((line) => bare(line) === LINES[0])?.quad ?? TABLE,
    );
    const [x0, , x1] = boxOf(flat);
    expect(x0).toBeCloseTo(0.1, 1);
    expect(x1 - x0).toBeCloseTo((12 * 18) / 400, 1);
  });

  test.each([0, 1, 2, 3] as const)('finds how lines lie: %i quarter turns back', async (turns) => {
    const turned = await imageTools().turn(page, turns);
    const lines = await started.findLines(turned, whole(turned), 1280);
    const back = ((4 - turns) % 4) as 0 | 1 | 2 | 3;
    expect(await started.findTurn(turned, lines)).toBe(back);
    const upright = lines.map(({ quad, crop, score }) => ({
      quad: reordered(quad, back),
      crop: reordered(crop, back),
      score,
    }));
    const texts = (await started.readLines(turned, upright)).map((line) => line && bare(line));
    expect(texts).toContain(LINES[0]);
  });

  test('blank paper has no lines and lies as it lies', async () => {
    const blank = { data: new Uint8Array(300 * 200 * 3).fill(255), width: 300, height: 200 };
    expect(await read(blank)).toEqual([]);
    expect(await started.findTurn(blank, [])).toBe(0);
    const nothing = { quad: quadOf([0.1, 0.4, 0.9, 0.6]), crop: quadOf([0.1, 0.4, 0.9, 0.6]), score: 1 };
    expect(await started.readLines(blank, [nothing])).toEqual([null]);
  });

  test.each<Look>([{ taller: 1.25 }, { wider: 1.35 }, { channel: 'red' }])(
    'a second look reads the same: %j',
    async (look) => {
      const lines = await started.findLines(page, whole(page), 1280);
      const texts = (await started.readLines(page, lines, look)).map((line) => line && bare(line));
      expect(texts.sort()).toEqual(LINES.map((line) => line.replace(/ /g, '')).sort());
    },
  );

  test('the red channel does not see a red seal', async () => {
    const data = page.data.map((value, index) => (index % 3 === 0 ? 255 : value));
    const red = { ...page, data };
    const lines = await started.findLines(page, whole(page), 1280);
    expect(await started.readLines(red, lines, { channel: 'red' })).toEqual(LINES.map(() => null));
  });

  test('only characters of a whitelist come out', async () => {
    const lines = await started.findLines(page, whole(page), 1280);
    for (const line of await started.readLines(page, lines, { whitelist: '0123456789' }))
      if (line) expect(line.text).toMatch(/^\d+$/);
  });
});

const whole = ({ width, height }: Raster): Paper => ({
  corners: quadOf([0, 0, 1, 1]),
  ratio: width / height,
});
/** Without spaces, and with one of the two ways in which the figure three is written. */
const bare = (line: TextLine) => normalise(line.text).replace(/ /g, '').replace('参', '叁');

/** Where the corners of the page lie on the desk. */
const TABLE: Quad = [
  [0.06, 0.1],
  [0.92, 0.2],
  [0.9, 0.82],
  [0.04, 0.93],
];

/** A picture of the page lying on something grey. */
function laidOn(image: Raster, corners: Quad): Raster {
  const back = inverse(squareTo(corners));
  const data = new Uint8Array(image.data.length).fill(120);
  for (let y = 0; y < image.height; y++)
    for (let x = 0; x < image.width; x++) {
      const [u, v] = mapped(back, [x / image.width, y / image.height]);
      if (u < 0 || v < 0 || u >= 1 || v >= 1) continue;
      const from = (Math.floor(v * image.height) * image.width + Math.floor(u * image.width)) * 3;
      data.set(image.data.subarray(from, from + 3), (y * image.width + x) * 3);
    }
  return { ...image, data };
}
