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
  return pairs.some((pair) => {
    const apart = pair.before.index === pair.char.index && gapOf(pair) >= LOOSE_GAP * pitch;
    return apart || [pair.before, pair.char].some((char) => lengthOf(char) >= LONG_STAY * pitch);
  });
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
