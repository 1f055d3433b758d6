/** What reading one file yields: CONTRACT's `read --json`, less the file's name. */
import type { Kind } from '../invoice/kinds.js';
import type { Carrier } from './carrier.js';
import type { Contents, Member, Part } from './contents.js';
import type { PageFact } from './page.js';
import type { Refusal } from './refusal.js';
import type { PackedSheet, Sheet } from './sheet.js';
import type { Slip } from './slip.js';

export type { Carrier } from './carrier.js';

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
  /** The files in a ZIP or mail; one, without a name, for anything else. Empty where the document is refused. */
  readonly members: readonly Member[];
  /** Every page in its order, those included that bear no slip. */
  readonly pageFacts: readonly PageFact[];
  readonly ms: Timing;
  /** CPU seconds (user + system) of the process that read it. */
  readonly cpuSeconds: number;
}

/** What one part of a document says. */
export interface PartReading<S = Sheet> {
  readonly part: number;
  readonly pageFacts: readonly PageFact[];
  /** As far as this part's pages tell; numbered within it. */
  readonly slips: readonly Slip[];
  /** What was found on its pages: an invoice that goes on in another part is judged from these. */
  readonly sheets: readonly S[];
  readonly ms: Timing;
  readonly cpuSeconds: number;
}

/** The same as it leaves its reader. */
export type PackedPart = PartReading<PackedSheet>;

/** What opening a document tells: its parts, and at once its reading where it is a single one, or refused. */
export interface Beginning {
  readonly contents: Contents | null;
  readonly parts: readonly Part[];
  readonly reading: DocumentReading | null;
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
