/** Approximate finding of printed words in what was read. */

/** Where a pattern comes closest to a part of a text: how many edits apart, and from where to where in the text. */
export interface Closest {
  readonly distance: number;
  readonly from: number;
  readonly to: number;
}

/** Whether a part of `text` may be as near as `most` edits: not where more of the pattern's characters are nowhere in it. */
export function mayHold(pattern: string, text: string, most: number): boolean {
  let absent = 0;
  for (let i = 0; i < pattern.length && absent <= most; i++) if (!text.includes(pattern.charAt(i))) absent++;
  return absent <= most;
}

/**
 * The part of `text` with the least edit distance to `pattern` (Sellers 1980: edit distance with free ends in the
 * text); the first of equals. An empty text is `pattern.length` edits away.
 */
export function closest(pattern: string, text: string): Closest {
  const size = pattern.length;
  // Of the column behind and of this one: edits so far, and where in the text they began.
  let distance = new Int32Array(size + 1).map((_, i) => i);
  let from = new Int32Array(size + 1);
  let nextDistance = new Int32Array(size + 1);
  let nextFrom = new Int32Array(size + 1);
  let best: Closest = { distance: size, from: 0, to: 0 };
  for (let j = 1; j <= text.length; j++) {
    const char = text.charCodeAt(j - 1);
    nextDistance[0] = 0;
    nextFrom[0] = j;
    for (let i = 1; i <= size; i++) {
      let least = (distance[i - 1] ?? 0) + (pattern.charCodeAt(i - 1) === char ? 0 : 1);
      let start = from[i - 1] ?? 0;
      const left = (distance[i] ?? 0) + 1;
      if (left < least) [least, start] = [left, from[i] ?? 0];
      const up = (nextDistance[i - 1] ?? 0) + 1;
      if (up < least) [least, start] = [up, nextFrom[i - 1] ?? 0];
      nextDistance[i] = least;
      nextFrom[i] = start;
    }
    [distance, nextDistance] = [nextDistance, distance];
    [from, nextFrom] = [nextFrom, from];
    const least = distance[size] ?? size;
    if (least < best.distance) best = { distance: least, from: from[size] ?? 0, to: j };
  }
  return best;
}
