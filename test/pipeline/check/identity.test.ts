import { describe, expect, it } from 'vitest';
import { BUYER_ID, digital, found, LINES, legacy, results, SELLER_ID } from './slips.js';

describe('U1 taxpayer numbers', () => {
  const seller = (value: string, source: 'text' | 'ocr:paddle' = 'text') =>
    found('U1', digital({ fields: { buyerTaxId: null, sellerTaxId: { value, source } } })).map(
      ({ result, severity }) => `${result} ${severity}`,
    );
  const swapped = `${SELLER_ID.slice(0, 17)}${SELLER_ID.endsWith('0') ? '1' : '0'}`;

  it('hold', () => {
    expect(results('U1', digital())).toEqual(['holds E', 'holds E']);
    expect(seller('11010519491231002X')).toEqual(['holds E']);
    expect(seller('11010519491231002X01')).toEqual(['holds E']);
    expect(seller(`320594${BUYER_ID.slice(8, 17)}`)).toEqual(['holds E']);
  });

  it('are an error where the text layer says the same as recognition', () => {
    const value = `${SELLER_ID.slice(0, 17)}${SELLER_ID.endsWith('0') ? '1' : '0'}`;
    const sellerTaxId = { value, source: 'ocr:paddle', agreeing: ['text'] } as const;
    expect(results('U1', digital({ fields: { sellerTaxId } }))).toContain('broken E');
  });

  it('are broken: an error from text, a warning from OCR', () => {
    expect(seller(swapped)).toEqual(['broken E']);
    expect(seller(swapped, 'ocr:paddle')).toEqual(['broken W']);
    expect(seller('91440300I92203821O')).toEqual(['broken E']);
    expect(seller('91440300715267260N')).toEqual(['broken E']);
    expect(seller('91440300')).toEqual(['broken E']);
  });

  it('say which character is wrong', () => {
    const message = found('U1', digital({ fields: { sellerTaxId: swapped } }))[1]?.message;
    expect(message).toContain(`第 18 位为 ${swapped.charAt(17)}，按前 17 位校验应为 ${SELLER_ID.charAt(17)}`);
  });

  it.each([
    '440300192203821',
    '440300192203820',
    '44030019220382101',
    'AB12345678901234',
    '9132**********0001',
    '12345678901234567890',
  ])('are never broken for %s, which has no check that everyone keeps', (value) => {
    expect(seller(value)[0]).not.toMatch(/broken/);
  });

  it('cannot be told without a seller; a buyer need not have one', () => {
    expect(results('U1', digital({ fields: { sellerTaxId: null, buyerTaxId: null } }))).toEqual([
      'unknown W',
    ]);
    expect(results('U1', legacy({ fields: { buyerTaxId: '' } }))).toEqual(['holds E']);
  });
});

describe('N1 the kind by the code', () => {
  it.each([
    ['011002000111', 'vat_general_e', ['holds E']],
    ['011002000112', 'vat_general_e', ['holds E']],
    ['011002000112', 'toll_e', ['holds E']],
    ['052002100113', 'vat_special_e', ['holds E']],
    ['4403183130', 'vat_special_paper', ['holds E']],
    ['4403183630', 'vat_special_paper', ['broken E']],
    ['011002000105', 'vat_general_e', ['broken E']],
    ['011002000113', 'vat_general_e', ['broken E']],
    ['011002000199', 'vat_general_e', ['unknown E']],
    ['01100200011', 'vat_general_e', ['unknown E']],
    ['', 'vat_general_e', []],
  ] as const)('%s on %s: %j', (invoiceCode, kind, expected) => {
    expect(results('N1', legacy({ kind, fields: { invoiceCode } }))).toEqual(expected);
  });

  it('says nothing about kinds without a code', () => {
    expect(results('N1', digital())).toEqual([]);
  });
});

describe('N2 number, code year, region', () => {
  it.each([
    ['8 digits', legacy(), ['holds E']],
    [
      '20 digits under a legacy title',
      legacy({ fields: { invoiceNumber: '24117000000000123456' } }),
      ['broken E', 'holds E'],
    ],
    ['zeros', legacy({ fields: { invoiceNumber: '00000000' } }), ['broken E', 'holds E']],
    ['a code of next year', legacy({ fields: { invoiceCode: '011002200111' } }), ['broken E']],
    ['a code of year 00', legacy({ fields: { invoiceCode: '011000000111' } }), ['broken E']],
    ['a code of earlier years', legacy({ fields: { invoiceCode: '011001700111' } }), ['holds E']],
    ['a code from nowhere', legacy({ fields: { invoiceCode: '099002000111' } }), ['broken E']],
    ['no date', legacy({ fields: { issueDate: null } }), ['unknown E']],
    ['a digital number', digital(), ['holds E']],
    ['8 digits under a digital title', digital({ fields: { invoiceNumber: '70001234' } }), ['broken E']],
    [
      'a digital number of 2020',
      digital({ fields: { invoiceNumber: '20117000000000123456' } }),
      ['broken E'],
    ],
    [
      'a digital number from nowhere',
      digital({ fields: { invoiceNumber: '24997000000000123456' } }),
      ['broken E'],
    ],
    ['no number', digital({ fields: { invoiceNumber: null } }), ['unknown E']],
  ])('%s', (_, slip, expected) => {
    expect(results('N2', slip)).toEqual(expected);
  });
});

describe('N3 the year of a digital number', () => {
  it.each([
    ['the same', digital(), ['holds W']],
    ['another', digital({ fields: { issueDate: '2025-01-02' } }), ['broken W']],
    ['no date', digital({ fields: { issueDate: null } }), ['unknown W']],
    ['no digital number', legacy(), []],
  ])('%s', (_, slip, expected) => {
    expect(results('N3', slip)).toEqual(expected);
  });
});

describe('N7 a special invoice names its buyer', () => {
  it.each([
    ['named', digital(), ['holds E']],
    ['blank on the paper', digital({ fields: { buyerTaxId: '' } }), ['broken E']],
    ['not read', digital({ fields: { buyerTaxId: null } }), ['unknown E']],
    ['a general invoice', digital({ kind: 'digital_general', fields: { buyerTaxId: '' } }), []],
    [
      'an exempt line',
      digital({ lines: [...LINES, { name: '*农产品*大米', taxRate: '免税' }] }),
      ['holds E', 'broken W'],
    ],
  ])('%s', (_, slip, expected) => {
    expect(results('N7', slip)).toEqual(expected);
  });

  it('uses a made-up buyer with right check characters', () => {
    expect(BUYER_ID).toHaveLength(18);
  });
});
