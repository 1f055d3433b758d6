/** Codes drawn of dark rectangles, module by module or row by row, put on a picture of their own. */
import type { Raster } from '../../ports/image.js';
import { type Frame, type Matrix, meet } from './plane.js';

/** A code's pixels and the square they take, from its lower left corner. */
export interface DrawnCode {
  readonly matrix: Matrix;
  readonly raster: Raster;
  readonly around: Frame;
}

/** Points: the QR of invoices is 20 mm, of tickets 15 to 30 (8 and 50 mm). */
export const SMALLEST = 22;
const LARGEST = 142;
/** Sides of a square may differ by this much. */
const SQUARE = 0.1;
/** Rectangles of one height that a code has at least: drawn row by row, the smallest has some 150. */
const FEWEST = 100;
/** Heights that differ by less than this, in points, are one. */
const HEIGHT_STEP = 0.02;
/** Gaps wider than this share of the largest code part what is drawn alike. */
const APART = LARGEST / 4;
/** Pixels of a code's side, and of the white around it. */
const SIDE = 360;
const MARGIN = 36;

/** The codes that the boxes show; none where nothing is of a code's shape. */
export function drawnCodes(boxes: readonly Frame[]): DrawnCode[] {
  const byHeight = new Map<number, Frame[]>();
  for (const box of boxes) {
    const key = Math.round((box[3] - box[1]) / HEIGHT_STEP);
    const known = byHeight.get(key);
    if (known === undefined) byHeight.set(key, [box]);
    else known.push(box);
  }
  const places = [...byHeight.values()]
    .filter((alike) => alike.length >= FEWEST)
    .flatMap((alike) => partedBy(alike).map(around))
    .filter(([x0, y0, x1, y1]) => hasCodeSize(x1 - x0, y1 - y0));
  return places.map((place) => drawn(boxes, place));
}

/** Boxes in groups that stand apart: two codes on a page are drawn alike. */
function partedBy(boxes: readonly Frame[]): Frame[][] {
  const parted = (all: readonly Frame[], low: 0 | 1): Frame[][] => {
    const sorted = [...all].sort((one, other) => one[low] - other[low]);
    const groups: Frame[][] = [];
    let reach = Number.NEGATIVE_INFINITY;
    for (const box of sorted) {
      const last = groups.at(-1);
      if (last === undefined || box[low] - reach > APART) groups.push([box]);
      else last.push(box);
      reach = Math.max(reach, box[low + 2] ?? reach);
    }
    return groups.filter((group) => group.length >= FEWEST);
  };
  return parted(boxes, 0).flatMap((column) => parted(column, 1));
}

function around(boxes: readonly Frame[]): Frame {
  const [left, bottom, right, top] = [0, 1, 2, 3].map((side) => boxes.map((box) => box[side] ?? 0));
  const least = (values: readonly number[] = []) =>
    values.reduce((one, other) => Math.min(one, other), Infinity);
  const most = (values: readonly number[] = []) =>
    values.reduce((one, other) => Math.max(one, other), -Infinity);
  return [least(left), least(bottom), most(right), most(top)];
}

/** Whether a code may be so wide and high, in points. */
export function hasCodeSize(width: number, height: number): boolean {
  return width >= SMALLEST && width <= LARGEST && Math.abs(width - height) <= SQUARE * width;
}

function drawn(boxes: readonly Frame[], place: Frame): DrawnCode {
  const [x0, y0, x1, y1] = place;
  const side = SIDE + 2 * MARGIN;
  const data = new Uint8Array(side * side * 3).fill(255);
  const [across, up] = [SIDE / (x1 - x0), SIDE / (y1 - y0)];
  for (const box of boxes) {
    const part = meet(box, place);
    if (part === null) continue;
    const [left, right] = [Math.round((part[0] - x0) * across), Math.round((part[2] - x0) * across)];
    const [top, bottom] = [Math.round((y1 - part[3]) * up), Math.round((y1 - part[1]) * up)];
    for (let y = top; y < bottom; y++)
      data.fill(0, ((y + MARGIN) * side + MARGIN + left) * 3, ((y + MARGIN) * side + MARGIN + right) * 3);
  }
  const [dx, dy] = [(MARGIN / SIDE) * (x1 - x0), (MARGIN / SIDE) * (y1 - y0)];
  const matrix: Matrix = [x1 - x0 + 2 * dx, 0, 0, y1 - y0 + 2 * dy, x0 - dx, y0 - dy];
  return { matrix, raster: { data, width: side, height: side }, around: place };
}
