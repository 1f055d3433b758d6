/** Which value of an invoice a forger changes, and into what. */
import { formatMoney } from '../../src/invoice/money.js';
import { squash } from '../../src/invoice/text.js';
import { longDate } from '../draw/layout.js';
import type { SampleInvoice } from '../truth/invoice.js';
import type { Random } from '../truth/random.js';

/** What is worth forging: amounts first. */
export const FORGED = ['grossTotal', 'netTotal', 'invoiceNumber', 'issueDate'] as const;
export type Forged = (typeof FORGED)[number];

/** As it is printed, without the sign of the currency. */
export function printed(invoice: SampleInvoice, field: Forged): string {
  if (field === 'invoiceNumber') return invoice.number;
  if (field === 'issueDate') return longDate(invoice.date);
  return formatMoney(field === 'netTotal' ? invoice.net : invoice.gross);
}

export const isThat = (text: string, value: string): boolean => squash(text).replace(/^[¥￥]/u, '') === value;

/** The text with one of its digits changed: the first of an amount, one of the last four of a number, the day of a date. */
export function changed(text: string, field: Forged, random: Random): { text: string; at: number } {
  const digits = [...text].flatMap((char, at) => (/\d/u.test(char) ? [at] : []));
  const nth =
    field === 'invoiceNumber'
      ? digits.length - random.whole(1, 4)
      : field === 'issueDate'
        ? digits.length - 1
        : 0;
  const at = digits[nth] ?? 0;
  const others = [...'123456789'].filter((digit) => digit !== text[at]);
  return { text: text.slice(0, at) + random.pick(others) + text.slice(at + 1), at };
}
