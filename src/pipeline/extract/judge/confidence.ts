/**
 * From belief to confidence. What the judge believes rests on assumptions (that prints are read independently of each
 * other, for one); how often fields of each class were right at each degree of belief was counted, and that is what a
 * confidence says.
 */
import type { Source } from '../../../document/source.js';
import { FIELDS, type FieldName } from '../../../invoice/fields.js';
import type { ConfidenceCounts } from '../../models.js';
import type { Candidate } from '../candidates/candidate.js';
import { binOf, drawnShare } from './counts.js';
import { type Shape, speaksFor } from './shape.js';

/** Judged fields are counted by who speaks for them, what they are and how well the paper could be read. */
export interface JudgedClass {
  readonly source: Source;
  readonly repaired: boolean;
  readonly field: FieldName;
  readonly shape: Shape;
  readonly quality: Quality;
}

export type Quality = 'clear' | 'fair' | 'poor' | 'exact';

/**
 * `clear`, `fair`, `poor` by how well OCR read the worse half of what it read for fields, at first sight: the lower
 * quartile of the scores. `exact` where it read nothing.
 */
export function qualityOf(candidates: readonly Candidate[]): Quality {
  const scores = candidates
    .filter(({ source, look }) => source.startsWith('ocr:') && look === undefined)
    .map(({ score }) => score)
    .sort((a, b) => a - b);
  const quartile = scores[Math.floor(scores.length / 4)];
  if (quartile === undefined) return 'exact';
  return quartile >= CLEAR ? 'clear' : quartile >= FAIR ? 'fair' : 'poor';
}

/** About a third of the pictures that were counted lie in each. */
const CLEAR = 0.95;
const FAIR = 0.8;

/** What misfits is drawn to nothing but its like: values of the same belief that fit are nearly always right. */
export const classNameOf = ({ source, repaired, field, shape, quality }: JudgedClass): string =>
  [
    `${source}${repaired ? ', mended' : ''}${speaksFor(shape) === false ? ', misshapen' : ''}`,
    FIELDS[field].type,
    shape,
    quality,
    field,
  ].join('|');

/** The confidence of a field of this class that the judge believes so far. */
export function confidenceOf(belief: number, judged: JudgedClass, counted: ConfidenceCounts): number {
  const bin = binOf(belief, counted.beliefBins);
  return drawnShare(counted.counts, classNameOf(judged), bin, belief);
}
