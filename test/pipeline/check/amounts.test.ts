import { describe, expect, it } from 'vitest';
import type { LineItem } from '../../../src/document/slip.js';
import { isProduct } from '../../../src/pipeline/check/rules/decimal.js';
import { vectors } from '../../support/vectors.js';
import { digital, found, LINES, legacy, results } from './slips.js';

describe('A1 words = figures', () => {
  it('holds, also in another lawful spelling, also with a warning about the spelling', () => {
    expect(results('A1', digital())).toEqual(['holds E']);
    expect(results('A1', digital({ fields: { grossTotalWords: '⊗肆仟肆佰肆拾玖元正' } }))).toEqual([
      'holds E',
    ]);
    expect(found('A1', digital({ fields: { grossTotalWords: '肆仟肆百肆拾玖圆整' } }))[0]?.message).toMatch(
      /不规范/,
    );
  });

  it('is broken when the values differ, and says both', () => {
    const slip = digital({ fields: { grossTotalWords: '肆仟肆佰玖拾肆圆整' } });
    expect(results('A1', slip)).toEqual(['broken E']);
    expect(found('A1', slip)[0]?.message).toMatch(/4494\.00.*4449\.00/);
  });

  it('warns of other figures that a text layer has, though words and QR were believed', () => {
    const rival = { value: '44490.00', confidence: 0, box: null, page: 1 } as const;
    const having = (source: 'text' | 'ocr:paddle') =>
      digital({ fields: { grossTotal: { value: '4449.00', source: 'qr', rivals: [{ ...rival, source }] } } });
    expect(results('A1', having('text'))).toEqual(['broken W']);
    expect(found('A1', having('text'))[0]?.message).toMatch(/4449\.00.*44490\.00/);
    expect(results('A1', having('ocr:paddle'))).toEqual(['holds E']);
  });

  it.each([
    ['no words', { grossTotalWords: null }],
    ['no figures', { grossTotal: null }],
    ['words beyond reading', { grossTotalWords: '肆仟肆佰口拾玖圆整' }],
    ['doubtful OCR of the words', { grossTotalWords: { value: '肆仟肆佰陈拾玖圆整', source: 'ocr:paddle' } }],
    ['figures computed from the words', { grossTotal: { value: '4449.00', source: 'rule' } }],
  ] as const)('cannot tell with %s', (_, fields) => {
    expect(results('A1', digital({ fields }))).toEqual(['unknown E']);
  });

  it('holds the vehicle total against the words of a used car', () => {
    const words = { grossTotalWords: null, priceWords: '肆仟肆佰肆拾玖圆整' };
    const car = { ...words, grossTotal: null, carTotal: '4449.00' };
    expect(results('A1', legacy({ kind: 'used_vehicle_paper', fields: car }))).toEqual(['holds E']);
    const dearer = { ...car, carTotal: '4494.00' };
    expect(results('A1', legacy({ kind: 'used_vehicle_paper', fields: dearer }))).toEqual(['broken E']);
  });

  it('does not ask a rail ticket for words', () => {
    expect(results('A1', digital({ kind: 'digital_rail' }))).toEqual([]);
  });
});

describe('A2 the totals', () => {
  const bare = (fields: Parameters<typeof digital>[0]) => digital({ lines: [], ...fields });

  it.each(vectors.arithmetic)('$net + $tax = $gross', ({ net, tax, gross, rate }) => {
    const line: LineItem = { name: '*咨询服务*咨询费', amount: net, taxRate: rate, taxAmount: tax };
    const slip = digital({ fields: { netTotal: net, taxTotal: tax, grossTotal: gross }, lines: [line] });
    expect(results('A2', slip)).toEqual(['holds E', 'holds E', 'holds E', 'holds E']);
  });

  it.each([
    [{ taxTotal: '251.84' }, 'broken W'],
    [{ taxTotal: '251.85' }, 'broken E'],
    [{ netTotal: '4917.17' }, 'broken E'],
    [{ grossTotal: '-4449.00' }, 'broken E'],
    [{ netTotal: '-4197.17', taxTotal: '-251.83', grossTotal: '-4449.00' }, 'holds E'],
    [{ netTotal: '4449.00', taxTotal: '***' }, 'holds E'],
    [{ netTotal: '4449.00', taxTotal: '' }, 'holds E'],
    [{ taxTotal: null }, 'unknown E'],
    [{ netTotal: null }, 'unknown E'],
    [{ netTotal: { value: '4197.17', source: 'rule' } }, 'unknown E'],
  ] as const)('%j: %s', (fields, expected) => {
    expect(results('A2', bare({ fields }))).toEqual([expected]);
  });

  it('takes the fare of a rail ticket', () => {
    const fare = { netTotal: '83.49', taxTotal: '7.51', fare: '91.00', grossTotal: null };
    expect(results('A2', bare({ kind: 'digital_rail', fields: fare }))).toEqual(['holds E']);
  });

  it('says nothing about kinds that print no tax', () => {
    expect(results('A2', legacy({ kind: 'used_vehicle_paper' }))).toEqual([]);
  });
});

