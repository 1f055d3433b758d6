/**
 * From the detector's probability map to boxes around lines (DB post-processing, Liao et al. 2020): threshold,
 * connected areas, the smallest rotated rectangle around each, and its growth back from the shrunken kernel that the
 * model was trained to mark.
 */
import type { Point, Quad } from '../../document/geometry.js';

/** A rotated rectangle in pixels. `ux, uy` is the unit vector along `width`, within 45° of the horizontal. */
export interface TextBox {
  readonly x: number;
  readonly y: number;
  readonly ux: number;
  readonly uy: number;
  readonly width: number;
  readonly height: number;
  /** Mean probability inside. */
  readonly score: number;
}

export interface ProbabilityMap {
  readonly data: Float32Array;
  readonly width: number;
  readonly height: number;
}

/** PaddleOCR's default for this model: a pixel is text from 0.3. */
const PIXEL_THRESHOLD = 0.3;
/**
 * A box is kept from this mean. PaddleOCR's 0.6 drops small and bent lines that can be read; at 0.5 two boxes a page more are
 * read (docs/decisions/0008-recognition-driver.md).
 */
const BOX_THRESHOLD = 0.5;
/** Kernels thinner than this are noise, in pixels of the map. */
const THINNEST = 3;

type Pair = readonly [number, number];

/** The kernels' rectangles, not yet grown. */
export function kernelBoxes(map: ProbabilityMap): TextBox[] {
  return areas(map).flatMap((outline) => {
    const box = smallestRectangle(convexHull(outline));
    if (!box || Math.min(box.width, box.height) < THINNEST) return [];
    const score = meanInside(map, box);
    return score < BOX_THRESHOLD ? [] : [{ ...box, score }];
  });
}

/** Grown on every side by area × ratio / perimeter (Vatti's offset, which for a rectangle is a rectangle). */
export function grown(box: TextBox, ratio: number): TextBox {
  const { width, height } = box;
  const by = (width * height * ratio) / (width + height);
  return { ...box, width: width + by, height: height + by };
}

/** The corners of a box in pixels, its text upright. */
export function cornersOf({ x, y, ux, uy, width, height }: TextBox): Quad {
  const corner = (along: number, down: number): Point => [
    x + (along * width * ux - down * height * uy) / 2,
    y + (along * width * uy + down * height * ux) / 2,
  ];
  return [corner(-1, -1), corner(1, -1), corner(1, 1), corner(-1, 1)];
}

/** For each connected area (8 neighbours) above the threshold, the two ends of its run on every row it crosses. */
function areas({ data, width, height }: ProbabilityMap): Pair[][] {
  const seen = new Uint8Array(data.length);
  const found: Pair[][] = [];
  for (let start = 0; start < data.length; start++) {
    if (seen[start] || (data[start] ?? 0) <= PIXEL_THRESHOLD) continue;
    found.push(outlineOf(flood(data, seen, start, width, height), width));
  }
  return found;
}

function flood(data: Float32Array, seen: Uint8Array, start: number, width: number, height: number): number[] {
  const members = [start];
  seen[start] = 1;
  for (let next = 0; next < members.length; next++) {
    const at = members[next] ?? 0;
    const x = at % width;
    const y = (at - x) / width;
    for (let v = Math.max(0, y - 1); v <= Math.min(height - 1, y + 1); v++) {
      for (let u = Math.max(0, x - 1); u <= Math.min(width - 1, x + 1); u++) {
        const near = v * width + u;
        if (seen[near] || (data[near] ?? 0) <= PIXEL_THRESHOLD) continue;
        seen[near] = 1;
        members.push(near);
      }
    }
  }
  return members;
}

function outlineOf(members: readonly number[], width: number): Pair[] {
  const rows = new Map<number, [number, number]>();
  for (const at of members) {
    const x = at % width;
    const y = (at - x) / width;
    const row = rows.get(y);
    if (!row) rows.set(y, [x, x]);
    else if (x < row[0]) row[0] = x;
    else if (x > row[1]) row[1] = x;
  }
  // Pixels are squares, not points: the corners of the outermost ones.
  return [...rows].flatMap(([y, [left, right]]): Pair[] => [
    [left, y],
    [right + 1, y],
    [left, y + 1],
    [right + 1, y + 1],
  ]);
}

/** Andrew's monotone chain, counter-clockwise in mathematical axes. */
export function convexHull(points: readonly Pair[]): Pair[] {
  const sorted = [...points].sort((a, b) => a[0] - b[0] || a[1] - b[1]);
  const half = (order: readonly Pair[]) => {
    const chain: Pair[] = [];
    for (const point of order) {
      while (chain.length >= 2 && cross(chain[chain.length - 2], chain[chain.length - 1], point) <= 0)
        chain.pop();
      chain.push(point);
    }
    return chain.slice(0, -1);
  };
  return [...half(sorted), ...half(sorted.reverse())];
}

function cross(a: Pair | undefined, b: Pair | undefined, c: Pair): number {
  if (!a || !b) return 0;
  return (b[0] - a[0]) * (c[1] - a[1]) - (b[1] - a[1]) * (c[0] - a[0]);
}

/** The rectangle of least area around a hull: one of its sides lies on an edge of the hull. */
export function smallestRectangle(hull: readonly Pair[]): Omit<TextBox, 'score'> | null {
  let best: Omit<TextBox, 'score'> | null = null;
  for (const [index, [x0, y0]] of hull.entries()) {
    const [x1, y1] = hull[(index + 1) % hull.length] ?? [x0, y0];
    const length = Math.hypot(x1 - x0, y1 - y0);
    if (length === 0) continue;
    const box = rectangleAlong(hull, (x1 - x0) / length, (y1 - y0) / length);
    if (!best || box.width * box.height < best.width * best.height) best = box;
  }
  return best;
}

function rectangleAlong(hull: readonly Pair[], dx: number, dy: number): Omit<TextBox, 'score'> {
  // Of the rectangle's two axes, the one nearer the horizontal is its width, pointing right.
  let [ux, uy] = Math.abs(dx) >= Math.abs(dy) ? [dx, dy] : [dy, -dx];
  if (ux < 0) [ux, uy] = [-ux, -uy];
  const along = hull.map(([x, y]) => x * ux + y * uy);
  const down = hull.map(([x, y]) => -x * uy + y * ux);
  const [left, right] = [Math.min(...along), Math.max(...along)];
  const [top, bottom] = [Math.min(...down), Math.max(...down)];
  const [s, t] = [(left + right) / 2, (top + bottom) / 2];
  return { x: s * ux - t * uy, y: s * uy + t * ux, ux, uy, width: right - left, height: bottom - top };
}

function meanInside({ data, width, height }: ProbabilityMap, box: Omit<TextBox, 'score'>): number {
  const reachX = (box.width * box.ux + box.height * Math.abs(box.uy)) / 2;
  const reachY = (box.width * Math.abs(box.uy) + box.height * box.ux) / 2;
  let sum = 0;
  let count = 0;
  for (let y = Math.max(0, Math.floor(box.y - reachY)); y < Math.min(height, box.y + reachY); y++) {
    for (let x = Math.max(0, Math.floor(box.x - reachX)); x < Math.min(width, box.x + reachX); x++) {
      const [dx, dy] = [x + 0.5 - box.x, y + 0.5 - box.y];
      if (
        Math.abs(dx * box.ux + dy * box.uy) > box.width / 2 ||
        Math.abs(dy * box.ux - dx * box.uy) > box.height / 2
      )
        continue;
      sum += data[y * width + x] ?? 0;
      count++;
    }
  }
  return count === 0 ? 0 : sum / count;
}
