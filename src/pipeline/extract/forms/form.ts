/**
 * What a reader of one kind of form gets and gives. VAT forms share one reader (area, table, candidates); every other
 * kind of paper has a file of its own in this folder.
 */
import type { Sheet } from '../../../document/sheet.js';
import type { LineItem } from '../../../document/slip.js';
import type { Kind } from '../../../invoice/kinds.js';
import type { Candidate } from '../candidates/candidate.js';
import { invoiceCodes, type QrFound } from '../candidates/qr.js';
import { type Span, uprightSpans } from '../frame.js';
import { type Title, titleIn } from '../kind.js';
import { type Row, rowsOf } from '../rows.js';

/** A sheet as every reader needs it, made once. */
export interface FormPage {
  readonly sheet: Sheet;
  readonly spans: readonly Span[];
  readonly rows: readonly Row[];
  readonly codes: readonly QrFound[];
  /** The best printed title anywhere on the sheet. */
  readonly title: Title | null;
}

/** One invoice found on a sheet, with what is said about it. */
export interface FormFound {
  readonly kind: Kind;
  readonly candidates: readonly Candidate[];
  readonly lines: readonly LineItem[];
  /** Text of its QR, where it was read. */
  readonly qr: string | null;
}

/** Finds forms of its kind on a sheet; none when the sheet holds none. Must not take another kind's paper for its own. */
export type FormReader = (page: FormPage) => readonly FormFound[];

export function formPage(sheet: Sheet): FormPage {
  const spans = uprightSpans(sheet);
  const rows = rowsOf(spans);
  return {
    sheet,
    spans,
    rows,
    codes: invoiceCodes(sheet.codes, sheet.page),
    title: titleIn(rows, Number.POSITIVE_INFINITY),
  };
}
