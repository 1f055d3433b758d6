/** One byte a pixel, and what the decoders' second tries need of it. */
import type { PixelRect, Raster } from '../../ports/image.js';

export interface Grey {
  readonly data: Uint8Array;
  readonly width: number;
  readonly height: number;
}

/** What is made of a pixel's three colours: its luma, or one channel alone (a red seal vanishes in red). */
export type Channel = 'luma' | 'red' | 'green';

/** Weights of red, green and blue, of 256: ITU-R BT.601 for luma. */
const WEIGHTS: Readonly<Record<Channel, readonly [number, number, number]>> = {
  luma: [77, 150, 29],
  red: [256, 0, 0],
  green: [0, 256, 0],
};

/** Part of a picture (whole pixels inside it) in grey, at its full size. */
export function greyPart({ data, width: stride }: Raster, part: PixelRect, channel: Channel): Grey {
  const { left, top, width, height } = part;
  const [red, green, blue] = WEIGHTS[channel];
  const grey = new Uint8Array(width * height);
  let to = 0;
  for (let y = top; y < top + height; y++) {
    let from = (y * stride + left) * 3;
    for (let x = 0; x < width; x++, from += 3, to++) {
      grey[to] =
        (red * (data[from] ?? 0) + green * (data[from + 1] ?? 0) + blue * (data[from + 2] ?? 0)) >> 8;
    }
  }
  return { data: grey, width, height };
}

/** The whole picture in grey at half its size, each pixel the mean of four: one pass over a photo instead of two. */
export function halfGreyOf({ data, width: stride, height: rows }: Raster): Grey {
  const [width, height] = [stride >> 1, rows >> 1];
  const grey = new Uint8Array(width * height);
  const step = stride * 3;
  let to = 0;
  for (let y = 0; y < height; y++) {
    let a = y * 2 * step;
    for (let x = 0; x < width; x++, a += 6, to++) {
      const b = a + step;
      const red = (data[a] ?? 0) + (data[a + 3] ?? 0) + (data[b] ?? 0) + (data[b + 3] ?? 0);
      const green = (data[a + 1] ?? 0) + (data[a + 4] ?? 0) + (data[b + 1] ?? 0) + (data[b + 4] ?? 0);
      const blue = (data[a + 2] ?? 0) + (data[a + 5] ?? 0) + (data[b + 2] ?? 0) + (data[b + 5] ?? 0);
      grey[to] = (77 * red + 150 * green + 29 * blue) >> 10;
    }
  }
  return { data: grey, width, height };
}

/** Black and white at the threshold that separates the histogram best (Otsu 1979). */
export function binarised({ data, width, height }: Grey): Grey {
  const histogram = new Float64Array(256);
  for (const value of data) histogram[value] = (histogram[value] ?? 0) + 1;
  const threshold = otsu(histogram, data.length);
  return { data: data.map((value) => (value > threshold ? 255 : 0)), width, height };
}

/**
 * Black where a pixel is darker than its surroundings' mean by more than `margin` of 255: finds small dark print on
 * pages whose light, or whose colours, change from place to place.
 */
export function locallyBinarised(image: Grey, radius: number, margin: number): Grey {
  const mean = blurred(image, radius).data;
  const data = image.data.map((value, index) => (value < (mean[index] ?? 0) - margin ? 0 : 255));
  return { data, width: image.width, height: image.height };
}

function otsu(histogram: Float64Array, total: number): number {
  let sum = 0;
  histogram.forEach((count, value) => {
    sum += count * value;
  });
  let best = -1;
  let threshold = 127;
  let dark = 0;
  let darkSum = 0;
  for (let value = 0; value < 255; value++) {
    dark += histogram[value] ?? 0;
    darkSum += value * (histogram[value] ?? 0);
    const light = total - dark;
    if (dark === 0 || light === 0) continue;
    const between = dark * light * (darkSum / dark - (sum - darkSum) / light) ** 2;
    if (between > best) {
      best = between;
      threshold = value;
    }
  }
  return threshold;
}

