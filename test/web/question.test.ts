import { describe, expect, it } from 'vitest';
import { bodyOf, canAsk, looksLikeQr, NOTHING, shownFields } from '../../web/src/queries/question.js';

const legacy = (required: readonly string[], amount: string | null) =>
  ({ kind: 'vat_general_paper', name: '', required, amount, checkCodeDigits: 6 }) as Parameters<
    typeof shownFields
  >[1];

describe('the form of a question', () => {
  it('asks a 20-digit number for its date and total, and for no code', () => {
    const typed = { ...NOTHING, invoiceNumber: '2631 2000 0000 1234 5678' };
    expect(shownFields(typed, null)).toEqual(['invoiceNumber', 'issueDate', 'amount']);
  });

  it('offers everything until the kind is known, then what that kind needs', () => {
    const typed = { ...NOTHING, invoiceNumber: '12345678' };
    expect(shownFields(typed, null)).toContain('checkCode');
    const byCheckCode = legacy(['invoiceCode', 'invoiceNumber', 'issueDate', 'checkCode'], null);
    expect(shownFields(typed, byCheckCode)).toEqual([
      'invoiceNumber',
      'invoiceCode',
      'issueDate',
      'checkCode',
    ]);
    const byNet = legacy(['invoiceCode', 'invoiceNumber', 'issueDate', 'netTotal'], 'netTotal');
    expect(shownFields(typed, byNet)).toEqual(['invoiceNumber', 'invoiceCode', 'issueDate', 'amount']);
  });

  it('sends what is shown and filled in', () => {
    const typed = { ...NOTHING, invoiceNumber: ' 12345678 ', checkCode: '123456', amount: ' ' };
    expect(bodyOf(typed, ['invoiceNumber', 'amount'])).toEqual({ invoiceNumber: '12345678' });
    expect(canAsk(NOTHING)).toBe(false);
    expect(canAsk(typed)).toBe(true);
  });

  it('tells the text of a QR from a number', () => {
    expect(looksLikeQr('01,32,,26312000000012345678,100.00,20260301,,A1B2')).toBe(true);
    expect(looksLikeQr('26312000000012345678')).toBe(false);
  });
});
