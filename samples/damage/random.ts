/** Chance in the shapes that damage needs. */
import type { Random } from '../truth/random.js';

/** From the first to the second number. */
export type Range = readonly [number, number];

export const between = (random: Random, [low, high]: Range): number => low + random.next() * (high - low);

/** Between the bounds, to either side of zero. */
export const eitherWay = (random: Random, range: Range): number =>
  between(random, range) * (random.next() < 0.5 ? -1 : 1);

export const chance = (random: Random, share: number): boolean => random.next() < share;

/** A number from 0 to 1 that depends on three whole numbers only, and looks like chance. */
export function hashed(x: number, y: number, seed: number): number {
  let mixed = Math.imul(x, 0x27d4eb2d) ^ Math.imul(y, 0x165667b1) ^ Math.imul(seed, 0x9e3779b1);
  mixed = Math.imul(mixed ^ (mixed >>> 15), 0x85ebca6b);
  mixed = Math.imul(mixed ^ (mixed >>> 13), 0xc2b2ae35);
  return ((mixed ^ (mixed >>> 16)) >>> 0) / 2 ** 32;
}

/** Smooth noise, 0 to 1, on a lattice of `period` by `period` cells that repeats without a seam. */
export function smoothNoise(x: number, y: number, period: number, seed: number): number {
  const [x0, y0] = [Math.floor(x), Math.floor(y)];
  const ease = (part: number) => part * part * (3 - 2 * part);
  const [u, v] = [ease(x - x0), ease(y - y0)];
  const at = (i: number, j: number) =>
    hashed(((i % period) + period) % period, ((j % period) + period) % period, seed);
  const upper = at(x0, y0) * (1 - u) + at(x0 + 1, y0) * u;
  const lower = at(x0, y0 + 1) * (1 - u) + at(x0 + 1, y0 + 1) * u;
  return upper * (1 - v) + lower * v;
}

/** 0 below `from`, 1 above `to`, smooth between. */
export function step(from: number, to: number, value: number): number {
  const part = Math.min(1, Math.max(0, (value - from) / (to - from)));
  return part * part * (3 - 2 * part);
}
