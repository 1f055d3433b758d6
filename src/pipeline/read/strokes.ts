/** Lines of text as strokes: middle, direction and size, in units of the page's longer side on both axes. */
import type { Point, Quad } from '../../document/geometry.js';
import type { FoundLine } from '../../ports/ocr.js';

/** How a page's fractions become units in which angles and distances mean what they are: its sides over the longer one. */
export interface PageUnits {
  readonly width: number;
  readonly height: number;
}

export function pageUnits({ width, height }: { readonly width: number; readonly height: number }): PageUnits {
  const long = Math.max(width, height);
  return { width: width / long, height: height / long };
}

export interface Stroke {
  readonly x: number;
  readonly y: number;
  /** Unit vector along its longer side; which of the two ways text runs is not known yet. */
  readonly ux: number;
  readonly uy: number;
  readonly length: number;
  readonly thickness: number;
  readonly line: FoundLine;
}

/** From this length to thickness a stroke says which way its text runs. */
export const LONG = 3;
export const isLong = ({ length, thickness }: Stroke): boolean => length > LONG * thickness;

/** About how many characters it holds: they are as wide as high. */
export const charsOf = ({ length, thickness }: Stroke): number => Math.max(1, length / thickness);

export function strokeOf(line: FoundLine, units: PageUnits): Stroke {
  const [a, b, c, d] = inUnits(line.quad, units);
  const along: Point = [(b[0] + c[0] - a[0] - d[0]) / 2, (b[1] + c[1] - a[1] - d[1]) / 2];
  const down: Point = [(d[0] + c[0] - a[0] - b[0]) / 2, (d[1] + c[1] - a[1] - b[1]) / 2];
  const [across, high] = [Math.hypot(...along), Math.hypot(...down)];
  const [[ux, uy], length, thickness] = across >= high ? [along, across, high] : [down, high, across];
  return {
    x: (a[0] + b[0] + c[0] + d[0]) / 4,
    y: (a[1] + b[1] + c[1] + d[1]) / 4,
    ux: ux / Math.max(length, 1e-9),
    uy: uy / Math.max(length, 1e-9),
    length,
    thickness: Math.max(thickness, 1e-9),
    line,
  };
}

export const toUnits = ([x, y]: Point, { width, height }: PageUnits): Point => [x * width, y * height];
export const toFractions = ([x, y]: Point, { width, height }: PageUnits): Point => [x / width, y / height];

export function inUnits([a, b, c, d]: Quad, units: PageUnits): Quad {
  return [toUnits(a, units), toUnits(b, units), toUnits(c, units), toUnits(d, units)];
}

export function inFractions([a, b, c, d]: Quad, units: PageUnits): Quad {
  return [toFractions(a, units), toFractions(b, units), toFractions(c, units), toFractions(d, units)];
}

/** The two ends of a stroke. */
export function endsOf({ x, y, ux, uy, length }: Stroke): readonly [Point, Point] {
  const [dx, dy] = [(ux * length) / 2, (uy * length) / 2];
  return [
    [x - dx, y - dy],
    [x + dx, y + dy],
  ];
}

/** Weighted median; 0 for nothing. */
export function medianOf(values: readonly { readonly value: number; readonly weight: number }[]): number {
  const sorted = [...values].sort((a, b) => a.value - b.value);
  const half = sorted.reduce((sum, { weight }) => sum + weight, 0) / 2;
  let seen = 0;
  for (const { value, weight } of sorted) {
    seen += weight;
    if (seen >= half) return value;
  }
  return 0;
}

/** Typical thickness of text. */
export function textSize(strokes: readonly Stroke[]): number {
  return medianOf(strokes.map(({ thickness, length }) => ({ value: thickness, weight: length })));
}

/** The direction, as an angle from -90° to 90°, in which most text runs (or runs backwards). */
export function mainDirection(strokes: readonly Stroke[]): number {
  const long = strokes.filter(isLong);
  // Angles that differ by half a turn are the same direction: double them, and they are the same angle.
  let best = 0;
  let most = -1;
  for (const { ux, uy } of long) {
    const votes = long.reduce((sum, other) => {
      const along = Math.abs(ux * other.ux + uy * other.uy);
      return along > NEARLY ? sum + other.length : sum;
    }, 0);
    if (votes > most) [best, most] = [Math.atan2(uy, ux), votes];
  }
  const offsets = long.map(({ ux, uy, length }) => ({
    value: half(Math.atan2(uy, ux) - best),
    weight: length,
  }));
  const near = offsets.filter(({ value }) => Math.abs(value) < Math.acos(NEARLY));
  return half(best + medianOf(near));
}

/** Cosine of 12°: how far apart the lines of one paper lie through its perspective. */
const NEARLY = Math.cos((12 * Math.PI) / 180);

/** An angle brought to -90°..90° by half turns. */
export const half = (angle: number): number => angle - Math.PI * Math.round(angle / Math.PI);

/** Whether a stroke runs across a direction (an angle) rather than along it. */
const runsAcross = ({ ux, uy }: Stroke, angle: number): boolean =>
  Math.abs(half(Math.atan2(uy, ux) - angle)) > Math.PI / 4;

/** From this length to thickness a stroke is no word of a few characters set upright in a form's margin. */
export const isLine = ({ length, thickness }: Stroke): boolean => length > 5 * thickness;

/** Share of the characters in lines from which those that run across are papers of their own; a form's margins hold a few. */
const ACROSS_SHARE = 0.12;
const FEWEST_ACROSS = 5;

/** Whether much text runs across the rest: receipts laid both ways, not a form's margins and upright headings. */
export function runsBothWays(strokes: readonly Stroke[]): boolean {
  const angle = mainDirection(strokes);
  const lines = strokes.filter(isLine);
  const across = lines.filter((stroke) => runsAcross(stroke, angle));
  const chars = (some: readonly Stroke[]) => some.reduce((sum, stroke) => sum + charsOf(stroke), 0);
  return across.length >= FEWEST_ACROSS && chars(across) > ACROSS_SHARE * chars(lines);
}

/**
 * Strokes parted by the way their lines run, where they run both ways: papers laid at right angles are not one, however
 * close they lie. What is too short to tell goes with the line nearest to it.
 */
export function partedByDirection(strokes: readonly Stroke[]): readonly (readonly Stroke[])[] {
  if (!runsBothWays(strokes)) return [strokes];
  const angle = mainDirection(strokes);
  const lines = strokes.filter(isLine);
  const across = strokes.filter((stroke) => {
    const owner = isLine(stroke) ? stroke : nearestLine(stroke, lines);
    return owner !== undefined && runsAcross(owner, angle);
  });
  return [strokes.filter((stroke) => !across.includes(stroke)), across];
}

/** The line whose middle line comes nearest to a stroke's middle. */
export function nearestLine({ x, y }: Pick<Stroke, 'x' | 'y'>, lines: readonly Stroke[]): Stroke | undefined {
  let best: Stroke | undefined;
  let least = Number.POSITIVE_INFINITY;
  for (const line of lines) {
    const [dx, dy] = [x - line.x, y - line.y];
    const beyond = Math.max(0, Math.abs(dx * line.ux + dy * line.uy) - line.length / 2);
    const distance = Math.hypot(beyond, dy * line.ux - dx * line.uy);
    if (distance < least) [best, least] = [line, distance];
  }
  return best;
}
