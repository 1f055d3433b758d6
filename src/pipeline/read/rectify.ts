/**
 * Rectifying a paper from the text on it: lines of text are parallel on paper, so where their directions drift apart
 * on the page the camera's perspective shows; and the ends of lines stand under each other in columns.
 *
 * In coordinates around the paper's middle, turned so that text runs to the right, a point (a, b) of the paper lies at
 * (a + tau·b, t·a + b) / (1 + w·a + k·b). `t` and `w` follow from the directions of the lines (a linear problem);
 * `tau` and `k` are those under which ends of lines stand most sharply in columns.
 */
import {
  centreOf,
  type Homography,
  inverse,
  mapped,
  type Point,
  type Quad,
} from '../../document/geometry.js';
import { endsOf, isLong, mainDirection, type Stroke, textSize } from './strokes.js';

/** How a paper lies on the page: from its own frame, whose unit is the page's longer side, to page units. */
export interface Frame {
  readonly toPage: Homography;
  readonly toPaper: Homography;
}

/** The invoice QR on the page in page units, in its own orientation. */
export type Square = Quad;

/** A frame that turns nothing but the direction of text. */
export function straightFrame(strokes: readonly Stroke[], angle: number): Frame {
  return frameFrom(middleOf(strokes), angle, { t: 0, w: 0, tau: 0, k: 0 }, 1);
}

/** The frame that makes these lines of text horizontal and their ends stand in columns. `angle`: the way text runs. */
export function frameOf(strokes: readonly Stroke[], angle: number, square: Square | null): Frame {
  const middle = middleOf(strokes);
  const local = strokes.map((stroke) => turnedBack(stroke, middle, angle));
  const rows = rowDirections(local);
  const columns = columnDirections(local, rows, square && around(square, middle, angle));
  const lean = { ...rows, ...columns };
  const aspect = square === null ? 1 : aspectOf(square, frameFrom(middle, angle, lean, 1));
  return frameFrom(middle, angle, lean, aspect);
}

interface Lean {
  readonly t: number;
  readonly w: number;
  readonly tau: number;
  readonly k: number;
}

function middleOf(strokes: readonly Stroke[]): Point {
  const [xs, ys] = [strokes.map(({ x }) => x), strokes.map(({ y }) => y)];
  return [(Math.min(...xs) + Math.max(...xs)) / 2, (Math.min(...ys) + Math.max(...ys)) / 2];
}

function frameFrom([mx, my]: Point, angle: number, { t, w, tau, k }: Lean, aspect: number): Frame {
  const [cos, sin] = [Math.cos(angle), Math.sin(angle)];
  const b = aspect;
  const [g, h] = [w, k * b];
  const toPage: Homography = [
    cos - sin * t + mx * g,
    (cos * tau - sin) * b + mx * h,
    mx,
    sin + cos * t + my * g,
    (sin * tau + cos) * b + my * h,
    my,
    g,
    h,
    1,
  ];
  return { toPage, toPaper: inverse(toPage) };
}

// ---- coordinates around the middle, turned so that text runs to the right ---------------------------------

interface Local {
  readonly x: number;
  readonly y: number;
  /** Unit vector along the text, to the right. */
  readonly ux: number;
  readonly uy: number;
  readonly length: number;
  readonly thickness: number;
  readonly long: boolean;
  readonly ends: readonly [Point, Point];
}

function turnedBack(stroke: Stroke, middle: Point, angle: number): Local {
  const [cos, sin] = [Math.cos(angle), Math.sin(angle)];
  const place = ([x, y]: Point): Point => {
    const [dx, dy] = [x - middle[0], y - middle[1]];
    return [cos * dx + sin * dy, cos * dy - sin * dx];
  };
  const [x, y] = place([stroke.x, stroke.y]);
  const [u, v] = [cos * stroke.ux + sin * stroke.uy, cos * stroke.uy - sin * stroke.ux];
  const way = u < 0 ? -1 : 1;
  const [first, last] = endsOf(stroke);
  const ends: [Point, Point] = way === 1 ? [place(first), place(last)] : [place(last), place(first)];
  const { length, thickness } = stroke;
  return { x, y, ux: u * way, uy: v * way, length, thickness, long: isLong(stroke), ends };
}

function around(square: Square, middle: Point, angle: number): Quad {
  const [cos, sin] = [Math.cos(angle), Math.sin(angle)];
  const place = ([x, y]: Point): Point => {
    const [dx, dy] = [x - middle[0], y - middle[1]];
    return [cos * dx + sin * dy, cos * dy - sin * dx];
  };
  return [place(square[0]), place(square[1]), place(square[2]), place(square[3])];
}

