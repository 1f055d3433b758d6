/**
 * What a JPEG's numbers remember of an earlier JPEG. Saving twice leaves gaps in them: of the light's frequencies only
 * those values occur that the coarser steps of the first saving allowed. What was put in between the two savings, from
 * elsewhere or typed, has no such gaps, for its pixels did not stand on the first one's grid (Lin et al. 2009; the same
 * traces as in error-level analysis, without encoding anything anew).
 */
import type { Box } from '../../../document/geometry.js';
import type { JpegHead } from '../../../document/jpeg-head.js';
import type { Raster } from '../../../document/raster.js';

/** How a page was saved last; the raster's pixels are the JPEG's own, not scaled. */
export interface Saved {
  /** Steps of the light's 64 frequencies, row by row, as the page stands on the raster. */
  readonly steps: readonly number[];
}

/**
 * How the page of a JPEG was saved, `null` where its pixels were scaled, or turned so that they stand on another grid.
 * `width` and `height` are those of the picture stood upright.
 */
export function savedAs(
  { width, height, jpeg }: { readonly width: number; readonly height: number; readonly jpeg?: JpegHead },
  pixels: Raster,
): Saved | null {
  if (jpeg === undefined || pixels.width !== width || pixels.height !== height) return null;
  if (jpeg.orientation !== 1 && (width % BLOCK !== 0 || height % BLOCK !== 0)) return null;
  const isTurned = jpeg.orientation > 4;
  const steps = jpeg.steps.map((step, at) =>
    isTurned ? (jpeg.steps[(at & 7) * BLOCK + (at >> 3)] ?? step) : step,
  );
  return { steps };
}

export interface History {
  /** Sum of evidence that a box (fractions) was not saved with the page the first time, in standard deviations; 0 where there is too little. */
  foreign(box: Box): number;
}

const BLOCK = 8;
/** Frequencies used: those of the first five diagonals, where print has its strength. */
const USED = Array.from({ length: 64 }, (_, at) => at).filter((at) => {
  const diagonal = (at >> 3) + (at & 7);
  return diagonal > 0 && diagonal <= 5;
});
/** Multiples of a step that are counted. */
const MOST = 40;
/** Multiples to either side that a value is compared with. */
const AROUND = 3;
/** Blocks whose light varies less than this are paper. */
const TEXTURE = 24;
/** Light from here on was cut off when it was saved; a block with more such pixels than that remembers nothing. */
const CUT = { from: 254, most: 6 } as const;
/** A page of fewer printed blocks says nothing. */
const LEAST_BLOCKS = 600;
/** Blocks that the page is judged by. */
const SAMPLED = 6000;
/** Blocks of a page that are looked at for print. */
const LOOKED_AT = 60_000;
/** Values in a box; fewer are chance. */
const LEAST_VALUES = 25;
/** Mean evidence of a value on the page: nearer to 0 the page was saved once, or the second time more coarsely. */
const SAVED_TWICE = -0.12;

const COSINES = Array.from({ length: BLOCK }, (_, k) =>
  Float64Array.from(
    { length: BLOCK },
    (_, n) => (k === 0 ? Math.SQRT1_2 : 1) * 0.5 * Math.cos(((2 * n + 1) * k * Math.PI) / 16),
  ),
);

/** `null`: the page remembers nothing that could be told from chance. */
export function historyOf(page: Raster, { steps }: Saved): History | null {
  const all = sampledBlocks(page, steps);
  if (all.length < LEAST_BLOCKS) return null;
  const weights = weightsOf(all);
  const sums = all.map((values) => evidence(values, weights));
  const count = sums.reduce((total, { n }) => total + n, 0);
  const mean = sums.reduce((total, { sum }) => total + sum, 0) / count;
  if (mean > SAVED_TWICE) return null;
  const spread = Math.sqrt(sums.reduce((total, { sum, n }) => total + (sum - n * mean) ** 2, 0) / count);
  return {
    foreign: (box) => {
      let [sum, n] = [0, 0];
      for (const values of blocksIn(page, box, steps)) {
        const one = evidence(values, weights);
        sum += one.sum;
        n += one.n;
      }
      return n < LEAST_VALUES ? 0 : (sum - n * mean) / (Math.sqrt(n) * spread);
    },
  };
}

/** Multiples of the steps in a block, one for each used frequency. */
type Values = Int16Array;

