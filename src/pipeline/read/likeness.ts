/** The likeness of a page, or of one paper on it, from the raster that is there: every pixel is looked at once at most. */
import { type Box, boxOf } from '../../document/geometry.js';
import { packLikeness } from '../../document/likeness.js';
import type { Raster } from '../../document/raster.js';
import type { Sheet } from '../../document/sheet.js';
import type { Slip } from '../../document/slip.js';
import type { Turns } from './turns.js';

/** Cells of a likeness: of an A5 form 160 across, about one for each printed figure. */
const CELLS = 17_600;
/** Longer strips than this are as good as none. */
const RATIO = 5;
/** A raster with so many rows and columns is looked at whole; of a larger one every second, third… of them. */
const SIDE = { columns: 1600, rows: 800 } as const;
/** Cells on each side that a cell's light is held against: a line of print and the paper around it. */
const AROUND = 5;
/** The share of cells that are lighter than what counts as black; ink of any colour and fade comes out the same. */
const BLACK = 0.95;
/** Contrast below this is paper grain and the noise of saving. */
const LEAST = 0.02;
const LEVELS = 3;

/** `box`: which part of the upright page, in fractions. `null`: too small to look like anything. */
export function likenessOf(page: Raster, turns: Turns, [x0, y0, x1, y1]: Box = [0, 0, 1, 1]): string | null {
  const [across, down] = turns % 2 === 0 ? [page.width, page.height] : [page.height, page.width];
  const [wide, high] = [(x1 - x0) * across, (y1 - y0) * down];
  const ratio = Math.min(RATIO, Math.max(1 / RATIO, wide / high));
  const [width, height] = [Math.round(Math.sqrt(CELLS * ratio)), Math.round(Math.sqrt(CELLS / ratio))];
  if (!(wide >= width && high >= height)) return null;
  const cellOf = (place: number, of: number, from: number, to: number, cells: number) => {
    const cell = Math.floor(((place / of - from) / (to - from)) * cells);
    return cell >= 0 && cell < cells ? cell : -1;
  };
  const column = (place: number) => cellOf(place, across, x0, x1, width);
  const row = (place: number) => {
    const cell = cellOf(place, down, y0, y1, height);
    return cell < 0 ? cell : cell * width;
  };
  const light = means(page, turns, column, row, width * height);
  return light === null ? null : packLikeness({ width, height, levels: contrast(light, width, height) });
}

/** Of the paper that a slip begins on: of several on its page, the one that most of its values stand on. */
export function likenessFor({ pages, fields }: Slip, sheets: readonly Sheet[]): string | null {
  const own = sheets.filter(({ page }) => page === pages[0]);
  const [only] = own;
  if (own.length < 2) return only?.likeness ?? null;
  const boxes = Object.values(fields).flatMap(({ page, box }) =>
    page === pages[0] && box !== null ? [box] : [],
  );
  const held = ({ paper }: Sheet): number => {
    if (paper === undefined) return 0;
    const [x0, y0, x1, y1] = boxOf(paper.corners);
    const isOn = ([left, top, right, bottom]: Box) =>
      left + right > 2 * x0 && left + right < 2 * x1 && top + bottom > 2 * y0 && top + bottom < 2 * y1;
    return boxes.filter(isOn).length;
  };
  const best = own.reduce((a, b) => (held(b) > held(a) ? b : a));
  return held(best) === 0 ? null : (best.likeness ?? null);
}

type CellAt = (place: number) => number;

/** Mean of the green channel in each cell; `null` where a cell has no pixel. */
function means(
  { data, width, height }: Raster,
  turns: Turns,
  column: CellAt,
  row: CellAt,
  cells: number,
): Float64Array | null {
  const longest = Math.max(width, height);
  const step = Math.max(1, Math.floor(longest / SIDE.columns));
  const stepDown = Math.max(1, Math.floor(longest / SIDE.rows));
  // Where a pixel stands on the upright page: its column comes from x or y, forwards or backwards.
  const xs = Int32Array.from({ length: width }, (_, x) =>
    turns === 0 ? column(x) : turns === 1 ? row(x) : turns === 2 ? column(width - 1 - x) : row(width - 1 - x),
  );
  const ys = Int32Array.from({ length: height }, (_, y) =>
    turns === 0
      ? row(y)
      : turns === 1
        ? column(height - 1 - y)
        : turns === 2
          ? row(height - 1 - y)
          : column(y),
  );
  const sums = new Float64Array(cells);
  const counts = new Uint32Array(cells);
  for (let y = 0; y < height; y += stepDown) {
    const down = ys[y] ?? -1;
    if (down < 0) continue;
    for (let x = 0, at = y * width * 3 + 1; x < width; x += step, at += 3 * step) {
      const across = xs[x] ?? -1;
      if (across < 0) continue;
      const cell = down + across;
      sums[cell] = (sums[cell] ?? 0) + (data[at] ?? 0);
      counts[cell] = (counts[cell] ?? 0) + 1;
    }
  }
  if (counts.includes(0)) return null;
  return sums.map((sum, cell) => sum / (counts[cell] ?? 1));
}

/** How much darker each cell is than the mean around it, in levels of what is black on this page. */
function contrast(light: Float64Array, width: number, height: number): Uint8Array {
  const around = blurred(light, width, height);
  const darker = new Float32Array(light.length);
  for (let cell = 0; cell < darker.length; cell++)
    darker[cell] = Math.max(0, 1 - (light[cell] ?? 0) / Math.max(1, around[cell] ?? 1));
  const black = Math.max(LEAST, darker.slice().sort()[Math.floor(darker.length * BLACK)] ?? 0);
  const levels = new Uint8Array(darker.length);
  for (let cell = 0; cell < levels.length; cell++)
    levels[cell] = Math.min(LEVELS, Math.round(((darker[cell] ?? 0) / black) * LEVELS));
  return levels;
}

/** Means over {@link AROUND} cells on each side, by sums over everything above and left of a cell. */
function blurred(light: Float64Array, width: number, height: number): Float64Array {
  const wide = width + 1;
  const sums = new Float64Array(wide * (height + 1));
  for (let y = 0; y < height; y++) {
    let row = 0;
    for (let x = 0; x < width; x++) {
      row += light[y * width + x] ?? 0;
      sums[(y + 1) * wide + x + 1] = (sums[y * wide + x + 1] ?? 0) + row;
    }
  }
  const out = new Float64Array(light.length);
  const sum = (x: number, y: number) => sums[y * wide + x] ?? 0;
  for (let y = 0; y < height; y++)
    for (let x = 0; x < width; x++) {
      const [left, right] = [Math.max(0, x - AROUND), Math.min(width, x + AROUND + 1)];
      const [top, bottom] = [Math.max(0, y - AROUND), Math.min(height, y + AROUND + 1)];
      const all = sum(right, bottom) - sum(right, top) - sum(left, bottom) + sum(left, top);
      out[y * width + x] = all / ((right - left) * (bottom - top));
    }
  return out;
}
