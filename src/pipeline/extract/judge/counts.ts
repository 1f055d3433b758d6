/**
 * Shares from counts, small classes drawn to the larger ones they belong to. A class is a path of names
 * (`ocr:paddle|label|name|buyerName|digital_general`): each level is drawn towards the one above it, as if a number of
 * observations with the upper level's share had been made besides its own.
 */
import type { Count } from '../../models.js';

/** Strength of the level above, in observations: a class of its own must show more than that to count for itself. */
const PULL = 12;

type Bins = readonly Count[];

/** Sums of all classes below each level of a table, made once a table. */
const sums = new WeakMap<object, ReadonlyMap<string, Count[]>>();

function levelsOf(counts: Readonly<Record<string, Bins>>): ReadonlyMap<string, Count[]> {
  const known = sums.get(counts);
  if (known !== undefined) return known;
  const made = new Map<string, Count[]>();
  for (const [name, bins] of Object.entries(counts)) {
    for (const level of pathOf(name)) {
      const sum = made.get(level) ?? bins.map((): Count => [0, 0]);
      made.set(level, sum);
      bins.forEach(([right, of], bin) => {
        const [r, n] = sum[bin] ?? [0, 0];
        sum[bin] = [r + right, n + of];
      });
    }
  }
  sums.set(counts, made);
  return made;
}

/** `a|b|c`: `a`, `a|b`, `a|b|c`. */
function pathOf(name: string): string[] {
  const parts = name.split('|');
  return parts.map((_, index) => parts.slice(0, index + 1).join('|'));
}

/** The share of right ones in a bin of a class. `start`: what holds before anything is counted. */
export function drawnShare(
  counts: Readonly<Record<string, Bins>>,
  name: string,
  bin: number,
  start: number,
): number {
  const levels = levelsOf(counts);
  return pathOf(name).reduce((above, level) => {
    const [right, of] = levels.get(level)?.[bin] ?? [0, 0];
    return (right + PULL * above) / (of + PULL);
  }, start);
}

/** Index of the bin a value falls into; `bins` are lower bounds. */
export function binOf(value: number, bins: readonly number[]): number {
  return Math.max(
    0,
    bins.findLastIndex((from) => value >= from),
  );
}

/** The share of a single count, with one right and one wrong added (Laplace): never certain. */
export const shareOf = ([right, of]: Count): number => (right + 1) / (of + 2);
