/** What measuring counts: shares, by field, kind, source and confidence. */

import type { LineItem } from '../document/slip.js';
import type { Source } from '../document/source.js';
import type { FieldName } from '../invoice/fields.js';
import type { ReliabilityBin } from './reliability-table.js';

export interface Share {
  n: number;
  exact: number;
}

export interface FieldShare extends Share {
  accepted: number;
  acceptedWrong: number;
}

export interface WrongField {
  readonly file: string;
  readonly field: FieldName;
  readonly truth: string;
  /** `null`: nothing was read. */
  readonly read: string | null;
  readonly confidence: number | null;
  readonly accepted: boolean;
  readonly source: string | null;
}

/** How the fields of one source's word kept what their confidences said. */
export interface SourceReliability extends FieldShare {
  readonly bins: readonly ReliabilityBin[];
  readonly ece: number;
}

export interface Evaluation {
  files: number;
  readonly fields: Partial<Record<FieldName, FieldShare>>;
  readonly kinds: Record<string, Share>;
  /** The fields of each kind's slips, by the kind they truly are; `unknown` where the label names none. */
  readonly kindFields: Record<string, Partial<Record<FieldName, FieldShare>>>;
  readonly qr: Share;
  readonly lineItems: Share;
  /** Cells of line items by column, where the label gives them; a line that was not read has none right. */
  readonly lineCells: Partial<Record<keyof LineItem, Share>>;
  /** Slips whose lines are as many as labelled, every cell right. */
  readonly linesExact: Share;
  /** Slips with every labelled field right. */
  readonly headerExact: Share;
  /** Slips with every labelled field right that a verification or a booking rests on ({@link CORE_FIELDS}). */
  readonly coreExact: Share;
  /** Slips with every labelled field and every cell of every line right. */
  readonly invoiceExact: Share;
  /** Of all labelled fields: how many were accepted, and how many of those were wrong. */
  readonly all: FieldShare;
  spurious: number;
  /** Files that were refused, and files on which the reader crashed: every labelled field of theirs counts as wrong. */
  refused: number;
  crashed: number;
  /** Those files, with the refusal's code. */
  readonly failures: { readonly file: string; readonly reason: string }[];
  /** Expected calibration error: how far confidences are from the share that was right, on average. */
  readonly ece: number;
  readonly reliability: readonly ReliabilityBin[];
  /** The same by the source that speaks for the field. */
  readonly sources: Partial<Record<Source, SourceReliability>>;
  readonly cpuSecondsPerFile: { readonly median: number; readonly p95: number };
  readonly secondsPerFile: { readonly median: number; readonly p95: number };
  readonly wrong: WrongField[];
}

/** What CONTRACT's labels name: the fields that an invoice is verified, booked or paid by. */
export const CORE_FIELDS: ReadonlySet<FieldName> = new Set<FieldName>([
  'invoiceCode',
  'invoiceNumber',
  'issueDate',
  'checkCode',
  'buyerName',
  'buyerTaxId',
  'sellerName',
  'sellerTaxId',
  'netTotal',
  'taxTotal',
  'grossTotal',
  'fare',
  'trainNumber',
  'fromStation',
  'toStation',
  'travelDate',
  'tripDate',
  'carTotal',
  'marketName',
  'marketTaxId',
  'faceAmount',
]);
