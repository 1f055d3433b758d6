/** Chance that can be repeated: the same seed gives the same invoices on every machine. */

export interface Random {
  /** 0 ≤ x < 1 */
  next(): number;
  /** A whole number from `low` to `high`, both included. */
  whole(low: number, high: number): number;
  pick<T>(from: readonly T[]): T;
  /** `count` different ones, in random order. */
  some<T>(from: readonly T[], count: number): T[];
  digits(count: number): string;
}

/** FNV-1a over the text: one seed per name, so that a new sample changes none of the others. */
function hash(text: string): number {
  let state = 0x811c9dc5;
  for (let index = 0; index < text.length; index++)
    state = Math.imul(state ^ text.charCodeAt(index), 0x01000193);
  return state >>> 0;
}

/** Mulberry32, seeded by a number and a name. */
export function randomFor(seed: number, name: string): Random {
  let state = hash(`${seed}/${name}`);
  const next = () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
  const whole = (low: number, high: number) => low + Math.floor(next() * (high - low + 1));
  const pick = <T>(from: readonly T[]): T => {
    const one = from[whole(0, from.length - 1)];
    if (one === undefined) throw new Error('nothing to pick from');
    return one;
  };
  return {
    next,
    whole,
    pick,
    some: (from, count) => {
      const left = [...from];
      return Array.from({ length: Math.min(count, left.length) }, () => {
        const [one] = left.splice(whole(0, left.length - 1), 1);
        if (one === undefined) throw new Error('nothing left to pick');
        return one;
      });
    },
    digits: (count) => Array.from({ length: count }, () => String(whole(0, 9))).join(''),
  };
}
