/** How far one reading may be trusted: the measured share of right readings of its class. */
import { FIELDS, type FieldName } from '../../../invoice/fields.js';
import type { ReadingCounts } from '../../models.js';
import type { Candidate } from '../candidates/candidate.js';

/** What a meter prints on a roll is far harder to read than a laid-out form, and is counted apart. */
const METERED: ReadonlySet<FieldName> = new Set<FieldName>(['fare', 'tripDate', 'plateNumber']);

/** The class under which a reading is counted. */
export const classOf = ({ source, channel, field }: Candidate): string =>
  `${source}|${channel}|${FIELDS[field].type}${METERED.has(field) ? '|metered' : ''}`;

/** Index of the bin a score falls into. */
export function binOf(score: number, bins: readonly number[]): number {
  return Math.max(
    0,
    bins.findLastIndex((from) => score >= from),
  );
}

/**
 * Probability that a reading is right: its class's count in its score bin with one right and one wrong added
 * (Laplace), so that no class is ever certain.
 */
export function reliability(candidate: Candidate, counts: ReadingCounts): number {
  const bins = counts.counts[classOf(candidate)];
  const { right, of } = bins?.[binOf(candidate.score, counts.scoreBins)] ?? counts.unseen;
  return (right + 1) / (of + 2);
}
