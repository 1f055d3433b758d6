/** Affine maps as OFD writes them: `a b c d e f`, points as rows. */
import type { Matrix } from '../../ports/drawing.js';

export const IDENTITY: Matrix = [1, 0, 0, 1, 0, 0];

export const moved = (x: number, y: number): Matrix => [1, 0, 0, 1, x, y];
export const scaled = (x: number, y: number): Matrix => [x, 0, 0, y, 0, 0];

/** First `inner`, then `outer`. */
export function after(inner: Matrix, outer: Matrix): Matrix {
  const [a, b, c, d, e, f] = inner;
  const [A, B, C, D, E, F] = outer;
  return [A * a + C * b, B * a + D * b, A * c + C * d, B * c + D * d, A * e + C * f + E, B * e + D * f + F];
}

export const pointThrough = ([a, b, c, d, e, f]: Matrix, x: number, y: number): readonly [number, number] => [
  a * x + c * y + e,
  b * x + d * y + f,
];

/** Numbers of an attribute, in any white space; what is no number is left out. */
export const numbersIn = (text: string | undefined): number[] =>
  (text ?? '')
    .split(/[\s,]+/)
    .filter((part) => part !== '')
    .map(Number)
    .filter(Number.isFinite);

/** A `CTM` attribute; without one, nothing is changed. */
export function matrixOf(text: string | undefined): Matrix {
  const [a, b, c, d, e, f] = numbersIn(text);
  if (a === undefined || b === undefined || c === undefined || d === undefined) return IDENTITY;
  return [a, b, c, d, e ?? 0, f ?? 0];
}

/** `x y w h` in millimetres. */
export interface Rect {
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
}

/** A `Boundary` or box; `null` unless it has four numbers. */
export function rectOf(text: string | undefined): Rect | null {
  const [x, y, width, height] = numbersIn(text);
  if (x === undefined || y === undefined || width === undefined || height === undefined) return null;
  return { x, y, width, height };
}
