import { expect, test } from 'vitest';
import { countExact, countedFields, countFound, printedShapes } from '../../bench/speed/found.js';
import { spreadOf, type Total, tableOf, targetTable } from '../../bench/speed/table.js';

const TRUTH = {
  invoiceNumber: '24332000000012345678',
  issueDate: '2024-03-01',
  buyerName: '浙江云杉（宁波）检测技术有限公司',
  grossTotal: '12345.60',
  fare: '38.00',
  note: '第一行 第二行',
  payee: '',
} as const;

test('a value is found in whatever usual shape a page prints it', () => {
  const page = [
    '发票号码： 2433 2000 0000 1234 5678',
    '开票日期：2024年 3月1日',
    '名称：浙江云杉(宁波)检测',
    '技术有限公司',
    '（小写）￥12,345.60   票价 38元',
  ].join('\n');
  expect(countFound(TRUTH, page)).toBe(5);
});

test('a shortened run of digits, another day and another amount are not found', () => {
  const page = '2433200000001234567 2024年03月11日 浙江云杉（宁波）检侧技术有限公司 ¥12345.06 83.00';
  expect(countFound(TRUTH, page)).toBe(0);
});

test('blocks of several lines and blank fields are not counted', () => {
  expect(countedFields(TRUTH).map(([field]) => field)).not.toContain('note');
  expect(countedFields(TRUTH)).toHaveLength(5);
});

test('the shapes of a date and an amount', () => {
  expect(printedShapes('issueDate', '2024-03-01')).toEqual(
    expect.arrayContaining(['2024年03月01日', '2024年3月1日', '20240301', '2024.03.01']),
  );
  expect(printedShapes('grossTotal', '1234567.80')).toEqual(['1234567.80', '1,234,567.80']);
});

test('what was extracted must be exact, and all of it on one slip', () => {
  const slip = { invoiceNumber: TRUTH.invoiceNumber, issueDate: '2024年3月1日', grossTotal: '12,345.6' };
  expect(countExact(TRUTH, [{ fare: '38' }, slip])).toBe(3);
  expect(countExact(TRUTH, [{ ...slip, grossTotal: '12345.61' }])).toBe(2);
  expect(countExact(TRUTH, [])).toBe(0);
});

test('the middle and the 95th of a hundred', () => {
  const values = Array.from({ length: 100 }, (_, index) => 100 - index);
  expect(spreadOf(values)).toEqual({ median: 50, p95: 95 });
});

test('a target is met or not, by its own bound', () => {
  const of = (cpu: number, megabytes: number, right: number): Total => ({
    cpu: [cpu],
    peakBytes: megabytes * 1e6,
    fields: 100,
    right,
    found: right,
  });
  const met = (ours: Total) =>
    targetTable(
      new Map([
        ['yanpiao', ours],
        ['tesseract.js', of(3000, 300, 60)],
        ['ocr-node', of(6000, 4200, 90)],
      ]),
    )
      ?.split('\n')
      .slice(2)
      .map((row) => row.split('|').at(-2)?.trim());
  expect(met(of(2000, 700, 90))).toEqual(['yes', 'yes', 'yes', 'yes', 'yes', 'yes']);
  expect(met(of(3001, 701, 89))).toEqual(['no', 'no', 'no', 'no', 'no', 'no']);
});

test('a table is Markdown whose columns stand under each other', () => {
  expect(tableOf(['a', 'b', 'n'], [['one', 'x', '10']])).toBe(
    ['| a   | b |  n |', '|-----|---|---:|', '| one | x | 10 |'].join('\n'),
  );
});
