/**
 * QR codes by a chain of looks under a budget, cheapest first: the page reduced, the page at full size, then only the
 * spots where three finder patterns stand (or a decoder said "here is one"), each enlarged, in other channels and
 * through other decoders. A page without finder patterns is given up after two passes.
 */
import type { Box, Quad } from '../../document/geometry.js';
import type { CodeFound } from '../../document/sheet.js';
import type { CodeReader } from '../../ports/codes.js';
import type { PixelRect, Raster } from '../../ports/image.js';
import { type Decoded, type Decoder, jsqr, zbar, zxing } from './decoders.js';
import { findFinders, findTriples } from './finder.js';
import { type Channel, locallyBinarised } from './grey.js';
import {
  enlarged,
  fitted,
  partView,
  quadOn,
  reducedView,
  type Spot,
  spotAround,
  spotOf,
  type View,
} from './view.js';

/** jsQR is slow: never above this side. */
const JSQR_SIDE = 800;
/** Half the window of the local threshold: an invoice's code is 70 pixels wide on a screenshot, 250 on a reduced photo. */
const LOCAL_RADIUS = 30;
/** Paper grain and JPEG noise stay below this; the palest dot-matrix print stays above. */
const LOCAL_MARGIN = 12;
/** Groups of finder patterns to look at more closely. Printed text makes a false one now and then. */
const MOST_SPOTS = 4;
/** Spots are cut from a picture of this side at most: an enlarged code of 1500 pixels has 30 a module. */
const SPOT_SIDE = 1500;
/** Milliseconds for spots that only finder patterns speak for: print without any code makes false ones (taxi receipts do). */
const UNSURE_MS = 200;

/** Stateless: one serves a whole process. */
export function codeReader(): CodeReader {
  return { read };
}

async function read(page: Raster, budgetMs: number, within?: Box): Promise<CodeFound[]> {
  const search = new Search(page, cpuNow() + budgetMs);
  const part = within === undefined ? whole(page) : pixelsOf(page, within);
  const first = reducedView(page, part);
  await search.look(zxing, first);
  if (search.done) return search.found;
  if (first.factor < 1) await search.look(zxing, partView(page, part, 'luma'));
  if (search.done) return search.found;

  const contrast = locallyBinarised(first.image, LOCAL_RADIUS, LOCAL_MARGIN);
  const triples = findTriples(findFinders(contrast), MOST_SPOTS);
  const spots = [
    ...search.located.slice(0, MOST_SPOTS),
    ...triples.map((triple) => spotOf(page, first, triple)),
  ];
  if (spots.length === 0) return search.found;
  if (search.located.length === 0) search.hurry(UNSURE_MS);
  const steps = [...closer(page, spots), [zbar, () => first] satisfies Step];
  for (const [decoder, view] of steps) {
    await search.look(decoder, view());
    if (search.found.length > 0 || search.late) break;
  }
  return search.found;
}

/** A later step; its view is made only when its turn comes. */
type Step = readonly [Decoder, () => View];

/**
 * The spots, way after way. Enlarging mends the small codes of screenshots; the local threshold shadows and glare; the
 * red channel a seal over the code, the green one blue print; zbar and jsQR now and then read what zxing does not.
 */
function closer(page: Raster, spots: readonly Spot[]): Step[] {
  const near = ({ part, module }: Spot, channel: Channel) =>
    fitted(enlarged(partView(page, part, channel), factorFor(module)), SPOT_SIDE);
  const blackAndWhite = (view: View, module: number): View => ({
    ...view,
    image: locallyBinarised(view.image, Math.max(8, Math.round(module * 5)), LOCAL_MARGIN),
  });
  const ways: ((spot: Spot) => Step)[] = [
    (spot) => [zxing, () => near(spot, 'luma')],
    (spot) => [zxing, () => blackAndWhite(near(spot, 'luma'), spot.module * factorFor(spot.module))],
    (spot) => [zxing, () => near(spot, 'red')],
    (spot) => [zbar, () => near(spot, 'luma')],
    (spot) => [zxing, () => near(spot, 'green')],
    (spot) => [jsqr, () => fitted(near(spot, 'luma'), JSQR_SIDE)],
  ];
  return ways.flatMap((way) => spots.map(way));
}

/** Decoders like modules of about six pixels; more only costs time. */
const factorFor = (module: number) => Math.max(1, Math.min(4, Math.ceil(6 / module)));

const whole = ({ width, height }: Raster): PixelRect => ({ left: 0, top: 0, width, height });

function pixelsOf({ width, height }: Raster, [x0, y0, x1, y1]: Box): PixelRect {
  const left = Math.min(width - 1, Math.floor(x0 * width));
  const top = Math.min(height - 1, Math.floor(y0 * height));
  return {
    left,
    top,
    width: Math.max(1, Math.ceil(x1 * width) - left),
    height: Math.max(1, Math.ceil(y1 * height) - top),
  };
}

/** One search of a page: what was found so far, and where a code was seen but not read. */
class Search {
  readonly found: CodeFound[] = [];
  located: Spot[] = [];
  readonly #page: Raster;
  #deadline: number;

  constructor(page: Raster, deadline: number) {
    this.#page = page;
    this.#deadline = deadline;
  }

  /** From now at most this long. */
  hurry(ms: number): void {
    this.#deadline = Math.min(this.#deadline, cpuNow() + ms);
  }

  get late(): boolean {
    return cpuNow() > this.#deadline;
  }

  /** Whether to stop: time is up, or everything that was seen was read. */
  get done(): boolean {
    return this.late || (this.found.length > 0 && this.located.length === 0);
  }

  async look(decoder: Decoder, view: View): Promise<void> {
    const results = await decoder(view.image);
    for (const result of results) this.#add(result, view);
    const unread = results.filter(({ text }) => text === null);
    this.located = unread.map(({ corners }) => spotAround(this.#page, view, corners));
  }

  /** Adds a decoded code, unless it is one that is there already. */
  #add({ text, corners, decoder }: Decoded, view: View): void {
    if (text === null) return;
    const quad = quadOn(this.#page, view, corners);
    const known = this.found.some(
      (other) => other.text === text && other.quad !== null && near(other.quad, quad),
    );
    if (!known) this.found.push({ text, quad, decoder });
  }
}

/** Milliseconds of CPU this process has used: a busy machine must not read fewer codes than an idle one. */
function cpuNow(): number {
  const { user, system } = process.cpuUsage();
  return (user + system) / 1000;
}

/** Whether two codes lie on each other: the centre of one within the reach of the other. */
function near(a: Quad, b: Quad): boolean {
  const centre = (quad: Quad) => [(quad[0][0] + quad[2][0]) / 2, (quad[0][1] + quad[2][1]) / 2] as const;
  const [ax, ay] = centre(a);
  const [bx, by] = centre(b);
  const reach = Math.hypot(a[2][0] - a[0][0], a[2][1] - a[0][1]) / 2;
  return Math.hypot(ax - bx, ay - by) < reach;
}
