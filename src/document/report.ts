/** What reading one file yields: CONTRACT's `read --json`, less the file's name. */
import type { Kind } from '../invoice/kinds.js';
import type { Refusal } from './refusal.js';
import type { Slip } from './slip.js';

export type Carrier = 'image' | 'pdf' | 'ofd' | 'xml' | 'zip' | 'mail';

/** Milliseconds of wall clock by what they were spent on. */
export interface Timing {
  readonly total: number;
  readonly decode: number;
  readonly qr: number;
  readonly ocr: number;
}

/** What one document says, before anyone asked the ledger. */
export interface DocumentReading {
  readonly carrier: Carrier | null;
  readonly pages: number;
  readonly refusal: Refusal | null;
  readonly slips: readonly Slip[];
  readonly ms: Timing;
  /** CPU seconds (user + system) of the process that read it. */
  readonly cpuSeconds: number;
}

/** What an invoice's QR says by itself, told while the rest is still being read. */
export interface ProvisionalAnswer {
  readonly page: number;
  readonly kind: Kind | null;
  readonly invoiceCode: string | null;
  readonly invoiceNumber: string | null;
  /** `YYYY-MM-DD` */
  readonly issueDate: string | null;
  /** Decimal string with two places. */
  readonly amount: string | null;
  /** `net`: without tax (older invoices). `gross`: with tax. */
  readonly amountBasis: 'net' | 'gross';
}

/** `step` of a long reading, for a progress line: page `page` of `pages`. */
export interface ReadProgress {
  readonly step: 'open' | 'qr' | 'text' | 'ocr' | 'extract';
  readonly page: number;
  readonly pages: number;
  /** From the QR codes decoded so far, in order; absent while there is none. */
  readonly provisional?: readonly ProvisionalAnswer[];
}
