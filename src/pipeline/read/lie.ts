/** How a paper lies on the page, told by its text: which way that runs, where its corners are. */
import { mapped, type Point, type Quad } from '../../document/geometry.js';
import type { Paper } from '../../document/sheet.js';
import { parseInvoiceQr } from '../../invoice/qr.js';
import type { Cluster } from './papers.js';
import { type Frame, frameOf, straightFrame } from './rectify.js';
import { half, inFractions, inUnits, isLong, mainDirection, type PageUnits, textSize } from './strokes.js';

/** The way text runs on a paper, as an angle: by its invoice QR, else to the right. `known`: whether a QR told. */
export function directionOf(
  { strokes, codes }: Cluster,
  units: PageUnits,
): { angle: number; known: boolean } {
  const angle = mainDirection(strokes);
  for (const { text, quad } of codes) {
    if (quad === null || parseInvoiceQr(text) === null) continue;
    const [a, b] = inUnits(quad, units);
    const by = Math.atan2(b[1] - a[1], b[0] - a[0]);
    // The lines are the finer instrument; the code says which of the two ways they run.
    const off = half(by - angle);
    if (Math.abs(off) < AGREE) return { angle: by - off, known: true };
    return { angle: by, known: true };
  }
  return { angle, known: false };
}

/** How far a QR's edge may be from the lines' direction and still mean the same. */
const AGREE = (30 * Math.PI) / 180;

/** The invoice QR of a paper as a square in page units; `null` for none. */
function squareOn({ codes }: Cluster, units: PageUnits): Quad | null {
  const code = codes.find(({ text, quad }) => quad !== null && parseInvoiceQr(text) !== null);
  return code?.quad ? inUnits(code.quad, units) : null;
}

/** Fewer long lines than this say nothing about perspective. */
const ENOUGH_LINES = 6;

/**
 * A paper's corners on the page, in fractions, as its text shows it to lie; `angle`: the way the text runs. A light area
 * that is known is held too, within reason: print at the edges may not have been seen.
 */
export function paperOf(cluster: Cluster, angle: number, units: PageUnits): Paper {
  const { strokes } = cluster;
  const square = squareOn(cluster, units);
  const frame =
    strokes.filter(isLong).length >= ENOUGH_LINES
      ? frameOf(strokes, angle, square)
      : straightFrame(strokes, angle);
  return paperIn(frame, cluster, units);
}

/** Air left around the text, in text heights: the first look may have missed a small line at the edge. */
const AIR = 2.5;

/** Text heights that a light area may reach beyond the text seen on it. */
const MARGIN = 8;

function paperIn(frame: Frame, { strokes, codes, area }: Cluster, units: PageUnits): Paper {
  const corners = [
    ...strokes.flatMap(({ line }) => inUnits(line.quad, units)),
    ...codes.flatMap(({ quad }) => (quad === null ? [] : inUnits(quad, units))),
  ].map((point) => mapped(frame.toPaper, point));
  const size = textSize(strokes);
  const edges = (area?.outline ?? []).map((point) => mapped(frame.toPaper, point));
  const [x0, x1] = widened(corners, edges, 0, size);
  const [y0, y1] = widened(corners, edges, 1, size);
  const place = (x: number, y: number): Point => mapped(frame.toPage, [x, y]);
  return {
    corners: inFractions([place(x0, y0), place(x1, y0), place(x1, y1), place(x0, y1)], units),
    ratio: (x1 - x0) / (y1 - y0),
  };
}

/** From where to where text reaches along an axis, with air around it and its paper's edges unless they lie far off. */
function widened(
  corners: readonly Point[],
  edges: readonly Point[],
  axis: 0 | 1,
  size: number,
): [number, number] {
  const at = corners.map((point) => point[axis]);
  const [from, to] = [Math.min(...at), Math.max(...at)];
  const [first, last] = [Math.min(...edges.map((p) => p[axis])), Math.max(...edges.map((p) => p[axis]))];
  return [
    Math.min(from - AIR * size, Math.max(first, from - MARGIN * size)),
    Math.max(to + AIR * size, Math.min(last, to + MARGIN * size)),
  ];
}
