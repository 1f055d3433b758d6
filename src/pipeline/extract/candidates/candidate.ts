/** Testimony about one field of one invoice, and how it was come by. */

import type { LineAlternative } from '../../../document/sheet.js';
import type { Reading } from '../../../document/slip.js';
import type { Source } from '../../../document/source.js';
import type { FieldName } from '../../../invoice/fields.js';
import { type Glyph, pageBox } from '../frame.js';

/**
 * How a reading was come by; each has its own measured reliability. `code`: decoded. `label`: stands where its label
 * says. `place`: stands where the form has it, in the right shape, without its label. `words`: figures from the amount
 * in 大写. `repair`: a misread shape set right. `sum`: follows from other fields. `structured`: an electronic original
 * says it in words made for machines.
 */
export type Channel = 'code' | 'label' | 'place' | 'words' | 'repair' | 'sum' | 'structured';

export interface Candidate extends Reading {
  readonly channel: Channel;
  /** Which other reading of its line it was read from; absent: the reading that the engine thinks likeliest. */
  readonly look?: LineAlternative['how'];
}

/** A candidate that was read from these glyphs; `null` when there are none. */
export function candidateFrom(
  field: FieldName,
  value: string,
  glyphs: readonly Glyph[],
  channel: Channel,
): Candidate | null {
  const first = glyphs[0];
  if (first === undefined) return null;
  return {
    field,
    value,
    channel,
    // The least sure character decides: one is enough to make a value another.
    score: Math.min(...glyphs.map(({ sure }) => sure)),
    source: first.span.line.source satisfies Source,
    page: first.span.page,
    box: pageBox(glyphs),
  };
}

export const present = <T>(value: T | null | undefined): value is T => value !== null && value !== undefined;
