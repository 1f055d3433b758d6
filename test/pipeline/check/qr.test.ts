import { describe, expect, it } from 'vitest';
import type { Rival } from '../../../src/document/slip.js';
import { digital, found, legacy, results } from './slips.js';

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
