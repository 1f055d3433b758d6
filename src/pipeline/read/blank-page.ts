/**
 * How much ink is on a page, told from its pixels before anything is recognised: paper with its own light and grain,
 * the shadows that scanners draw along the edges and punch holes are no ink. A page that is taken for blank is not
 * looked at again, so only what shows next to nothing is; the rest is left to those who look for lines of text.
 */
import type { Raster } from '../../ports/image.js';

/** Longer side that is looked at: 7-point print is 8 pixels high on it, the strokes of it about one. */
const SIDE = 1000;
/** Side of the tiles whose own light is told: larger than any character, smaller than most shadows. */
const TILE = 20;
/** Light of a tile: this share of its pixels is lighter. Even between lines of print the paper makes up more. */
const PAPER = 0.25;
/** Left out along the edges, in shares of the shorter side: the shadow of the paper's edge and of the lid. */
const MARGIN = 0.03;
/** The same where no line of text was found: a lid that stands open shades that much. */
const WIDE_MARGIN = 0.08;
/** Ink is darker than the paper by this many times the grain, and by this much of 255 at least. */
const GRAINS = 5;
const FAINTEST = 7;
/** Neighbours (of eight) that must be ink as well: dust is not. */
const NEIGHBOURS = 2;

/** Share of pixels that may be ink on a blank page: a faint page number has more. */
const BLANK = 0.000015;
/** And on one in which no line of text is found: a stamp has more. */
const NEARLY_BLANK = 0.002;

/** Whether nothing at all is on the page. */
export const isBlankPage = (page: Raster): boolean => inkOn(page, BLANK) <= BLANK;

/** Whether a page on which no line of text is found has nothing else on it either. */
export const isNearlyBlank = (page: Raster): boolean =>
  inkOn(page, NEARLY_BLANK, WIDE_MARGIN) <= NEARLY_BLANK;

/** Strips of a page in the order in which print is likely to stand on them: most pages are known after the first. */
const STRIPS = [1, 2, 0, 3, 4, 5];

/** Share of the page's pixels that are ink, `margins` left out; not counted any further once it is more than `enough`. */
export function inkOn({ data, width, height }: Raster, enough = 1, margins = MARGIN): number {
  const factor = Math.max(1, Math.max(width, height) / SIDE);
  const margin = Math.round((margins * Math.min(width, height)) / factor);
  const all = (width * height) / factor ** 2;
  const edge = (nth: number) => Math.round((nth * height) / STRIPS.length);
  let share = 0;
  for (const nth of STRIPS) {
    const [top, bottom] = [edge(nth), edge(nth + 1)];
    const pixels = data.subarray(top * width * 3, bottom * width * 3);
    const strip = darkest({ data: pixels, width, height: bottom - top }, factor);
    const depth = levelled(strip);
    const above = nth === 0 ? margin : 1;
    const below = nth === STRIPS.length - 1 ? margin : 1;
    const threshold = Math.max(FAINTEST, GRAINS * grainOf(depth));
    share += marked(depth, strip, threshold, { above, below, beside: Math.max(1, margin) }) / all;
    if (share > enough) break;
  }
  return share;
}

interface Plane {
  readonly data: Float32Array;
  readonly width: number;
  readonly height: number;
}

/** The darkest channel, so that ink of any colour shows; each pixel the mean of those it stands for, so that grain does not. */
function darkest({ data, width, height }: Raster, factor: number): Plane {
  const [columns, rows] = [Math.max(1, Math.floor(width / factor)), Math.max(1, Math.floor(height / factor))];
  const sums = new Float32Array(columns * rows);
  const counts = new Uint16Array(columns * rows);
  const columnOf = Uint16Array.from({ length: width }, (_, x) =>
    Math.min(columns - 1, Math.floor(x / factor)),
  );
  for (let y = 0, at = 0; y < height; y++) {
    const row = Math.min(rows - 1, Math.floor(y / factor)) * columns;
    for (let x = 0; x < width; x++, at += 3) {
      const red = data[at] ?? 0;
      const green = data[at + 1] ?? 0;
      const blue = data[at + 2] ?? 0;
      const to = row + (columnOf[x] ?? 0);
      const darker = red < green ? red : green;
      sums[to] = (sums[to] ?? 0) + (darker < blue ? darker : blue);
      counts[to] = (counts[to] ?? 0) + 1;
    }
  }
  return { data: sums.map((sum, at) => sum / (counts[at] ?? 1)), width: columns, height: rows };
}

