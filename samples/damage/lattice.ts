/** Costly functions of the place in a picture, worked out on a coarse lattice and drawn straight within its cells. */
import type { Point } from '../../src/document/geometry.js';

/** Pixels between the nodes of the lattice. */
const CELL = 8;

export interface Part {
  readonly left: number;
  readonly top: number;
  readonly right: number;
  readonly bottom: number;
}

export type Triple = readonly [number, number, number];

/**
 * Calls `each` for every pixel of a part of a picture, row by row within bands, with three values that `node` gives at
 * the lattice's nodes. `at` is the pixel's number, counted along the rows of a picture `width` wide.
 */
export function sweep(
  part: Part,
  width: number,
  node: (pixel: Point) => Triple,
  each: (at: number, a: number, b: number, c: number) => void,
): void {
  const columns = Math.max(0, Math.ceil((part.right - part.left) / CELL)) + 1;
  const rows = Math.max(0, Math.ceil((part.bottom - part.top) / CELL));
  let upper = nodesAlong(part, columns, part.top, node);
  const between = new Float32Array(columns * 3);
  for (let row = 0; row < rows; row++) {
    const top = part.top + row * CELL;
    const lower = nodesAlong(part, columns, top + CELL, node);
    for (let y = top; y < Math.min(top + CELL, part.bottom); y++) {
      drawRow(part, width, y, mix(upper, lower, (y - top) / CELL, between), each);
    }
    upper = lower;
  }
}

function nodesAlong(part: Part, columns: number, y: number, node: (pixel: Point) => Triple): Float32Array {
  const values = new Float32Array(columns * 3);
  for (let column = 0; column < columns; column++) {
    values.set(node([part.left + column * CELL, y]), column * 3);
  }
  return values;
}

function mix(upper: Float32Array, lower: Float32Array, share: number, into: Float32Array): Float32Array {
  for (let at = 0; at < into.length; at++) {
    const value = upper[at] ?? 0;
    into[at] = value + ((lower[at] ?? 0) - value) * share;
  }
  return into;
}

function drawRow(
  part: Part,
  width: number,
  y: number,
  nodes: Float32Array,
  each: (at: number, a: number, b: number, c: number) => void,
): void {
  let x = part.left;
  for (let at = 0; x < part.right; at += 3) {
    let a = nodes[at] ?? 0;
    let b = nodes[at + 1] ?? 0;
    let c = nodes[at + 2] ?? 0;
    const stepA = ((nodes[at + 3] ?? a) - a) / CELL;
    const stepB = ((nodes[at + 4] ?? b) - b) / CELL;
    const stepC = ((nodes[at + 5] ?? c) - c) / CELL;
    for (const end = Math.min(x + CELL, part.right); x < end; x++) {
      each(y * width + x, a, b, c);
      a += stepA;
      b += stepB;
      c += stepC;
    }
  }
}
