/**
 * Digits stand evenly. CTC needs a blank step between equal neighbours, and where print is narrow there is no room for
 * one: 0000 is read as 000, and the gap that the lost digit leaves is what is left of it.
 */
import type { Steps } from './paths.js';

/** A character of the best path. */
export interface Kept {
  readonly char: string;
  /** In the alphabet. */
  readonly index: number;
  probability: number;
  /** The steps on which it is the likeliest. */
  readonly first: number;
  last: number;
}

/**
 * Beside the line's pitch: how far apart two equal digits must stand, and over how many steps one must reach, for
 * another to be missing. Of 2679 lines of 30 drawn pictures 23 lie above: 11 of the 12 that had lost a digit, and 12 others.
 */
const LOOSE_GAP = 1.6;
const LONG_STAY = 1.6;
/** How much more room than its digits take, in pitches, a run of equal ones has between its neighbours when one is missing. */
const ROOM = 0.8;
/** How far its digits then stand apart on average, in pitches. */
const STRETCHED = 1.25;
/** From fewer gaps there is no pitch to tell. */
const FEWEST_GAPS = 4;

/**
 * Whether two equal digits stand further apart than the line's digits do, or one reaches over the room of two: one of
 * them may have been lost. It says nothing of lines with few digits.
 */
export function hasLooseRun(steps: Steps, kept: readonly Kept[]): boolean {
  const pairs = kept.flatMap((char, index) => {
    const before = kept[index - 1];
    return before && isDigit(char) && isDigit(before) ? [{ before, char }] : [];
  });
  if (pairs.length < FEWEST_GAPS) return false;
  const middles = new Map(kept.map((char) => [char, middleOf(steps, char)]));
  const gapOf = ({ before, char }: (typeof pairs)[number]) =>
    (middles.get(char) ?? 0) - (middles.get(before) ?? 0);
  const gaps = pairs.map(gapOf).sort((a, b) => a - b);
  const pitch = gaps[(gaps.length - 1) >> 1] ?? 0;
  const loose = pairs.some((pair) => {
    const apart = pair.before.index === pair.char.index && gapOf(pair) >= LOOSE_GAP * pitch;
    return apart || [pair.before, pair.char].some((char) => lengthOf(char) >= LONG_STAY * pitch);
  });
  return loose || runsIn(kept).some((run) => isStretched(run, (char) => (middles.get(char) ?? 0) / pitch));
}

/** Two and more equal digits between two others. */
interface Run {
  readonly before: Kept;
  readonly digits: readonly Kept[];
  readonly after: Kept;
}

function runsIn(kept: readonly Kept[]): Run[] {
  return kept.flatMap((before, index) => {
    const first = kept[index + 1];
    if (first === undefined || !isDigit(before) || !isDigit(first) || before.index === first.index) return [];
    const rest = kept.slice(index + 1);
    const length = rest.findIndex((char) => char.index !== first.index);
    const after = rest[length];
    if (length < 2 || after === undefined || !isDigit(after)) return [];
    return [{ before, digits: rest.slice(0, length), after }];
  });
}

/**
 * Whether a run has the room of one more digit, and its digits themselves stand apart: what is lost may show only in all
 * of them together. `at`: where a character stands, in pitches.
 */
function isStretched({ before, digits, after }: Run, at: (char: Kept) => number): boolean {
  const [first, last] = [digits[0], digits.at(-1)];
  if (first === undefined || last === undefined) return false;
  const inside = (at(last) - at(first)) / (digits.length - 1);
  return inside >= STRETCHED && at(after) - at(before) >= digits.length + 1 + ROOM;
}

const isDigit = ({ char }: Kept) => char >= '0' && char <= '9';
const lengthOf = ({ first, last }: Kept) => last - first + 1;

/** Where a character stands, in steps: its steps and the one on either side, weighed by its probability there. */
function middleOf({ data, count, alphabet }: Steps, { index, first, last }: Kept): number {
  let sum = 0;
  let weight = 0;
  for (let step = Math.max(0, first - 1); step <= Math.min(count - 1, last + 1); step++) {
    const probability = data[step * alphabet.length + index] ?? 0;
    sum += probability * (step + 0.5);
    weight += probability;
  }
  return weight === 0 ? (first + last + 1) / 2 : sum / weight;
}
