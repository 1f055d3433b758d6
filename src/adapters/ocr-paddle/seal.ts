/** Red seals over dark print: where both meet, the red is taken for paper. */
import type { Raster } from '../../ports/image.js';

/** Redder than its other channels by this share of the paper's light: seal ink or red print. */
const RED = 0.2;
/** Darker than this share of the paper's light in the red channel, which seal ink hardly is: print. */
const DARK = 0.55;
/** Shares of a line's pixels from which there is a seal and print to speak of. Blank paper is most of a line. */
const LEAST_RED = 0.01;
const LEAST_DARK = 0.04;
/** Beyond so many heights without a dark stroke there is no print under the red, and red print may stand there itself. */
const GAP = 0.5;

/**
 * A line's picture without the red that lies over dark print: there, all channels are the red one. Where there is only
 * one of the two, or they lie apart (a black label and its red number), nothing is changed.
 */
export function unsealed(picture: Raster): Raster {
  if (!looksRed(picture)) return picture;
  const { red, dark } = inksOf(picture);
  const pixels = picture.width * picture.height;
  if (total(red) < LEAST_RED * pixels || total(dark) < LEAST_DARK * pixels) return picture;
  const data = Uint8Array.from(picture.data);
  for (const [from, to] of printed(dark, GAP * picture.height))
    if (red.subarray(from, to + 1).some((count) => count > 0)) makeGrey(data, picture, from, to);
  return { ...picture, data };
}

/** At a glance, for most lines hold no red: every so many values, and paper taken for white. */
const GLANCE = 21;
const FAINT_RED = 30;

function looksRed({ data }: Raster): boolean {
  let red = 0;
  for (let at = 0; at < data.length; at += GLANCE)
    if ((data[at] ?? 0) - Math.max(data[at + 1] ?? 0, data[at + 2] ?? 0) > FAINT_RED) red++;
  return red * GLANCE > (LEAST_RED * data.length) / 2;
}

const total = (counts: Uint32Array) => counts.reduce((sum, one) => sum + one, 0);

/** Red and dark pixels in each column. */
function inksOf({ data, width, height }: Raster): { red: Uint32Array; dark: Uint32Array } {
  const [r = 1, g = 1, b = 1] = [0, 1, 2].map((channel) => lightOf(data, channel));
  const [red, dark] = [new Uint32Array(width), new Uint32Array(width)];
  for (let at = 0; at < width * height; at++) {
    const light = (data[at * 3] ?? 0) / r;
    const other = Math.max((data[at * 3 + 1] ?? 0) / g, (data[at * 3 + 2] ?? 0) / b);
    const column = at % width;
    if (light - other > RED) red[column] = (red[column] ?? 0) + 1;
    if (light < DARK) dark[column] = (dark[column] ?? 0) + 1;
  }
  return { red, dark };
}

/** How light paper is in a channel: what a fifth of the pixels surpass, for ink covers less than that. */
function lightOf(data: Uint8Array, channel: number): number {
  const counts = new Uint32Array(256);
  for (let at = channel; at < data.length; at += 3) {
    const value = data[at] ?? 0;
    counts[value] = (counts[value] ?? 0) + 1;
  }
  let left = data.length / 3 / 5;
  let value = 255;
  for (; value > 1 && left > 0; value--) left -= counts[value] ?? 0;
  return value;
}

/** Stretches of columns with dark strokes no further apart than `gap`. */
function printed(dark: Uint32Array, gap: number): [number, number][] {
  const stretches: [number, number][] = [];
  for (const [column, count] of dark.entries()) {
    if (count === 0) continue;
    const last = stretches.at(-1);
    if (last && column - last[1] <= gap) last[1] = column;
    else stretches.push([column, column]);
  }
  return stretches;
}

function makeGrey(data: Uint8Array, { width, height }: Raster, from: number, to: number): void {
  for (let y = 0; y < height; y++)
    for (let at = (y * width + from) * 3; at <= (y * width + to) * 3; at += 3)
      data.fill(data[at] ?? 0, at + 1, at + 3);
}
