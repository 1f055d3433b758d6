import { describe, expect, it } from 'vitest';
import { quadOf } from '../../../src/document/geometry.js';
import type { Sheet } from '../../../src/document/sheet.js';
import type { Rival, Slip } from '../../../src/document/slip.js';
import { formatInvoiceQr } from '../../../src/invoice/qr.js';
import { checkSlip } from '../../../src/pipeline/check/check.js';
import { seenOn } from '../../../src/pipeline/check/subject.js';
import { digital, found, legacy, results, TODAY } from './slips.js';

const rival = (value: string, source: Rival['source']): Rival => ({
  value,
  source,
  confidence: 0.01,
  box: null,
  page: 1,
});

describe('Q1 QR = print', () => {
  it('holds on both tax bases', () => {
    expect(results('Q1', digital())).toEqual(['holds E']);
    expect(results('Q1', legacy())).toEqual(['holds E']);
    expect(found('Q1', legacy())[0]?.message).toMatch(/发票代码、发票号码、开票日期、合计金额、校验码/);
    expect(found('Q1', digital())[0]?.message).toMatch(/发票号码、开票日期、价税合计$/);
  });

  it.each([
    [
      'number',
      digital({ fields: { invoiceNumber: '24117000000000123457' } }),
      /发票号码二维码为 24117000000000123456，票面为 24117000000000123457/,
    ],
    ['date', digital({ fields: { issueDate: '2024-05-29' } }), /2024-05-28.*2024-05-29/],
    ['gross amount', digital({ fields: { grossTotal: '44490.00' } }), /4449\.00.*44490\.00/],
    ['net amount', legacy({ fields: { netTotal: '41970.17' } }), /4197\.17.*41970\.17/],
    ['code', legacy({ fields: { invoiceCode: '011002000112' } }), /发票代码/],
    ['check code', legacy({ fields: { checkCode: '12345678901234567891' } }), /校验码/],
  ])('is broken by another %s', (_, slip, message) => {
    expect(results('Q1', slip)).toEqual(['broken E']);
    expect(found('Q1', slip)[0]?.message).toMatch(message);
  });

  it('is only a warning while the print is unconfirmed', () => {
    const doubtful = { value: '44490.00', source: 'ocr:paddle', accepted: false } as const;
    expect(results('Q1', digital({ fields: { grossTotal: doubtful } }))).toEqual(['broken W']);
  });

  it('is an error where a text layer says otherwise, accepted or not', () => {
    const doubtful = { value: '44490.00', source: 'text', accepted: false } as const;
    expect(results('Q1', digital({ fields: { grossTotal: doubtful } }))).toEqual(['broken E']);
    const lost = { value: '2024-05-28', source: 'qr', accepted: false } as const;
    const issueDate = { ...lost, rivals: [rival('2024-05-29', 'text')] };
    expect(results('Q1', digital({ fields: { issueDate } }))).toEqual(['broken E']);
    expect(found('Q1', digital({ fields: { issueDate } }))[0]).not.toHaveProperty('unsure');
  });

  it('does not say that a total agrees whose figures in the text layer are others than its words', () => {
    const grossTotal = {
      value: '4449.00',
      source: 'qr',
      agreeing: ['text'],
      rivals: [rival('44490.00', 'text')],
    } as const;
    const [finding] = found('Q1', digital({ fields: { grossTotal } }));
    expect(finding?.message).toMatch(/发票号码、开票日期$/);
  });

  it('cannot tell from fields that came from the QR itself', () => {
    const fields = {
      invoiceNumber: { value: '24117000000000123456', source: 'qr' },
      issueDate: { value: '2024-05-28', source: 'qr' },
      grossTotal: { value: '4449.00', source: 'qr' },
    } as const;
    expect(results('Q1', digital({ fields }))).toEqual(['unknown E']);
  });

  describe('where the QR was preferred', () => {
    const number = '24117000000000123456';
    const judged = (rivals: readonly Rival[], agreeing?: readonly ['text']) =>
      digital({
        fields: {
          invoiceNumber: { value: number, source: 'qr', rivals, ...(agreeing ? { agreeing } : {}) },
          issueDate: null,
          grossTotal: null,
        },
      });

    it('holds by another source with the same value', () => {
      expect(results('Q1', judged([], ['text']))).toEqual(['holds E']);
      expect(
        results('Q1', judged([rival(number, 'ocr:paddle'), rival('24117000000000123458', 'ocr:paddle')])),
      ).toEqual(['holds E']);
    });

    it('is broken by a text layer with another value', () => {
      expect(results('Q1', judged([rival('24117000000000123458', 'text')]))).toEqual(['broken E']);
    });

    it('cannot tell from a losing OCR reading: it may be a misread digit', () => {
      const slip = judged([rival('24117000000000123458', 'ocr:paddle')]);
      expect(results('Q1', slip)).toEqual(['unknown E']);
      expect(found('Q1', slip)[0]?.message).toMatch(/可能是误读.*123458/);
    });
  });

  it('says nothing without an invoice QR', () => {
    expect(results('Q1', digital({ qr: null }))).toEqual([]);
    expect(results('Q1', digital({ qr: 'https://example.com/' }))).toEqual([]);
  });
});

