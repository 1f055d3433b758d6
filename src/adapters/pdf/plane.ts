/** Matrices and boxes of a page. */

/** `[a, b, c, d, e, f]` as PDF writes it. */
export type Matrix = readonly [number, number, number, number, number, number];
/** Left, bottom, right, top. */
export type Frame = readonly [number, number, number, number];

export const IDENTITY: Matrix = [1, 0, 0, 1, 0, 0];

/** First `inner`, then `outer`. */
export function after(outer: Matrix, [a, b, c, d, e, f]: Matrix): Matrix {
  const [oa, ob, oc, od, oe, of] = outer;
  return [
    oa * a + oc * b,
    ob * a + od * b,
    oa * c + oc * d,
    ob * c + od * d,
    oa * e + oc * f + oe,
    ob * e + od * f + of,
  ];
}

export const through = ([a, b, c, d, e, f]: Matrix, x: number, y: number): [number, number] => [
  a * x + c * y + e,
  b * x + d * y + f,
];

/** The upright box around a box put through a matrix. */
export function boxThrough([x0, y0, x1, y1]: Frame, matrix: Matrix): Frame {
  const corners = [
    through(matrix, x0, y0),
    through(matrix, x1, y0),
    through(matrix, x1, y1),
    through(matrix, x0, y1),
  ];
  const [xs, ys] = [corners.map(([x]) => x), corners.map(([, y]) => y)];
  return [Math.min(...xs), Math.min(...ys), Math.max(...xs), Math.max(...ys)];
}

/** What two boxes share; `null`: nothing. */
export function meet(one: Frame, other: Frame): Frame | null {
  const frame: Frame = [
    Math.max(one[0], other[0]),
    Math.max(one[1], other[1]),
    Math.min(one[2], other[2]),
    Math.min(one[3], other[3]),
  ];
  return frame[0] < frame[2] && frame[1] < frame[3] ? frame : null;
}

/** What pdfjs hands out as a matrix; `null` where it is none. */
export function matrixIn(value: unknown): Matrix | null {
  if (!Array.isArray(value) && !(value instanceof Float32Array)) return null;
  const [a, b, c, d, e, f] = value as readonly unknown[] as readonly number[];
  const all = [a, b, c, d, e, f];
  if (!all.every((part) => typeof part === 'number' && Number.isFinite(part))) return null;
  return all as unknown as Matrix;
}
