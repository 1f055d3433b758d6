import { describe, expect, it } from 'vitest';
import { parseInvoiceCode } from '../../src/invoice/code.js';
import { digitalNumberFault, parseDigitalNumber, rejoin, splitUniqueCode } from '../../src/invoice/number.js';
import { vectors } from '../support/vectors.js';

describe('parseInvoiceCode', () => {
  it.each(vectors.invoiceCode)('$code', ({ code, kind, year, region4, regionKnown }) => {
    const parsed = parseInvoiceCode(code);
    expect(parsed).toMatchObject({ qrType: kind, year, region: region4 });
    expect(parsed?.regionName !== null).toBe(regionKnown);
  });

  it.each(vectors.qr.filter(({ code }) => code !== ''))(
    'the code of $text has the type of the QR',
    ({ code, type }) => {
      expect(parseInvoiceCode(code)?.qrType).toBe(type);
    },
  );

  it.each([
    ['011001605112', 'toll_e', '北京'],
    ['032001900117', 'used_vehicle_paper', '江苏'],
    ['033001900313', 'vat_special_e', '浙江'],
    ['044001900106', 'vat_general_roll', '广东'],
    ['144031539110', 'vat_general_e', '深圳'],
    ['132001820111', 'motor_vehicle_paper', '江苏'],
    ['144031809110', 'blockchain_general', '深圳'],
    ['3200163720', 'freight_special_paper', '江苏'],
    ['011001605199', null, '北京'],
  ])('%s is %s of %s', (code, kind, regionName) => {
    expect(parseInvoiceCode(code)).toMatchObject({ kind, regionName });
  });

  it('knows the copies of short codes', () => {
    expect(parseInvoiceCode('4403183130')?.copies).toBe(3);
    expect(parseInvoiceCode('037021800104')?.copies).toBeNull();
  });

  it.each(['', '44031831', '44031831300', '44031831X0', '24112000000048542163'])('refuses %j', (code) => {
    expect(parseInvoiceCode(code)).toBeNull();
  });
});

describe('parseDigitalNumber', () => {
  it.each(vectors.digitalNumber)('$number', ({ number, ...expected }) => {
    expect(parseDigitalNumber(number)).toMatchObject(expected);
    expect(digitalNumberFault(number)).toBeNull();
  });

  it.each(Object.entries(vectors.digitalNumberInvalid))('%s: %s', (number, fault) => {
    expect(parseDigitalNumber(number)).toBeNull();
    expect(digitalNumberFault(number)).toBe(fault === 'region' ? 'region' : 'legacy');
  });

  it('asks for 20 digits', () => {
    expect(digitalNumberFault('2411200000004854216')).toBe('length');
  });
});

describe('splitUniqueCode and rejoin', () => {
  it('tell code and number run together from a digital number', () => {
    expect(splitUniqueCode('03300220021199999917')).toEqual({ code: '033002200211', number: '99999917' });
    expect(splitUniqueCode('330023213002630221')).toEqual({ code: '3300232130', number: '02630221' });
    expect(splitUniqueCode('24112000000048542163')).toBeNull();
    expect(splitUniqueCode('990000000000000000')).toBeNull();
  });

  it('put a split digital number together again, and only that', () => {
    expect(rejoin('241120000000', '48542163')).toBe('24112000000048542163');
    expect(rejoin('033002200211', '99999917')).toBeNull();
    expect(rejoin('3300232130', '02630221')).toBeNull();
  });
});
