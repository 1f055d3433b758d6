import { describe, expect, test } from 'vitest';
import { taggedInvoice } from '../../../../src/pipeline/read/structured/tags.js';
import type { OfdTag } from '../../../../src/ports/ofd.js';

const tag = (name: string, ...pieces: string[]): OfdTag => ({
  name,
  within: [],
  group: 0,
  text: pieces.join(''),
  pieces,
});
const cell = (group: number, name: string, text: string): OfdTag => ({
  ...tag(name, text),
  within: ['GoodsInfos', 'GoodsInfo'],
  group,
});

const HEADER = [
  tag('InvoiceNo', '24999000000000000017'),
  tag('IssueDate', '2025年03月04日'),
  tag('SellerName', '虚构蜃楼（厦门）', '贸易有限公司'),
  tag('TaxExclusiveTotalAmount', '¥', '1234.56'),
  tag('TaxTotalAmount', '***'),
  tag('InvoiceClerk', '甲'),
  tag('InvoiceClerk', '乙'),
  tag('Note', '第一行', '第二行'),
];

test('names that every object has are no fields', () => {
  const strange = ['constructor', 'toString', '__proto__'].map((name) => ({
    ...tag(name, 'x'),
    within: ['Note'],
  }));
  const data = JSON.parse('{"constructor": "x", "valueOf": "x", "__proto__": "x"}');
  expect(taggedInvoice([...strange, ...HEADER], data)).toEqual(taggedInvoice(HEADER, {}));
});

test('header tags become fields in normal form; of a tag that comes again the first counts', () => {
  expect(taggedInvoice(HEADER, {})).toEqual({
    source: 'ofd',
    kind: null,
    fields: {
      invoiceNumber: '24999000000000000017',
      issueDate: '2025-03-04',
      sellerName: '虚构蜃楼(厦门)贸易有限公司',
      netTotal: '1234.56',
      taxTotal: '***',
      drawer: '甲',
      note: '第一行 第二行',
    },
    lines: [],
  });
});

test('a red invoice names the one that it takes back, a deduction its amount', () => {
  const red = [tag('OriginalInvoiceCode', '011001900111'), tag('OriginalInvoiceNo', '00000017')];
  expect(taggedInvoice([...HEADER, ...red, tag('DeductibleAmount', '10.00')], {})?.fields).toMatchObject({
    precedingInvoice: '01100190011100000017',
    deduction: '10.00',
  });
  expect(taggedInvoice([...HEADER, tag('OriginalInvoiceNo', '')], {})?.fields).not.toHaveProperty(
    'precedingInvoice',
  );
});

test('custom data speak where no tag does', () => {
  const data = { 发票号码: '24999000000000000099', 价税合计: '1395.05', 'native-producer': 'x' };
  expect(taggedInvoice(HEADER, data)?.fields).toMatchObject({
    invoiceNumber: '24999000000000000017',
    grossTotal: '1395.05',
  });
  const alone = {
    发票代码: '099002500111',
    发票号码: '09876543',
    合计金额: '800.00',
    销售方名称: '虚构公司',
  };
  expect(taggedInvoice([], alone)?.fields).toEqual({
    invoiceCode: '099002500111',
    invoiceNumber: '09876543',
    netTotal: '800.00',
    sellerName: '虚构公司',
  });
});

test.each([
  ['nothing', []],
  ['a number alone', [tag('InvoiceNo', '24999000000000000017')]],
  ['no number', HEADER.slice(1)],
])('%s is no invoice', (_, tags) => {
  expect(taggedInvoice(tags, {})).toBeNull();
});

describe('lines of goods', () => {
  const linesOf = (...tags: OfdTag[]) => taggedInvoice([...HEADER, ...tags], {})?.lines;

  test('as the file groups them, whatever a line leaves out', () => {
    const lines = linesOf(
      cell(0, 'Item', '*家具*椅子'),
      cell(0, 'Quantity', '2'),
      cell(0, 'Amount', '200.00'),
      cell(1, 'Item', '*家具*椅子'),
      cell(1, 'Amount', '-20.00'),
      cell(1, 'TaxScheme', '13%'),
    );
    expect(lines).toEqual([
      { name: '*家具*椅子', quantity: '2', amount: '200.00' },
      { name: '*家具*椅子', amount: '-20.00', taxRate: '13%' },
    ]);
  });

  test('without groups in their order, where every column has as many', () => {
    const two = [tag('Item', '甲'), tag('Item', '乙'), tag('Amount', '1.00'), tag('Amount', '2.00')];
    expect(linesOf(...two)).toEqual([
      { name: '甲', amount: '1.00' },
      { name: '乙', amount: '2.00' },
    ]);
  });

  test('none where a name may be wrapped or a cell empty: the page tells those', () => {
    expect(linesOf(tag('Item', '甲'), tag('Item', '乙'), tag('Amount', '1.00'))).toEqual([]);
  });
});
