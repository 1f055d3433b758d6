/**
 * Papers by their light alone: areas of a picture that are lighter than all that lies around them and have no dents.
 * Where text was not found (it leans in a way the coarse look does not see) they say where to look, and how it may lie.
 */
import type { Point, Quad } from '../../document/geometry.js';
import type { LightMap } from './lightness.js';

/** A light area: its outline in page units, no dents, in the order of a polygon. */
export interface LightArea {
  readonly outline: readonly Point[];
  /** The smallest rectangle around it, in page units; its first side is the longer one. */
  readonly around: Quad;
}

/** Light from darkest to lightest is tried in so many steps: shadows make one level for a whole picture impossible. */
const LEVELS = 12;
/** Shares of the picture: a train ticket among six A5 forms, and a page that fills the picture. */
const SMALLEST = 0.004;
const LARGEST = 0.5;
/** Share of its convex outline that an area fills: bent and torn edges cost a little, a second paper beside it much. */
const SOLID = 0.9;
/** Share of the edge along which what lies outside is darker. */
const EDGED = 0.8;
/** What lies outside is darker than this share of the light inside, as far out as these cells: print rules are thinner. */
const DARKER = 0.9;
const OUTWARD = [2, 3] as const;

/** The light areas of a page, none within another. */
export function lightAreas(map: LightMap): LightArea[] {
  const cells = map.width * map.height;
  const taken = new Uint8Array(cells);
  const areas: LightArea[] = [];
  for (const level of levelsOf(map))
    for (const part of partsAbove(map, level, taken)) {
      if (part.length > LARGEST * cells) continue;
      const outline = convexOutline(edgePoints(part, map.width));
      if (part.length < SOLID * areaOf(outline) || !isEdged(map, outline)) continue;
      for (const cell of insideOf(outline, map)) taken[cell] = 1;
      const scaled = outline.map(([x, y]): Point => [x / map.scale, y / map.scale]);
      areas.push({ outline: scaled, around: rectangleAround(scaled) });
    }
  return areas;
}

/** Whether a point (page units) lies in an area. */
export function isInside({ outline }: Pick<LightArea, 'outline'>, [x, y]: Point): boolean {
  return outline.every(([x0, y0], index) => {
    const [x1, y1] = outline[(index + 1) % outline.length] ?? [x0, y0];
    return (x1 - x0) * (y - y0) - (y1 - y0) * (x - x0) >= 0;
  });
}

/** Levels of light evenly spread over what the page holds, from dark to light. */
function levelsOf({ data }: LightMap): number[] {
  const sorted = Float32Array.from(data).sort();
  const [low, high] = [
    sorted[Math.floor(data.length * 0.02)] ?? 0,
    sorted[Math.floor(data.length * 0.98)] ?? 0,
  ];
  return Array.from({ length: LEVELS }, (_, step) => low + ((high - low) * (step + 1)) / (LEVELS + 1));
}

/** Connected cells lighter than a level, without those already taken. */
function partsAbove({ data, width, height }: LightMap, level: number, taken: Uint8Array): Int32Array[] {
  // A dark frame of one cell around the page spares the fill all questions about the page's edge.
  const wide = width + 2;
  const open = new Uint8Array(wide * (height + 2));
  for (let cell = 0; cell < data.length; cell++)
    if (taken[cell] === 0 && (data[cell] ?? 0) >= level)
      open[(Math.floor(cell / width) + 1) * wide + (cell % width) + 1] = 1;
  const steps = [-1, 1, -wide, wide] as const;
  const stack = new Int32Array(data.length);
  const parts: Int32Array[] = [];
  for (let start = open.indexOf(1); start >= 0; start = open.indexOf(1, start + 1)) {
    stack[0] = start;
    open[start] = 0;
    let count = 1;
    for (let next = 0; next < count; next++)
      for (const step of steps) {
        const other = (stack[next] ?? 0) + step;
        if (open[other] !== 1) continue;
        open[other] = 0;
        stack[count++] = other;
      }
    if (count >= SMALLEST * data.length)
      parts.push(stack.slice(0, count).map((cell) => cellOf(cell, wide, width)));
  }
  return parts;
}

/** A cell's index without the frame. */
const cellOf = (cell: number, wide: number, width: number) =>
  (Math.floor(cell / wide) - 1) * width + (cell % wide) - 1;

/** The corners of the first and last cell of each row: all that a convex outline needs. */
function edgePoints(part: Int32Array, width: number): Point[] {
  const rows = new Map<number, [number, number]>();
  for (const cell of part) {
    const [x, y] = [cell % width, Math.floor(cell / width)];
    const row = rows.get(y);
    if (row === undefined) rows.set(y, [x, x]);
    else {
      row[0] = Math.min(row[0], x);
      row[1] = Math.max(row[1], x);
    }
  }
  return [...rows].flatMap(([y, [left, right]]): Point[] => [
    [left, y],
    [left, y + 1],
    [right + 1, y],
    [right + 1, y + 1],
  ]);
}

