import { describe, expect, it } from 'vitest';
import { type Print, sheetOf } from '../forms.js';
import { toldBy } from './told.js';

const OCR = { source: 'ocr:paddle', score: 0.95, width: 90, height: 60 } as const;
const read = (prints: readonly Print[]) => toldBy(sheetOf(prints, OCR));

const BARE: readonly Print[] = [
  ['发票代码:142002209551', 8, 20, 3.4],
  ['发票号码:37622537', 8, 26, 3.4],
  ['人民币壹佰元整', 8, 36, 5],
  ['收款方(章)', 8, 48, 3],
];

describe('a quota slip whose title lies under the seal', () => {
  it('is told by code, number and a printed amount', () => {
    const told = read(BARE);
    expect(told.kind).toBe('quota_paper');
    expect(told.value('invoiceCode')).toBe('142002209551');
    expect(told.value('invoiceNumber')).toBe('37622537');
    expect(told.value('faceAmount')).toBe('100.00');
  });

  it.each([
    ['an amount that no slip is printed with', ['人民币壹佰贰拾叁元整', 8, 36, 5]],
    ['no amount', ['人民币', 8, 36, 5]],
  ] as const)('is not believed with %s', (_, print) => {
    expect(read(BARE.map((other) => (other[0].startsWith('人民币') ? print : other))).kind).toBeNull();
  });

  it('is not believed beside what only papers that are filled in say', () => {
    expect(read([...BARE, ['合计金额:100.00', 8, 54, 3]]).kind).toBeNull();
  });
});

describe('the copy of a small form', () => {
  it.each([
    [
      'two of its characters',
      [
        ['发', 30, 12, 5],
        ['联', 48, 12, 5],
      ],
    ],
    ['the end of it', [['暖票联', 30, 12, 5]]],
  ] as const)('is mended from %s', (_, prints) => {
    const told = read([['甲省通用定额发票', 20, 4, 5], ...prints, ...BARE]);
    expect([told.value('copy'), told.channel('copy')]).toEqual(['发票联', 'repair']);
  });

  it('is not made of characters that stand elsewhere', () => {
    const told = read([['甲省通用定额发票', 20, 4, 5], ['发', 20, 10, 2], ['联', 70, 50, 5], ...BARE]);
    expect(told.value('copy')).toBeNull();
  });
});

const COACH: readonly Print[] = [
  ['甲省公路汽车客票', 25, 2, 5],
  ['发票代码111001871021', 4, 10, 3],
  ['发票号码10512165', 50, 10, 3],
  ['始发站:甲城北广场', 4, 17, 3],
  ['到达站:乙县', 48, 17, 3],
  ['乘车日期:2018-03-08', 4, 24, 3],
  ['开车时间:05:17', 48, 24, 3],
  ['座号:21', 4, 31, 3],
  ['票价:125.50', 48, 31, 3],
];

/** The ticket with one of its runs printed otherwise. */
const printed = (text: string, ...prints: readonly Print[]): Print[] => [
  ...COACH.filter(([other]) => other !== text),
  ...prints,
];

describe('a coach ticket', () => {
  it('ends a station where the desk or a seal begins', () => {
    expect(read([...COACH, ['仓库盘点', 76, 17, 3]]).value('toStation')).toBe('乙县');
    expect(read(printed('到达站:乙县', ['到达站:乙县发票专用章', 48, 17, 3])).value('toStation')).toBe(
      '乙县',
    );
  });

  it('takes no word of the form for a station', () => {
    const told = read(printed('到达站:乙县', ['到达站:承运人', 48, 17, 3]));
    expect(told.value('toStation')).toBeNull();
  });

  it('finds a value that was printed a little lower than its label', () => {
    const told = read(printed('开车时间:05:17', ['开车时间:', 48, 23, 3], ['05:17', 64, 25.5, 3]));
    expect(told.value('departureTime')).toBe('05:17');
  });
});
