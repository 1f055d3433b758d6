import { describe, expect, it } from 'vitest';
import { compareLines } from '../../src/learn/line-cells.js';

const paper = { name: '*纸制品*复印纸', unit: '箱', amount: '120.00', taxRate: '13%' };
const pen = { name: '*文具*笔', unit: '支', amount: '8.00', taxRate: '13%' };

describe('cells of lines', () => {
  it('are compared by value, spaces apart', () => {
    const read = [{ ...paper, name: '*纸制品* 复印纸', amount: '120.0' }];
    expect(compareLines([paper], read).whole).toBe(true);
  });

  it('are counted by column, and a line too many costs itself only', () => {
    const { cells, whole } = compareLines([paper, pen], [{ name: '合计' }, paper, { ...pen, unit: '只' }]);
    expect(whole).toBe(false);
    expect(cells.filter(({ exact }) => !exact)).toEqual([{ column: 'unit', exact: false }]);
  });

  it('of a line that was not read are all wrong', () => {
    const { cells } = compareLines([paper, pen], [paper]);
    expect(cells.filter(({ exact }) => exact)).toHaveLength(4);
    expect(cells).toHaveLength(8);
  });

  it('that are blank on the paper make the lines wrong when something was read there', () => {
    expect(compareLines([paper], [{ ...paper, spec: 'A4' }]).whole).toBe(false);
  });
});
