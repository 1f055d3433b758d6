/** From a picture to the flat paper on it. */
import { inverse, mapped, type Point, squareTo } from './geometry.js';
import type { Bend, Paper } from './sheet.js';

/**
 * The way from fractions of the page to a paper's own frame, whose unit on both axes is the paper's width: its
 * perspective and its bends taken out.
 */
export function ontoPaper({ corners, ratio, bend }: Paper): (point: Point) => Point {
  const flat = inverse(squareTo(corners));
  return (point) => {
    const [x, y] = mapped(flat, point);
    return [x, (bend === undefined ? y : y - fallAt(bend, [x, y])) / ratio];
  };
}

/** How far a place of a paper (fractions of it) lies below where it would on a flat one, in fractions of its height. */
export function fallAt({ columns, rows, falls }: Bend, [x, y]: Point): number {
  const nodes = nodesAround({ columns, rows }, [x, y]);
  return nodes.reduce((sum, { node, share }) => sum + share * (falls[node] ?? 0), 0);
}

/** The nodes of a grid around a place, with their shares of what holds there; beyond the grid its edge repeats. */
export function nodesAround(
  { columns, rows }: { readonly columns: number; readonly rows: number },
  [x, y]: Point,
): { readonly node: number; readonly share: number }[] {
  const across = Math.min(1, Math.max(0, x)) * (columns - 1);
  const down = Math.min(1, Math.max(0, y)) * (rows - 1);
  const [left, top] = [Math.min(columns - 2, Math.floor(across)), Math.min(rows - 2, Math.floor(down))];
  const [u, v] = [across - left, down - top];
  const node = top * columns + left;
  return [
    { node, share: (1 - u) * (1 - v) },
    { node: node + 1, share: u * (1 - v) },
    { node: node + columns, share: (1 - u) * v },
    { node: node + columns + 1, share: u * v },
  ];
}