describe('Q2 CRC', () => {
  const text = digital().qr ?? '';
  it.each([
    ['right', text, ['holds W']],
    ['wrong', `${text.slice(0, -4)}${text.endsWith('0000') ? '0001' : '0000'}`, ['broken W']],
    ['absent', text.slice(0, -4), ['unknown W']],
    ['of a link', 'http://einvoice.jiangsu.cn/page/32060123/0012345678/a1b2c3', []],
    ['of no invoice', 'hello', []],
    ['of no QR', null, []],
  ])('%s', (_, qr, expected) => {
    expect(results('Q2', digital({ qr }))).toEqual(expected);
  });
});

describe('Q3 an invoice QR', () => {
  it.each([
    ['there', digital(), ['holds I']],
    ['missing', digital({ qr: null }), ['broken I']],
    ['of something else', digital({ qr: 'hello' }), ['broken I']],
    ['not expected of an XML', digital({ qr: null, all: { source: 'xml' } }), []],
    ['not expected on a ticket', digital({ kind: 'taxi_paper', qr: null }), []],
  ])('%s', (_, slip, expected) => {
    expect(results('Q3', slip)).toEqual(expected);
  });
});

describe('Q3 more than one invoice QR', () => {
  const slip = digital();
  const box = [0.1, 0.1, 0.2, 0.2] as const;
  const other = formatInvoiceQr({
    ...{ type: '32', code: '', number: '24117000000000999999', amount: 100n, date: '2024-05-28' },
    checkCode: '',
  });
  const sheet = (page: number, ...texts: readonly string[]): Sheet => ({
    ...{ page, width: 1, height: 1, turns: 0, lines: [] },
    codes: texts.map((text) => ({ text, quad: quadOf(box), decoder: 'zxing' })),
  });
  const told = (sheets: readonly Sheet[], others: readonly Slip[] = []) =>
    checkSlip({ ...slip, pages: [1] }, TODAY, null, seenOn({ ...slip, pages: [1] }, sheets, others))
      .findings.filter(({ id }) => id === 'Q3')
      .map(({ result, severity, message, places }) => ({ result, severity, message, places }));
  const own = slip.qr ?? '';

  it('is told with both numbers and places, once', () => {
    const [there, two, ...more] = told([sheet(1, own, other, own)]);
    expect([there?.result, more]).toEqual(['holds', []]);
    expect(two).toMatchObject({ result: 'broken', severity: 'I', places: [{ page: 1 }, { page: 1, box }] });
    expect(two?.message).toMatch(/24117000000000123456（第 1 页）与 24117000000000999999/);
  });

  it('is none where it is the same one twice, of another page, or of the slip beside', () => {
    for (const sheets of [[sheet(1, own, own)], [sheet(1, own), sheet(2, other)], [sheet(1, own, 'hello')]])
      expect(told(sheets)).toHaveLength(1);
    expect(told([sheet(1, own, other)], [{ ...slip, pages: [1], qr: other }])).toHaveLength(1);
  });

  it('stays when the slip is checked again without its pages', () => {
    const pages = { ...slip, pages: [1] };
    const once = checkSlip(pages, TODAY, null, seenOn(pages, [sheet(1, own, other)], []));
    expect(checkSlip(once, TODAY).findings.filter(({ id }) => id === 'Q3')).toHaveLength(2);
  });
});
