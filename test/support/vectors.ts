/** The checked vectors of test/support/vectors.json, typed: public strings and constructed numbers, see its `note`. */
import vectors from './vectors.json' with { type: 'json' };

export { vectors };

/** A seeded generator of whole numbers below `below` (mulberry32), so that a failing case can be run again. */
export function seeded(seed: number): (below: number) => number {
  let state = seed;
  return (below) => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return Math.floor((((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296) * below);
  };
}
