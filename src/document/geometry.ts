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
