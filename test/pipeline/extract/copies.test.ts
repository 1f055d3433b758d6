/** Pages of one invoice: copies say the same again, continuations say the rest. Either way each line counts once. */
import { describe, expect, test } from 'vitest';
import type { Sheet } from '../../../src/document/sheet.js';
import type { LineItem } from '../../../src/document/slip.js';
import { formatMoney } from '../../../src/invoice/money.js';
import { linesOnPages, type PageMark, pageMarkIn } from '../../../src/pipeline/extract/copies.js';
import { gatherSlips } from '../../../src/pipeline/extract/extract.js';
import { DIGITAL, LEGACY, movedBy, PAPER, type Print, sheetOf } from './forms.js';

const OCR = { source: 'ocr:paddle', score: 0.96 } as const;
const misread = (prints: readonly Print[], from: string, to: string) =>
  prints.map(([text, ...place]): Print => [text.replace(from, to), ...place]);
const found = (...sheets: readonly Sheet[]) =>
  gatherSlips(sheets).map(({ pages, lines }) => ({ pages, lines }));

describe.each([
  ['数电', DIGITAL],
  ['电子普通发票', LEGACY],
  ['发票联 and 抵扣联', PAPER],
])('two copies of one invoice: %s', (_, prints) => {
  const [once] = gatherSlips([sheetOf(prints)]);

  test('on two pages are one slip of both, each line once', () => {
    const both = [{ pages: [1, 2], lines: once?.lines }];
    expect(found(sheetOf(prints), sheetOf(prints, { page: 2 }))).toEqual(both);
    expect(found(sheetOf(prints), sheetOf(prints, { page: 2 }), sheetOf(prints, { page: 3 }))).toEqual([
      { pages: [1, 2, 3], lines: once?.lines },
    ]);
  });

  test('on one page are one slip', () => {
    const twice = sheetOf([...prints, ...movedBy(prints, 0, 148)], { height: 297 });
    expect(found(twice)).toEqual([{ pages: [1], lines: once?.lines }]);
  });
});

test.each([0, 1])('of copies the better read counts, whichever comes first (%d)', (at) => {
  const good = gatherSlips([sheetOf(LEGACY, OCR)])[0]?.lines;
  const poor = misread(misread(LEGACY, '424.78', '4247'), '-42.48', '-12.48');
  const prints = at === 0 ? [poor, LEGACY] : [LEGACY, poor];
  const sheets = prints.map((each, index) => sheetOf(each, { ...OCR, page: index + 1 }));
  expect(found(...sheets)).toEqual([{ pages: [1, 2], lines: good }]);
});

test('the same number under another code is another invoice', () => {
  const qr = (code: string) => `01,10,${code},30718265,382.30,20191118,60412773501984623058,A1B2,`;
  const other = misread(LEGACY, '053001900211', '053001900311');
  const sheets = [
    sheetOf(LEGACY, { codes: [qr('053001900211')] }),
    sheetOf(other, { codes: [qr('053001900311')], page: 2 }),
  ];
  expect(found(...sheets).map(({ pages }) => pages)).toEqual([[1], [2]]);
});

describe('lines on pages', () => {
  const line = (name: string, fen: number): LineItem => ({
    name,
    unit: '件',
    quantity: '1',
    unitPrice: formatMoney(BigInt(fen)),
    amount: formatMoney(BigInt(fen)),
    taxRate: '13%',
  });
  const [a, b, c] = [line('*纸*甲', 100), line('*笔*乙', 250), line('*墨*丙', 375)] as const;
  const page = (lines: readonly LineItem[], mark: PageMark | null = null) => ({ lines, mark });
  const of = (pages: readonly ReturnType<typeof page>[], net: bigint | null) =>
    linesOnPages(pages, net, false);

  test('pages that together make the net total continue each other, however alike they are', () => {
    expect(of([page([a, a]), page([a, a])], 400n)).toEqual([a, a, a, a]);
    expect(of([page([a]), page([b]), page([c])], 725n)).toEqual([a, b, c]);
  });

  test('copies of several pages: one after the other, and page by page', () => {
    const [one, two] = [page([a, b]), page([c])];
    expect(of([one, two, one, two], 725n)).toEqual([a, b, c]);
    expect(of([one, one, two, two], 725n)).toEqual([a, b, c]);
    const wrong = page([{ ...c, amount: '8.75' }]);
    expect(of([one, one, wrong, two], 725n)).toEqual([a, b, c]);
  });

  test('without a net total that fits, equal pages are copies and others continue', () => {
    for (const net of [null, 999n]) {
      expect(of([page([a, b]), page([a, b])], net)).toEqual([a, b]);
      expect(of([page([a, b]), page([c, b])], net)).toEqual([a, b, c, b]);
    }
    expect(of([page([a]), page([a])], 210n)).toEqual([a, a]);
  });

  test('page marks part equal pages, and tell a badly read copy', () => {
    const [first, second] = [
      { number: 1, of: 2 },
      { number: 2, of: 2 },
    ];
    expect(of([page([a], first), page([a], second)], null)).toEqual([a, a]);
    const blurred = page([{ name: '纸', amount: '7.00' }], first);
    expect(of([page([a], first), page([b], second), blurred], null)).toEqual([a, b]);
  });

  test('a page without lines says nothing of them', () => {
    expect(of([page([]), page([a, b]), page([])], 350n)).toEqual([a, b]);
    expect(of([page([])], null)).toEqual([]);
  });
});

test.each([
  ['共2页 第1页', { number: 1, of: 2 }],
  ['第 2 页，共 3 页', { number: 2, of: 3 }],
  ['第2页/共3页', { number: 2, of: 3 }],
  ['共1页第3页', null],
  ['第三页', null],
])('%s', (text, mark) => {
  expect(pageMarkIn(['发票号码:', text])).toEqual(mark);
});
