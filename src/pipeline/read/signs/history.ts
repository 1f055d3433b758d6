/**
 * Which print of a page was not there when it was saved as JPEG the first time. Saving something again as it was saved
 * before hardly changes it (Farid 2009, JPEG ghosts): print that is much further from that than the rest of the page was
 * put in since, for it did not stand on the first saving's grid. What "much" is, the page says itself: the same print a
 * few pixels off the grid, saved as the page was saved last, is what print without that history looks like.
 */
import type { JpegHead } from '../../../document/jpeg-head.js';
import type { Raster } from '../../../document/raster.js';
import { changeBy, SIDE, type Square, savedWith, squareAt, stepsAt } from './blocks.js';
import { parting } from './parting.js';

/** How a page was saved last; the raster's pixels are the JPEG's own, not scaled. */
export interface Saved {
  /** Steps of the light's 64 frequencies, row by row, as the page stands on the raster. */
  readonly steps: readonly number[];
}

/**
 * How the page of a JPEG was saved, `null` where its pixels were scaled, or turned so that they stand on another grid.
 * `width` and `height` are those of the picture stood upright.
 */
export function savedAs(
  { width, height, jpeg }: { readonly width: number; readonly height: number; readonly jpeg?: JpegHead },
  pixels: Raster,
): Saved | null {
  if (jpeg === undefined || pixels.width !== width || pixels.height !== height) return null;
  if (jpeg.orientation !== 1 && (width % SIDE !== 0 || height % SIDE !== 0)) return null;
  const isTurned = jpeg.orientation > 4;
  const steps = jpeg.steps.map((step, at) =>
    isTurned ? (jpeg.steps[(at & 7) * SIDE + (at >> 3)] ?? step) : step,
  );
  return { steps };
}

/** Pixels; right and bottom are past the end. */
export interface Area {
  readonly left: number;
  readonly top: number;
  readonly right: number;
  readonly bottom: number;
}

/** The part of a line that is least like the page. */
export interface Foreign {
  readonly area: Area;
  /** Standard deviations that it is off the page's own print. */
  readonly by: number;
  /** 0: as the page's own print, 1: as print without its history. */
  readonly share: number;
}

export interface History {
  /** Standard deviations between a square with and without the page's history. */
  readonly power: number;
  /** `null` where there is too little print. */
  strangest(line: Area): Foreign | null;
}

/** Squares of each sort that a page is judged by; fewer than `least` say nothing. */
const SAMPLED = { most: 300, least: 180 } as const;
/** Of those, how many are used to find the quality of the first saving. */
const TRIED = 75;
/** Qualities that are tried. */
const QUALITIES = { from: 60, to: 94, by: 2 } as const;
/** Qualities round the one found that a square is measured with. */
const AROUND = [-4, -2, 0, 2, 4] as const;
/** Pixels off the grid at which print has lost its history. */
const SHIFTS = [
  [4, 4],
  [3, 5],
  [5, 2],
  [2, 3],
] as const;
/** A square counts for as many standard deviations at most. */
const MOST_OFF = 3;
/** Squares of a part of a line. */
const LEAST_SQUARES = 6;

/** `print`: the lines of text. `null`: the page remembers nothing that could be told from chance. */
export function historyOf(page: Raster, { steps }: Saved, print: readonly Area[]): History | null {
  const { own, bare } = samples(page, steps, print);
  if (own.length < SAMPLED.least || bare.length < SAMPLED.least) return null;
  const quality = firstQuality(own, bare);
  const tables = AROUND.map((off) => stepsAt(quality + off));
  const measure = (square: Square) => [...tables.map((table) => distance(square, table)), strength(square)];
  const score = parting(own.map(measure), bare.map(measure));
  const [mine, others] = [own, bare].map((squares) => squares.map((square) => score(measure(square))));
  const middle = mean(mine ?? []);
  const spread = Math.sqrt(mean((mine ?? []).map((value) => (value - middle) ** 2)));
  const off = (value: number) => Math.max(-MOST_OFF, Math.min(MOST_OFF, (value - middle) / spread));
  const rest = mean((mine ?? []).map(off));
  const gap = mean((others ?? []).map(off)) - rest;
  const offOf = (square: Square) => off(score(measure(square))) - rest;
  const power = (mean(others ?? []) - middle) / spread;
  return { power, strangest: (line) => strangest(columnsOf(page, line, offOf), line, gap) };
}

