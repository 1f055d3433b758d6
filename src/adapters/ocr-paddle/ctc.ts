/** From a recogniser's probabilities per step to text (best path of CTC, Graves 2006). */
import { likelyTexts, type Steps } from './paths.js';
import { hasLooseRun, type Kept } from './pitch.js';

export type Place = readonly [number, number];

export interface Decoded {
  readonly text: string;
  /** Mean probability of the characters kept; 0 for none. */
  readonly score: number;
  /** Start and end of each character along the line, in fractions of its length. */
  readonly chars: readonly Place[];
  /** Probability of each character. */
  readonly sure: readonly number[];
  /**
   * The next likeliest texts. Their score is the line's, times how likely they are beside the best text: what is half
   * as likely has half the score.
   */
  readonly alternatives: readonly {
    text: string;
    score: number;
    chars: readonly Place[];
    /** Of another look at the line, not of another path through this one. */
    how?: 'wider';
  }[];
  /** Whether a run of one digit may be longer than it was read: see {@link hasLooseRun}. */
  readonly loose: boolean;
}

/** Half of a full-width character in steps of 8 pixels of a 48-pixel line (an em is about 36 pixels there), and of any other. */
const HALF_WIDE = 2.3;
const HALF_NARROW = 1.3;

export function decodeCtc(steps: Steps): Decoded {
  const { data, count, alphabet } = steps;
  const kept: Kept[] = [];
  let previous = 0;
  let doubtful = false;
  for (let step = 0; step < count; step++) {
    const best = likeliest(steps, step);
    const probability = data[step * alphabet.length + best] ?? 0;
    const last = kept.at(-1);
    if (best !== 0 && best === previous && last) {
      last.last = step;
      last.probability = Math.max(last.probability, probability);
    } else if (best !== 0) {
      kept.push({ char: alphabet[best] ?? '', index: best, probability, first: step, last: step });
    }
    doubtful ||= probability < CERTAIN;
    previous = best;
  }
  const text = kept.map(({ char }) => char).join('');
  const sure = kept.map(({ probability }) => probability);
  const score = sure.length === 0 ? 0 : sure.reduce((sum, one) => sum + one, 0) / sure.length;
  const chars = spans(kept, count);
  const others = doubtful && text !== '' ? likelyTexts(steps, text) : [];
  const alternatives = others.map(({ text: other, ratio }) => ({
    text: other,
    score: score * ratio,
    chars: placesLike(chars, [...text], [...other]),
  }));
  return { text, score, chars, sure, alternatives, loose: hasLooseRun(steps, kept) };
}

/** A step this sure leaves no room for another text. */
const CERTAIN = 0.99;

/** Where only some characters may come out, one must be at least this likely: the others' steps are not theirs. */
const LEAST_ALLOWED = 0.05;

/** The likeliest character of a step. */
function likeliest({ data, alphabet, allowed }: Steps, step: number): number {
  const row = step * alphabet.length;
  let best = 0;
  let most = Math.max(data[row] ?? 0, allowed ? LEAST_ALLOWED : 0);
  const count = allowed ? allowed.length : alphabet.length;
  // More than half cannot be beaten, and the blank mostly has that.
  for (let nth = 0; nth < count && most <= 0.5; nth++) {
    const index = allowed ? (allowed[nth] ?? 0) : nth;
    const value = data[row + index] ?? 0;
    if (value > most) [best, most] = [index, value];
  }
  return best;
}

/** CTC says where a character peaks, not how wide it is: up to half-way to its neighbours, but no wider than print. */
function spans(kept: readonly Kept[], steps: number): Place[] {
  const centres = kept.map(({ first, last }) => (first + last + 1) / 2);
  return kept.map(({ char }, index): Place => {
    const centre = centres[index] ?? 0;
    const half = (char.codePointAt(0) ?? 0) >= 0x2e80 ? HALF_WIDE : HALF_NARROW;
    const before = index === 0 ? 0 : ((centres[index - 1] ?? 0) + centre) / 2;
    const after = index === kept.length - 1 ? steps : ((centres[index + 1] ?? steps) + centre) / 2;
    return [Math.max(before, centre - half) / steps, Math.min(after, centre + half) / steps];
  });
}

/** Places for another text of the same line: what both share stays, the rest divides the room between evenly. */
function placesLike(places: readonly Place[], text: readonly string[], other: readonly string[]): Place[] {
  const most = Math.min(text.length, other.length);
  let head = 0;
  while (head < most && text[head] === other[head]) head++;
  let tail = 0;
  while (tail < most - head && text.at(-1 - tail) === other.at(-1 - tail)) tail++;
  // An added character shares the room of the one before it: mostly one that was read once and stands twice.
  if (head + tail === text.length && head > 0) head--;
  const start = head + tail < text.length ? (places[head]?.[0] ?? 0) : 0;
  const end = places[text.length - tail]?.[0] ?? places.at(-1)?.[1] ?? 1;
  const fresh = other.length - head - tail;
  const width = (end - start) / Math.max(1, fresh);
  const between = Array.from(
    { length: fresh },
    (_, index): Place => [start + index * width, start + (index + 1) * width],
  );
  return [...places.slice(0, head), ...between, ...places.slice(places.length - tail)];
}
