import { describe, expect, it } from 'vitest';
import { KINDS } from '../../src/invoice/kinds.js';
import { formatMoney, parseMoney } from '../../src/invoice/money.js';
import { crc16, crc16Modbus, formatInvoiceQr, parseInvoiceQr } from '../../src/invoice/qr.js';
import { seeded, vectors } from '../support/vectors.js';

const CRC: Record<string, string> = {
  match: 'match',
  matchWithoutComma: 'match-without-comma',
  matchModbus: 'match-modbus',
  mismatch: 'mismatch',
  absent: 'absent',
};

describe('vectors', () => {
  it.each(vectors.qr)('$text', (vector) => {
    const { text, type, code, number, amount, date, checkCode } = vector;
    expect(parseInvoiceQr(text)).toMatchObject({
      form: 'fields',
      type,
      code: code === '' ? null : code,
      number,
      amount: parseMoney(amount),
      amountBasis: vector.amountBasis === 'includingTax' ? 'gross' : 'net',
      date: `${date.slice(0, 4)}-${date.slice(4, 6)}-${date.slice(6)}`,
      checkCode: checkCode === '' ? null : checkCode,
      crc: CRC[vector.crcResult],
    });
    const kind = parseInvoiceQr(text)?.kind;
    expect(kind && KINDS[kind].qrTypes).toContain(type);
  });

  it('CRC check values', () => {
    expect(crc16('123456789')).toBe(vectors.crcSelfTest.umts_123456789);
    expect(crc16Modbus('123456789')).toBe(vectors.crcSelfTest.modbus_123456789);
  });
});

/** Made up, with its right CRC. */
const covered = '01,31,,24117000000000123456,4449.00,20240528,,';
const crc = crc16(covered);

describe('variants', () => {
  it.each([
    ['full-width commas', `${covered}${crc}`.replaceAll(',', '，'), 'match'],
    ['line end', `${covered}${crc}\r\n`, 'match'],
    ['a byte order mark', `\uFEFF${covered}${crc}`, 'match'],
    ['trailing commas', `${covered}${crc},,`, 'match'],
    ['more fields behind', `${covered}${crc},开票人,,;;`, 'match'],
    ['another line behind', `${covered}${crc},\r\nhttps://example.org/?a=1,2`, 'match'],
    ['lower case', `${covered}${crc.toLowerCase()}`, 'match'],
    ['a leading zero too many', `${covered}0${crc}`, 'match'],
    ['spaces', `01, 31, , 24117000000000123456, 4449.00, 20240528, , ${crc}`, 'match'],
    ['no CRC', covered, 'absent'],
    ['no comma at the end', covered.slice(0, -2), 'absent'],
    ['a CRC that is none', `${covered}WXYZ`, 'mismatch'],
    ['another CRC', `${covered}${crc === '0000' ? '0001' : '0000'}`, 'mismatch'],
  ])('%s', (_, text, result) => {
    expect(parseInvoiceQr(text)).toMatchObject({
      kind: 'digital_special',
      number: '24117000000000123456',
      amount: 444900n,
      date: '2024-05-28',
      crc: result,
    });
  });

  it('an empty field written as a space counts for the CRC', () => {
    const spaced = '01,31, ,24117000000000123456,4449.00,20240528, ,';
    expect(parseInvoiceQr(`${spaced}${crc16(spaced)}`)).toMatchObject({
      code: null,
      checkCode: null,
      crc: 'match',
    });
  });

  it('a CRC with its leading zero dropped', () => {
    const random = seeded(3);
    let short = '';
    while (short === '') {
      const text = `01,32,,2411700000000${1000000 + random(1000000)},1.00,20240528,,`;
      if (crc16(text).startsWith('0')) short = `${text}${crc16(text).replace(/^0+/, '')}`;
    }
    expect(parseInvoiceQr(short)?.crc).toBe('match');
  });

  it('a dashed date', () => {
    expect(parseInvoiceQr('01,32,,24117000000000123456,43.30,2024-10-19,,')).toMatchObject({
      date: '2024-10-19',
      crc: 'absent',
    });
  });

  it('a minus, and an amount or date beyond reading', () => {
    expect(parseInvoiceQr('01,32,,24117000000000123456,-43.3,20241019,,')?.amount).toBe(-4330n);
    expect(parseInvoiceQr('01,32,,24117000000000123456,x,20241399,,')).toMatchObject({
      amount: null,
      date: null,
    });
  });
});

