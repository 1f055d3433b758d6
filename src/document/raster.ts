/** Pixels in memory, and how a quad is cut out of them. */
import { type Homography, type Quad, squareTo } from './geometry.js';
import type { Paper } from './sheet.js';

/** Interleaved 8-bit RGB, rows from the top, no padding: `data.length === width * height * 3`. */
export interface Raster {
  readonly data: Uint8Array;
  readonly width: number;
  readonly height: number;
}

/** More samples a pixel than this in each direction add nothing that can be seen. */
const MOST_SAMPLES = 4;

/** A quad's size in pixels of a raster: the means of its opposite sides. `length` runs along its first side. */
export function sizeOf(
  { width, height }: { readonly width: number; readonly height: number },
  [a, b, c, d]: Quad,
): { length: number; thickness: number } {
  const side = ([x0, y0]: readonly [number, number], [x1, y1]: readonly [number, number]) =>
    Math.hypot((x1 - x0) * width, (y1 - y0) * height);
  return { length: (side(a, b) + side(d, c)) / 2, thickness: (side(a, d) + side(b, c)) / 2 };
}

/** Pixels that a flat picture of a paper deserves: as many as the paper has on the page, the longer side `longestSide` at most. */
export function flatSize(
  page: Raster,
  { corners, ratio }: Paper,
  longestSide: number,
): { width: number; height: number } {
  const { length, thickness } = sizeOf(page, corners);
  const natural = Math.max(thickness, length / ratio);
  const height = Math.min(natural, longestSide / Math.max(1, ratio));
  return { width: Math.max(1, Math.round(height * ratio)), height: Math.max(1, Math.round(height)) };
}

/**
 * The inside of a quad (fractions of the raster) flattened to `width` × `height`, its first corner at the top left.
 * Each pixel is the mean of as many samples as the reduction asks for; outside the raster the edge repeats.
 */
export function cutOut(page: Raster, quad: Quad, width: number, height: number): Raster {
  const { length, thickness } = sizeOf(page, quad);
  const across = samplesFor(length / width);
  const down = samplesFor(thickness / height);
  const map = squareTo(quad);
  const out = new Uint8Array(width * height * 3);
  const sums = new Float64Array(width * 3);
  for (let y = 0; y < height; y++) {
    sums.fill(0);
    for (let j = 0; j < down; j++) addRow(sums, page, map, (y + (j + 0.5) / down) / height, across);
    const start = y * sums.length;
    for (let at = 0; at < sums.length; at++) out[start + at] = (sums[at] ?? 0) / (across * down) + 0.5;
  }
  return { data: out, width, height };
}

const samplesFor = (reduction: number) => Math.min(MOST_SAMPLES, Math.max(1, Math.round(reduction)));

/** Adds the samples of one row at `t` of the unit square, `across` for each of the row's pixels: bilinear. */
function addRow(sums: Float64Array, page: Raster, map: Homography, t: number, across: number): void {
  const { data, width, height } = page;
  const [a, b, c, d, e, f, g, h] = map;
  const [lastX, lastY, row] = [width - 1, height - 1, width * 3];
  const step = 1 / ((sums.length / 3) * across);
  let s = step / 2;
  for (let to = 0; to < sums.length; to += 3) {
    for (let i = 0; i < across; i++, s += step) {
      const w = 1 / (g * s + h * t + 1);
      // A pixel's colour is that of its middle.
      const u = Math.min(lastX, Math.max(0, (a * s + b * t + c) * w * width - 0.5));
      const v = Math.min(lastY, Math.max(0, (d * s + e * t + f) * w * height - 0.5));
      const x = Math.floor(u);
      const y = Math.floor(v);
      const p00 = y * row + x * 3;
      const p10 = p00 + (x < lastX ? 3 : 0);
      const below = y < lastY ? row : 0;
      const p01 = p00 + below;
      const p11 = p10 + below;
      const w11 = (u - x) * (v - y);
      const w10 = u - x - w11;
      const w01 = v - y - w11;
      const w00 = 1 - w10 - w01 - w11;
      for (let k = 0; k < 3; k++) {
        const value =
          w00 * (data[p00 + k] ?? 0) +
          w10 * (data[p10 + k] ?? 0) +
          w01 * (data[p01 + k] ?? 0) +
          w11 * (data[p11 + k] ?? 0);
        sums[to + k] = (sums[to + k] ?? 0) + value;
      }
    }
  }
}
