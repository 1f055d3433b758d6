/** The provisional answer: what the QR says by itself, long before the page is read. */
import type { ProvisionalAnswer } from '../../document/report.js';
import type { CodeFound } from '../../document/sheet.js';
import { formatMoney } from '../../invoice/money.js';
import { parseInvoiceQr } from '../../invoice/qr.js';

/** One answer for each invoice QR on a page. */
export function provisionalAnswers(codes: readonly CodeFound[], page: number): ProvisionalAnswer[] {
  return codes.flatMap(({ text }) => {
    const qr = parseInvoiceQr(text);
    if (qr === null) return [];
    return [
      {
        page,
        kind: qr.kind,
        invoiceCode: qr.code,
        invoiceNumber: qr.number,
        issueDate: qr.date,
        amount: qr.amount === null ? null : formatMoney(qr.amount),
        amountBasis: qr.amountBasis,
      },
    ];
  });
}

/** More than this are not told: nobody reads them on a progress line, and progress is written often. */
const MOST_TOLD = 20;

/** Keeps the answers of a document's pages, so that each later word of progress repeats them. */
export class Provisional {
  #answers: readonly ProvisionalAnswer[] = [];

  add(codes: readonly CodeFound[], page: number): void {
    this.#answers = [...this.#answers, ...provisionalAnswers(codes, page)].slice(0, MOST_TOLD);
  }

  /** To be spread into a ReadProgress. */
  get told(): { provisional?: readonly ProvisionalAnswer[] } {
    return this.#answers.length === 0 ? {} : { provisional: this.#answers };
  }
}
