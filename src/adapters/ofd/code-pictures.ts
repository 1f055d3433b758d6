/** Pictures that may be a QR, found by their shape and size. */
import type { Point, Quad } from '../../document/geometry.js';
import { BUDGETS } from '../../pipeline/budgets.js';
import type { Raster } from '../../ports/image.js';
import type { PlacedPicture } from '../../ports/ofd.js';
import type { Item, PictureItem } from './items.js';
import { pointThrough, type Rect } from './matrix.js';

/** Millimetres: the QR of invoices is 20, of tickets 15 to 30; a logo of this size costs a look in vain. */
const SMALLEST = 8;
const LARGEST = 50;
/** Sides of a square may differ by this much. */
const SQUARE = 0.1;
/** Pixels of the longer side: codes have up to 57 modules on invoices. */
const LONGEST_SIDE = 600;

/** Filled outlines that could be a code's modules: the smallest has some 200 dark ones, in rows at least 100. */
const CODE_OUTLINES = 100;
/** Other pictures that are looked at for whether a code may be in them. */
const MOST_OTHERS = 2;
/** Red of 255 below which something is printed in another colour than a seal's. */
const DARK = 128;

/** Characters of an outline that could be a code: the smallest has some 200 dark modules, a rule or a seal's rim less than this. */
export const LONG_OUTLINE = 2000;

type RasterOf = (resource: string, maxSide: number) => Promise<Raster | null>;

/** Those that are all of one colour, as programs put where the code would stand, are left out. */
export async function codePictures(
  items: readonly Item[],
  page: Rect,
  rasterOf: RasterOf,
): Promise<PlacedPicture[]> {
  const found: PlacedPicture[] = [];
  for (const { matrix, resource } of picturesIn(items).filter(isCode).slice(0, BUDGETS.codePictures)) {
    const raster = await rasterOf(resource, LONGEST_SIDE);
    const corner = (x: number, y: number): Point => {
      const [px, py] = pointThrough(matrix, x, y);
      return [(px - page.x) / page.width, (py - page.y) / page.height];
    };
    const quad: Quad = [corner(0, 0), corner(1, 0), corner(1, 1), corner(0, 1)];
    if (raster !== null && !isPlain(raster)) found.push({ quad, raster });
  }
  return found;
}

/**
 * Whether a code may stand on the page that none of those pictures shows: drawn module by module, or in a picture of
 * another shape. A seal is printed in red and nothing else, and no code is.
 */
export async function mayHoldOtherCodes(items: readonly Item[], rasterOf: RasterOf): Promise<boolean> {
  const outlines = items.filter((item) => item.type === 'path');
  if (outlines.some(({ data }) => data.length > LONG_OUTLINE)) return true;
  if (outlines.filter(({ filled }) => filled).length >= CODE_OUTLINES) return true;
  const codes = picturesIn(items).filter(isCode);
  const others = picturesIn(items).filter((picture) => !isCode(picture) && couldHold(picture));
  if (codes.length > BUDGETS.codePictures || others.length > MOST_OTHERS) return true;
  for (const { resource } of others) {
    const raster = await rasterOf(resource, LONGEST_SIDE);
    if (raster?.data.some((value, index) => index % 3 === 0 && value < DARK)) return true;
  }
  return false;
}

const picturesIn = (items: readonly Item[]): PictureItem[] => items.filter((item) => item.type === 'picture');

/** Whether each pixel is as the first. */
const isPlain = ({ data }: Raster): boolean => data.every((value, index) => value === data[index % 3]);

/** Upright, square, and of a code's size. */
const isCode = ({ matrix: [a, b, c, d] }: PictureItem): boolean =>
  b === 0 && c === 0 && a >= SMALLEST && a <= LARGEST && Math.abs(a - d) <= SQUARE * a;

/** Whether a code fits into it. */
const couldHold = ({ matrix: [a, b, c, d] }: PictureItem): boolean =>
  Math.min(Math.hypot(a, b), Math.hypot(c, d)) >= SMALLEST;
