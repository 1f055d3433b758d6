/**
 * The upright frame: text of one sheet with its paper's perspective (or the page's skew) taken out, in units of its
 * width on both axes, so that distances and angles mean the same everywhere. Boxes that leave the stage stay fractions
 * of the page.
 */
import { type Box, boxOf, type Point, type Quad } from '../../document/geometry.js';
import { ontoPaper } from '../../document/paper.js';
import type { Sheet, TextLine } from '../../document/sheet.js';

/** One character where it stands. `x0`, `x1` in the upright frame. */
export interface Glyph {
  readonly char: string;
  readonly x0: number;
  readonly x1: number;
  /** Whether white space was printed before it. */
  readonly spaced: boolean;
  readonly span: Span;
  /** Where it lies along its line, in fractions of the line's length. */
  readonly at: readonly [number, number];
  /** How sure the source is of it, 0..1; of the line where it does not say more. */
  readonly sure: number;
}

/** A run of text, upright. */
export interface Span {
  readonly x0: number;
  readonly y0: number;
  readonly x1: number;
  readonly y1: number;
  /** How far it falls for each unit to the right; `null` of runs too short to tell. A bent paper slopes here and there. */
  readonly slope: number | null;
  readonly line: TextLine;
  readonly page: number;
  /** Without white space. */
  readonly glyphs: readonly Glyph[];
}

export const heightOf = (span: { y0: number; y1: number }): number => span.y1 - span.y0;
export const middleOf = (span: { y0: number; y1: number }): number => (span.y0 + span.y1) / 2;
export const textOf = (glyphs: readonly Glyph[]): string => glyphs.map((glyph) => glyph.char).join('');

/** Text that leans more than this against the page (in radians) belongs to a seal or a note in the margin. */
const LEANING = (15 * Math.PI) / 180;
/** A line must be this many times longer than high for its direction to mean anything. */
const LONG = 4;

/** The text of a sheet, upright. Runs that lean against the rest (seals, vertical notes) are left out. */
export function uprightSpans(sheet: Sheet): Span[] {
  const { quads, skew, turn } = flattened(sheet);
  const spans = sheet.lines.flatMap((line, index): Span[] => {
    const quad = quads[index];
    if (quad === undefined || (!isShort(quad) && Math.abs(leanOf(quad, skew)) > LEANING)) return [];
    const [a, b, c, d] = placed(quad, turn);
    return [
      spanOf(line, sheet.page, {
        x0: (a[0] + d[0]) / 2,
        y0: (a[1] + b[1]) / 2,
        x1: (b[0] + c[0]) / 2,
        y1: (c[1] + d[1]) / 2,
        slope:
          lengthOf(quad) > LONG * depthOf(quad)
            ? (b[1] - a[1] + c[1] - d[1]) / (b[0] - a[0] + c[0] - d[0])
            : null,
      }),
    ];
  });
  return spans.filter((span) => span.glyphs.length > 0);
}

/**
 * Runs that go straight down the sheet, as what is printed along a paper form's edges. Of their glyphs only order and
 * place on the page (`at`) mean anything: `x0` and `x1` are the run's own.
 */
export function downwardSpans(sheet: Sheet): Span[] {
  const { quads, skew, turn } = flattened(sheet);
  const spans = sheet.lines.flatMap((line, index): Span[] => {
    const quad = quads[index];
    if (quad === undefined || isShort(quad) || Math.abs(leanOf(quad, skew) - Math.PI / 2) > LEANING)
      return [];
    const [a, b, c, d] = placed(quad, turn);
    const [x0, x1] = [(c[0] + d[0]) / 2, (a[0] + b[0]) / 2];
    const span = spanOf(line, sheet.page, {
      x0,
      y0: (a[1] + d[1]) / 2,
      x1,
      y1: (b[1] + c[1]) / 2,
      slope: null,
    });
    return [{ ...span, glyphs: span.glyphs.map((glyph) => ({ ...glyph, x0, x1 })) }];
  });
  return spans.filter((span) => span.glyphs.length > 0);
}

/** The runs' places on a sheet with its perspective taken out, and the skew that is left with the turn that takes it out. */
function flattened(sheet: Sheet): { quads: Quad[]; skew: number; turn: (point: Point) => Point } {
  const place = toFrame(sheet);
  const quads = sheet.lines.map((line) => placed(line.quad, place));
  const skew = sheet.paper === undefined ? skewOf(quads) : 0;
  return { quads, skew, turn: rotation(-skew, [0.5, sheet.height / sheet.width / 2]) };
}

