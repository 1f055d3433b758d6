import { readdir } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { imageTools } from '../../../src/adapters/image/image.js';
import { startTesseract } from '../../../src/adapters/ocr-tesseract/engine.js';
import { pdfReader } from '../../../src/adapters/pdf/pdf.js';
import { boxOf, quadOf, reordered } from '../../../src/document/geometry.js';
import type { TextLine } from '../../../src/document/sheet.js';
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

const whole = ({ width, height }: Raster) => ({ corners: quadOf([0, 0, 1, 1]), ratio: width / height });

async function readPage(): Promise<TextLine[]> {
  const lines = await engine.readLines(page, await engine.findLines(page, whole(page), 2000));
  return lines.filter((line) => line !== null);
}

test('reads a page in both languages, with the place of every character', async () => {
  const lines = await readPage();
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
  expect(await engine.findTurn(turned, [])).toBe((4 - turns) % 4);
});

test('the turn is told from how the lines lie, not from the page', async () => {
  const turned = await imageTools().turn(page, 3);
  // As if the paper had already been seen to stand on its side.
  const corners = reordered(quadOf([0, 0, 1, 1]), 1);
  const line = { quad: corners, crop: corners, score: 1 };
  expect(await engine.findTurn(turned, [line])).toBe(0);
});

test('a whitelist holds, and only for its own line', async () => {
  const lines = await engine.findLines(page, whole(page), 2000);
  const read = await engine.readLines(page, lines);
  const number = lines[read.findIndex((line) => line?.text === NUMBER)] ?? expect.fail('no number');
  const [again] = await engine.readLines(page, [number], { whitelist: '0123456789' });
  expect(again?.text).toBe(NUMBER);
  expect(again?.score).toBeGreaterThan(0.7);
  const [first] = await engine.readLines(page, [{ ...(lines[0] ?? expect.fail('no line')) }]);
  expect(first?.text).toMatch(/\p{Script=Han}/u);
});

test('leaves nothing behind, neither in the temporary folder nor where it was started', async () => {
  expect((await readdir(tmpdir())).filter((name) => name.startsWith('yanpiao-tesseract-'))).toEqual([]);
  expect((await readdir('.')).filter((name) => name.endsWith('.traineddata'))).toEqual([]);
});
