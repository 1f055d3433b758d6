/** Places on a page, in fractions of its width and height after orientation: 0,0 is the top left, 1,1 the bottom right. */

/** `[x0, y0, x1, y1]`, axis-aligned. */
export type Box = readonly [number, number, number, number];

/** `[x, y]` */
export type Point = readonly [number, number];

/** Four corners in the reading order of the text they hold: top left, top right, bottom right, bottom left. */
export type Quad = readonly [Point, Point, Point, Point];

/** The smallest box that holds a quad, cut to the page. */
export function boxOf(quad: Quad): Box {
  const xs = quad.map(([x]) => x);
  const ys = quad.map(([, y]) => y);
  const cut = (value: number) => Math.min(1, Math.max(0, value));
  return [cut(Math.min(...xs)), cut(Math.min(...ys)), cut(Math.max(...xs)), cut(Math.max(...ys))];
}

/** The quad of an upright box. */
export function quadOf([x0, y0, x1, y1]: Box): Quad {
  return [
    [x0, y0],
    [x1, y0],
    [x1, y1],
    [x0, y1],
  ];
}

/** Half-way between two opposite corners. */
export const centreOf = ([a, , c]: Quad): Point => [(a[0] + c[0]) / 2, (a[1] + c[1]) / 2];

/** The same place with its corners in reading order once it was turned clockwise by quarter turns. */
export function reordered([a, b, c, d]: Quad, turns: 0 | 1 | 2 | 3): Quad {
  if (turns === 1) return [d, a, b, c];
  if (turns === 2) return [c, d, a, b];
  if (turns === 3) return [b, c, d, a];
  return [a, b, c, d];
}

/** A projective map of the plane, as the nine numbers of its matrix, row by row. */
export type Homography = readonly [number, number, number, number, number, number, number, number, number];

/** The map that takes the unit square (0,0 1,0 1,1 0,1) to a quad (Heckbert 1989, section 2.2). */
export function squareTo([[x0, y0], [x1, y1], [x2, y2], [x3, y3]]: Quad): Homography {
  const [dx1, dx2, sx] = [x1 - x2, x3 - x2, x0 - x1 + x2 - x3];
  const [dy1, dy2, sy] = [y1 - y2, y3 - y2, y0 - y1 + y2 - y3];
  const det = dx1 * dy2 - dx2 * dy1;
  const g = det === 0 ? 0 : (sx * dy2 - dx2 * sy) / det;
  const h = det === 0 ? 0 : (dx1 * sy - sx * dy1) / det;
  return [x1 - x0 + g * x1, x3 - x0 + h * x3, x0, y1 - y0 + g * y1, y3 - y0 + h * y3, y0, g, h, 1];
}

/** The map the other way round. */
export function inverse([a, b, c, d, e, f, g, h, i]: Homography): Homography {
  return [
    e * i - f * h,
    c * h - b * i,
    b * f - c * e,
    f * g - d * i,
    a * i - c * g,
    c * d - a * f,
    d * h - e * g,
    b * g - a * h,
    a * e - b * d,
  ];
}

/** Where a map takes a point. */
export function mapped([a, b, c, d, e, f, g, h, i]: Homography, [x, y]: Point): Point {
  const w = g * x + h * y + i;
  return [(a * x + b * y + c) / w, (d * x + e * y + f) / w];
}

/** Where a map takes a quad. */
export function mappedQuad(map: Homography, [a, b, c, d]: Quad): Quad {
  return [mapped(map, a), mapped(map, b), mapped(map, c), mapped(map, d)];
}
