/** From a recogniser's probabilities per step to text (best path of CTC, Graves 2006). */

export interface Decoded {
  readonly text: string;
  /** Mean probability of the characters kept; 0 for none. */
  readonly score: number;
  /** Start and end of each character along the line, in fractions of its length. */
  readonly chars: readonly (readonly [number, number])[];
}

/** Half of a full-width character in steps of 8 pixels of a 48-pixel line (an em is about 36 pixels there), and of any other. */
const HALF_WIDE = 2.3;
const HALF_NARROW = 1.3;

/**
 * `probabilities`: `steps` rows of `alphabet.length` numbers. `alphabet[0]` is the blank. `allowed`: indices that may
 * occur (the blank always may).
 */
export function decodeCtc(
  probabilities: Float32Array,
  steps: number,
  alphabet: readonly string[],
  allowed: readonly number[] | null = null,
): Decoded {
  const kept: { char: string; probability: number; first: number; last: number }[] = [];
  let previous = 0;
  for (let step = 0; step < steps; step++) {
    const row = step * alphabet.length;
    const best = allowed
      ? bestOf(probabilities, row, allowed)
      : bestOfAll(probabilities, row, alphabet.length);
    const probability = probabilities[row + best] ?? 0;
    const last = kept.at(-1);
    if (best !== 0 && best === previous && last) {
      last.last = step;
      last.probability = Math.max(last.probability, probability);
    } else if (best !== 0) {
      kept.push({ char: alphabet[best] ?? '', probability, first: step, last: step });
    }
    previous = best;
  }
  const score =
    kept.length === 0 ? 0 : kept.reduce((sum, { probability }) => sum + probability, 0) / kept.length;
  return { text: kept.map(({ char }) => char).join(''), score, chars: spans(kept, steps) };
}

function bestOfAll(values: Float32Array, from: number, count: number): number {
  let best = 0;
  for (let index = 1; index < count; index++)
    if ((values[from + index] ?? 0) > (values[from + best] ?? 0)) best = index;
  return best;
}

function bestOf(values: Float32Array, from: number, allowed: readonly number[]): number {
  let best = 0;
  for (const index of allowed) if ((values[from + index] ?? 0) > (values[from + best] ?? 0)) best = index;
  return best;
}

/** CTC says where a character peaks, not how wide it is: up to half-way to its neighbours, but no wider than print. */
function spans(
  kept: readonly { char: string; first: number; last: number }[],
  steps: number,
): [number, number][] {
  const centres = kept.map(({ first, last }) => (first + last + 1) / 2);
  return kept.map(({ char }, index): [number, number] => {
    const centre = centres[index] ?? 0;
    const half = (char.codePointAt(0) ?? 0) >= 0x2e80 ? HALF_WIDE : HALF_NARROW;
    const before = index === 0 ? 0 : ((centres[index - 1] ?? 0) + centre) / 2;
    const after = index === kept.length - 1 ? steps : ((centres[index + 1] ?? steps) + centre) / 2;
    return [Math.max(before, centre - half) / steps, Math.min(after, centre + half) / steps];
  });
}
