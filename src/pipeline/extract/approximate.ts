/** Approximate finding of printed words in what was read. */

/** Where a pattern comes closest to a part of a text: how many edits apart, and from where to where in the text. */
export interface Closest {
  readonly distance: number;
  readonly from: number;
  readonly to: number;
}

/**
 * The part of `text` with the least edit distance to `pattern` (Sellers 1980: edit distance with free ends in the
 * text); the first of equals. An empty text is `pattern.length` edits away.
 */
export function closest(pattern: string, text: string): Closest {
  let column = Array.from({ length: pattern.length + 1 }, (_, i) => ({ distance: i, from: 0 }));
  let best: Closest = { distance: pattern.length, from: 0, to: 0 };
  for (let j = 1; j <= text.length; j++) {
    const next = [{ distance: 0, from: j }];
    for (let i = 1; i <= pattern.length; i++) {
      const diagonal = column[i - 1] ?? { distance: i, from: j };
      const left = column[i] ?? diagonal;
      const up = next[i - 1] ?? diagonal;
      const same = pattern[i - 1] === text[j - 1];
      const options = [
        { distance: diagonal.distance + (same ? 0 : 1), from: diagonal.from },
        { distance: left.distance + 1, from: left.from },
        { distance: up.distance + 1, from: up.from },
      ];
      next.push(options.reduce((least, option) => (option.distance < least.distance ? option : least)));
    }
    column = next;
    const end = column[pattern.length];
    if (end !== undefined && end.distance < best.distance) best = { ...end, to: j };
  }
  return best;
}
