/**
 * Whether two likenesses are of one picture: saved again, scaled or recompressed, perhaps with a little cut off its
 * edges. Invoices of one form and seller look alike but for their figures, so the worst parts decide, not the whole.
 */
import { type Likeness, unpackLikeness } from '../../../document/likeness.js';

/** What two invoices of one form and seller do not reach (docs/decisions/0025-checks-and-rule-packs.md has the table). */
const SAME = 0.87;
/** Parts that are held against each other, across and down: a number fills about one. */
const PARTS = [10, 7] as const;
/** So many of the worst parts decide: one may have been stamped on by a program's mark. */
const WORST = 3;
/** Share of a picture that may have been cut off at each edge, and the steps in which it is looked for. */
const CUT = 0.03;
const STEPS = [
  { reach: CUT, step: 0.003 },
  { reach: 0.0025, step: 0.0008 },
] as const;
/** Variance (levels 0 to 1) below which a part holds no print. */
const BLANK = 0.02;
/** Of a part so much must lie on both pictures. */
const COVERED = 0.6;

/** `false` also where either has no likeness. */
export function isSamePicture(one: string | undefined, other: string | undefined): boolean {
  if (one === undefined || other === undefined) return false;
  const [a, b] = [unpackLikeness(one), unpackLikeness(other)];
  if (a === null || b === null) return false;
  // Scaled one way only, or cut more than is looked for: not the same picture any more.
  if (Math.abs(Math.log((a.width * b.height) / (a.height * b.width))) > 4 * CUT) return false;
  return likeness(a, b) >= SAME;
}

interface Grid {
  readonly width: number;
  readonly height: number;
  readonly cells: Float32Array;
}

/** 1: the worst parts are equal too. 0 and below: they have nothing in common. Exported for measuring. */
export function likeness(one: Likeness, other: Likeness): number {
  const [a, b] = [softened(one), softened(other)];
  const across = aligned(columnsOf(a), columnsOf(b));
  const down = aligned(rowsOf(a), rowsOf(b));
  const moved = placed(a, b, across, down);
  const whole = difference(moved, b, [0, 0, b.width, b.height], 0, 0);
  const parts = partsOf(b).flatMap((part) => likenessOfPart(moved, b, part, whole.variance) ?? []);
  if (parts.length < WORST) return 0;
  const worst = parts.sort((x, y) => x - y).slice(0, WORST);
  return worst.reduce((sum, each) => sum + each, 0) / WORST;
}

/** Levels from 0 to 1, each mixed with its neighbours: a cell's edge falls elsewhere in a scaled picture. */
function softened({ width, height, levels }: Likeness): Grid {
  const cells = new Float32Array(levels.length);
  const weights = [0.5, 1, 0.5] as const;
  for (let y = 0; y < height; y++)
    for (let x = 0; x < width; x++) {
      let [sum, all] = [0, 0];
      for (let j = -1; j <= 1; j++)
        for (let i = -1; i <= 1; i++) {
          const [u, v] = [x + i, y + j];
          if (u < 0 || v < 0 || u >= width || v >= height) continue;
          const weight = (weights[i + 1] ?? 0) * (weights[j + 1] ?? 0);
          sum += (weight * (levels[v * width + u] ?? 0)) / 3;
          all += weight;
        }
      cells[y * width + x] = sum / all;
    }
  return { width, height, cells };
}

const columnsOf = ({ width, height, cells }: Grid): Float32Array =>
  Float32Array.from({ length: width }, (_, x) => {
    let sum = 0;
    for (let y = 0; y < height; y++) sum += cells[y * width + x] ?? 0;
    return sum;
  });

const rowsOf = ({ width, height, cells }: Grid): Float32Array =>
  Float32Array.from({ length: height }, (_, y) => {
    let sum = 0;
    for (let x = 0; x < width; x++) sum += cells[y * width + x] ?? 0;
    return sum;
  });

/** Where the second's first and last edge lie on the first, in fractions of it: where their sums run most alike. */
interface Span {
  readonly from: number;
  readonly to: number;
}

function aligned(first: Float32Array, second: Float32Array): Span {
  let best = { from: 0, to: 1, score: runsAlike(first, second, { from: 0, to: 1 }) };
  for (const { reach, step } of STEPS) {
    const { from, to } = best;
    for (let f = from - reach; f <= from + reach; f += step)
      for (let t = to - reach; t <= to + reach; t += step) {
        const score = runsAlike(first, second, { from: f, to: t });
        if (score > best.score) best = { from: f, to: t, score };
      }
  }
  return best;
}

