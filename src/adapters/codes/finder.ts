/** A cheap look for QR finder patterns: is it worth trying harder, and where? */
import type { Grey } from './grey.js';

export interface Finder {
  /** Centre, pixels. */
  readonly x: number;
  readonly y: number;
  /** Width of one module, pixels. */
  readonly module: number;
}

/**
 * Squares whose middle crosses dark and light as 1:1:3:1:1 along both axes (ISO/IEC 18004, 6.3.3), each once.
 * `image` must be black and white. Every second row is looked at: a pattern's core is three modules high.
 */
export function findFinders(image: Grey): Finder[] {
  const found: Finder[] = [];
  const { data, width, height } = image;
  for (let y = 1; y < height; y += 2) {
    const ends = runEnds(data, y * width, width);
    for (let index = 4; index < ends.length; index++) {
      const start = ends[index - 5] ?? 0;
      const dark = (data[y * width + start] ?? 255) === 0;
      if (!dark) continue;
      const bounds = [start, ...ends.slice(index - 4, index + 1)];
      const module = moduleOf(bounds);
      if (module === null) continue;
      const x = ((bounds[2] ?? 0) + (bounds[3] ?? 0)) >> 1;
      if (found.some((other) => Math.hypot(other.x - x, other.y - y) < 4 * module)) continue;
      if (crossesColumn(image, x, y, module)) found.push({ x, y, module });
    }
  }
  return found;
}

/** Three finder patterns that can be the corners of one code. */
export type Triple = readonly [Finder, Finder, Finder];

/**
 * Every triple with like modules and two equal arms at a right angle, both within what a photo's perspective does to
 * them, and arms of 14 modules (version 1) to 80 (version 18, twice an invoice's); at most `limit`.
 */
export function findTriples(finders: readonly Finder[], limit: number): Triple[] {
  const triples: Triple[] = [];
  for (const corner of finders) {
    const alike = finders.filter((other) => other !== corner && ratio(other.module, corner.module) < 1.4);
    for (const [index, a] of alike.entries()) {
      for (const b of alike.slice(index + 1)) {
        if (squareAt(corner, a, b)) triples.push([corner, a, b]);
        if (triples.length === limit) return triples;
      }
    }
  }
  return triples;
}

const ratio = (a: number, b: number) => Math.max(a, b) / Math.min(a, b);

function squareAt(corner: Finder, a: Finder, b: Finder): boolean {
  const [ax, ay, bx, by] = [a.x - corner.x, a.y - corner.y, b.x - corner.x, b.y - corner.y];
  const [first, second] = [Math.hypot(ax, ay), Math.hypot(bx, by)];
  const modules = Math.min(first, second) / corner.module;
  const cosine = Math.abs(ax * bx + ay * by) / (first * second);
  return modules > 11 && modules < 90 && ratio(first, second) < 1.4 && cosine < 0.3;
}

/** Where each run of equal pixels of a row ends (exclusive). */
function runEnds(data: Uint8Array, offset: number, width: number): number[] {
  const ends: number[] = [];
  for (let x = 1; x < width; x++) if (data[offset + x] !== data[offset + x - 1]) ends.push(x);
  ends.push(width);
  return ends;
}

/** Module width when five runs between six bounds are 1:1:3:1:1 within half a module each; else `null`. */
function moduleOf(bounds: readonly number[]): number | null {
  const runs = [0, 1, 2, 3, 4].map((index) => (bounds[index + 1] ?? 0) - (bounds[index] ?? 0));
  const module = runs.reduce((sum, run) => sum + run, 0) / 7;
  if (module < 1.2) return null;
  const fits = runs.every(
    (run, index) => Math.abs(run - module * (index === 2 ? 3 : 1)) <= module * (index === 2 ? 1.2 : 0.6),
  );
  return fits ? module : null;
}

function crossesColumn(image: Grey, x: number, y: number, module: number): boolean {
  const reach = Math.ceil(module * 5);
  const column: number[] = [];
  for (let v = Math.max(0, y - reach); v < Math.min(image.height, y + reach); v++)
    column.push(image.data[v * image.width + x] ?? 255);
  const middle = y - Math.max(0, y - reach);
  const ends = runEnds(Uint8Array.from(column), 0, column.length);
  const at = ends.findIndex((end) => end > middle);
  if (at < 2 || at + 2 >= ends.length) return false;
  const bounds = [at >= 3 ? (ends[at - 3] ?? 0) : 0, ...ends.slice(at - 2, at + 3)];
  const across = moduleOf(bounds);
  return across !== null && Math.abs(across - module) <= module * 0.6;
}