// ---- rows --------------------------------------------------------------------------------------------------

/** How far a line's direction may be off and still count fully, as a tangent: 0.6°, what curl and the detector do. */
const SLACK = 0.01;
/** Rounds of reweighting: directions of seals and handwriting stop to count after a few. */
const ROUNDS = 8;
/**
 * Keeps a few short lines from inventing perspective: as if the paper's middle were known to drift by no more than
 * this (a tangent over the page's longer side; a tilt of 34° seen by a phone's camera gives about 0.5).
 */
const DRIFT = 0.5;

/** `t` and `w` by least squares: for a line at (x, y) in direction u, u.x·t + (u.y·x - u.x·y)·w = u.y. */
function rowDirections(lines: readonly Local[]): { t: number; w: number } {
  const long = lines.filter((line) => line.long && Math.abs(line.uy) < 0.35);
  let [t, w] = [0, 0];
  for (let round = 0; round < ROUNDS; round++) {
    let [aa, ab, bb, ac, bc] = [1e-6, 0, 1 / DRIFT ** 2, 0, 0];
    for (const { x, y, ux, uy, length, thickness } of long) {
      const [p, q] = [ux, uy * x - ux * y];
      const off = p * t + q * w - uy;
      // A box is right to about a tenth of its thickness at each end.
      const sigma = Math.hypot(SLACK, (0.15 * thickness) / length);
      const weight = 1 / sigma ** 2 / (1 + (off / (2 * sigma)) ** 2);
      aa += weight * p * p;
      ab += weight * p * q;
      bb += weight * q * q;
      ac += weight * p * uy;
      bc += weight * q * uy;
    }
    const det = aa * bb - ab * ab;
    if (det <= 0) break;
    [t, w] = [(ac * bb - bc * ab) / det, (bc * aa - ac * ab) / det];
  }
  return { t, w };
}

// ---- columns -----------------------------------------------------------------------------------------------

/** The grids searched: lean (tangent) and convergence, first coarse, then fine around the best. */
const LEAN = { reach: 0.3, steps: 16 } as const;
const CONVERGENCE = { reach: 0.6, steps: 12 } as const;
/** How sure the square of a QR is of the lean (a tangent), and how sure nothing is. */
const SQUARE_SURE = 0.03;
const NOTHING_SURE = 0.15;
const CONVERGENCE_SURE = 0.35;

/** `tau` and `k` under which the starts and the ends of lines gather most. */
function columnDirections(
  lines: readonly Local[],
  { t, w }: { t: number; w: number },
  square: Quad | null,
): { tau: number; k: number } {
  const told = square === null ? { lean: -t, at: [0, 0] as const, sure: NOTHING_SURE } : leanOf(square);
  const starts = lines.map(({ ends }) => ends[0]);
  const stops = lines.map(({ ends }) => ends[1]);
  const size = median(lines.map(({ thickness }) => thickness));
  const scoreOf = (tau: number, k: number, bin: number) => {
    const sharp = sharpness(starts, t, w, tau, k, bin) + sharpness(stops, t, w, tau, k, bin);
    const doubt = ((leanAt(told.at, tau, k) - told.lean) / told.sure) ** 2 + (k / CONVERGENCE_SURE) ** 2;
    return Math.log(sharp + 1) * lines.length * 0.1 - doubt / 2;
  };
  let [tau, k] = [told.lean, 0];
  let [reachTau, reachK]: [number, number] = [LEAN.reach, CONVERGENCE.reach];
  // Wide columns first: the score of narrow ones has its peak between the points of a coarse grid.
  for (const bin of [3 * size, 1.5 * size, 0.7 * size, 0.4 * size]) {
    let best = { tau, k, score: scoreOf(tau, k, bin) };
    for (let i = -LEAN.steps / 2; i <= LEAN.steps / 2; i++)
      for (let j = -CONVERGENCE.steps / 2; j <= CONVERGENCE.steps / 2; j++) {
        const at = {
          tau: tau + (2 * i * reachTau) / LEAN.steps,
          k: k + (2 * j * reachK) / CONVERGENCE.steps,
        };
        const score = scoreOf(at.tau, at.k, bin);
        if (score > best.score) best = { ...at, score };
      }
    [tau, k, reachTau, reachK] = [best.tau, best.k, reachTau * 0.45, reachK * 0.45];
  }
  return { tau, k };
}

