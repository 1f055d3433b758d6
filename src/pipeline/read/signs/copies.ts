/** The same patch of paper twice on a page: what was printed and photographed is never twice the same to the last grain. */
import type { Raster } from '../../../document/raster.js';
import type { Figure, Group } from './figures.js';

/** A figure and where it was found again. */
export interface Copy {
  readonly one: { readonly group: Group; readonly figure: Figure };
  readonly other: { readonly group: Group; readonly figure: Figure };
  /** Difference of the two as a share of that of the page's next likest pairs. */
  readonly share: number;
}

interface Patch {
  readonly group: Group;
  readonly figure: Figure;
  /** Pixels on the page. */
  readonly left: number;
  readonly top: number;
  readonly width: number;
  readonly height: number;
}

/** Pixels of paper round the figure that are compared with it. */
const ROOM = 2;
/** Pixels that the edges of two copies may have been told apart by. */
const SHIFT = 2;
/** Pairs on a page; with fewer nobody knows how alike figures are by themselves. */
const LEAST_PAIRS = 40;

/** Share of neighbouring pixels of paper that are just alike, above which a page was drawn and never seen by a sensor. */
const DRAWN = 0.8;

/** Whether the paper round the figures has grain. */
export function grainOf(groups: readonly Group[]): boolean {
  let [same, all] = [0, 0];
  for (const { strip, paper, ink } of groups) {
    const { light, width } = strip;
    const limit = paper - 0.15 * (paper - ink);
    for (let at = 1; at < light.length; at++) {
      const [value, before] = [light[at] ?? 0, light[at - 1] ?? 0];
      if (at % width === 0 || value < limit || before < limit) continue;
      all++;
      if (value === before) same++;
    }
  }
  return all > 0 && same < DRAWN * all;
}

/** The least that figures differ by, as a share of paper to ink, where nothing was copied: less is a drawn page. */
const LEAST_APART = 0.03;

/** The likest pair of a page, where it is out of line. */
export function likest(page: Raster, groups: readonly Group[]): Copy | null {
  const patches = groups.flatMap((group) => group.figures.map((figure) => patchOf(page, group, figure)));
  const found: { one: Patch; other: Patch; apart: number }[] = [];
  for (const [at, one] of patches.entries()) {
    for (const other of patches.slice(at + 1)) {
      if (one.figure.char !== other.figure.char || !isSameSize(one, other)) continue;
      found.push({ one, other, apart: difference(page, one, other) / contrast(one) });
    }
  }
  if (found.length < LEAST_PAIRS) return null;
  found.sort((a, b) => a.apart - b.apart);
  const [first, , third] = found;
  if (first === undefined || third === undefined || third.apart < LEAST_APART) return null;
  return { one: first.one, other: first.other, share: first.apart / third.apart };
}

const contrast = ({ group: { paper, ink } }: Patch) => paper - ink;

function patchOf(page: Raster, group: Group, figure: Figure): Patch {
  const [x0, y0, x1, y1] = group.strip.place(figure.left, figure.top, figure.right, figure.bottom);
  const [left, top] = [Math.round(x0 * page.width), Math.round(y0 * page.height)];
  return {
    group,
    figure,
    left,
    top,
    width: Math.round(x1 * page.width) - left,
    height: Math.round(y1 * page.height) - top,
  };
}

const isSameSize = (a: Patch, b: Patch): boolean =>
  Math.abs(a.width - b.width) <= SHIFT && Math.abs(a.height - b.height) <= SHIFT;

/** Root of the mean square of what two patches differ by where they fit best. */
function difference({ data, width, height }: Raster, a: Patch, b: Patch): number {
  const [across, down] = [Math.max(a.width, b.width) + ROOM, Math.max(a.height, b.height) + ROOM];
  const inside = ({ left, top }: Patch, by: number) =>
    left - by >= 0 && top - by >= 0 && left + across + by < width && top + down + by < height;
  if (!inside(a, ROOM) || !inside(b, ROOM + SHIFT)) return Number.POSITIVE_INFINITY;
  let best = Number.POSITIVE_INFINITY;
  for (let dy = -SHIFT; dy <= SHIFT; dy++) {
    for (let dx = -SHIFT; dx <= SHIFT; dx++) {
      let sum = 0;
      for (let y = -ROOM; y < down; y++) {
        let from = ((a.top + y) * width + a.left - ROOM) * 3 + 1;
        let to = ((b.top + dy + y) * width + b.left + dx - ROOM) * 3 + 1;
        for (let x = -ROOM; x < across; x++, from += 3, to += 3)
          sum += ((data[from] ?? 0) - (data[to] ?? 0)) ** 2;
        if (sum >= best) break;
      }
      best = Math.min(best, sum);
    }
  }
  return Math.sqrt(best / ((across + ROOM) * (down + ROOM)));
}