/** How much saving with these steps changes a square. */
const distance = (square: Square, steps: Float64Array) => Math.log(2 + changeBy(square, steps));

/** Of its print: more of it is changed more. */
function strength({ waves }: Square): number {
  let sum = 0;
  for (let at = 1; at < waves.length; at++) sum += (waves[at] ?? 0) ** 2;
  return Math.log(1 + sum);
}

/** Squares of the page's print as they are, and off the grid and saved as the page was saved last. */
function samples(
  page: Raster,
  steps: readonly number[],
  print: readonly Area[],
): { own: Square[]; bare: Square[] } {
  const places = print.flatMap((area) => [...placesIn(area)]);
  const every = Math.max(1, places.length / (2 * SAMPLED.most));
  const [own, bare]: [Square[], Square[]] = [[], []];
  for (let at = 0; at < places.length && own.length < SAMPLED.most; at += every) {
    const [left, top] = places[Math.floor(at)] ?? [0, 0];
    const [dx, dy] = SHIFTS[Math.floor(at) & 3] ?? SHIFTS[0];
    const [one, other] = [squareAt(page, left, top), squareAt(page, left + dx, top + dy)];
    if (one !== null) own.push(one);
    if (other !== null) bare.push(savedWith(other, steps));
  }
  return { own, bare };
}

function* placesIn({ left, top, right, bottom }: Area): Generator<[number, number]> {
  for (let y = Math.floor(top / SIDE) * SIDE; y < bottom; y += SIDE)
    for (let x = Math.floor(left / SIDE) * SIDE; x < right; x += SIDE) yield [x, y];
}

/** The quality at which the page's squares are nearest to themselves, beside those without its history. */
function firstQuality(own: readonly Square[], bare: readonly Square[]): number {
  const some = (squares: readonly Square[]) => {
    const every = Math.ceil(squares.length / TRIED);
    return squares.filter((_, at) => at % every === 0);
  };
  const [mine, others] = [some(own), some(bare)];
  let best = { quality: 0, apart: Number.NEGATIVE_INFINITY };
  for (let quality: number = QUALITIES.from; quality <= QUALITIES.to; quality += QUALITIES.by) {
    const steps = stepsAt(quality);
    const [a, b] = [mine, others].map((squares) => squares.map((square) => distance(square, steps)));
    const [near, far] = [mean(a ?? []), mean(b ?? [])];
    const spread = mean((a ?? []).map((v) => (v - near) ** 2)) + mean((b ?? []).map((v) => (v - far) ** 2));
    const apart = (far - near) / Math.sqrt(spread / 2);
    if (apart > best.apart) best = { quality, apart };
  }
  return best.quality;
}

interface Column {
  readonly sum: number;
  readonly count: number;
}

function columnsOf(page: Raster, line: Area, offOf: (square: Square) => number): Column[] {
  const first = Math.floor(line.left / SIDE);
  const columns: { sum: number; count: number }[] = [];
  for (const [x, y] of placesIn(line)) {
    const column = columns[x / SIDE - first] ?? { sum: 0, count: 0 };
    columns[x / SIDE - first] = column;
    const square = squareAt(page, x, y);
    if (square === null) continue;
    column.sum += offOf(square);
    column.count++;
  }
  return columns;
}

/** Of all runs of neighbouring columns the one whose squares are furthest off together. */
function strangest(columns: readonly Column[], line: Area, gap: number): Foreign | null {
  let best: Foreign | null = null;
  const first = Math.floor(line.left / SIDE);
  for (let from = 0; from < columns.length; from++) {
    let [sum, count] = [0, 0];
    for (let to = from; to < columns.length; to++) {
      sum += columns[to]?.sum ?? 0;
      count += columns[to]?.count ?? 0;
      const by = sum / Math.sqrt(Math.max(1, count));
      if (count < LEAST_SQUARES || (best !== null && by <= best.by)) continue;
      const area = { ...line, left: (first + from) * SIDE, right: (first + to + 1) * SIDE };
      best = { area, by, share: sum / count / gap };
    }
  }
  return best;
}

const mean = (values: readonly number[]): number =>
  values.reduce((sum, value) => sum + value, 0) / values.length;