describe('kind', () => {
  const legacy = (type: string, code: string) =>
    parseInvoiceQr(`01,${type},${code},12345678,1.00,20210301,,`)?.kind;
  it.each([
    ['10', '011002000111', 'vat_general_e'],
    ['10', '011002000112', 'toll_e'],
    ['14', '011002000112', 'toll_e'],
    ['20', '011002000113', 'vat_special_e'],
    ['08', '011002000113', 'vat_special_e'],
    ['20', '052002100113', 'vat_special_e'],
    ['15', '011002000117', 'used_vehicle_paper'],
    ['99', '011002000105', 'vat_general_paper'],
    ['99', '011002000199', null],
  ])('type %s with code %s is %s', (type, code, kind) => {
    expect(legacy(type, code)).toBe(kind);
  });

  it('is unknown where type and number contradict each other', () => {
    expect(parseInvoiceQr('01,01,,24117000000000123456,1.00,20240301,,')?.kind).toBeNull();
    expect(parseInvoiceQr('01,31,,12345678,1.00,20240301,,')?.kind).toBeNull();
  });
});

describe('links', () => {
  it('of blockchain invoices carry fen', () => {
    const url =
      'https://bcfp.shenzhen.chinatax.gov.cn/verify/scan?hash=0a1b&bill_num=30532037&total_amount=7200';
    expect(parseInvoiceQr(url)).toMatchObject({
      form: 'blockchain',
      kind: 'blockchain_general',
      number: '30532037',
      amount: 7200n,
      amountBasis: 'gross',
      crc: 'absent',
    });
  });

  it('of fiscal e-bills carry code, number and check code', () => {
    expect(parseInvoiceQr('http://einvoice.jiangsu.cn/page/32060123/0012345678/a1b2c3')).toMatchObject({
      form: 'fiscal',
      kind: 'fiscal_ebill',
      code: '32060123',
      number: '0012345678',
      checkCode: 'a1b2c3',
      amount: null,
    });
  });
});

it.each([
  '',
  'hello',
  '$01</>晨星科技</>$',
  'https://example.com/page/32060123/0012345678/a1b2c3',
  'https://',
  '02,31,,24117000000000123456,1,20240528,,',
  '01,31,,2411700000000012345,1,20240528,,',
  '01,31,123,24117000000000123456,1,20240528,,',
  '01,31,,24117000000000123456',
  '123456789012345678901234',
])('%j is no invoice QR', (text) => {
  expect(parseInvoiceQr(text)).toBeNull();
});

describe('formatInvoiceQr', () => {
  it('writes what public strings say', () => {
    expect(
      formatInvoiceQr({
        type: '31',
        code: '',
        number: '24112000000048542163',
        amount: 444900n,
        date: '2024-05-28',
        checkCode: '',
      }),
    ).toBe('01,31,,24112000000048542163,4449.00,20240528,,B2B6');
    expect(
      formatInvoiceQr({
        type: '01',
        code: '1200154130',
        number: '03630024',
        amount: 9433962n,
        date: '2016-06-21',
        checkCode: '',
      }),
    ).toBe('01,01,1200154130,03630024,94339.62,20160621,,9335,');
  });

  it('is read back with a matching CRC', () => {
    const random = seeded(11);
    const digits = (count: number) => Array.from({ length: count }, () => random(10)).join('');
    for (let i = 0; i < 300; i += 1) {
      const digital = random(2) === 0;
      const invoice = {
        type: digital ? '32' : '10',
        code: digital ? '' : `0${digits(9)}11`,
        number: digital ? `2411${digits(16)}` : digits(8),
        amount: BigInt(random(2 ** 30)) - 2n ** 28n,
        date: `20${20 + random(7)}-0${1 + random(9)}-1${random(10)}`,
        checkCode: digital ? '' : digits(20),
      };
      const parsed = parseInvoiceQr(formatInvoiceQr(invoice));
      expect(parsed, formatMoney(invoice.amount)).toMatchObject({
        type: invoice.type,
        number: invoice.number,
        amount: invoice.amount,
        date: invoice.date,
        code: invoice.code || null,
        checkCode: invoice.checkCode || null,
        crc: 'match',
      });
    }
  });

  it('has a CRC that catches every wrong digit', () => {
    for (let i = 7; i < 40; i += 1) {
      if (!/\d/.test(covered.charAt(i))) continue;
      const other = (Number(covered.charAt(i)) + 1) % 10;
      const parsed = parseInvoiceQr(`${covered.slice(0, i)}${other}${covered.slice(i + 1)}${crc}`);
      expect(parsed === null || parsed.crc === 'mismatch').toBe(true);
    }
  });
});