/** The convex polygon around points, clockwise as one looks at the page. */
function convexOutline(points: readonly Point[]): Point[] {
  const sorted = [...points].sort(([x0, y0], [x1, y1]) => x0 - x1 || y0 - y1);
  const chain = (some: readonly Point[]): Point[] => {
    const kept: Point[] = [];
    for (const point of some) {
      while (kept.length >= 2 && turnOf(kept.at(-2), kept.at(-1), point) <= 0) kept.pop();
      kept.push(point);
    }
    return kept.slice(0, -1);
  };
  return [...chain(sorted), ...chain(sorted.reverse())];
}

function turnOf([x0, y0]: Point = [0, 0], [x1, y1]: Point = [0, 0], [x2, y2]: Point): number {
  return (x1 - x0) * (y2 - y0) - (y1 - y0) * (x2 - x0);
}

function areaOf(outline: readonly Point[]): number {
  const sum = outline.reduce((total, [x0, y0], index) => {
    const [x1, y1] = outline[(index + 1) % outline.length] ?? [x0, y0];
    return total + x0 * y1 - x1 * y0;
  }, 0);
  return Math.abs(sum) / 2;
}

/** Cells whose middles lie in an outline given in cells. */
function insideOf(outline: readonly Point[], { width, height }: LightMap): number[] {
  const ys = outline.map(([, y]) => y);
  const cells: number[] = [];
  for (let y = Math.max(0, Math.floor(Math.min(...ys))); y < Math.min(height, Math.max(...ys)); y++)
    for (let x = 0; x < width; x++) if (isInside({ outline }, [x + 0.5, y + 0.5])) cells.push(y * width + x);
  return cells;
}

const NOWHERE: Quad = [
  [0, 0],
  [0, 0],
  [0, 0],
  [0, 0],
];

/** Whether what lies outside is darker nearly all along the edge; along the picture's own edge nothing is known. */
function isEdged(map: LightMap, outline: readonly Point[]): boolean {
  let [dark, known, all] = [0, 0, 0];
  outline.forEach(([x0, y0], index) => {
    const [x1, y1] = outline[(index + 1) % outline.length] ?? [x0, y0];
    const length = Math.hypot(x1 - x0, y1 - y0);
    const [nx, ny] = [(y1 - y0) / length, (x0 - x1) / length];
    for (let at = 0.5; at < length; at++) {
      const [x, y] = [x0 + ((x1 - x0) * at) / length, y0 + ((y1 - y0) * at) / length];
      const out = OUTWARD.map((far) => lightAt(map, x + nx * far, y + ny * far));
      all++;
      if (out.includes(null)) continue;
      known++;
      const inside = Math.max(...[1, 2, 3].map((far) => lightAt(map, x - nx * far, y - ny * far) ?? 0));
      if (out.every((light) => (light ?? 0) < DARKER * inside)) dark++;
    }
  });
  return known > 0.6 * all && dark > EDGED * known;
}

function lightAt({ data, width, height }: LightMap, x: number, y: number): number | null {
  const [column, row] = [Math.floor(x), Math.floor(y)];
  if (column < 0 || row < 0 || column >= width || row >= height) return null;
  return data[row * width + column] ?? null;
}

/** The smallest rectangle around a convex outline has a side along one of the outline's. */
function rectangleAround(outline: readonly Point[]): Quad {
  let best: { readonly area: number; readonly quad: Quad } = {
    area: Number.POSITIVE_INFINITY,
    quad: NOWHERE,
  };
  outline.forEach(([x0, y0], index) => {
    const [x1, y1] = outline[(index + 1) % outline.length] ?? [x0, y0];
    const angle = Math.atan2(y1 - y0, x1 - x0);
    const [cos, sin] = [Math.cos(angle), Math.sin(angle)];
    const along = outline.map(([x, y]) => cos * x + sin * y);
    const down = outline.map(([x, y]) => cos * y - sin * x);
    const [left, right] = [Math.min(...along), Math.max(...along)];
    const [top, bottom] = [Math.min(...down), Math.max(...down)];
    const area = (right - left) * (bottom - top);
    if (area >= best.area) return;
    const back = (x: number, y: number): Point => [cos * x - sin * y, sin * x + cos * y];
    const [a, b, c, d] = [back(left, top), back(right, top), back(right, bottom), back(left, bottom)];
    best = { area, quad: right - left >= bottom - top ? [a, b, c, d] : [b, c, d, a] };
  });
  return best.quad;
}
