/** Counts that are added up: what was shipped and what was learnt since are one count. */
import type {
  Calibration,
  CheckName,
  ConfidenceCounts,
  Count,
  Evidence,
  LookCounts,
  ReadingCounts,
} from '../pipeline/models.js';

/** One more, right or not. */
export const counted = ([right, of]: Count, isRight: boolean): Count => [right + (isRight ? 1 : 0), of + 1];

export const sum = ([a, b]: Count, [c, d]: Count): Count => [a + c, b + d];

/** One more in a bin of a class, which comes to be when it is first counted. */
export function countInto(
  counts: Record<string, Count[]>,
  name: string,
  bins: number,
  bin: number,
  isRight: boolean,
): void {
  const known = counts[name] ?? Array.from({ length: bins }, (): Count => [0, 0]);
  counts[name] = known;
  known[bin] = counted(known[bin] ?? [0, 0], isRight);
}

type Table = Readonly<Record<string, readonly Count[]>>;

/** Two tables with the same bins, class by class, in order of their names. */
export function addTables(a: Table, b: Table): Record<string, Count[]> {
  const names = [...new Set([...Object.keys(a), ...Object.keys(b)])].sort();
  return Object.fromEntries(
    names.map((name) => {
      const [left, right] = [a[name] ?? [], b[name] ?? []];
      const bins = Math.max(left.length, right.length);
      return [
        name,
        Array.from({ length: bins }, (_, bin): Count => sum(left[bin] ?? [0, 0], right[bin] ?? [0, 0])),
      ];
    }),
  );
}

/** What was counted, without where it came from. */
export interface Learnt {
  readonly readings: ReadingCounts['counts'];
  readonly patterns: LookCounts['patterns'];
  readonly paths: LookCounts['paths'];
  readonly rescues: LookCounts['rescues'];
  readonly misreadAlike: Count;
  readonly checks: Evidence['checks'];
  readonly confidence: ConfidenceCounts['counts'];
}

export const NO_CHECK = { ifRight: [0, 0] as Count, ifWrong: [0, 0] as Count };

/** How often each pattern was seen where the first look was right, and where it was wrong. */
export type Patterns = LookCounts['patterns'];

function addPatterns(a: Patterns, b: Patterns): Patterns {
  const result = { ...a };
  for (const [name, { ifRight, ifWrong }] of Object.entries(b)) {
    const known = result[name] ?? { ifRight: 0, ifWrong: 0 };
    result[name] = { ifRight: known.ifRight + ifRight, ifWrong: known.ifWrong + ifWrong };
  }
  return result;
}

/** A calibration with more counted into it. `date` and `from` say when and on what. */
export function withLearnt(base: Calibration, learnt: Learnt, date: string, from: string): Calibration {
  const provenance = { date, from: `${base.readings.from}; ${from}` };
  const patterns = addPatterns(base.looks.patterns, learnt.patterns);
  const paths = addPatterns(base.looks.paths, learnt.paths);
  const rescues = { ...base.looks.rescues };
  for (const [name, count] of Object.entries(learnt.rescues))
    rescues[name] = sum(rescues[name] ?? [0, 0], count);
  const checks = Object.entries(base.evidence.checks).map(([name, check]) => {
    const more = learnt.checks[name as CheckName];
    return [name, { ifRight: sum(check.ifRight, more.ifRight), ifWrong: sum(check.ifWrong, more.ifWrong) }];
  });
  return {
    readings: {
      ...base.readings,
      ...provenance,
      counts: addTables(base.readings.counts, learnt.readings),
    },
    looks: { ...provenance, patterns, paths, rescues },
    evidence: {
      ...provenance,
      misreadAlike: sum(base.evidence.misreadAlike, learnt.misreadAlike),
      checks: Object.fromEntries(checks) as Evidence['checks'],
    },
    confidence: {
      ...base.confidence,
      ...provenance,
      counts: addTables(base.confidence.counts, learnt.confidence),
    },
  };
}