const isShort = (quad: Quad): boolean => lengthOf(quad) < 1.2 * depthOf(quad);
/** Direction of a run against the rest, in radians: positive downwards. */
const leanOf = (quad: Quad, skew: number): number => wrap(angleOf(quad) - skew);

/**
 * From fractions of the page to the frame: units of its paper's width when it was found there, with the paper's
 * perspective and bends taken out, else units of the page's width (whose skew {@link uprightSpans} takes out besides).
 */
export function toFrame({ paper, width, height }: Sheet): (point: Point) => Point {
  if (paper === undefined) return ([x, y]) => [x, y * (height / width)];
  return ontoPaper(paper);
}

const placed = ([a, b, c, d]: Quad, place: (point: Point) => Point): Quad => [
  place(a),
  place(b),
  place(c),
  place(d),
];

/** The page's skew in radians: the direction of its long lines, each counted by its length. */
function skewOf(quads: readonly Quad[]): number {
  const long = quads
    .filter((quad) => lengthOf(quad) > LONG * depthOf(quad))
    .map((quad) => ({ angle: angleOf(quad), weight: lengthOf(quad) }))
    .filter(({ angle }) => Math.abs(angle) < Math.PI / 4)
    .sort((a, b) => a.angle - b.angle);
  const half = long.reduce((sum, { weight }) => sum + weight, 0) / 2;
  let seen = 0;
  for (const { angle, weight } of long) {
    seen += weight;
    if (seen >= half) return angle;
  }
  return 0;
}

const between = ([ax, ay]: Point, [bx, by]: Point): Point => [bx - ax, by - ay];
const size = ([x, y]: Point): number => Math.hypot(x, y);
const lengthOf = (quad: Quad): number => size(between(quad[0], quad[1]));
const depthOf = (quad: Quad): number => size(between(quad[0], quad[3]));
const wrap = (angle: number): number => Math.atan2(Math.sin(angle), Math.cos(angle));

function angleOf(quad: Quad): number {
  const [x, y] = between(quad[0], quad[1]);
  return Math.atan2(y, x);
}

function rotation(angle: number, [cx, cy]: Point): (point: Point) => Point {
  const [sin, cos] = [Math.sin(angle), Math.cos(angle)];
  return ([x, y]) => [cx + (x - cx) * cos - (y - cy) * sin, cy + (x - cx) * sin + (y - cy) * cos];
}

function spanOf(
  line: TextLine,
  page: number,
  place: { x0: number; y0: number; x1: number; y1: number; slope: number | null },
): Span {
  const chars = [...line.text.normalize('NFKC')];
  const given =
    line.chars?.length === [...line.text].length && chars.length === line.chars.length ? line.chars : null;
  const places = given ?? evenly(chars);
  const span = { ...place, line, page, glyphs: [] as Glyph[] };
  let spaced = false;
  chars.forEach((char, index) => {
    const at = places[index];
    if (at === undefined) return;
    if (/\s|\u0305/u.test(char)) {
      spaced = true;
      return;
    }
    const sure = line.sure?.length === chars.length ? (line.sure[index] ?? line.score) : line.score;
    const x = (fraction: number) => place.x0 + (place.x1 - place.x0) * fraction;
    span.glyphs.push({ char, x0: x(at[0]), x1: x(at[1]), spaced, span, at, sure });
    spaced = false;
  });
  return span;
}

/** Places of characters when the source gave none: half-width ones take half the room of full-width ones. */
function evenly(chars: readonly string[]): [number, number][] {
  const widths = chars.map((char) => ((char.codePointAt(0) ?? 0) < 0x2000 ? 1 : 2));
  const total = widths.reduce((sum, width) => sum + width, 0);
  let from = 0;
  return widths.map((width) => {
    const start = from;
    from += width;
    return [start / total, from / total];
  });
}

/** The smallest box on the sheet, in its own fractions, that holds the glyphs; `null` for none. */
export function pageBox(glyphs: readonly Glyph[]): Box | null {
  const points: Point[] = [];
  for (const { span, at } of glyphs) {
    const [a, b, c, d] = span.line.quad;
    const along = (p: Point, q: Point, t: number): Point => [
      p[0] + (q[0] - p[0]) * t,
      p[1] + (q[1] - p[1]) * t,
    ];
    points.push(along(a, b, at[0]), along(a, b, at[1]), along(d, c, at[0]), along(d, c, at[1]));
  }
  if (points.length === 0) return null;
  const xs = points.map(([x]) => x);
  const ys = points.map(([, y]) => y);
  const [x0, y0, x1, y1] = [Math.min(...xs), Math.min(...ys), Math.max(...xs), Math.max(...ys)];
  return boxOf([
    [x0, y0],
    [x1, y0],
    [x1, y1],
    [x0, y1],
  ]);
}
