import { describe, expect, it } from 'vitest';
import { checkSlip } from '../../../src/pipeline/check/check.js';
import { BUYER_ID, digital, LINES, legacy, SELLER_ID, TODAY } from './slips.js';

describe('checkSlip', () => {
  it.each([
    ['digital', digital()],
    ['legacy', legacy()],
  ])('finds nothing wrong with a lawful %s slip', (_, slip) => {
    const { findings } = checkSlip(slip, TODAY);
    expect(findings.filter(({ result }) => result !== 'holds')).toEqual([]);
    for (const id of ['A1', 'A2', 'R1', 'Q1', 'Q2', 'Q3', 'U1', 'N2', 'N6', 'Y2'])
      expect(findings.map((found) => found.id)).toContain(id);
  });

  it('is harmless when repeated, and keeps findings of others', () => {
    const other = { id: 'F1', result: 'broken', severity: 'W', message: '签名后有改动' } as const;
    const once = checkSlip({ ...digital(), findings: [other] }, TODAY);
    expect(checkSlip(once, TODAY)).toEqual(once);
    expect(once.findings[0]).toEqual(other);
  });

  it('says nothing about a ticket that none of the rules is about', () => {
    const quota = digital({ kind: 'quota_paper', lines: [], qr: null });
    expect(checkSlip({ ...quota, fields: {} }, TODAY).findings).toEqual([]);
  });

  it('cannot tell where nothing was read, and accuses nobody', () => {
    const empty = { ...digital({ lines: [], qr: null }), fields: {} };
    const { findings } = checkSlip(empty, TODAY);
    expect(findings.length).toBeGreaterThan(5);
    expect(findings.filter(({ result, severity }) => result === 'broken' && severity !== 'I')).toEqual([]);
  });

  it('turns an error among unconfirmed readings into a warning that says so', () => {
    const changes = {
      fields: { grossTotal: { value: '4449.90', accepted: false, source: 'ocr:paddle' } },
    } as const;
    const broken = checkSlip(digital(changes), TODAY).findings.filter(
      ({ id, result }) => id === 'A1' && result === 'broken',
    );
    expect(broken).toHaveLength(1);
    expect(broken[0]).toMatchObject({ severity: 'W' });
    expect(broken[0]?.message).toMatch(/待确认/);
  });

  it('writes one line of Chinese, without whole taxpayer numbers', () => {
    const wrong = digital({
      fields: { buyerTaxId: `${BUYER_ID.slice(0, 17)}*`, sellerTaxId: `${SELLER_ID.slice(0, 16)}00` },
      lines: LINES.slice(1),
    });
    for (const { message } of checkSlip(wrong, TODAY).findings) {
      expect(message).toMatch(/^[^\n]*\p{Script=Han}[^\n]*$/u);
      expect(message).not.toMatch(/91\d{6}[0-9A-Z]{8}/);
    }
  });
});
