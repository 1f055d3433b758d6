import { describe, expect, it } from 'vitest';
import { type Box, quadOf } from '../../../src/document/geometry.js';
import type { Sheet, TextLine } from '../../../src/document/sheet.js';
import { hiddenTexts } from '../../../src/pipeline/read/hidden-text.js';

const line = (text: string, box: Box, source: TextLine['source'] = 'text'): TextLine => ({
  text,
  quad: quadOf(box),
  score: 1,
  source,
});

const sheet = (lines: readonly TextLine[], turns: Sheet['turns'] = 0): Sheet => ({
  page: 1,
  width: 600,
  height: 400,
  turns,
  lines,
  codes: [],
});

const AMOUNT: Box = [0.7, 0.8, 0.8, 0.83];
const told = (hidden: readonly TextLine[], lines: readonly TextLine[]) =>
  hiddenTexts(hidden, 3, [sheet(lines)]);

describe('hidden text is told', () => {
  it('where it says another amount than is drawn in its place', () => {
    expect(told([line('¥913.00', AMOUNT)], [line('¥113.00', AMOUNT)])).toEqual([
      { page: 3, text: '¥913.00', drawn: '¥113.00', box: AMOUNT },
    ]);
  });

  it('though the amount under the drawn one stands elsewhere on the page too', () => {
    const lines = [line('¥913.00', AMOUNT), line('113.00', [0.7, 0.5, 0.8, 0.53])];
    expect(told([line('¥113.00', AMOUNT)], lines)).toMatchObject([{ text: '¥113.00', drawn: '¥913.00' }]);
  });

  it('where nothing is drawn in its place', () => {
    expect(told([line('名称:江苏白桦仪器有限公司', AMOUNT)], [line('备注', [0.1, 0.1, 0.2, 0.12])])).toEqual([
      { page: 3, text: '名称:江苏白桦仪器有限公司', drawn: '', box: AMOUNT },
    ]);
  });

  it('in the place it has once the page is turned', () => {
    const [found] = hiddenTexts([line('913.00', [0.1, 0.2, 0.13, 0.3])], 1, [
      sheet([line('113.00', [0.7, 0.1, 0.8, 0.13])], 1),
    ]);
    expect(found).toMatchObject({ page: 1, text: '913.00', drawn: '113.00' });
    expect(found?.box?.[0]).toBeCloseTo(0.7);
  });
});

describe('hidden text is passed over', () => {
  it('where the page says the same, however it is parted', () => {
    const drawn = [line('2633200000', [0.7, 0.1, 0.8, 0.12]), line('0000000018', [0.8, 0.1, 0.9, 0.12])];
    expect(told([line('26332000000000000018', [0.7, 0.1, 0.9, 0.12])], drawn)).toEqual([]);
    expect(told([line('1,113.00', AMOUNT)], [line('合计 ¥1113.00', AMOUNT)])).toEqual([]);
  });

  it('where it bears no value of a field', () => {
    expect(told([line('仅供报销使用', AMOUNT), line('3 / 7', AMOUNT)], [])).toEqual([]);
  });

  it('where a scanner read its own picture and misread a digit', () => {
    const values = ['113.00', '100.00', '13.00'].map((text, row): [string, Box] => [
      text,
      [0.7, 0.2 + row / 10, 0.8, 0.23 + row / 10],
    ]);
    const read = values.map(([text, box]) => line(text, box, 'ocr:paddle'));
    const layer = values.map(([text, box], row) => line(row === 0 ? '118.00' : text, box));
    expect(told(layer, read)).toEqual([]);
    const forged = values.map(([text, box], row) => line(row === 0 ? '98765.00' : text, box));
    expect(told(forged, read)).toMatchObject([{ page: 3, text: '98765.00', drawn: '113.00' }]);
  });
});
