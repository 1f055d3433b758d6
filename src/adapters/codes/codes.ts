/**
 * QR codes by a chain of decoders under a budget, in the order that BASELINE measured on real invoices: the cheapest
 * that reads nearly all first, each later step for what the earlier ones miss.
 */
import type { Point, Quad } from '../../document/geometry.js';
import type { CodeFound } from '../../document/sheet.js';
import type { CodeReader } from '../../ports/codes.js';
import type { Raster } from '../../ports/image.js';
import { type Decoded, type Decoder, jsqr, zbar, zxing } from './decoders.js';
import { findFinders, findTriples, type Triple } from './finder.js';
import { binarised, blurred, cut, type Grey, greyOf, locallyBinarised, resized } from './grey.js';

/** jsQR is slow: never above this side. */
const JSQR_SIDE = 1500;
const SPOT_SIDE = 800;
/** Doubling larger pictures than this costs more than the whole rest of the chain. */
const DOUBLE_SIDE = 2200;
/** The enlarged top left quarter, at most. */
const CORNER_SIDE = 3000;
/** Half the window of the local threshold: an invoice's code is 70 pixels wide on a screenshot, 500 on a photo. */
const LOCAL_RADIUS = 30;
/** Paper grain and JPEG noise stay below this; the palest dot-matrix print stays above. */
const LOCAL_MARGIN = 12;
/** Groups of finder patterns to look at more closely. Printed text makes a false one now and then. */
const MOST_SPOTS = 4;

/** Part of the page as a decoder gets it: `x = left + pixel / factor`. */
interface View {
  readonly image: Grey;
  readonly left: number;
  readonly top: number;
  readonly factor: number;
}

/** Stateless: one serves a whole process. */
export function codeReader(): CodeReader {
  return { read };
}

async function read(page: Raster, budgetMs: number): Promise<CodeFound[]> {
  const deadline = performance.now() + budgetMs;
  const grey = greyOf(page);
  const found: CodeFound[] = [];
  let located = 0;
  const attempt = async (decoder: Decoder, view: View) => {
    const results = await decoder(view.image);
    located = Math.max(located, results.filter((result) => result.text === null).length);
    for (const result of results) add(found, result, view, page);
  };
  const enough = () => found.length > 0 && located === 0;
  const late = () => performance.now() > deadline;
  const whole: View = { image: grey, left: 0, top: 0, factor: 1 };

  await attempt(zxing, whole);
  if (enough() || late()) return found;
  await attempt(zbar, whole);
  if (found.length > 0 || late()) return found;
  const contrast = { ...whole, image: binarised(grey) };
  await attempt(zbar, contrast);
  if (found.length > 0 || late()) return found;

  const triples = findTriples(findFinders(locallyBinarised(grey, LOCAL_RADIUS, LOCAL_MARGIN)), MOST_SPOTS);
  if (located === 0 && triples.length === 0) return found;
  // Only a decoder's own "here is one" is worth trying the whole page again: text makes false finder patterns.
  const steps = [...closer(whole, triples), ...(located > 0 ? again(whole) : [])];
  for (const [decoder, view] of steps) {
    await attempt(decoder, view());
    if (found.length > 0 || late()) return found;
  }
  return found;
}

/** A later step; its view is made only when its turn comes. */
type Step = [Decoder, () => View];

/** Enlarged, where finder patterns are: mends the small codes of screenshots. */
function closer({ image }: View, triples: readonly Triple[]): Step[] {
  const spots = triples.map((triple) => ({
    spot: spotOf(image, triple),
    factor: factorFor(triple[0].module),
  }));
  return [
    ...spots.map(({ spot, factor }): Step => [zxing, () => enlarged(spot, factor)]),
    ...spots.map(
      ({ spot, factor }): Step => [jsqr, () => fitted(enlarged(spot, Math.min(factor, 2)), SPOT_SIDE)],
    ),
  ];
}

/** Decoders like modules of about six pixels; more only costs time. */
const factorFor = (module: number) => Math.max(1, Math.min(3, Math.ceil(6 / module)));

/** The whole page, and the quarter of it where an invoice's code stands, resampled. */
function again(whole: View): Step[] {
  const { image } = whole;
  const corner: View = {
    image: cut(image, 0, 0, image.width * 0.35, image.height * 0.45),
    left: 0,
    top: 0,
    factor: 1,
  };
  const large = () => softened(fitted(enlarged(corner, 4), CORNER_SIDE), 2);
  const double: Step[] =
    Math.max(image.width, image.height) <= DOUBLE_SIDE ? [[zxing, () => enlarged(whole, 2)]] : [];
  return [...double, [zxing, large], [zbar, large], [jsqr, () => fitted(whole, JSQR_SIDE)]];
}

/** Around three finder patterns, with room for the fourth corner and the quiet zone. */
function spotOf(image: Grey, corners: Triple): View {
  const [left, right] = reach(corners.map(({ x }) => x));
  const [top, bottom] = reach(corners.map(({ y }) => y));
  const x0 = Math.max(0, Math.floor(left));
  const y0 = Math.max(0, Math.floor(top));
  return { image: cut(image, x0, y0, right - x0, bottom - y0), left: x0, top: y0, factor: 1 };
}

/** The fourth corner of a turned code lies up to the whole extent of the others beyond them. */
function reach(values: readonly number[]): [number, number] {
  const [low, high] = [Math.min(...values), Math.max(...values)];
  const margin = (high - low) * 0.6;
  return [low - margin, high + margin];
}

const enlarged = (view: View, factor: number): View => ({
  ...view,
  image: resized(view.image, factor),
  factor: view.factor * factor,
});

const softened = (view: View, radius: number): View => ({ ...view, image: blurred(view.image, radius) });

function fitted(view: View, side: number): View {
  const factor = Math.min(1, side / Math.max(view.image.width, view.image.height));
  return factor === 1 ? view : enlarged(view, factor);
}

/** Adds a decoded code with its quad in fractions of the page, unless it is one that is there already. */
function add(found: CodeFound[], { text, corners, decoder }: Decoded, view: View, page: Raster): void {
  if (text === null) return;
  const place = ({ x, y }: { x: number; y: number }): Point => [
    (view.left + x / view.factor) / page.width,
    (view.top + y / view.factor) / page.height,
  ];
  const quad: Quad = [place(corners[0]), place(corners[1]), place(corners[2]), place(corners[3])];
  const known = found.some((other) => other.text === text && other.quad !== null && near(other.quad, quad));
  if (!known) found.push({ text, quad, decoder });
}

/** Whether two codes lie on each other: the centre of one within the reach of the other. */
function near(a: Quad, b: Quad): boolean {
  const centre = (quad: Quad): Point => [(quad[0][0] + quad[2][0]) / 2, (quad[0][1] + quad[2][1]) / 2];
  const [ax, ay] = centre(a);
  const [bx, by] = centre(b);
  const reach = Math.hypot(a[2][0] - a[0][0], a[2][1] - a[0][1]) / 2;
  return Math.hypot(ax - bx, ay - by) < reach;
}
