import { describe, expect, it } from 'vitest';
import type { LineItem } from '../../../src/document/slip.js';
import { doubtfulCells } from '../../../src/pipeline/extract/cell-doubts.js';
import { gatherSlips } from '../../../src/pipeline/extract/extract.js';
import { chosenLines } from '../../../src/pipeline/extract/line-choice.js';
import { DIGITAL, sheetOf } from './forms.js';

const LINE: LineItem = {
  name: '*文具*订书机',
  quantity: '100',
  unitPrice: '11.53',
  amount: '1153.00',
  taxRate: '13%',
  taxAmount: '149.89',
};

describe('the readings of a line', () => {
  it('give way to the one cell that makes the sums hold', () => {
    const first = { ...LINE, quantity: '109' };
    expect(chosenLines([first], [[LINE]], false)).toEqual([LINE]);
    expect(chosenLines([first], [[{ ...LINE, name: '', unitPrice: '11.33' }]], false)).toEqual([
      { ...first, quantity: '100' },
    ]);
  });

  it('stay where they make sense, whatever another says', () => {
    expect(chosenLines([LINE], [[{ ...LINE, quantity: '160', taxRate: '3%' }]], false)).toEqual([LINE]);
  });

  it('stay where tax is due on a part of the amount only, whatever another says', () => {
    const differential = { ...LINE, taxAmount: '12.00' };
    expect(chosenLines([differential], [[LINE]], true)).toEqual([differential]);
    expect(chosenLines([differential], [[LINE]], false)).toEqual([LINE]);
  });

  it('stay where two others are as good, and where the other has not the same lines', () => {
    const { unitPrice: _, ...first } = { ...LINE, taxAmount: '199.89' };
    const others = [
      { ...LINE, taxAmount: '149.88' },
      { ...LINE, taxAmount: '149.89' },
    ].map(({ unitPrice: __, ...line }) => [line]);
    expect(chosenLines([first], others, false)).toEqual([first]);
    expect(chosenLines([first], [[LINE, LINE]], false)).toEqual([first]);
  });

  it('take the name that carries its class', () => {
    const first = { ...LINE, name: '*文具订书机' };
    expect(chosenLines([first], [[LINE]], false)).toEqual([LINE]);
    expect(chosenLines([first], [[{ ...LINE, name: '*办公用品*绘图仪器' }]], false)).toEqual([first]);
  });
});

describe('a line whose figures contradict each other', () => {
  const misread = DIGITAL.map((print): (typeof DIGITAL)[number] =>
    print[0] === '18867.92' ? ['18867.02', print[1], print[2], print[3], print[4]] : print,
  );
  const sheet = sheetOf(misread, { source: 'ocr:paddle', score: 0.97 });

  it('is in doubt, cell by cell', () => {
    expect(doubtfulCells([sheetOf(DIGITAL, { source: 'ocr:paddle', score: 0.97 })])).toEqual([]);
    const doubts = doubtfulCells([sheet]);
    expect(doubts.length).toBeGreaterThanOrEqual(3);
    expect(doubts.every(({ latin }) => latin)).toBe(true);
  });

  it('is read as the second look has it, and so is the sum of the lines', () => {
    const seen = {
      ...sheet,
      lines: sheet.lines.map((line) =>
        line.text === '18867.02'
          ? { ...line, alternatives: [{ text: '18867.92', score: 0.8, how: 'taller' as const }] }
          : line,
      ),
    };
    const [slip] = gatherSlips([seen]);
    expect(slip?.lines[0]?.amount).toBe('18867.92');
    const sums = slip?.candidates.filter(({ field, channel }) => field === 'netTotal' && channel === 'sum');
    expect(sums?.map(({ value }) => value)).toEqual(['18867.92']);
  });
});
