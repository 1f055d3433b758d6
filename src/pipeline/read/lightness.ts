/** How light a page is from place to place: tells paper from what it lies on. */
import type { Point } from '../../document/geometry.js';
import type { Raster } from '../../ports/image.js';

/** Cells along the longer side: one of them is a millimetre or two of paper, so print alone never darkens one much. */
const CELLS = 240;
/** Samples a cell in each direction. */
const SAMPLES = 4;

export interface LightMap {
  readonly data: Float32Array;
  readonly width: number;
  readonly height: number;
  /** Cells a page unit. */
  readonly scale: number;
}

/** Means of the green channel, which is the sharpest of a camera's and shows red seals and blue print alike as dark. */
export function lightMap({ data, width, height }: Raster): LightMap {
  const scale = CELLS / Math.max(width, height);
  const [columns, rows] = [Math.max(1, Math.round(width * scale)), Math.max(1, Math.round(height * scale))];
  const cells = new Float32Array(columns * rows);
  for (let row = 0; row < rows; row++) {
    for (let column = 0; column < columns; column++) {
      let sum = 0;
      for (let j = 0; j < SAMPLES; j++) {
        const y = Math.min(height - 1, Math.floor(((row + (j + 0.5) / SAMPLES) * height) / rows));
        for (let i = 0; i < SAMPLES; i++) {
          const x = Math.min(width - 1, Math.floor(((column + (i + 0.5) / SAMPLES) * width) / columns));
          sum += data[(y * width + x) * 3 + 1] ?? 0;
        }
      }
      cells[row * columns + column] = sum / SAMPLES ** 2;
    }
  }
  return { data: cells, width: columns, height: rows, scale: CELLS };
}

/** The lightest of a place's surroundings (page units): the paper that text is printed on. */
export function paperLight(map: LightMap, [x, y]: Point): number {
  const [column, row] = [Math.floor(x * map.scale), Math.floor(y * map.scale)];
  let best = 1;
  for (let v = Math.max(0, row - 2); v <= Math.min(map.height - 1, row + 2); v++)
    for (let u = Math.max(0, column - 2); u <= Math.min(map.width - 1, column + 2); u++)
      best = Math.max(best, map.data[v * map.width + u] ?? 0);
  return best;
}

/** Darker than this share of the paper's light, and it is not paper: blank paper stays above it even in a fold. */
const DARK = 0.91;

/** The longest dark stretch on the way from one place on paper to another, in page units. */
export function darkBetween(map: LightMap, from: Point, to: Point): number {
  // The darker end: on the way into a shadow, paper never gets darker than there.
  const expected = Math.min(paperLight(map, from), paperLight(map, to));
  const distance = Math.hypot(to[0] - from[0], to[1] - from[1]);
  const steps = Math.max(1, Math.ceil(distance * map.scale * 2));
  let longest = 0;
  let run = 0;
  for (let step = 0; step <= steps; step++) {
    const at = step / steps;
    const [x, y] = [from[0] + (to[0] - from[0]) * at, from[1] + (to[1] - from[1]) * at];
    const column = Math.min(map.width - 1, Math.max(0, Math.floor(x * map.scale)));
    const row = Math.min(map.height - 1, Math.max(0, Math.floor(y * map.scale)));
    run = (map.data[row * map.width + column] ?? 0) < DARK * expected ? run + distance / steps : 0;
    longest = Math.max(longest, run);
  }
  return longest;
}
