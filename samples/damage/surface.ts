/**
 * How a sheet of paper lies: flat, curled, folded, crumpled. Paper does not stretch, so a curl or a fold is a curve
 * that keeps its length, and what it rises it loses in width.
 */
import type { Point } from '../../src/document/geometry.js';
import type { Random } from '../truth/random.js';
import type { Spot } from './camera.js';
import { between, eitherWay, type Range } from './random.js';

export interface Surface {
  /** Where a point of the sheet lies; millimetres from the sheet's middle, flat. */
  at(point: Point): Spot;
  /** How steeply it rises there to the right and downwards. */
  slope(point: Point): Point;
}

export interface Lie {
  readonly curl: boolean;
  /** Number of folds that did not go flat again. */
  readonly folds: number;
  readonly crumpled: boolean;
}

/** Half the angle between the ends of a curled sheet, in degrees. */
const CURL: Range = [6, 15];
/** How far a fold stays open, in degrees to either side. */
const FOLD: Range = [5, 11];
/** A crease bends over this length, in mm. */
const CREASE = 2.5;
/** Ridges of a crumpled sheet: how many, how steep, how far they reach in mm. */
const RIDGES: Range = [8, 16];
const RIDGE_SLOPE: Range = [0.02, 0.07];
const RIDGE_REACH: Range = [14, 40];

const radians = (degrees: number) => (degrees * Math.PI) / 180;

/** Rises along one direction only, as its angle to the desk at each distance says. */
class Rolled implements Surface {
  readonly #cos: number;
  readonly #sin: number;
  readonly #half: number;
  readonly #angles: Float64Array;
  readonly #along: Float64Array;
  readonly #height: Float64Array;

  constructor(direction: number, half: number, angleAt: (along: number) => number) {
    this.#cos = Math.cos(direction);
    this.#sin = Math.sin(direction);
    this.#half = half;
    const count = Math.ceil(2 * half) + 2;
    this.#angles = Float64Array.from({ length: count }, (_, index) => angleAt(index - half));
    this.#along = new Float64Array(count);
    this.#height = new Float64Array(count);
    for (let index = 1; index < count; index++) {
      const angle = ((this.#angles[index - 1] ?? 0) + (this.#angles[index] ?? 0)) / 2;
      this.#along[index] = (this.#along[index - 1] ?? 0) + Math.cos(angle);
      this.#height[index] = (this.#height[index - 1] ?? 0) + Math.sin(angle);
    }
    const middle = this.#value(this.#along, 0);
    this.#along = this.#along.map((value) => value - middle);
    const lowest = this.#height.reduce((least, value) => Math.min(least, value), 0);
    this.#height = this.#height.map((value) => value - lowest);
  }

  /** Between the entries of a table; beyond its ends it goes straight on. */
  #value(table: Float64Array, along: number): number {
    const place = along + this.#half;
    const index = Math.max(0, Math.min(table.length - 2, Math.floor(place)));
    const [low, high] = [table[index] ?? 0, table[index + 1] ?? 0];
    return low + (high - low) * (place - index);
  }

  at([x, y]: Point): Spot {
    const along = x * this.#cos + y * this.#sin;
    const across = y * this.#cos - x * this.#sin;
    const flat = this.#value(this.#along, along);
    const height = this.#value(this.#height, along);
    return [flat * this.#cos - across * this.#sin, flat * this.#sin + across * this.#cos, height];
  }

  slope([x, y]: Point): Point {
    const rise = Math.tan(this.#value(this.#angles, x * this.#cos + y * this.#sin));
    return [rise * this.#cos, rise * this.#sin];
  }
}

interface Ridge {
  readonly cos: number;
  readonly sin: number;
  readonly offset: number;
  readonly reach: number;
  readonly steepness: number;
  /** A ridge ends somewhere: middle and half length along it. */
  readonly middle: number;
  readonly length: number;
}

/** Ridges and dents that run over the sheet in all directions, each falling off to both sides. */
function crumpled(random: Random, size: number): Surface {
  const ridges: Ridge[] = Array.from({ length: Math.round(between(random, RIDGES)) }, () => {
    const direction = random.next() * Math.PI;
    return {
      cos: Math.cos(direction),
      sin: Math.sin(direction),
      offset: (random.next() - 0.5) * size,
      reach: between(random, RIDGE_REACH),
      steepness: eitherWay(random, RIDGE_SLOPE),
      middle: (random.next() - 0.5) * size,
      length: size * (0.15 + random.next() * 0.35),
    };
  });
  const height = (x: number, y: number) => {
    let sum = 0;
    for (const { cos, sin, offset, reach, steepness, middle, length } of ridges) {
      const away = Math.abs(x * cos + y * sin - offset) / reach;
      const off = Math.abs(y * cos - x * sin - middle) / length;
      if (away < 1 && off < 1) sum += steepness * reach * (1 - away) ** 2 * (1 - off * off);
    }
    return sum;
  };
  return {
    at: ([x, y]) => [x, y, height(x, y)],
    slope: ([x, y]) => [
      (height(x + 0.5, y) - height(x - 0.5, y)) / 1,
      (height(x, y + 0.5) - height(x, y - 0.5)) / 1,
    ],
  };
}

function curled(random: Random, width: number, height: number): Surface {
  // Along the longer side as a sheet off a roll or out of an envelope, a little askew.
  const direction = (width >= height ? 0 : Math.PI / 2) + (random.next() - 0.5) * 0.5;
  const half = Math.hypot(width, height) / 2;
  const end = radians(eitherWay(random, CURL));
  const lean = (random.next() - 0.5) * 0.5;
  return new Rolled(direction, half, (along) => end * (along / half + lean));
}

function folded(random: Random, width: number, height: number, folds: number): Surface {
  const upright = random.next() < 0.65 === width >= height;
  const direction = (upright ? 0 : Math.PI / 2) + (random.next() - 0.5) * 0.04;
  const side = upright ? width : height;
  const angle = radians(between(random, FOLD)) * (random.next() < 0.5 ? -1 : 1);
  const creases = Array.from(
    { length: folds },
    (_, index) => ((index + 1) / (folds + 1) - 0.5) * side + (random.next() - 0.5) * 0.05 * side,
  );
  // The parts between the creases lean one way and the other by turns.
  return new Rolled(direction, Math.hypot(width, height) / 2, (along) => {
    let lean = -angle;
    for (const [index, crease] of creases.entries()) {
      const part = Math.min(1, Math.max(0, (along - crease) / CREASE + 0.5));
      lean += (index % 2 === 0 ? 2 : -2) * angle * part;
    }
    return lean;
  });
}

const FLAT: Surface = { at: ([x, y]) => [x, y, 0], slope: () => [0, 0] };

/** One on the other: heights and slopes add up. */
function both(first: Surface, second: Surface): Surface {
  return {
    at: (point) => {
      const [x, y, z] = first.at(point);
      return [x, y, z + second.at(point)[2]];
    },
    slope: (point) => {
      const [a, b] = [first.slope(point), second.slope(point)];
      return [a[0] + b[0], a[1] + b[1]];
    },
  };
}

/** A sheet of `width` by `height` mm that lies so. */
export function surfaceOf(lie: Lie, width: number, height: number, random: Random): Surface {
  const bent = lie.curl
    ? curled(random, width, height)
    : lie.folds > 0
      ? folded(random, width, height, lie.folds)
      : FLAT;
  return lie.crumpled ? both(bent, crumpled(random, Math.max(width, height))) : bent;
}
