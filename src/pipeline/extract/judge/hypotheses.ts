/**
 * The probabilities of what a field may say. Each distinct value is a hypothesis, and so is "something else"; a reading
 * supports its own value with its reliability p and every other with (1 - p) / K, K being the number of wrong values a
 * misreading may turn into. All weights are natural logarithms.
 */
import { comparable } from '../../../invoice/compare.js';
import type { FieldName } from '../../../invoice/fields.js';
import type { Evidence, Models } from '../../models.js';
import type { Candidate } from '../candidates/candidate.js';
import { reliability } from './reliability.js';

/** A value, who testified for it, and the logarithm of how likely all the field's readings are if it is right. */
export interface Hypothesis {
  /** Normal form for comparing; `null`: none of the values read. */
  readonly key: string | null;
  readonly supporters: readonly Candidate[];
  readonly weight: number;
}

type CheckName = keyof Evidence['checks'];

/** Hypotheses of one field, "something else" last. */
export function hypothesesOf(field: FieldName, readings: readonly Candidate[], models: Models): Hypothesis[] {
  const { wrongValues } = models.calibration.evidence;
  const groups = new Map<string, Candidate[]>();
  for (const reading of readings) {
    const key = comparable(field, reading.value);
    groups.set(key, [...(groups.get(key) ?? []), reading]);
  }
  const against = (reading: Candidate) =>
    Math.log((1 - reliability(reading, models.calibration)) / wrongValues);
  const all = readings.reduce((sum, reading) => sum + against(reading), 0);
  const named = [...groups].map(([key, supporters]) => ({
    key,
    supporters,
    weight: supporters.reduce(
      (sum, reading) => sum - against(reading) + Math.log(reliability(reading, models.calibration)),
      all,
    ),
  }));
  return [...named, { key: null, supporters: [], weight: all + Math.log(wrongValues) }];
}

/** The hypothesis with the evidence of a check added: how much likelier its outcome is on right than on wrong values. */
export function weighed(
  hypothesis: Hypothesis,
  check: CheckName,
  holds: boolean,
  evidence: Evidence,
): Hypothesis {
  const odds = evidence.checks[check];
  if (odds === undefined) return hypothesis;
  const ratio = holds ? odds.ifRight / odds.ifWrong : (1 - odds.ifRight) / (1 - odds.ifWrong);
  return { ...hypothesis, weight: hypothesis.weight + Math.log(ratio) };
}

/** Weights to probabilities that sum to one. */
export function normalised(weights: readonly number[]): number[] {
  const top = Math.max(...weights);
  const parts = weights.map((weight) => Math.exp(weight - top));
  const total = parts.reduce((sum, part) => sum + part, 0);
  return parts.map((part) => part / total);
}
