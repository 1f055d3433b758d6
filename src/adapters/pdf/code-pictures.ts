/** Pictures of a page that may be codes, as pixels: far cheaper to look at than the page, drawn. */
import type { PDFPageProxy } from 'pdfjs-dist/legacy/build/pdf.mjs';
import type { Point, Quad } from '../../document/geometry.js';
import { BUDGETS } from '../../pipeline/budgets.js';
import type { PlacedPicture, Raster } from '../../ports/image.js';
import { drawnCodes, hasCodeSize, SMALLEST } from './drawn-codes.js';
import type { PageMarks, PlacedImage } from './marks.js';
import { type Pixels, pixelsOf } from './pixels.js';
import { boxThrough, type Frame, type Matrix, meet, through } from './plane.js';

/** Pixels of a side: fewer than a code has modules, or more than tell anything. */
const FEWEST_PIXELS = 21;
const MOST_PIXELS = 1200;
/** Pixels of a side that decoders like to have; small pictures have one or two a module. */
const COMFORTABLE = 240;
/** White around a picture, of its side: a code that fills its picture has no quiet zone of its own. */
const QUIET = 0.1;
/** Corners of filled outlines that could be a code: the smallest has some 200 dark modules, in rows of three or more corners. */
const CODE_CORNERS = 400;

/** Rectangles that could be a code though none shows: more than the cells of a form. */
const CODE_BOXES = 300;

/** Upright pictures of a code's shape and size, and codes drawn of rectangles, placed by `toFraction`, which turns places of the page into fractions of it. */
export async function codePictures(
  { images, boxes }: PageMarks,
  page: PDFPageProxy,
  toFraction: (x: number, y: number) => Point,
): Promise<PlacedPicture[]> {
  const found: PlacedPicture[] = [];
  for (const image of images.filter(isCode).slice(0, BUDGETS.codePictures)) {
    const raster = rasterOf(await pixelsOf(image, page));
    if (raster === null) continue;
    const matrix = image.matrix;
    const corner = (x: number, y: number) => toFraction(...through(matrix, x, y));
    const [near, far] = [-raster.quiet, 1 + raster.quiet];
    const quad: Quad = [corner(near, far), corner(far, far), corner(far, near), corner(near, near)];
    found.push({ quad, raster: raster.raster });
  }
  for (const { matrix, raster } of drawnCodes(boxes).slice(0, BUDGETS.codePictures)) {
    const corner = (x: number, y: number) => toFraction(...through(matrix, x, y));
    found.push({ quad: [corner(0, 1), corner(1, 1), corner(1, 0), corner(0, 0)], raster });
  }
  return found;
}

/** Whether a code may stand on the page that none of those pictures shows: in a larger picture, or drawn module by module. */
export const mayHoldOtherCodes = ({ images, boxes, filledCorners }: PageMarks): boolean =>
  filledCorners > CODE_CORNERS ||
  (boxes.length > CODE_BOXES && drawnCodes(boxes).length === 0) ||
  images.some((image) => !isCode(image) && couldHold(image));

/** Share of `view`, the page's box, that the largest of the pictures takes, 0..1. */
export function largestPicture(images: readonly PlacedImage[], view: readonly number[]): number {
  const [x0 = 0, y0 = 0, x1 = 0, y1 = 0] = view;
  const page: Frame = [x0, y0, x1, y1];
  const areas = images.flatMap(({ matrix }) => {
    const box = meet(boxThrough([0, 0, 1, 1], matrix), page);
    return box === null ? [] : [(box[2] - box[0]) * (box[3] - box[1])];
  });
  return areas.reduce((most, area) => Math.max(most, area), 0) / ((x1 - x0) * (y1 - y0) || 1);
}

const sidesOf = ([a, b, c, d]: Matrix): [number, number] => [Math.hypot(a, b), Math.hypot(c, d)];

const isCode = ({ matrix, stencil }: PlacedImage): boolean => !stencil && hasCodeSize(...sidesOf(matrix));

/** Whether a code fits into it. */
const couldHold = ({ matrix }: PlacedImage): boolean => Math.min(...sidesOf(matrix)) >= SMALLEST;

/** As RGB on white, enlarged by whole steps, with a margin of `quiet` of its side around. */
function rasterOf(pixels: Pixels | null): { raster: Raster; quiet: number } | null {
  if (pixels === null) return null;
  const { width, height } = pixels;
  if (Math.min(width, height) < FEWEST_PIXELS || Math.max(width, height) > MOST_PIXELS) return null;
  const times = Math.max(1, Math.ceil(COMFORTABLE / Math.max(width, height)));
  const margin = Math.ceil(QUIET * width * times);
  const [across, down] = [width * times + 2 * margin, height * times + 2 * margin];
  const data = new Uint8Array(across * down * 3).fill(255);
  for (let y = 0; y < height * times; y++)
    for (let x = 0; x < width * times; x++) {
      const to = ((y + margin) * across + x + margin) * 3;
      const [fromX, fromY] = [Math.floor(x / times), Math.floor(y / times)];
      for (let part = 0; part < 3; part++) data[to + part] = partOf(pixels, fromX, fromY, part);
    }
  return { raster: { data, width: across, height: down }, quiet: margin / (width * times) };
}

/** Red, green or blue of one pixel, 0..255. */
function partOf({ kind, data, width }: Pixels, x: number, y: number, part: number): number {
  if (kind === 1)
    return ((data[y * ((width + 7) >> 3) + (x >> 3)] ?? 255) & (0x80 >> (x & 7))) === 0 ? 0 : 255;
  if (kind === 2) return data[(y * width + x) * 3 + part] ?? 255;
  const at = (y * width + x) * 4;
  const alpha = (data[at + 3] ?? 255) / 255;
  return Math.round((data[at + part] ?? 255) * alpha + 255 * (1 - alpha));
}
