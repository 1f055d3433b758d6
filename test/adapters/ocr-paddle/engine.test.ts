import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { imageTools } from '../../../src/adapters/image/image.js';
import { startPaddle } from '../../../src/adapters/ocr-paddle/engine.js';
import { pdfReader } from '../../../src/adapters/pdf/pdf.js';
import { boxOf } from '../../../src/document/geometry.js';
import { normalise } from '../../../src/invoice/text.js';
import type { Raster } from '../../../src/ports/image.js';
import { type OcrEngine, OcrUnavailable } from '../../../src/ports/ocr.js';
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

  test('reads a page: text, place and the place of every character', async () => {
    const lines = await started.readPage(page);
    for (const [index, text] of LINES.entries()) {
      const line = lines.find((other) => normalise(other.text).replace(/ /g, '') === text.replace(/ /g, ''));
      expect(line, text).toBeDefined();
      if (!line) continue;
      const [x0, y0, x1, y1] = boxOf(line.quad);
      expect(Math.abs(x0 - 0.1)).toBeLessThan(0.03);
      expect((y0 + y1) / 2).toBeCloseTo((200 - (150 - index * 45) - 7) / 200, 1);
      expect(line.score).toBeGreaterThan(0.8);
      expect(line.chars).toHaveLength([...line.text].length);
      if (index === 0) expect(x1 - x0).toBeCloseTo((12 * 18) / 400, 1);
    }
  });

  test.each([0, 1, 2, 3] as const)('finds how a page lies: %i quarter turns back', async (turns) => {
    const turned = await imageTools().turn(page, turns);
    expect(await started.findTurn(turned)).toBe((4 - turns) % 4);
  });

  test('blank paper has no lines and lies as it lies', async () => {
    const blank = { data: new Uint8Array(300 * 200 * 3).fill(255), width: 300, height: 200 };
    expect(await started.readPage(blank)).toEqual([]);
    expect(await started.findTurn(blank)).toBe(0);
  });

  test('reads one line that was cut out, with and without a whitelist', async () => {
    const line = await imageTools().crop(page, { left: 100, top: 205, width: 900, height: 80 });
    const { text, score } = await started.readLine(line);
    expect(text.replace(/ /g, '')).toBe('发票号码24332000000012345678');
    expect(score).toBeGreaterThan(0.8);
    expect((await started.readLine(line, { whitelist: '0123456789' })).text).toMatch(/^\d+$/);
  });
});
