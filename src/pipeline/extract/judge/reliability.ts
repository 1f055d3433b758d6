/** How far one reading may be trusted: the measured share of right readings of its class. */
import { FIELDS, type FieldName } from '../../../invoice/fields.js';
import type { Models, ReadingCounts } from '../../models.js';
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

/** Strength of what all types of a source's readings have in common, in readings: a class of its own must show more. */
const POOL = 8;

/**
 * Probability that a reading is right: the share of right readings of its class in its score bin, drawn towards the
 * share of all classes of its source and channel, which a small class may fall below but never exceed. A QR text whose
 * CRC holds is surer by what that proves.
 */
export function reliability(candidate: Candidate, { readings, evidence }: Models['calibration']): number {
  const bin = binOf(candidate.score, readings.scoreBins);
  const { right, of } = readings.counts[classOf(candidate)]?.[bin] ?? { right: 0, of: 0 };
  const pool = pooled(candidate, bin, readings);
  const share = Math.min(pool, (right + POOL * pool) / (of + POOL));
  const crc = candidate.channel === 'code' && candidate.score === 1 ? evidence.checks.crcHolds : undefined;
  if (crc === undefined) return share;
  return (share * crc.ifRight) / (share * crc.ifRight + (1 - share) * crc.ifWrong);
}

/** Share of right readings of a source and channel over all types of fields, with one right and one wrong added (Laplace). */
function pooled(candidate: Candidate, bin: number, readings: ReadingCounts): number {
  const metered = classOf(candidate).endsWith('metered');
  let [right, of] = [0, 0];
  for (const [name, bins] of Object.entries(readings.counts)) {
    if (!name.startsWith(`${candidate.source}|${candidate.channel}|`) || name.endsWith('metered') !== metered)
      continue;
    right += bins[bin]?.right ?? 0;
    of += bins[bin]?.of ?? 0;
  }
  const { unseen } = readings;
  return of === 0 ? (unseen.right + 1) / (unseen.of + 2) : (right + 1) / (of + 2);
}
