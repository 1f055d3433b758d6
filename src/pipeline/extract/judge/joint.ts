/**
 * Fields that a rule ties together are one question with several unknowns: every combination of what they may say is
 * weighed, and a field's probability is the sum over the combinations that give it that value.
 */
import { type Hypothesis, normalised } from './hypotheses.js';

/** Hypotheses of a field with their probabilities. */
export type Probabilities = readonly (readonly [Hypothesis, number])[];

/** At most about this many combinations are weighed: the weakest of a long list never win. */
const COMBINATIONS = 1000;
/** And of each field at most this many values. */
const KEPT = 8;

/** `prior`: the logarithm of how likely a combination is before anything was read; one hypothesis a table, in order. */
export function jointly(
  tables: readonly (readonly Hypothesis[])[],
  prior: (combination: readonly Hypothesis[]) => number,
): Probabilities[] {
  const kept = Math.min(KEPT, Math.floor(COMBINATIONS ** (1 / tables.length)));
  const likely = tables.map((table) => likeliest(table, kept));
  let combinations: { parts: readonly Hypothesis[]; weight: number }[] = [{ parts: [], weight: 0 }];
  for (const table of likely)
    combinations = combinations.flatMap(({ parts, weight }) =>
      table.map((hypothesis) => ({ parts: [...parts, hypothesis], weight: weight + hypothesis.weight })),
    );
  const chances = normalised(combinations.map(({ parts, weight }) => weight + prior(parts)));
  return likely.map((table, field) =>
    table.map((hypothesis) => [
      hypothesis,
      combinations.reduce(
        (sum, { parts }, index) => (parts[field] === hypothesis ? sum + (chances[index] ?? 0) : sum),
        0,
      ),
    ]),
  );
}

/** The likeliest of a field's hypotheses; "something else" is always one of them. */
function likeliest(table: readonly Hypothesis[], count: number): readonly Hypothesis[] {
  const named = table.filter(({ key }) => key !== null).sort((a, b) => b.weight - a.weight);
  return [...named.slice(0, count - 1), ...table.filter(({ key }) => key === null)];
}
