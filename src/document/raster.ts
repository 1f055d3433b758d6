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
/** From this many samples a pixel in a row they lie about as close as the raster's own pixels, and the nearest ones will do. */
const MANY = 3;

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
  const map = inPixels(squareTo(quad), page);
  const add = Math.max(across, down) < MANY ? addSmooth : addNearest;
  const out = new Uint8Array(width * height * 3);
  const sums = new Float32Array(width * 3);
  const share = 1 / (across * down);
  for (let y = 0; y < height; y++) {
    sums.fill(0);
    for (let j = 0; j < down; j++) add(sums, page, map, (y + (j + 0.5) / down) / height, across);
    const start = y * sums.length;
    for (let at = 0; at < sums.length; at++) out[start + at] = (sums[at] ?? 0) * share + 0.5;
  }
  return { data: out, width, height };
}

function inPixels([a, b, c, d, e, f, g, h, i]: Homography, { width, height }: Raster): Homography {
  return [a * width, b * width, c * width, d * height, e * height, f * height, g, h, i];
}

const samplesFor = (reduction: number) => Math.min(MOST_SAMPLES, Math.max(1, Math.round(reduction)));

/**
 * Adds the samples of one row at `t` of the unit square, `across` for each of the row's pixels, from between the
 * raster's pixels (bilinear). `map`: from the unit square to pixels.
 */
function addSmooth(sums: Float32Array, page: Raster, map: Homography, t: number, across: number): void {
  const { data, width, height } = page;
  const [a, b, c, d, e, f, g, h] = map;
  const [u0, v0, w0] = [b * t + c, e * t + f, h * t + 1];
  const [lastX, lastY, row] = [width - 1, height - 1, width * 3];
  const isAffine = g === 0 && w0 === 1;
  const step = 3 / (sums.length * across);
  let s = step / 2;
  for (let to = 0; to < sums.length; to += 3) {
    let red = 0;
    let green = 0;
    let blue = 0;
    for (let i = 0; i < across; i++, s += step) {
      const w = isAffine ? 1 : 1 / (g * s + w0);
      // A pixel's colour is that of its middle.
      const u = Math.min(lastX, Math.max(0, (a * s + u0) * w - 0.5));
      const v = Math.min(lastY, Math.max(0, (d * s + v0) * w - 0.5));
      const x = u | 0;
      const y = v | 0;
      const p00 = y * row + x * 3;
      const p10 = x < lastX ? p00 + 3 : p00;
      const below = y < lastY ? row : 0;
      const p01 = p00 + below;
      const p11 = p10 + below;
      const w11 = (u - x) * (v - y);
      const w10 = u - x - w11;
      const w01 = v - y - w11;
      const w00 = 1 - w10 - w01 - w11;
      red +=
        w00 * byteAt(data, p00) + w10 * byteAt(data, p10) + w01 * byteAt(data, p01) + w11 * byteAt(data, p11);
      green +=
        w00 * byteAt(data, p00 + 1) +
        w10 * byteAt(data, p10 + 1) +
        w01 * byteAt(data, p01 + 1) +
        w11 * byteAt(data, p11 + 1);
      blue +=
        w00 * byteAt(data, p00 + 2) +
        w10 * byteAt(data, p10 + 2) +
        w01 * byteAt(data, p01 + 2) +
        w11 * byteAt(data, p11 + 2);
    }
    sums[to] = at(sums, to) + red;
    sums[to + 1] = at(sums, to + 1) + green;
    sums[to + 2] = at(sums, to + 2) + blue;
  }
}

/** Like {@link addSmooth}, but of the nearest pixels, and straight from one pixel's edge to the other's. */
function addNearest(sums: Float32Array, page: Raster, map: Homography, t: number, across: number): void {
  const { data, width, height } = page;
  const [a, b, c, d, e, f, g, h] = map;
  const [u0, v0, w0] = [b * t + c, e * t + f, h * t + 1];
  const [lastX, lastY, row] = [width - 1, height - 1, width * 3];
  const step = 3 / sums.length;
  let left = u0 / w0;
  let top = v0 / w0;
  let s = 0;
  for (let to = 0; to < sums.length; to += 3) {
    s += step;
    const w = 1 / (g * s + w0);
    const du = ((a * s + u0) * w - left) / across;
    const dv = ((d * s + v0) * w - top) / across;
    left += du / 2;
    top += dv / 2;
    let red = 0;
    let green = 0;
    let blue = 0;
    for (let i = 0; i < across; i++) {
      const x = left > 0 ? (left < lastX ? left | 0 : lastX) : 0;
      const y = top > 0 ? (top < lastY ? top | 0 : lastY) : 0;
      const from = y * row + x * 3;
      red += byteAt(data, from);
      green += byteAt(data, from + 1);
      blue += byteAt(data, from + 2);
      left += du;
      top += dv;
    }
    left -= du / 2;
    top -= dv / 2;
    sums[to] = at(sums, to) + red;
    sums[to + 1] = at(sums, to + 1) + green;
    sums[to + 2] = at(sums, to + 2) + blue;
  }
}

/** An element that is known to exist. One function for each kind of array: one that sees both takes a fifth longer. */
const byteAt = (values: Uint8Array, index: number): number => values[index] ?? 0;
const at = (values: Float32Array, index: number): number => values[index] ?? 0;
