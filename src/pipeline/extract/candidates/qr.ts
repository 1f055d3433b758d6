/** What the invoice's QR code says of its fields (DOMAIN 2.1). */
import { boxOf } from '../../../document/geometry.js';
import type { CodeFound } from '../../../document/sheet.js';
import type { FieldName } from '../../../invoice/fields.js';
import { formatMoney } from '../../../invoice/money.js';
import { type InvoiceQr, parseInvoiceQr } from '../../../invoice/qr.js';
import type { Candidate } from './candidate.js';

/** An invoice's QR code on a page. */
export interface QrFound {
  readonly text: string;
  readonly qr: InvoiceQr;
  readonly code: CodeFound;
  readonly page: number;
}

/** The codes of a page that are an invoice's. */
export function invoiceCodes(codes: readonly CodeFound[], page: number): QrFound[] {
  return codes.flatMap((code) => {
    const qr = parseInvoiceQr(code.text);
    return qr === null ? [] : [{ text: code.text.trim(), qr, code, page }];
  });
}

/**
 * The QR's testimony. A text whose CRC does not fit (a rare issuer, or a misread code) scores 0.5: its reliability
 * is counted apart.
 */
export function qrCandidates({ qr, code, page }: QrFound): Candidate[] {
  const amountField: FieldName = qr.amountBasis === 'gross' ? 'grossTotal' : 'netTotal';
  const fields: [FieldName, string | null][] = [
    ['invoiceCode', qr.code],
    ['invoiceNumber', qr.number],
    ['issueDate', qr.date],
    ['checkCode', qr.checkCode],
    [amountField, qr.amount === null ? null : formatMoney(qr.amount)],
  ];
  return fields.flatMap(([field, value]) =>
    value === null
      ? []
      : [
          {
            field,
            value,
            channel: 'code' as const,
            source: 'qr' as const,
            score: qr.crc === 'mismatch' ? 0.5 : 1,
            page,
            box: code.quad === null ? null : boxOf(code.quad),
          },
        ],
  );
}
