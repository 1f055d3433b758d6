/** From pixels to the numbers a model wants. */
import type { Raster } from '../../ports/image.js';

/** What a model wants for each channel of its picture, blue first: `value × scale + shift`. */
export interface Norm {
  readonly scale: readonly [number, number, number];
  readonly shift: readonly [number, number, number];
}

/**
 * The planes of a picture, blue first (both models were trained on OpenCV's order). `channel: 'red'`: all three are
 * the red one.
 */
export function planesOf(
  { data, width, height }: Raster,
  norm: Norm,
  channel?: 'red',
): Float32Array<ArrayBuffer> {
  const size = width * height;
  const out = new Float32Array(size * 3);
  for (let plane = 0; plane < 3; plane++) {
    const values = valuesOf(norm, plane);
    let from = channel === 'red' ? 0 : 2 - plane;
    for (let to = plane * size; to < (plane + 1) * size; to++) {
      out[to] = values[data[from] ?? 0] ?? 0;
      from += 3;
    }
  }
  return out;
}

/** What each of the 256 values of a channel becomes. */
function valuesOf({ scale, shift }: Norm, plane: number): Float32Array {
  return Float32Array.from({ length: 256 }, (_, value) => value * (scale[plane] ?? 1) + (shift[plane] ?? 0));
}
