/** Cutting lines out of a page, straight into the numbers a model wants. */
import type { Raster } from '../../ports/image.js';
import type { TextBox } from './boxes.js';

/** `[x, y]` in pixels. */
export type Pixel = readonly [number, number];

/** Four corners in pixels in the order in which the line is read: start top, end top, end bottom, start bottom. */
export type PixelQuad = readonly [Pixel, Pixel, Pixel, Pixel];

/** How many quarter turns clockwise bring the text of a box upright. */
export type Turn = 0 | 1 | 2 | 3;

/** The corners of a box whose text is upright after `turn`. */
export function quadOfBox(box: TextBox, turn: Turn): PixelQuad {
  const { x, y, ux, uy, width, height } = box;
  const corner = (along: number, down: number): Pixel => [
    x + (along * width * ux - down * height * uy) / 2,
    y + (along * width * uy + down * height * ux) / 2,
  ];
  const [a, b, c, d] = [corner(-1, -1), corner(1, -1), corner(1, 1), corner(-1, 1)];
  if (turn === 1) return [d, a, b, c]; // the text runs upwards
  if (turn === 2) return [c, d, a, b];
  if (turn === 3) return [b, c, d, a]; // downwards
  return [a, b, c, d];
}

/** Length of the first edge and of the last, in pixels. */
export function sizeOf([a, b, , d]: PixelQuad): { length: number; thickness: number } {
  return { length: Math.hypot(b[0] - a[0], b[1] - a[1]), thickness: Math.hypot(d[0] - a[0], d[1] - a[1]) };
}

/** What a model wants for each channel: `value × scale + shift`. */
export interface Norm {
  readonly scale: readonly [number, number, number];
  readonly shift: readonly [number, number, number];
}

/** More samples a pixel than this in each direction add nothing that a reader of 48-pixel lines can see. */
const MOST_SAMPLES = 3;

/**
 * The inside of a quad resampled to `width` × `height`, planar, blue first (both models were trained on OpenCV's
 * order). Each pixel is the mean of bilinear samples, as many as the reduction asks for; outside the page the edge
 * repeats.
 */
export function cutOut(
  page: Raster,
  quad: PixelQuad,
  width: number,
  height: number,
  norm: Norm,
): Float32Array<ArrayBuffer> {
  const { length, thickness } = sizeOf(quad);
  const samplesX = Math.min(MOST_SAMPLES, Math.max(1, Math.round(length / width)));
  const samplesY = Math.min(MOST_SAMPLES, Math.max(1, Math.round(thickness / height)));
  const plane = width * height;
  const out = new Float32Array(plane * 3);
  const pixel = new Float64Array(3);
  const each = 1 / (samplesX * samplesY);
  const [a, b, c, d] = quad;
  for (let y = 0; y < height; y++) {
    for (let x = 0; x < width; x++) {
      pixel.fill(0);
      for (let j = 0; j < samplesY; j++) {
        const t = (y + (j + 0.5) / samplesY) / height;
        for (let i = 0; i < samplesX; i++) {
          const s = (x + (i + 0.5) / samplesX) / width;
          const u = (a[0] * (1 - s) + b[0] * s) * (1 - t) + (d[0] * (1 - s) + c[0] * s) * t;
          const v = (a[1] * (1 - s) + b[1] * s) * (1 - t) + (d[1] * (1 - s) + c[1] * s) * t;
          addSample(pixel, page, u - 0.5, v - 0.5);
        }
      }
      const at = y * width + x;
      for (let channel = 0; channel < 3; channel++) {
        const value = (pixel[2 - channel] ?? 0) * each;
        out[channel * plane + at] = value * (norm.scale[channel] ?? 1) + (norm.shift[channel] ?? 0);
      }
    }
  }
  return out;
}

function addSample(sum: Float64Array, { data, width, height }: Raster, u: number, v: number): void {
  const x = Math.min(width - 1, Math.max(0, u));
  const y = Math.min(height - 1, Math.max(0, v));
  const x0 = Math.floor(x);
  const y0 = Math.floor(y);
  const fx = x - x0;
  const fy = y - y0;
  const right = x0 + 1 < width ? 3 : 0;
  const below = y0 + 1 < height ? width * 3 : 0;
  const at = (y0 * width + x0) * 3;
  const [w00, w10, w01, w11] = [(1 - fx) * (1 - fy), fx * (1 - fy), (1 - fx) * fy, fx * fy];
  for (let channel = 0; channel < 3; channel++) {
    const here = at + channel;
    sum[channel] =
      (sum[channel] ?? 0) +
      (data[here] ?? 0) * w00 +
      (data[here + right] ?? 0) * w10 +
      (data[here + below] ?? 0) * w01 +
      (data[here + below + right] ?? 0) * w11;
  }
}
