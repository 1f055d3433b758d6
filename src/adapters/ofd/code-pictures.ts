/** Pictures that may be a QR, found by their shape and size. */
import type { Point, Quad } from '../../document/geometry.js';
import type { Raster } from '../../ports/image.js';
import type { PlacedPicture } from '../../ports/ofd.js';
import type { Item } from './items.js';
import { pointThrough, type Rect } from './matrix.js';

/** Millimetres: the QR of invoices is 20, of tickets 15 to 30; a logo of this size costs a look in vain. */
const SMALLEST = 8;
const LARGEST = 50;
/** Sides of a square may differ by this much. */
const SQUARE = 0.1;
/** Pictures on one page that are looked at. */
const MOST = 4;
/** Pixels of the longer side: codes have up to 57 modules on invoices. */
const LONGEST_SIDE = 600;

export async function codePictures(
  items: readonly Item[],
  page: Rect,
  rasterOf: (resource: string, maxSide: number) => Promise<Raster | null>,
): Promise<PlacedPicture[]> {
  const found: PlacedPicture[] = [];
  const pictures = items.filter((item) => item.type === 'picture');
  for (const { matrix, resource } of pictures
    .filter(({ matrix: [a, b, c, d] }) => isCode(a, b, c, d))
    .slice(0, MOST)) {
    const raster = await rasterOf(resource, LONGEST_SIDE);
    const corner = (x: number, y: number): Point => {
      const [px, py] = pointThrough(matrix, x, y);
      return [(px - page.x) / page.width, (py - page.y) / page.height];
    };
    const quad: Quad = [corner(0, 0), corner(1, 0), corner(1, 1), corner(0, 1)];
    if (raster !== null) found.push({ quad, raster });
  }
  return found;
}

/** Upright, square, and of a code's size. */
const isCode = (a: number, b: number, c: number, d: number): boolean =>
  b === 0 && c === 0 && a >= SMALLEST && a <= LARGEST && Math.abs(a - d) <= SQUARE * a;
