/** What the invoice's QR code says of its fields (DOMAIN 2.1). */
import { boxOf } from '../../../document/geometry.js';
import type { CodeFound } from '../../../document/sheet.js';
import type { FieldName } from '../../../invoice/fields.js';
import { formatMoney } from '../../../invoice/money.js';
import { type CrcResult, type InvoiceQr, parseInvoiceQr } from '../../../invoice/qr.js';
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

/** Scores by what the CRC says, so that each is counted apart: a rare issuer computes none, or another one. */
const crcScore = (crc: CrcResult): number => (crc === 'mismatch' ? 0.5 : crc === 'absent' ? 0.97 : 1);

/** The QR's testimony. */
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
            score: crcScore(qr.crc),
            page,
            box: code.quad === null ? null : boxOf(code.quad),
          },
        ],
  );
}
