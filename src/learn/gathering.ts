/** Labelled testimony: what was read from a file, beside what it truly says. Everything in models/ is counted on it. */
import type { FieldName } from '../invoice/fields.js';
import type { Candidate } from '../pipeline/extract/candidates/candidate.js';
import type { Gathered } from '../pipeline/extract/extract.js';
import type { Expected, ExpectedSlip } from './labels.js';
import { bestAssignment } from './pairing.js';
import { isExact } from './tally.js';

/** What was gathered from one file, and the truth about it. */
export interface LabelledGathering {
  readonly expected: Expected;
  readonly gathered: readonly Gathered[];
}

/** One invoice with its testimony. */
export interface Labelled {
  readonly truth: ExpectedSlip;
  readonly slip: Gathered;
}

/** The invoices of a file, each beside the label that it agrees with most. */
export function labelledSlips({ expected, gathered }: LabelledGathering): Labelled[] {
  const agreement = (truth: ExpectedSlip, slip: Gathered) =>
    slip.candidates.filter((candidate) => isRight(candidate, truth) === true).length;
  const partners = bestAssignment(
    expected.slips.map((truth) => gathered.map((slip) => agreement(truth, slip))),
  );
  return expected.slips.flatMap((truth, index): Labelled[] => {
    const slip = gathered[partners[index] ?? -1];
    return slip === undefined ? [] : [{ truth, slip }];
  });
}

/** Whether a value is the labelled one; `null` where the field has no label. */
export function isRight(
  { field, value }: Pick<Candidate, 'field' | 'value'>,
  truth: ExpectedSlip,
): boolean | null {
  const label = truth.fields.get(field);
  return label === undefined ? null : isExact(field, label, value);
}

/** The candidates of each labelled field. */
export function byLabelledField({ truth, slip }: Labelled): [FieldName, Candidate[]][] {
  return [...truth.fields.keys()].flatMap((name): [FieldName, Candidate[]][] => {
    const candidates = slip.candidates.filter(({ field }) => field === name);
    return candidates.length === 0 ? [] : [[name, candidates]];
  });
}
