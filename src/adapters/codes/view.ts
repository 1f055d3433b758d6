/** What a decoder is shown: the page or a part of it, reduced, enlarged or made black and white; and where that lies. */
import type { Point, Quad } from '../../document/geometry.js';
import type { PixelRect, Raster } from '../../ports/image.js';
import type { Corners } from './decoders.js';
import type { Finder, Triple } from './finder.js';
import { type Channel, type Grey, greyPart, halfGreyOf, resized } from './grey.js';

/** Part of the page as a decoder gets it: `x = left + pixel / factor`. */
export interface View {
  readonly image: Grey;
  readonly left: number;
  readonly top: number;
  readonly factor: number;
}

/** Reduced by halves until the longer side is at most this: BASELINE's 2000 px, where one pass of zxing takes 24 ms. */
const FIRST_SIDE = 2100;

/** The part of the page reduced for the first look; itself when it is small. */
export function reducedView(page: Raster, part: PixelRect): View {
  const whole = part.width === page.width && part.height === page.height;
  const long = Math.max(part.width, part.height);
  if (long <= FIRST_SIDE) return partView(page, part, 'luma');
  let image = whole ? halfGreyOf(page) : resized(greyPart(page, part, 'luma'), 0.5);
  let factor = 0.5;
  for (; long * factor > FIRST_SIDE; factor /= 2) image = resized(image, 0.5);
  return { image, left: part.left, top: part.top, factor };
}

/** Part of the page at its full size. */
export function partView(page: Raster, part: PixelRect, channel: Channel): View {
  return { image: greyPart(page, part, channel), left: part.left, top: part.top, factor: 1 };
}

export function enlarged(view: View, factor: number): View {
  return factor === 1 ? view : { ...view, image: resized(view.image, factor), factor: view.factor * factor };
}

/** Reduced so that its longer side is at most `side`. */
export function fitted(view: View, side: number): View {
  return enlarged(view, Math.min(1, side / Math.max(view.image.width, view.image.height)));
}

/** Where a code seen in a view lies on the page, in fractions. */
export function quadOn(page: Raster, view: View, corners: Corners): Quad {
  const place = ({ x, y }: { x: number; y: number }): Point => [
    (view.left + x / view.factor) / page.width,
    (view.top + y / view.factor) / page.height,
  ];
  return [place(corners[0]), place(corners[1]), place(corners[2]), place(corners[3])];
}

/** Where a code may stand, and how large its modules are, in pixels of the page. */
export interface Spot {
  readonly part: PixelRect;
  readonly module: number;
}

/** Around three finder patterns seen in a view, with room for the fourth corner and the quiet zone. */
export function spotOf(page: Raster, view: View, triple: Triple): Spot {
  const onPage = ({ x, y, module }: Finder) => ({
    x: view.left + x / view.factor,
    y: view.top + y / view.factor,
    module: module / view.factor,
  });
  const finders = triple.map(onPage);
  return {
    part: cutToPage(page, reach(finders.map(({ x }) => x)), reach(finders.map(({ y }) => y))),
    module: finders.reduce((sum, { module }) => sum + module, 0) / 3,
  };
}

/** Around a code that a decoder located but could not read; invoices carry versions 4 to 7 (33 to 45 modules). */
export function spotAround(page: Raster, view: View, corners: Corners): Spot {
  const xs = corners.map(({ x }) => view.left + x / view.factor);
  const ys = corners.map(({ y }) => view.top + y / view.factor);
  const part = cutToPage(page, reach(xs, 0.25), reach(ys, 0.25));
  return { part, module: Math.max(part.width, part.height) / 1.5 / 37 };
}

/** The fourth corner of a turned code lies up to the whole extent of the others beyond them. */
function reach(values: readonly number[], share = 0.6): [number, number] {
  const [low, high] = [Math.min(...values), Math.max(...values)];
  const margin = (high - low) * share;
  return [low - margin, high + margin];
}

function cutToPage(page: Raster, [x0, x1]: [number, number], [y0, y1]: [number, number]): PixelRect {
  const left = Math.min(page.width - 1, Math.max(0, Math.floor(x0)));
  const top = Math.min(page.height - 1, Math.max(0, Math.floor(y0)));
  return {
    left,
    top,
    width: Math.max(1, Math.min(page.width, Math.ceil(x1)) - left),
    height: Math.max(1, Math.min(page.height, Math.ceil(y1)) - top),
  };
}