/** Resampled by `factor` with bilinear weights; for factors below 1 the pixels under each new one are averaged. */
export function resized(image: Grey, factor: number): Grey {
  const width = Math.max(1, Math.round(image.width * factor));
  const height = Math.max(1, Math.round(image.height * factor));
  const data = factor < 1 ? averaged(image, width, height) : interpolated(image, width, height);
  return { data, width, height };
}

function averaged(image: Grey, width: number, height: number): Uint8Array {
  const data = new Uint8Array(width * height);
  for (let y = 0; y < height; y++) {
    const y0 = Math.floor((y * image.height) / height);
    const y1 = Math.max(y0 + 1, Math.floor(((y + 1) * image.height) / height));
    for (let x = 0; x < width; x++) {
      const x0 = Math.floor((x * image.width) / width);
      const x1 = Math.max(x0 + 1, Math.floor(((x + 1) * image.width) / width));
      let sum = 0;
      for (let v = y0; v < y1; v++) for (let u = x0; u < x1; u++) sum += image.data[v * image.width + u] ?? 0;
      data[y * width + x] = sum / ((y1 - y0) * (x1 - x0));
    }
  }
  return data;
}

function interpolated(image: Grey, width: number, height: number): Uint8Array {
  const data = new Uint8Array(width * height);
  for (let y = 0; y < height; y++) {
    const v = Math.min(image.height - 1, Math.max(0, ((y + 0.5) * image.height) / height - 0.5));
    const top = Math.floor(v) * image.width;
    const bottom = Math.min(image.height - 1, Math.floor(v) + 1) * image.width;
    const fv = v - Math.floor(v);
    for (let x = 0; x < width; x++) {
      const u = Math.min(image.width - 1, Math.max(0, ((x + 0.5) * image.width) / width - 0.5));
      const left = Math.floor(u);
      const right = Math.min(image.width - 1, left + 1);
      const fu = u - left;
      const above = (image.data[top + left] ?? 0) * (1 - fu) + (image.data[top + right] ?? 0) * fu;
      const below = (image.data[bottom + left] ?? 0) * (1 - fu) + (image.data[bottom + right] ?? 0) * fu;
      data[y * width + x] = above * (1 - fv) + below * fv;
    }
  }
  return data;
}

/** Mean of the square of `radius` pixels around each, by running sums along rows, then columns. */
export function blurred(image: Grey, radius: number): Grey {
  const { width, height } = image;
  const rows = new Uint8Array(width * height);
  const data = new Uint8Array(width * height);
  for (let y = 0; y < height; y++) slide(image.data, rows, y * width, 1, width, radius);
  for (let x = 0; x < width; x++) slide(rows, data, x, width, height, radius);
  return { data, width, height };
}

function slide(
  from: Uint8Array,
  to: Uint8Array,
  start: number,
  step: number,
  count: number,
  radius: number,
): void {
  let sum = 0;
  let inside = 0;
  for (let at = -radius; at < count; at++) {
    const enters = at + radius;
    if (enters < count) {
      sum += from[start + enters * step] ?? 0;
      inside++;
    }
    const leaves = at - radius - 1;
    if (leaves >= 0) {
      sum -= from[start + leaves * step] ?? 0;
      inside--;
    }
    if (at >= 0) to[start + at * step] = sum / inside;
  }
}

/** The part inside the given pixels, cut to the picture. */
export function cut(image: Grey, left: number, top: number, width: number, height: number): Grey {
  const x0 = Math.max(0, Math.floor(left));
  const y0 = Math.max(0, Math.floor(top));
  const x1 = Math.min(image.width, Math.ceil(left + width));
  const y1 = Math.min(image.height, Math.ceil(top + height));
  const data = new Uint8Array((x1 - x0) * (y1 - y0));
  for (let y = y0; y < y1; y++)
    data.set(image.data.subarray(y * image.width + x0, y * image.width + x1), (y - y0) * (x1 - x0));
  return { data, width: x1 - x0, height: y1 - y0 };
}