/** How much darker than the paper around it each pixel is; the paper's light runs evenly between the middles of tiles. */
function levelled(plane: Plane): Float32Array {
  const { data, width, height } = plane;
  const { tiles, columns, rows } = tileLights(plane);
  const depth = new Float32Array(data.length);
  for (let y = 0; y < height; y++) {
    const v = Math.min(rows - 1, Math.max(0, (y + 0.5) / TILE - 0.5));
    const upper = Math.floor(v) * columns;
    const lower = Math.min(rows - 1, Math.floor(v) + 1) * columns;
    const below = v - Math.floor(v);
    for (let x = 0; x < width; x++) {
      const u = Math.min(columns - 1, Math.max(0, (x + 0.5) / TILE - 0.5));
      const left = Math.floor(u);
      const right = Math.min(columns - 1, left + 1);
      const beside = u - left;
      const above = (tiles[upper + left] ?? 0) * (1 - beside) + (tiles[upper + right] ?? 0) * beside;
      const under = (tiles[lower + left] ?? 0) * (1 - beside) + (tiles[lower + right] ?? 0) * beside;
      depth[y * width + x] = Math.max(0, above * (1 - below) + under * below - (data[y * width + x] ?? 0));
    }
  }
  return depth;
}

/** The paper's light in each tile, told from every fourth pixel. */
function tileLights({ data, width, height }: Plane) {
  const [columns, rows] = [Math.ceil(width / TILE), Math.ceil(height / TILE)];
  const tiles = new Float32Array(columns * rows);
  const values = new Float32Array((TILE / 2) ** 2);
  for (let at = 0; at < tiles.length; at++) {
    const [left, top] = [(at % columns) * TILE, Math.floor(at / columns) * TILE];
    let count = 0;
    for (let y = top; y < Math.min(height, top + TILE); y += 2)
      for (let x = left; x < Math.min(width, left + TILE); x += 2, count++)
        values[count] = data[y * width + x] ?? 0;
    // Typed arrays sort upwards, and fast.
    tiles[at] = values.subarray(0, count).sort()[Math.floor(count * (1 - PAPER))] ?? 0;
  }
  return { tiles, columns, rows };
}

/** How much paper differs from pixel to pixel (a standard deviation): the middle half tells, whatever is printed beside. */
function grainOf(depth: Float32Array): number {
  const some = Float32Array.from(
    { length: Math.ceil(depth.length / 37) },
    (_, nth) => depth[nth * 37] ?? 0,
  ).sort();
  const at = (share: number) => some[Math.floor(some.length * share)] ?? 0;
  return (at(0.75) - at(0.25)) / 1.35;
}

interface Margins {
  readonly above: number;
  readonly below: number;
  readonly beside: number;
}

/** Pixels darker than `threshold` that have others beside them, margins left out. */
function marked(depth: Float32Array, { width, height }: Plane, threshold: number, margins: Margins): number {
  const around = [-width - 1, -width, -width + 1, -1, 1, width - 1, width, width + 1];
  let count = 0;
  for (let y = margins.above; y < height - margins.below; y++)
    for (let x = margins.beside; x < width - margins.beside; x++) {
      const at = y * width + x;
      if ((depth[at] ?? 0) <= threshold) continue;
      let inked = 0;
      for (const step of around) if ((depth[at + step] ?? 0) > threshold) inked += 1;
      if (inked >= NEIGHBOURS) count += 1;
    }
  return count;
}
