import { describe, expect, it } from 'vitest';
import { digital, found, LINES, legacy, results } from './slips.js';

describe('Y2 the future', () => {
  it.each([
    ['2024-05-28', '2024-05-28', ['holds E']],
    ['2024-05-28', '2024-05-27', ['broken E']],
    ['2024-05-28', '2026-01-01', ['holds E']],
  ])('issued %s, today %s', (_, today, expected) => {
    expect(results('Y2', digital(), today)).toEqual(expected);
  });

  it('cannot be told without a date', () => {
    expect(results('Y2', digital({ fields: { issueDate: null } }))).toEqual(['unknown E']);
  });

  it('looks at the trip of a taxi receipt, and lets a train ticket be for tomorrow', () => {
    expect(results('Y2', digital({ kind: 'taxi_paper', fields: { tripDate: '2027-01-01' } }))).toEqual([
      'broken E',
    ]);
    const train = { issueDate: null, travelDate: '2027-01-01' };
    expect(results('Y2', digital({ kind: 'train_paper', fields: train }))).toEqual([]);
  });
});

describe('N6 kinds and their time', () => {
  it.each([
    ['digital_special', '2024-05-28', ['holds W']],
    ['digital_special', '2021-11-30', ['broken W']],
    ['digital_rail', '2024-10-31', ['broken E']],
    ['digital_rail', '2024-11-01', ['holds E']],
    ['digital_air', '2024-11-30', ['broken E']],
    ['freight_special_paper', '2016-06-30', ['holds W']],
    ['freight_special_paper', '2016-07-01', ['broken W']],
    ['vat_special_e', '2020-08-31', ['broken W']],
    ['toll_e', '2017-12-31', ['broken W']],
    ['vat_special_paper', '1999-01-01', []],
  ] as const)('%s on %s: %j', (kind, issueDate, expected) => {
    expect(results('N6', legacy({ kind, fields: { issueDate } }))).toEqual(expected);
  });

  it('knows when paper invoices got long codes', () => {
    const paper = (invoiceCode: string, issueDate: string) =>
      results('N6', legacy({ kind: 'vat_general_paper', fields: { invoiceCode, issueDate } }));
    expect(paper('037021700104', '2017-12-31')).toEqual(['broken W']);
    expect(paper('037021700104', '2018-01-01')).toEqual(['holds W']);
    expect(paper('4200161350', '2016-12-31')).toEqual([]);
  });

  it('cannot be told without a date', () => {
    expect(results('N6', digital({ fields: { issueDate: null } }))).toEqual(['unknown W']);
  });
});

describe('R1 rates and their time', () => {
  const rate = (taxRate: string, issueDate: string, source: 'text' | 'ocr:paddle' = 'text') =>
    results(
      'R1',
      digital({ lines: LINES.map((line) => ({ ...line, taxRate })), fields: { issueDate }, all: { source } }),
    );

  it.each([
    ['6%', '2024-05-28', ['holds W']],
    ['免税', '2024-05-28', ['holds W']],
    ['16%', '2024-05-28', ['broken W']],
    ['13%', '2018-12-01', ['broken W']],
    ['9%', '2019-03-31', ['broken E']],
    ['12%', '2024-05-28', ['broken E']],
  ])('%s on %s: %j', (taxRate, date, expected) => {
    expect(rate(taxRate, date)).toEqual(expected);
  });

  it('only warns of an impossible rate that OCR read', () => {
    expect(rate('12%', '2024-05-28', 'ocr:paddle')).toEqual(['broken W']);
  });

  it('says which rate and which day', () => {
    expect(found('R1', digital({ fields: { issueDate: '2024-05-28' } }))[0]?.message).toBe(
      '税率 6% 在 2024-05-28 有效',
    );
  });

  it('cannot be told without a date, and says nothing without rates', () => {
    expect(results('R1', digital({ fields: { issueDate: null } }))).toEqual(['unknown W']);
    expect(results('R1', digital({ lines: [] }))).toEqual([]);
  });
});
