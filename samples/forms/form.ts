/** What every form we draw has in common: a page of PDF, what it says, and where it says it. */
import type { Box } from '../../src/document/geometry.js';
import type { LineItem } from '../../src/document/slip.js';
import type { FieldName } from '../../src/invoice/fields.js';
import type { Kind } from '../../src/invoice/kinds.js';
import type { Random } from '../truth/random.js';

/**
 * What a sample is for. The two never share a seed, a font, a background, a company name or a variant of a layout, so
 * that what was fitted on the one is measured on something it has not seen.
 */
export type SampleSet = 'fit' | 'measure';

/** What a form says, in the normal form of each field. */
export interface FormTruth {
  readonly kind: Kind;
  /** Every header field the form shows, and no other. */
  readonly fields: Readonly<Partial<Record<FieldName, string>>>;
  readonly lines: readonly LineItem[];
  readonly qr: string | null;
}

/** Where a value is printed, in fractions of the page. */
export interface Place {
  readonly field: FieldName;
  readonly box: Box;
}

/** A form as drawn, before anything happens to it. */
export interface DrawnForm {
  /** Its pages; all but a 清单 or a long 数电票 have one. */
  readonly pdf: Uint8Array;
  readonly widthMm: number;
  readonly heightMm: number;
  readonly truth: FormTruth;
  readonly places: readonly Place[];
  /** What it is printed on and with; damage follows from it. */
  readonly paper: 'screen' | 'needle' | 'thermal' | 'card';
}

export interface SampleForm {
  readonly kind: Kind;
  /** Name of the variant where a kind has several layouts (`digital_general/lease`); the kind otherwise. */
  readonly name: string;
  draw(random: Random, set: SampleSet): Promise<DrawnForm>;
}
