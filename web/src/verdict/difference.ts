/** Two values character by character: what stands differently in each, for marks and for words. Pure. */

/** A stretch of a value. Empty and `differs`: something is missing here that the other value has. */
export interface Run {
  /** Where it begins, in characters from 0. */
  readonly at: number;
  readonly text: string;
  readonly differs: boolean;
}

export interface Difference {
  readonly ours: readonly Run[];
  readonly theirs: readonly Run[];
  /** Characters that stand for others, that only ours has, and that only theirs has. */
  readonly replaced: number;
  readonly more: number;
  readonly fewer: number;
  /** Where in theirs the first difference stands, from 1. */
  readonly first: number;
}

/** Characters of the longest value that is compared one by one: a note, never a number or name. */
const LONGEST = 300;
/** With less than this share of the longer value in common, single marks would tell less than the whole. */
const ALIKE = 0.4;

type Step = 'same' | 'replace' | 'ours' | 'theirs';

/** `null`: too long or too different for single characters to tell anything. */
export function differenceOf(ours: string, theirs: string): Difference | null {
  const [a, b] = [Array.from(ours), Array.from(theirs)];
  if (Math.max(a.length, b.length) > LONGEST) return null;
  const steps = stepsBetween(a, b);
  const common = steps.filter((step) => step === 'same').length;
  if (common < ALIKE * Math.max(a.length, b.length)) return null;
  const count = (wanted: Step) => steps.filter((step) => step === wanted).length;
  return {
    ours: runsOf(a, steps, 'ours'),
    theirs: runsOf(b, steps, 'theirs'),
    replaced: count('replace'),
    more: count('ours'),
    fewer: count('theirs'),
    first: firstDifference(steps),
  };
}

/** The fewest steps that turn one into the other (Levenshtein), as they follow each other. */
function stepsBetween(a: readonly string[], b: readonly string[]): readonly Step[] {
  const costs = costsBetween(a, b);
  const cost = (i: number, j: number) => costs[i]?.[j] ?? Number.POSITIVE_INFINITY;
  const steps: Step[] = [];
  let [i, j] = [a.length, b.length];
  while (i > 0 || j > 0) {
    const same = i > 0 && j > 0 && a[i - 1] === b[j - 1];
    if (i > 0 && j > 0 && cost(i, j) === cost(i - 1, j - 1) + (same ? 0 : 1)) {
      steps.push(same ? 'same' : 'replace');
      i -= 1;
      j -= 1;
    } else if (i > 0 && cost(i, j) === cost(i - 1, j) + 1) {
      steps.push('ours');
      i -= 1;
    } else {
      steps.push('theirs');
      j -= 1;
    }
  }
  return steps.reverse();
}

function costsBetween(a: readonly string[], b: readonly string[]): readonly (readonly number[])[] {
  const rows: number[][] = [Array.from({ length: b.length + 1 }, (_, j) => j)];
  a.forEach((char, i) => {
    const above = rows[i] ?? [];
    const row = [i + 1];
    b.forEach((other, j) => {
      const replaced = (above[j] ?? 0) + (char === other ? 0 : 1);
      row.push(Math.min(replaced, (above[j + 1] ?? 0) + 1, (row[j] ?? 0) + 1));
    });
    rows.push(row);
  });
  return rows;
}

/** The stretches of one side; where only the other side has something, an empty one holds its place. */
function runsOf(chars: readonly string[], steps: readonly Step[], side: 'ours' | 'theirs'): readonly Run[] {
  const runs: { at: number; text: string; differs: boolean }[] = [];
  let at = 0;
  for (const step of steps) {
    const here = step === 'same' || step === 'replace' || step === side;
    const differs = step !== 'same';
    const text = here ? (chars[at] ?? '') : '';
    const last = runs.at(-1);
    if (last !== undefined && last.differs === differs) last.text += text;
    else runs.push({ at, text, differs });
    if (here) at += 1;
  }
  return runs;
}

function firstDifference(steps: readonly Step[]): number {
  const before = steps.slice(
    0,
    steps.findIndex((step) => step !== 'same'),
  );
  return before.length + 1;
}