/** How much of a set of points gathers in columns: the sum of squares of a histogram over their place along the rows. */
function sharpness(
  points: readonly Point[],
  t: number,
  w: number,
  tau: number,
  k: number,
  width: number,
): number {
  const bins = new Map<number, number>();
  for (const [x, y] of points) {
    const [m00, m01, m10, m11] = [1 - x * w, tau - x * k, t - y * w, 1 - y * k];
    const det = m00 * m11 - m01 * m10;
    if (det <= 0.05) return 0;
    // Split between two bins, so that the score does not jump.
    const at = (x * m11 - y * m01) / det / width;
    const bin = Math.floor(at);
    bins.set(bin, (bins.get(bin) ?? 0) + 1 - (at - bin));
    bins.set(bin + 1, (bins.get(bin + 1) ?? 0) + (at - bin));
  }
  let sum = 0;
  for (const count of bins.values()) sum += count * count;
  return sum;
}

/** How far what stands upright on paper leans at a place on the page, as a tangent. */
const leanAt = ([x, y]: Point, tau: number, k: number): number => (tau - x * k) / (1 - y * k);

/** How far the upright edges of a square lean, and where. */
function leanOf([a, b, c, d]: Quad): { lean: number; at: Point; sure: number } {
  const [dx, dy] = [d[0] + c[0] - a[0] - b[0], d[1] + c[1] - a[1] - b[1]];
  const lean = Math.abs(dy) < 1e-9 ? 0 : Math.min(0.5, Math.max(-0.5, dx / dy));
  return { lean, at: centreOf([a, b, c, d]), sure: SQUARE_SURE };
}

/** Height by width of a square in a frame: by how much the frame must stretch. */
function aspectOf(square: Square, { toPaper }: Frame): number {
  const [a, b, c, d] = square.map((point) => mapped(toPaper, point)) as unknown as Quad;
  const across = Math.hypot(b[0] - a[0], b[1] - a[1]) + Math.hypot(c[0] - d[0], c[1] - d[1]);
  const down = Math.hypot(d[0] - a[0], d[1] - a[1]) + Math.hypot(c[0] - b[0], c[1] - b[1]);
  return Math.min(1.4, Math.max(0.7, down / across));
}

function median(values: readonly number[]): number {
  const sorted = [...values].sort((a, b) => a - b);
  return sorted[sorted.length >> 1] ?? 0.01;
}

/** How far each stroke runs off the direction that rows have where it stands (radians), by the rows of the most. */
export function leansOf(strokes: readonly Stroke[]): number[] {
  const [angle, middle] = [mainDirection(strokes), middleOf(strokes)];
  const local = strokes.map((stroke) => turnedBack(stroke, middle, angle));
  // Only those near the direction of the most: another paper's rows would pass for this one's perspective.
  const { t, w } = rowDirections(local.filter(({ ux, uy }) => Math.abs(uy) < NEARLY * ux));
  return local.map(({ x, y, ux, uy }) => Math.atan2(uy, ux) - Math.atan2(t - y * w, 1 - x * w));
}

/** Rows of one paper under perspective mostly lie within 12° of each other. */
const NEARLY = Math.tan((12 * Math.PI) / 180);

/** Whether lines lie as a scanner or a screen gives them: one direction near a quarter turn, the same everywhere. */
export function isFlat(strokes: readonly Stroke[]): boolean {
  const angle = mainDirection(strokes);
  const quarter = Math.round(angle / (Math.PI / 2)) * (Math.PI / 2);
  if (Math.abs(angle - quarter) > FLAT_SKEW) return false;
  const middle = middleOf(strokes);
  const { t, w } = rowDirections(strokes.map((stroke) => turnedBack(stroke, middle, angle)));
  return Math.abs(w) < FLAT_DRIFT && Math.abs(t) < FLAT_SKEW && textSize(strokes) > 0;
}

/** Whether columns neither lean nor converge: a camera tilted straight up or down leaves rows as they are. */
export function hasPlumbColumns(strokes: readonly Stroke[]): boolean {
  const [angle, middle] = [mainDirection(strokes), middleOf(strokes)];
  const local = strokes.map((stroke) => turnedBack(stroke, middle, angle));
  const rows = rowDirections(local);
  const { tau, k } = columnDirections(local, rows, null);
  return Math.abs(tau + rows.t) < PLUMB && Math.abs(k) < PLUMB_CONVERGENCE;
}

const PLUMB = 0.03;
const PLUMB_CONVERGENCE = 0.1;

/** A feeder's skew: what extraction takes out by itself. */
const FLAT_SKEW = (2 * Math.PI) / 180;
/** Directions drift by less than half a degree from edge to edge. */
const FLAT_DRIFT = 0.012;