/** Printed blocks from all over the page. */
function sampledBlocks(page: Raster, steps: readonly number[]): Values[] {
  const [across, down] = [page.width >> 3, page.height >> 3];
  const printed: number[] = [];
  // Every so many blocks, by a number that shares no factor with common widths.
  const stride = Math.max(1, Math.floor((across * down) / LOOKED_AT)) | 1;
  for (let at = 0; at < across * down; at += stride)
    if (isPrinted(page, (at % across) * BLOCK, Math.floor(at / across) * BLOCK)) printed.push(at);
  const every = Math.max(1, Math.floor(printed.length / SAMPLED));
  return printed
    .filter((_, nth) => nth % every === 0)
    .map((at) => valuesOf(page, (at % across) * BLOCK, Math.floor(at / across) * BLOCK, steps));
}

/** The printed blocks of which a box covers half. */
function* blocksIn(page: Raster, [x0, y0, x1, y1]: Box, steps: readonly number[]): Generator<Values> {
  const first = (low: number, size: number) => Math.max(0, Math.ceil((low * size - BLOCK / 2) / BLOCK));
  for (let by = first(y0, page.height); by * BLOCK + BLOCK / 2 < y1 * page.height; by++)
    for (let bx = first(x0, page.width); bx * BLOCK + BLOCK / 2 < x1 * page.width; bx++)
      if (isPrinted(page, bx * BLOCK, by * BLOCK)) yield valuesOf(page, bx * BLOCK, by * BLOCK, steps);
}

/** Whether the light varies in a block, and hardly any of it was cut off. A look at every other pixel is enough. */
function isPrinted({ data, width, height }: Raster, left: number, top: number): boolean {
  if (left + BLOCK > width || top + BLOCK > height) return false;
  let [low, high, cut] = [255, 0, 0];
  for (let y = 0; y < BLOCK; y++) {
    for (let x = y & 1; x < BLOCK; x += 2) {
      const green = data[((top + y) * width + left + x) * 3 + 1] ?? 0;
      if (green < low) low = green;
      if (green > high) high = green;
      if (green >= CUT.from) cut++;
    }
  }
  return high - low >= TEXTURE && cut * 2 <= CUT.most;
}

const pixels = new Float64Array(64);
const rows = new Float64Array(64);

function valuesOf({ data, width }: Raster, left: number, top: number, steps: readonly number[]): Values {
  for (let y = 0; y < BLOCK; y++) {
    let at = ((top + y) * width + left) * 3;
    for (let x = 0; x < BLOCK; x++, at += 3)
      pixels[y * BLOCK + x] =
        0.299 * (data[at] ?? 0) + 0.587 * (data[at + 1] ?? 0) + 0.114 * (data[at + 2] ?? 0);
  }
  transform(pixels, rows, 1, BLOCK);
  transform(rows, pixels, BLOCK, 1);
  return Int16Array.from(USED, (place) => Math.round((pixels[place] ?? 0) / (steps[place] ?? 1)));
}

/** One direction of the cosine transform, line by line. */
function transform(from: Float64Array, to: Float64Array, along: number, across: number): void {
  for (let line = 0; line < BLOCK; line++) {
    for (const [k, cosines] of COSINES.entries()) {
      let sum = 0;
      for (let n = 0; n < BLOCK; n++) sum += (cosines[n] ?? 0) * (from[line * across + n * along] ?? 0);
      to[line * across + k * along] = sum;
    }
  }
}

/** For each frequency and multiple: how much likelier it is without an earlier saving, as a natural logarithm. */
function weightsOf(blocks: readonly Values[]): Float64Array[] {
  return USED.map((_, nth) => {
    const counts = new Float64Array(MOST + 1);
    for (const values of blocks) {
      const multiple = Math.abs(values[nth] ?? 0);
      if (multiple <= MOST) counts[multiple] = (counts[multiple] ?? 0) + 1;
    }
    return counts.map((count, multiple) => {
      if (multiple === 0) return 0;
      const near = counts.subarray(Math.max(1, multiple - AROUND), multiple + AROUND + 1);
      const smooth = near.reduce((sum, each) => sum + each, 0) / near.length;
      // Twice the bins' mean: each stands for both signs.
      return Math.min(3, Math.max(-1.5, Math.log((smooth + 2) / (count + 2))));
    });
  });
}

function evidence(values: Values, weights: readonly Float64Array[]): { sum: number; n: number } {
  let [sum, n] = [0, 0];
  for (const [nth, value] of values.entries()) {
    const multiple = Math.abs(value);
    if (multiple === 0 || multiple > MOST) continue;
    sum += weights[nth]?.[multiple] ?? 0;
    n++;
  }
  return { sum, n };
}
