/** Where the single figures of a printed value stand in a picture: what a forger cuts along. */
import type { Quad } from '../../src/document/geometry.js';
import type { Raster } from '../../src/ports/image.js';

/** Pixels; right and bottom are past the end. */
export interface Rect {
  readonly left: number;
  readonly top: number;
  readonly right: number;
  readonly bottom: number;
}

/** A figure and the picture's light level round it, of 255. */
export interface Glyph {
  readonly rect: Rect;
  readonly paper: number;
  /** Pixels of bare paper to the next sign, the nearer of both sides, and {@link ROOM} at most. */
  readonly room: number;
}

/** How far a forger's selection reaches past the ink, in pixels, where no neighbour is in its way. */
export const ROOM = 3;

/** Figures reach this share of the tallest sign of their value; points, commas and dashes do not. */
const TALL = 0.72;
/** A figure is at most this wide for its height, and at least this: a 1 is the narrowest. */
const WIDTHS = [0.12, 0.95] as const;

export function lightAt({ data, width }: Raster, x: number, y: number): number {
  const at = (y * width + x) * 3;
  return ((data[at] ?? 0) * 77 + (data[at + 1] ?? 0) * 150 + (data[at + 2] ?? 0) * 29) >> 8;
}

/** The figures of a value, left to right; none where it is too faint or too slanted to be told apart by columns. */
export function glyphsIn(picture: Raster, quad: Quad): Glyph[] {
  const area = around(picture, quad);
  const levels = levelsIn(picture, area);
  if (levels === null) return [];
  const limit = (levels.paper + levels.ink) / 2;
  const isInk = (x: number, y: number) => lightAt(picture, x, y) < limit;
  const signs = runs(area.left, area.right, (x) => inked(area.top, area.bottom, (y) => isInk(x, y)) > 0).map(
    ([left, right]): Rect => {
      const rows = runs(area.top, area.bottom, (y) => inked(left, right, (x) => isInk(x, y)) > 0);
      const longest = rows.toSorted((a, b) => b[1] - b[0] - (a[1] - a[0]))[0] ?? [area.top, area.top];
      return { left, right, top: longest[0], bottom: longest[1] };
    },
  );
  const tallest = Math.max(0, ...signs.map(({ top, bottom }) => bottom - top));
  return signs
    .filter(({ left, right, top, bottom }) => {
      const [wide, tall] = [right - left, bottom - top];
      const isInside = top > area.top && bottom < area.bottom;
      return (
        isInside &&
        tall >= 8 &&
        tall >= TALL * tallest &&
        wide >= WIDTHS[0] * tall &&
        wide <= WIDTHS[1] * tall
      );
    })
    .map((rect) => ({ rect, paper: levels.paper, room: roomBeside(rect, signs) }));
}

function roomBeside(rect: Rect, signs: readonly Rect[]): number {
  const gaps = signs
    .filter((sign) => sign.left !== rect.left)
    .map((sign) => (sign.left > rect.left ? sign.left - rect.right : rect.left - sign.right));
  return Math.min(ROOM, ...gaps);
}

/**
 * Whether figures stand at one pitch, twice of it where the point of an amount is: one that was not told apart leaves a
 * hole, and a ¥ was taken for it.
 */
export function isWhole(glyphs: readonly Glyph[], hasPoint: boolean): boolean {
  const centres = glyphs.map(({ rect }) => (rect.left + rect.right) / 2);
  const gaps = centres.slice(1).map((centre, at) => centre - (centres[at] ?? 0));
  const usual = gaps.toSorted((a, b) => a - b)[gaps.length >> 1] ?? 0;
  return gaps.every((gap, at) => gap < (hasPoint && at === gaps.length - 2 ? 2.4 : 1.6) * usual);
}

/** What all of them take, `null` of none. */
export const bounds = (glyphs: readonly Glyph[]): Rect | null =>
  glyphs.length === 0 ? null : glyphs.map(({ rect }) => rect).reduce(united);

export const united = (a: Rect, b: Rect): Rect => ({
  left: Math.min(a.left, b.left),
  top: Math.min(a.top, b.top),
  right: Math.max(a.right, b.right),
  bottom: Math.max(a.bottom, b.bottom),
});

/** The quad's bounds with a little room above and below. */
function around({ width, height }: Raster, quad: Quad): Rect {
  const xs = quad.map(([x]) => x * width);
  const ys = quad.map(([, y]) => y * height);
  const room = (Math.max(...ys) - Math.min(...ys)) * 0.12;
  return {
    left: Math.max(0, Math.floor(Math.min(...xs))),
    right: Math.min(width, Math.ceil(Math.max(...xs))),
    top: Math.max(0, Math.floor(Math.min(...ys) - room)),
    bottom: Math.min(height, Math.ceil(Math.max(...ys) + room)),
  };
}

/** Paper and ink, `null` where they hardly differ. */
function levelsIn(
  picture: Raster,
  { left, top, right, bottom }: Rect,
): { paper: number; ink: number } | null {
  const values: number[] = [];
  for (let y = top; y < bottom; y++) for (let x = left; x < right; x++) values.push(lightAt(picture, x, y));
  values.sort((a, b) => a - b);
  const part = (share: number) => values[Math.floor(values.length * share)] ?? 0;
  const [paper, ink] = [part(0.7), part(0.02)];
  return paper - ink < 40 ? null : { paper, ink };
}

function inked(from: number, to: number, isInk: (at: number) => boolean): number {
  let count = 0;
  for (let at = from; at < to; at++) if (isInk(at)) count++;
  return count;
}

function runs(from: number, to: number, isSet: (at: number) => boolean): [number, number][] {
  const found: [number, number][] = [];
  let start: number | null = null;
  for (let at = from; at <= to; at++) {
    if (at < to && isSet(at)) start ??= at;
    else if (start !== null) {
      found.push([start, at]);
      start = null;
    }
  }
  return found;
}
