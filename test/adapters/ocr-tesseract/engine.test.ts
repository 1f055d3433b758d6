import { readdir } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { imageTools } from '../../../src/adapters/image/image.js';
import { startTesseract } from '../../../src/adapters/ocr-tesseract/engine.js';
import { pdfReader } from '../../../src/adapters/pdf/pdf.js';
import { boxOf } from '../../../src/document/geometry.js';
import type { Raster } from '../../../src/ports/image.js';
import type { OcrEngine } from '../../../src/ports/ocr.js';
import { songPdf, ucs2 } from '../pdf/song-pdf.js';

const NUMBER = '24332000000012345678';
const LINES = ['浙江云杉检测技术有限公司 开票日期', NUMBER, '价税合计 销售方名称 购买方名称'];

let engine: OcrEngine;
let page: Raster;

beforeAll(async () => {
  engine = await startTesseract();
  const content = LINES.map(
    (line, index) => `BT /F1 18 Tf 1 0 0 1 40 ${150 - index * 45} Tm ${ucs2(line)} Tj ET`,
  ).join('\n');
  const document = await pdfReader().open(songPdf({ content }));
  page = await (await document.page(1)).render(200, 2000);
});
afterAll(() => engine.close());

test('reads a page in both languages, with the place of every character', async () => {
  const lines = await engine.readPage(page);
  const number =
    lines.find((line) => line.text === NUMBER) ?? expect.fail(lines.map(({ text }) => text).join(' | '));
  expect(number.chars).toHaveLength(NUMBER.length);
  const [x0, , x1] = boxOf(number.quad);
  expect(x0).toBeCloseTo(0.1, 1);
  expect(x1 - x0).toBeCloseTo((20 * 9) / 400, 1);
  expect(number.chars?.[10]?.[0]).toBeCloseTo(0.5, 1);
  // Chinese was loaded too: the second language must not be lost.
  expect(lines.map(({ text }) => text).join('')).toContain('有限公司');
});

test.each([0, 1, 2, 3] as const)('finds how a page lies: %i quarter turns back', async (turns) => {
  const turned = await imageTools().turn(page, turns);
  expect(await engine.findTurn(turned)).toBe((4 - turns) % 4);
});

test('a whitelist holds, and only for its own line', async () => {
  const line = await imageTools().crop(page, { left: 90, top: 205, width: 560, height: 80 });
  const { text, score } = await engine.readLine(line, { whitelist: '0123456789' });
  expect(text).toBe(NUMBER);
  expect(score).toBeGreaterThan(0.7);
  const first = await imageTools().crop(page, { left: 90, top: 80, width: 900, height: 80 });
  expect((await engine.readLine(first)).text).toMatch(/\p{Script=Han}/u);
});

test('leaves nothing behind, neither in the temporary folder nor where it was started', async () => {
  expect((await readdir(tmpdir())).filter((name) => name.startsWith('yanpiao-tesseract-'))).toEqual([]);
  expect((await readdir('.')).filter((name) => name.endsWith('.traineddata'))).toEqual([]);
});
