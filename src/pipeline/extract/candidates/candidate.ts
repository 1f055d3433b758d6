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
    score: Math.min(...glyphs.map(({ sure }) => sure)) * (hasHole(glyphs) ? HOLED : 1),
    source: first.span.line.source satisfies Source,
    page: first.span.page,
    box: pageBox(glyphs),
  };
}

export const present = <T>(value: T | null | undefined): value is T => value !== null && value !== undefined;

/** What is left of the score of a text in which a character was passed over. */
const HOLED = 0.5;
/** Centres of characters this many times further apart than is usual in the text: there was another between them. */
const WIDE = 1.7;
/** Distances that show what is usual. */
const LEAST_STEPS = 3;
const HAN = /\p{Script=Han}/u;

/**
 * Whether room for one more character was left between two of Han script, which all are of one width: what recognisers
 * have never seen (臆, 喆, 烎) they pass over without a trace, as sure of the rest as ever.
 */
function hasHole(glyphs: readonly Glyph[]): boolean {
  const steps = glyphs.flatMap((glyph, index) => {
    const next = glyphs[index + 1];
    if (next === undefined || next.span !== glyph.span || next.spaced) return [];
    if (!HAN.test(glyph.char) || !HAN.test(next.char)) return [];
    return [(next.x0 + next.x1 - glyph.x0 - glyph.x1) / 2];
  });
  if (steps.length < LEAST_STEPS) return false;
  const usual = steps.toSorted((a, b) => a - b)[Math.floor(steps.length / 2)] ?? 0;
  return Math.max(...steps) > WIDE * usual;
}
