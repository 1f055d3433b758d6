/** The coarse look: where text lies on a picture, and which way it runs, before anything is rectified. */
import { type Point, type Quad, quadOf } from '../../document/geometry.js';
import type { CodeFound, Paper } from '../../document/sheet.js';
import { parseInvoiceQr } from '../../invoice/qr.js';
import type { Raster } from '../../ports/image.js';
import type { FoundLine, OcrEngine } from '../../ports/ocr.js';
import { reduced } from './reduce.js';
import {
  charsOf,
  half,
  inFractions,
  inUnits,
  isLong,
  mainDirection,
  type PageUnits,
  pageUnits,
  runsBothWays,
  type Stroke,
  strokeOf,
} from './strokes.js';

/** Longer side of the picture for the coarse look: lines of a form that fills half a photo's width are still found. */
export const COARSE_SIDE = 800;
/** The detector knows text that leans up to about this (in radians); past it, it is shown the page turned. */
const LEANS = (20 * Math.PI) / 180;
/** Fewer characters than this on a whole page: text may run in a direction that the detector does not see. */
const FEW_CHARS = 60;

/** Every line on the page, wherever it runs; by an invoice QR's direction where there is one. */
export async function coarseLines(
  page: Raster,
  codes: readonly CodeFound[],
  ocr: OcrEngine,
): Promise<FoundLine[]> {
  const units = pageUnits(page);
  const small = reduced(page, COARSE_SIDE);
  const look = (angle: number) => ocr.findLines(small, turnedPage(units, angle), COARSE_SIDE);
  const told = codeDirection(codes, units);
  const first = await look(told ?? 0);
  if (told !== null) return first;
  const strokes = first.map((line) => strokeOf(line, units));
  const chars = (lines: readonly FoundLine[]) =>
    lines.reduce((sum, line) => sum + charsOf(strokeOf(line, units)), 0);
  const angle = mainDirection(strokes);
  const off = angle - Math.round(angle / (Math.PI / 2)) * (Math.PI / 2);
  if (Math.abs(off) < LEANS && chars(first) >= FEW_CHARS) return first;
  const second = await look(Math.abs(off) < LEANS ? Math.PI / 4 : angle);
  return chars(second) > chars(first) ? second : first;
}

/** Between the directions the detector knows: slips laid askew beside others. In radians. */
const ASKEW = (35 * Math.PI) / 180;

/** What a coarse look that leans either way finds besides: for a picture of several papers, one of which may lie askew. */
export async function leaningStrokes(
  page: Raster,
  found: readonly Stroke[],
  ocr: OcrEngine,
): Promise<Stroke[]> {
  const base = mainDirection(found);
  return seenAlso(page, found, [base + ASKEW, base - ASKEW], ocr);
}

/** Text that runs across the look falls to scraps: where scraps are so many, and so large a share, it is looked for. */
const MANY_SCRAPS = 120;
const SCRAPS_SHARE = 0.4;

/**
 * What a coarse look at right angles finds besides, where the first found mostly scraps: slips laid both ways on one
 * desk. Costs a look only then, and counts only when whole lines run across.
 */
export async function crossingStrokes(
  page: Raster,
  found: readonly Stroke[],
  ocr: OcrEngine,
): Promise<readonly Stroke[]> {
  const scraps = found.filter((stroke) => !isLong(stroke)).length;
  if (scraps < MANY_SCRAPS || scraps < SCRAPS_SHARE * found.length) return found;
  const all = await seenAlso(page, found, [mainDirection(found) + Math.PI / 2], ocr);
  return runsBothWays(all) ? all : found;
}

/** What was found, and the lines that further looks find along these angles. */
async function seenAlso(
  page: Raster,
  found: readonly Stroke[],
  angles: readonly number[],
  ocr: OcrEngine,
): Promise<Stroke[]> {
  const units = pageUnits(page);
  const small = reduced(page, COARSE_SIDE);
  let all = [...found];
  for (const angle of angles) {
    const lines = await ocr.findLines(small, turnedPage(units, angle), COARSE_SIDE);
    const along = lines
      .map((line) => strokeOf(line, units))
      .filter((stroke) => isLong(stroke) && Math.abs(half(Math.atan2(stroke.uy, stroke.ux) - angle)) < LEANS);
    // A line seen whole replaces the scraps of it that the level look saw, and never a line.
    const fresh = along.filter(
      (stroke) => !all.some((other) => isLong(other) && (covers(other, stroke) || covers(stroke, other))),
    );
    all = [...all.filter((other) => !fresh.some((stroke) => covers(stroke, other))), ...fresh];
  }
  return all;
}

/** Whether the middle of one stroke lies on another. */
function covers(stroke: Stroke, other: Stroke): boolean {
  const [dx, dy] = [other.x - stroke.x, other.y - stroke.y];
  const along = Math.abs(dx * stroke.ux + dy * stroke.uy);
  const across = Math.abs(dy * stroke.ux - dx * stroke.uy);
  return along < stroke.length / 2 && across < stroke.thickness / 2;
}

/** The direction of an invoice QR's upper edge; `null` without one. */
function codeDirection(codes: readonly CodeFound[], units: PageUnits): number | null {
  const code = codes.find(({ text, quad }) => quad !== null && parseInvoiceQr(text) !== null);
  if (!code?.quad) return null;
  const [a, b] = inUnits(code.quad, units);
  return Math.atan2(b[1] - a[1], b[0] - a[0]);
}

/** A paper that holds the whole page, its text running in this direction. */
export function turnedPage(units: PageUnits, angle: number): Paper {
  const [cos, sin] = [Math.cos(angle), Math.sin(angle)];
  const corners = inUnits(quadOf([0, 0, 1, 1]), units);
  const along = corners.map(([x, y]) => cos * x + sin * y);
  const down = corners.map(([x, y]) => cos * y - sin * x);
  const [x0, y0, x1, y1] = [Math.min(...along), Math.min(...down), Math.max(...along), Math.max(...down)];
  const back = ([x, y]: Point): Point => [cos * x - sin * y, sin * x + cos * y];
  const [a, b, c, d] = quadOf([x0, y0, x1, y1]);
  const quad: Quad = [back(a), back(b), back(c), back(d)];
  return { corners: inFractions(quad, units), ratio: (x1 - x0) / (y1 - y0) };
}