/** Correlation of two rows of sums under a span. */
function runsAlike(first: Float32Array, second: Float32Array, { from, to }: Span): number {
  let [count, a, b, aa, bb, ab] = [0, 0, 0, 0, 0, 0];
  for (let index = 0; index < second.length; index++) {
    const place = (from + ((index + 0.5) / second.length) * (to - from)) * first.length - 0.5;
    const left = Math.floor(place);
    if (left < 0 || left + 1 >= first.length) continue;
    const [low, high] = [first[left] ?? 0, first[left + 1] ?? 0];
    const [x, y] = [low + (place - left) * (high - low), second[index] ?? 0];
    count++;
    a += x;
    b += y;
    aa += x * x;
    bb += y * y;
    ab += x * y;
  }
  const spread = (aa - (a * a) / count) * (bb - (b * b) / count);
  return spread <= 0 ? -1 : (ab - (a * b) / count) / Math.sqrt(spread);
}

/** Outside the first picture. */
const NOTHING = -1;

/** The first picture's cells where those of the second are. */
function placed(a: Grid, b: Grid, across: Span, down: Span): Grid {
  const cells = new Float32Array(b.cells.length).fill(NOTHING);
  const at = (x: number, y: number) => a.cells[y * a.width + x] ?? 0;
  const place = ({ from, to }: Span, index: number, of: number, cellsOfA: number) =>
    (from + ((index + 0.5) / of) * (to - from)) * cellsOfA - 0.5;
  for (let y = 0; y < b.height; y++)
    for (let x = 0; x < b.width; x++) {
      const [px, py] = [place(across, x, b.width, a.width), place(down, y, b.height, a.height)];
      const [i, j] = [Math.floor(px), Math.floor(py)];
      if (i < 0 || j < 0 || i + 1 >= a.width || j + 1 >= a.height) continue;
      const [u, v] = [px - i, py - j];
      cells[y * b.width + x] =
        (1 - v) * ((1 - u) * at(i, j) + u * at(i + 1, j)) +
        v * ((1 - u) * at(i, j + 1) + u * at(i + 1, j + 1));
    }
  return { ...b, cells };
}

/** Left, top, right, bottom in cells. */
type Part = readonly [number, number, number, number];

function partsOf({ width, height }: Grid): Part[] {
  const [columns, rows] = PARTS;
  const edge = (index: number, of: number, length: number) => Math.floor((index * length) / of);
  return Array.from({ length: columns * rows }, (_, nth): Part => {
    const [x, y] = [nth % columns, Math.floor(nth / columns)];
    return [
      edge(x, columns, width),
      edge(y, rows, height),
      edge(x + 1, columns, width),
      edge(y + 1, rows, height),
    ];
  });
}

/** How alike a part is, wherever within a cell it lies; `null` where it is blank or mostly cut off. */
function likenessOfPart(moved: Grid, b: Grid, part: Part, variance: number): number | null {
  const [x0, y0, x1, y1] = part;
  const still = difference(moved, b, part, 0, 0);
  if (still.count < COVERED * (x1 - x0) * (y1 - y0) || still.most < BLANK) return null;
  let least = still.error;
  for (let dy = -1; dy <= 1; dy++)
    for (let dx = -1; dx <= 1; dx++) least = Math.min(least, difference(moved, b, part, dx, dy).error);
  return 1 - least / variance;
}

/** Mean square difference of a part, its mean apart; the geometric mean of both variances, and the larger one. */
function difference(
  moved: Grid,
  { width, height, cells }: Grid,
  [x0, y0, x1, y1]: Part,
  dx: number,
  dy: number,
) {
  let [count, a, b, aa, bb, ab] = [0, 0, 0, 0, 0, 0];
  for (let y = Math.max(y0, -dy); y < Math.min(y1, height - dy); y++)
    for (let x = Math.max(x0, -dx); x < Math.min(x1, width - dx); x++) {
      const p = moved.cells[(y + dy) * width + x + dx] ?? NOTHING;
      if (p < 0) continue;
      const q = cells[y * width + x] ?? 0;
      count++;
      a += p;
      b += q;
      aa += p * p;
      bb += q * q;
      ab += p * q;
    }
  const [va, vb] = [aa / count - (a / count) ** 2, bb / count - (b / count) ** 2];
  const error = (aa + bb - 2 * ab - (a - b) ** 2 / count) / count;
  return { count, error, variance: Math.sqrt(Math.max(0, va * vb)), most: Math.max(va, vb) };
}
