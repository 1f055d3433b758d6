import { describe, expect, it } from 'vitest';
import { boxOf } from '../../../src/document/geometry.js';
import type { Sheet } from '../../../src/document/sheet.js';
import { blankCells } from '../../../src/pipeline/extract/blanks.js';
import { DIGITAL, LEGACY, type Press, sheetOf } from './forms.js';

const OCR = { source: 'ocr:paddle', score: 0.97 } as const;

const without = (sheet: Sheet, text: string): Sheet => ({
  ...sheet,
  lines: sheet.lines.filter((line) => line.text !== text),
});

/** Whether a place holds the middle of where a text was printed. */
const holds = (sheet: Sheet, text: string, place: ReturnType<typeof boxOf>): boolean =>
  sheet.lines.some((line) => {
    const [x0, y0, x1, y1] = boxOf(line.quad);
    const [x, y] = [(x0 + x1) / 2, (y0 + y1) / 2];
    return line.text === text && x > place[0] && x < place[2] && y > place[1] && y < place[3];
  });

describe('cells in which nothing was read', () => {
  it.each<[string, Press]>([
    ['level', {}],
    ['askew', { tilt: 3 }],
    ['taken from above', { tilt: -1, keystone: 0.08 }],
  ])('lie where the unit of a line was overlooked: %s', (_, press) => {
    const sheet = sheetOf(DIGITAL, { ...OCR, ...press });
    const [blank, ...more] = blankCells(without(sheet, '项'));
    expect(more).toEqual([]);
    expect(blank?.quads.every((quad) => holds(sheet, '项', boxOf(quad)))).toBe(true);
    expect(blank?.accepts('项', 0.6)).toBe(true);
    expect(blank?.accepts('一', 0.99)).toBe(false);
    expect(blank?.accepts('18867.92', 0.99)).toBe(false);
  });

  it('take the quantity that leads from price to amount though it is hard to read, and another only when it is clear', () => {
    const whole = sheetOf(DIGITAL, OCR);
    const price = whole.lines.find(({ text }) => text === '18867.9245283019');
    const quantity = whole.lines.find(
      ({ text, quad }) => text === '1' && Math.abs(quad[0][1] - (price?.quad[0][1] ?? 0)) < 0.01,
    );
    const [blank] = blankCells({ ...whole, lines: whole.lines.filter((line) => line !== quantity) });
    expect(blank?.accepts('1', 0.5)).toBe(true);
    expect(blank?.accepts('7', 0.8)).toBe(false);
    expect(blank?.accepts('7', 0.95)).toBe(true);
    expect(blank?.accepts('项', 1)).toBe(false);
  });

  it('are none where every cell was read', () => {
    expect(blankCells(sheetOf(DIGITAL, OCR))).toEqual([]);
    expect(blankCells(sheetOf(LEGACY, OCR))).toEqual([]);
  });
});
