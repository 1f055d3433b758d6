/** Squares of 8 by 8 pixels as JPEG saves them: light to frequencies, to steps and back. */
import type { Raster } from '../../../document/raster.js';

export const SIDE = 8;
export const SIZE = SIDE * SIDE;

/** Light of a square, -128..127, and its frequencies, row by row. */
export interface Square {
  readonly light: Float64Array;
  readonly waves: Float64Array;
}

/** Half the cosines of each frequency: the other half mirrors them. */
const HALF = SIDE / 2;
const COSINES = Float64Array.from({ length: SIDE * HALF }, (_, at) => {
  const [k, n] = [Math.floor(at / HALF), at % HALF];
  return (k === 0 ? Math.SQRT1_2 : 1) * 0.5 * Math.cos(((2 * n + 1) * k * Math.PI) / 16);
});

/** Steps of the light in ITU-T T.81, table K.1. */
const USUAL = [
  16, 11, 10, 16, 24, 40, 51, 61, 12, 12, 14, 19, 26, 58, 60, 55, 14, 13, 16, 24, 40, 57, 69, 56, 14, 17, 22,
  29, 51, 87, 80, 62, 18, 22, 37, 56, 68, 109, 103, 77, 24, 35, 55, 64, 81, 104, 113, 92, 49, 64, 78, 87, 103,
  121, 120, 101, 72, 92, 95, 98, 112, 100, 103, 99,
];

/** Steps at a quality of 1 to 100, as libjpeg scales that table: what nearly every program that saves JPEG uses. */
export function stepsAt(quality: number): Float64Array {
  const scale = quality < 50 ? 5000 / quality : 200 - 2 * quality;
  return Float64Array.from(USUAL, (step) =>
    Math.min(255, Math.max(1, Math.floor((step * scale + 50) / 100))),
  );
}

/** Squares whose light varies less are paper. */
const TEXTURE = 24;

/** The square at a place, `null` where it is paper or reaches out of the page. */
export function squareAt({ data, width, height }: Raster, left: number, top: number): Square | null {
  if (left < 0 || top < 0 || left + SIDE > width || top + SIDE > height) return null;
  const light = new Float64Array(SIZE);
  let [low, high] = [255, -255];
  for (let y = 0; y < SIDE; y++) {
    let from = ((top + y) * width + left) * 3;
    for (let x = 0; x < SIDE; x++, from += 3) {
      const value =
        0.299 * (data[from] ?? 0) + 0.587 * (data[from + 1] ?? 0) + 0.114 * (data[from + 2] ?? 0) - 128;
      light[y * SIDE + x] = value;
      if (value < low) low = value;
      if (value > high) high = value;
    }
  }
  return high - low < TEXTURE ? null : { light, waves: wavesOf(light) };
}

/** As it would be, had it been saved with these steps. */
export function savedWith({ waves }: Square, steps: ArrayLike<number>): Square {
  const light = Float64Array.from(afterSaving(waves, steps));
  return { light, waves: wavesOf(light) };
}

/** Sum of the squares of what saving with these steps changes. */
export function changeBy({ light, waves }: Square, steps: ArrayLike<number>): number {
  const after = afterSaving(waves, steps);
  let sum = 0;
  for (let at = 0; at < SIZE; at++) sum += ((after[at] ?? 0) - (light[at] ?? 0)) ** 2;
  return sum;
}

const rounded = new Float64Array(SIZE);
const between = new Float64Array(SIZE);
const result = new Float64Array(SIZE);

/** Light after saving; overwritten by the next call. */
function afterSaving(waves: Float64Array, steps: ArrayLike<number>): Float64Array {
  for (let at = 0; at < SIZE; at++) {
    const step = steps[at] ?? 1;
    rounded[at] = Math.round((waves[at] ?? 0) / step) * step;
  }
  backwards(rounded, between, 1, SIDE);
  backwards(between, result, SIDE, 1);
  for (let at = 0; at < SIZE; at++) result[at] = Math.min(127, Math.max(-128, Math.round(result[at] ?? 0)));
  return result;
}

function wavesOf(light: Float64Array): Float64Array {
  const waves = new Float64Array(SIZE);
  forwards(light, between, 1, SIDE);
  forwards(between, waves, SIDE, 1);
  return waves;
}

/** One direction of the cosine transform, line by line. Even frequencies are those of sums of opposite pixels, odd ones of differences. */
function forwards(from: Float64Array, to: Float64Array, along: number, across: number): void {
  for (let line = 0; line < SIDE; line++) {
    const base = line * across;
    for (let k = 0; k < SIDE; k++) {
      const sign = (k & 1) === 0 ? 1 : -1;
      let sum = 0;
      for (let n = 0; n < HALF; n++)
        sum +=
          (COSINES[k * HALF + n] ?? 0) *
          ((from[base + n * along] ?? 0) + sign * (from[base + (SIDE - 1 - n) * along] ?? 0));
      to[base + k * along] = sum;
    }
  }
}

function backwards(from: Float64Array, to: Float64Array, along: number, across: number): void {
  for (let line = 0; line < SIDE; line++) {
    const base = line * across;
    for (let n = 0; n < HALF; n++) {
      let even = 0;
      let odd = 0;
      for (let k = 0; k < SIDE; k += 2) {
        even += (COSINES[k * HALF + n] ?? 0) * (from[base + k * along] ?? 0);
        odd += (COSINES[(k + 1) * HALF + n] ?? 0) * (from[base + (k + 1) * along] ?? 0);
      }
      to[base + n * along] = even + odd;
      to[base + (SIDE - 1 - n) * along] = even - odd;
    }
  }
}
