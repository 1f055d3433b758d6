/**
 * Fits models/calibration: counts, on labelled invoices, how often the readings of each class are right. The judge
 * turns these counts into probabilities (src/pipeline/extract/judge).
 */

import type { Gathered } from '../pipeline/extract/extract.js';
import { binOf, classOf } from '../pipeline/extract/judge/reliability.js';
import type { ReadingCounts } from '../pipeline/models.js';
import type { Expected, ExpectedSlip } from './labels.js';
import { bestAssignment } from './pairing.js';
import { isExact } from './tally.js';

/** What was gathered from one file, and the truth about it. */
export interface LabelledGathering {
  readonly expected: Expected;
  readonly gathered: readonly Gathered[];
}

/** Bounds of the score bins: OCR's own scores are near 1 almost always, so the bins are narrow there. */
export const SCORE_BINS = [0, 0.8, 0.9, 0.95, 0.98, 0.995] as const;

/** Counts right readings by class and score bin. Fields without a label are not counted. `date` is `YYYY-MM-DD`. */
export function countReadings(
  files: readonly LabelledGathering[],
  date: string,
  from: string,
): ReadingCounts {
  const counts: Record<string, { right: number; of: number }[]> = {};
  for (const [truth, slip] of files.flatMap(pairsOf)) {
    for (const candidate of slip.candidates) {
      const value = truth.fields.get(candidate.field);
      if (value === undefined) continue;
      const bins = counts[classOf(candidate)] ?? SCORE_BINS.map(() => ({ right: 0, of: 0 }));
      counts[classOf(candidate)] = bins;
      const bin = bins[binOf(candidate.score, SCORE_BINS)];
      if (bin === undefined) continue;
      bin.of++;
      if (isExact(candidate.field, value, candidate.value)) bin.right++;
    }
  }
  const sorted = Object.fromEntries(Object.entries(counts).sort(([a], [b]) => a.localeCompare(b)));
  return { date, from, scoreBins: [...SCORE_BINS], counts: sorted, unseen: { right: 3, of: 4 } };
}

function pairsOf({ expected, gathered }: LabelledGathering): [ExpectedSlip, Gathered][] {
  const agreement = (truth: ExpectedSlip, slip: Gathered) =>
    slip.candidates.filter(({ field, value }) => {
      const label = truth.fields.get(field);
      return label !== undefined && isExact(field, label, value);
    }).length;
  const partners = bestAssignment(
    expected.slips.map((truth) => gathered.map((slip) => agreement(truth, slip))),
  );
  return expected.slips.flatMap((truth, index): [ExpectedSlip, Gathered][] => {
    const slip = gathered[partners[index] ?? -1];
    return slip === undefined ? [] : [[truth, slip]];
  });
}

/**
 * The least confidence at which fields may be accepted so that at most `errorRate` of those at or above it are wrong,
 * by what the confidences say and by what was seen. No single field may be more than twice as doubtful as that, so that
 * the many sure ones do not carry a few bad bets. 1 when no confidence is good enough.
 */
export function fitThreshold(
  fields: readonly { readonly confidence: number; readonly exact: boolean }[],
  errorRate: number,
): number {
  const bound = 1 - 2 * errorRate;
  const sorted = fields
    .filter(({ confidence }) => confidence >= bound)
    .sort((a, b) => b.confidence - a.confidence);
  let [said, seen, good] = [0, 0, 1];
  for (const [index, { confidence, exact }] of sorted.entries()) {
    said += 1 - confidence;
    seen += exact ? 0 : 1;
    if (confidence === sorted[index + 1]?.confidence) continue;
    if (Math.max(said, seen) > errorRate * (index + 1)) return good;
    good = confidence;
  }
  return sorted.length === 0 ? 1 : bound;
}
