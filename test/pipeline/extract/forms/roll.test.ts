import { describe, expect, it } from 'vitest';
import { gatherSlips } from '../../../../src/pipeline/extract/extract.js';
import { type Print, sheetOf } from '../forms.js';

/** A strip 57 mm wide, figures in a row of their own below the name. */
const ROLL: readonly Print[] = [
  ['江苏增值税普通发票(卷票)', 8, 8, 3.4],
  ['发票代码:032001900206', 4, 16],
  ['发票号码:04417725', 4, 21],
  ['开票日期:2021-04-06', 4, 26],
  ['收款员:甄实', 4, 31],
  ['WP152899', 38, 31],
  ['项目', 4, 40],
  ['单价', 20, 40],
  ['数量', 33, 40],
  ['金额', 46, 40],
  ['*设计服务*画册设计费', 4, 45],
  ['5142.98', 15, 50],
  ['1', 35, 50],
  ['5142.98', 42, 50],
  ['合计金额(小写):¥5142.98', 4, 58],
  ['校验码:69688048801107208008', 4, 64],
];

const gathered = (prints: readonly Print[]) => {
  const [slip] = gatherSlips([
    sheetOf(prints, { width: 57, height: 120, source: 'ocr:paddle', score: 0.97 }),
  ]);
  return slip;
};

describe('a roll', () => {
  it('has its figures in their columns', () => {
    expect(gathered(ROLL)?.lines).toEqual([
      { name: '*设计服务*画册设计费', unitPrice: '5142.98', quantity: '1', amount: '5142.98' },
    ]);
  });

  it('keeps the price in its column when the quantity was overlooked', () => {
    expect(gathered(ROLL.filter(([text]) => text !== '1'))?.lines).toEqual([
      { name: '*设计服务*画册设计费', unitPrice: '5142.98', amount: '5142.98' },
    ]);
  });

  it('has a cashier, and not what stands further on in the row', () => {
    const payees = gathered(ROLL)?.candidates.filter(({ field }) => field === 'payee');
    expect(payees?.map(({ value }) => value)).toEqual(['甄实']);
  });
});
