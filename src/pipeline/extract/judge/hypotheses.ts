/**
 * The probabilities of what a field may say. Each distinct value is a hypothesis, and so is "something else"; a witness
 * supports the values it names as far as it believes them, and every other with an equal part of its doubt. All weights
 * are natural logarithms.
 */
import type { FieldName } from '../../../invoice/fields.js';
import type { Kind } from '../../../invoice/kinds.js';
import type { CheckName, Evidence, Models } from '../../models.js';
import type { Candidate } from '../candidates/candidate.js';
import { shareOf } from './counts.js';
import { shapeOf, speaksFor } from './shape.js';
import { keyOf, printsOf, witnessOf } from './witnesses.js';

/** A value, who testified for it, and the logarithm of how likely all the field's readings are if it is right. */
export interface Hypothesis {
  readonly field: FieldName;
  /** Normal form for comparing; `null`: none of the values read. */
  readonly key: string | null;
  readonly supporters: readonly Candidate[];
  readonly weight: number;
}

/** How many wrong values a misread value may turn into: two misreadings agree once in so many. */
export const wrongValues = ({ misreadAlike }: Evidence): number => 1 / shareOf(misreadAlike);

/** Hypotheses of one field, "something else" last. */
export function hypothesesOf(
  field: FieldName,
  readings: readonly Candidate[],
  kind: Kind,
  { calibration }: Models,
): Hypothesis[] {
  const many = wrongValues(calibration.evidence);
  const witnesses = printsOf(readings).map((print) => witnessOf(print, kind, calibration));
  const keys = [...new Set(readings.map(keyOf))];
  const named = keys.map((key) => ({
    field,
    key,
    supporters: readings.filter((reading) => keyOf(reading) === key),
    weight: witnesses.reduce(
      (sum, { values, rest }) => sum + Math.log(values.get(key) ?? rest / many),
      shapeWeight(field, key, calibration.evidence),
    ),
  }));
  const other = witnesses.reduce((sum, { rest }) => sum + Math.log(rest / many), Math.log(many));
  return [...named, { field, key: null, supporters: [], weight: other }];
}

/** What the shape of a value says; that of ids with check characters is weighed by those (./parties.ts). */
function shapeWeight(field: FieldName, key: string, evidence: Evidence): number {
  const outcome = isChecked(field) ? null : speaksFor(shapeOf(field, key));
  return outcome === null ? 0 : evidenceOf('shapeFits', outcome, evidence);
}

/** Ids with check characters of their own. */
export const isChecked = (field: FieldName): boolean => field.endsWith('TaxId') || field === 'vin';

/** Whether a value was only ever come by through mending: no one read it as it stands. */
export const isRepair = ({ supporters }: Hypothesis): boolean =>
  supporters.length > 0 && supporters.every(isMended);

export const isMended = ({ channel, look, source }: Candidate): boolean =>
  channel === 'repair' || look === 'path' || source === 'ledger';

/** How much likelier a check's outcome is on right than on wrong values, as a logarithm. */
export function evidenceOf(check: CheckName, holds: boolean, evidence: Evidence): number {
  const { ifRight, ifWrong } = evidence.checks[check];
  const [right, wrong] = [shareOf(ifRight), shareOf(ifWrong)];
  return holds ? Math.log(right / wrong) : Math.log((1 - right) / (1 - wrong));
}

/** Weights to probabilities that sum to one. */
export function normalised(weights: readonly number[]): number[] {
  const top = Math.max(...weights);
  const parts = weights.map((weight) => Math.exp(weight - top));
  const total = parts.reduce((sum, part) => sum + part, 0);
  return parts.map((part) => part / total);
}
