import { expect, test } from 'vitest';
import {
  convexHull,
  cornersOf,
  grown,
  kernelBoxes,
  smallestRectangle,
} from '../../../src/adapters/ocr-paddle/boxes.js';

/** A map with 0.9 where `inside` says so. */
function map(width: number, height: number, inside: (x: number, y: number) => boolean) {
  const data = new Float32Array(width * height);
  for (let y = 0; y < height; y++)
    for (let x = 0; x < width; x++) if (inside(x + 0.5, y + 0.5)) data[y * width + x] = 0.9;
  return { data, width, height };
}

test('an upright kernel is found with its pixels counted whole', () => {
  const [box, ...more] = kernelBoxes(map(100, 60, (x, y) => x > 10 && x < 70 && y > 20 && y < 30));
  expect(more).toEqual([]);
  expect(box).toMatchObject({
    x: 40,
    y: 25,
    ux: 1,
    uy: 0,
    width: 60,
    height: 10,
    score: expect.closeTo(0.9),
  });
});

test.each([-30, -5, 12, 40])('a kernel at %i° keeps its slant and size', (degrees) => {
  const [c, s] = [Math.cos((degrees * Math.PI) / 180), Math.sin((degrees * Math.PI) / 180)];
  const tilted = (x: number, y: number) => {
    const [dx, dy] = [x - 100, y - 80];
    return Math.abs(dx * c + dy * s) < 60 && Math.abs(dy * c - dx * s) < 8;
  };
  const box = kernelBoxes(map(200, 160, tilted))[0] ?? expect.fail();
  expect(Math.abs((Math.atan2(box.uy, box.ux) * 180) / Math.PI - degrees)).toBeLessThan(1.5);
  expect(Math.abs(box.width - 120)).toBeLessThan(4);
  expect(Math.abs(box.height - 16)).toBeLessThan(4);
});

test('noise is no box: too thin, too faint', () => {
  expect(kernelBoxes(map(50, 50, (x, y) => y > 10 && y < 12 && x > 5 && x < 45))).toEqual([]);
  const faint = map(50, 50, (x, y) => y > 10 && y < 20 && x > 5 && x < 45);
  expect(kernelBoxes({ ...faint, data: faint.data.map((value) => value / 2) })).toEqual([]);
});

test('two kernels apart are two boxes; touching at a corner they are one', () => {
  const apart = map(60, 30, (x, y) => y > 5 && y < 15 && (x < 20 || x > 30));
  expect(kernelBoxes(apart)).toHaveLength(2);
  const touching = map(60, 30, (x, y) => (x < 30 && y < 10) || (x >= 30 && x < 32 && y >= 10 && y < 12));
  expect(kernelBoxes(touching)).toHaveLength(1);
});

test('hull and smallest rectangle of a diamond', () => {
  const hull = convexHull([
    [0, 5],
    [5, 0],
    [10, 5],
    [5, 10],
    [5, 5],
    [4, 5],
  ]);
  expect(hull).toHaveLength(4);
  const box = smallestRectangle(hull) ?? expect.fail();
  expect(box.width * box.height).toBeCloseTo(50);
});

test('growth is area × ratio / perimeter on each side', () => {
  const box = { x: 0, y: 0, ux: 1, uy: 0, width: 90, height: 10, score: 1 };
  const { width, height } = grown(box, 2);
  expect([width, height]).toEqual([90 + 18, 10 + 18]); // 2 × (900 × 2 / 200)
});

test('corners start where the text starts, and turn with their box', () => {
  const box = { x: 50, y: 50, ux: 1, uy: 0, width: 20, height: 60, score: 1 };
  expect(cornersOf(box)).toEqual([
    [40, 20],
    [60, 20],
    [60, 80],
    [40, 80],
  ]);
  expect(cornersOf({ ...box, ux: 0, uy: 1 })[0]).toEqual([80, 40]);
});
