/** How a page lies, and its places once it is turned upright. */
import type { Point, Quad } from '../../document/geometry.js';
import type { CodeFound, TextLine } from '../../document/sheet.js';
import { parseInvoiceQr } from '../../invoice/qr.js';

/** Quarter turns clockwise. */
export type Turns = 0 | 1 | 2 | 3;

/** How far from a quarter turn a direction may be to still count as one. A photo may be tilted by 25° or so. */
const TILT = (30 * Math.PI) / 180;

/** The turns that bring a direction (of pixels on the page, y down) nearest to the right. */
export function turnsFor(dx: number, dy: number): Turns {
  const quarters = Math.round(Math.atan2(dy, dx) / (Math.PI / 2));
  return ((((4 - quarters) % 4) + 4) % 4) as Turns;
}

/** The same; `null` when the direction lies between two. */
function clearTurnsFor(dx: number, dy: number): Turns | null {
  const angle = Math.atan2(dy, dx);
  const quarters = Math.round(angle / (Math.PI / 2));
  return Math.abs(angle - quarters * (Math.PI / 2)) > TILT ? null : turnsFor(dx, dy);
}

/**
 * By an invoice's QR, which is printed upright: its top edge runs to the right on an upright page. Other codes
 * (advertising, parcel labels) may stick on any way round and tell nothing.
 */
export function turnsByCodes(codes: readonly CodeFound[], width: number, height: number): Turns | null {
  for (const { text, quad } of codes) {
    if (quad === null || parseInvoiceQr(text) === null) continue;
    const [[x0, y0], [x1, y1]] = quad;
    const turns = clearTurnsFor((x1 - x0) * width, (y1 - y0) * height);
    if (turns !== null) return turns;
  }
  return null;
}

/** By the direction in which most of a text layer's characters run. */
export function turnsByText(lines: readonly TextLine[], width: number, height: number): Turns {
  const votes: [number, number, number, number] = [0, 0, 0, 0];
  for (const { text, quad } of lines) {
    const [[x0, y0], [x1, y1]] = quad;
    const turns = clearTurnsFor((x1 - x0) * width, (y1 - y0) * height);
    if (turns !== null) votes[turns] += [...text].length;
  }
  return votes.indexOf(Math.max(...votes)) as Turns;
}

/** A place on the page as handed in, on the page turned upright. */
export function turnedPoint([x, y]: Point, turns: Turns): Point {
  if (turns === 1) return [1 - y, x];
  if (turns === 2) return [1 - x, 1 - y];
  if (turns === 3) return [y, 1 - x];
  return [x, y];
}

/** The quad keeps its order: its corners follow its own reading direction. */
export function turnedQuad([a, b, c, d]: Quad, turns: Turns): Quad {
  return [turnedPoint(a, turns), turnedPoint(b, turns), turnedPoint(c, turns), turnedPoint(d, turns)];
}