describe('A2 the lines', () => {
  const [first, second] = LINES;
  if (first === undefined || second === undefined) throw new Error('two lines expected');
  const withLines = (lines: readonly LineItem[], changes: Parameters<typeof digital>[0] = {}) =>
    results('A2', digital({ lines, ...changes })).slice(1);

  it('hold: sums, line taxes, prices', () => {
    expect(withLines(LINES)).toEqual(['holds E', 'holds E', 'holds E', 'holds E']);
  });

  it('are broken when a line is missing: an error from text, a warning from OCR', () => {
    expect(withLines([first])).toEqual(['broken E', 'broken E', 'holds E', 'holds E']);
    expect(withLines([first], { all: { source: 'ocr:paddle' } })).toEqual([
      'broken W',
      'broken W',
      'holds E',
      'holds E',
    ]);
  });

  it('are only a warning one fen off', () => {
    expect(withLines([first, { ...second, amount: '197.18' }])[0]).toBe('broken W');
  });

  it('cannot be told when a cell was not read', () => {
    const { taxAmount, ...noTax } = second;
    expect(taxAmount).toBe('11.83');
    expect(withLines([first, noTax])).toEqual(['holds E', 'unknown E', 'holds E', 'holds E']);
  });

  it('may differ by 0.06 from amount × rate, not by 0.07', () => {
    const tax = (cents: string) => withLines([{ ...first, taxAmount: cents }])[2];
    expect(tax('240.06')).toBe('holds E');
    expect(tax('239.94')).toBe('holds E');
    expect(tax('240.07')).toBe('broken E');
    expect(tax('24.00')).toBe('broken E');
  });

  it('are exempt without tax, and not with it', () => {
    const exempt = { name: '*农产品*大米', amount: '4449.00', taxRate: '免税', taxAmount: '***' };
    const fields = { netTotal: '4449.00', taxTotal: '***' };
    expect(withLines([exempt], { fields })).toEqual(['holds E', 'holds E', 'holds E']);
    expect(withLines([{ ...exempt, taxAmount: '266.94' }], { fields })[2]).toBe('broken E');
  });

  it('subtract discounts', () => {
    const discount = { name: first.name, amount: '-1000.00', taxRate: '6%', taxAmount: '-60.00' };
    const fields = { netTotal: '3197.17', taxTotal: '191.83', grossTotal: '3389.00' };
    expect(withLines([...LINES, discount], { fields })).toEqual(['holds E', 'holds E', 'holds E', 'holds E']);
  });

  it('are not held to amount × rate under differential tax', () => {
    const line = { name: '*旅游服务*旅游费', amount: '9886.79', taxRate: '6%', taxAmount: '113.21' };
    const fields = {
      netTotal: '9886.79',
      taxTotal: '113.21',
      grossTotal: '10000.00',
      note: '差额征税。扣除额：8000.00元。',
    };
    expect(withLines([line], { fields })).toEqual(['holds E', 'holds E']);
    expect(withLines([line], { fields: { ...fields, note: null } })[2]).toBe('broken E');
  });

  it('warn when quantity × price is another amount', () => {
    expect(withLines([{ ...first, quantity: '3' }, second])[3]).toBe('broken W');
  });
});

describe('isProduct', () => {
  it.each([
    ['2000', '2', 400000n, true],
    ['2000', '2', 400001n, true],
    ['2000', '2', 400002n, false],
    ['65.723333333333333', '3', 19717n, true],
    ['0.3333', '30000', 1000000n, true],
    ['0.333', '30000', 1000000n, false],
    ['1,000.00', '-2', -200000n, true],
    ['88.5', '0.5', 4425n, true],
    ['', '2', 0n, null],
    ['88.5', '2台', 17700n, null],
  ] as const)('%s × %s = %s fen: %s', (price, quantity, amount, expected) => {
    expect(isProduct(price, quantity, amount)).toBe(expected);
  });
});
