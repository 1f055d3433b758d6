/**
 * What was read, in the normalised form that other programs keep: fields by their names in DOMAIN 13, each with where it
 * stands and how sure it is. docs/extraction.md describes it, docs/extraction.xsd its XML.
 */
import type { FieldName } from '../invoice/fields.js';
import type { Kind } from '../invoice/kinds.js';
import type { Finding } from './finding.js';
import type { Box } from './geometry.js';
import type { Refusal } from './refusal.js';
import type { Carrier } from './report.js';
import type { LineItem } from './slip.js';
import type { Source } from './source.js';
import type { DocumentState } from './state.js';
import type { Verdict } from './verdict.js';

/** Rises when something is renamed or leaves; what is added does not raise it. */
export const EXTRACTION_VERSION = 1;

export interface Extraction {
  readonly format: 'yanpiao-extraction';
  readonly version: typeof EXTRACTION_VERSION;
  /** Of a document: it alone. Of a record: every original of the invoice, the same bytes once. */
  readonly originals: readonly ExtractedOriginal[];
  readonly slips: readonly ExtractedSlip[];
  /** Between the originals of a record. */
  readonly differences: readonly FieldDifference[];
}

export interface ExtractedOriginal {
  readonly documentId: string;
  /** Name as handed in. */
  readonly file: string;
  /** Of the original's bytes, lower-case hex. */
  readonly sha256: string;
  /** Bytes. */
  readonly size: number;
  readonly carrier: Carrier | null;
  /** ISO 8601, UTC. */
  readonly handedInAt: string;
  /** Times the same bytes were handed in with this invoice. */
  readonly times: number;
  /** Of a document's extraction only. */
  readonly state?: DocumentState;
  readonly refusal?: Refusal;
}

export interface ExtractedField {
  readonly value: string;
  /** Probability that the value is right. */
  readonly confidence: number;
  readonly accepted: boolean;
  readonly source: Source;
  readonly agreeing?: readonly Source[];
  readonly repaired?: boolean;
  /** The original that the value, page and box are of. */
  readonly documentId: string;
  /** In that original, from 1. */
  readonly page: number;
  /** Fractions of the upright page. */
  readonly box: Box | null;
}

export interface ExtractedSlip {
  /** Within its document; of a record the record's. */
  readonly id: string;
  readonly kind: Kind;
  readonly recordId: string | null;
  /** `N:<20 digits>` or `C:<code>:<number>`; of a record's extraction only. */
  readonly key?: string;
  readonly member: string | null;
  /** Empty of a record: its originals have no pages in common. */
  readonly pages: readonly number[];
  readonly fields: Readonly<Partial<Record<FieldName, ExtractedField>>>;
  readonly lines: readonly LineItem[];
  readonly findings: readonly Finding[];
  readonly qr: string | null;
  readonly verdict: Verdict | null;
}

/** Originals of one invoice that say different things of a field (finding F3). */
export interface FieldDifference {
  readonly field: FieldName;
  /** Whether each side gives characters as they were written; otherwise one may be a misread picture. */
  readonly certain: boolean;
  /** Best first. */
  readonly values: readonly {
    readonly value: string;
    readonly carrier: Carrier | null;
    readonly documentId: string;
    readonly slipId: string;
    readonly file: string;
    readonly accepted: boolean;
  }[];
}
