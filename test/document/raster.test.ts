import { expect, test } from 'vitest';
import { mappedQuad, type Quad, quadOf, reordered, squareTo } from '../../src/document/geometry.js';
import { cutOut, flatSize, type Raster, sizeOf } from '../../src/document/raster.js';

/** Red grows to the right, green downwards, blue is even. */
function slope(width: number, height: number): Raster {
  const data = new Uint8Array(width * height * 3);
  for (let y = 0; y < height; y++) for (let x = 0; x < width; x++) data.set([x, y, 7], (y * width + x) * 3);
  return { data, width, height };
}

const at = ({ data, width }: Raster, x: number, y: number) => [
  ...data.subarray((y * width + x) * 3, (y * width + x) * 3 + 3),
];
const WHOLE = quadOf([0, 0, 1, 1]);

test('the whole of a raster in its own size is itself', () => {
  const page = slope(20, 10);
  expect(cutOut(page, WHOLE, 20, 10)).toEqual(page);
});

test.each([2, 4])('a picture %i times smaller is the mean of what it stands for', (times) => {
  const checks = slope(40, 40);
  checks.data.forEach((_, index) => {
    checks.data[index] = Math.floor(index / 3) % 2 === 0 ? 0 : 200;
  });
  const small = cutOut(checks, WHOLE, 40 / times, 40 / times);
  expect(new Set(small.data)).toEqual(new Set([100]));
});

test('corners in another order turn the picture', () => {
  const turned = cutOut(slope(20, 10), reordered(WHOLE, 1), 10, 20);
  expect(at(turned, 0, 0)).toEqual([0, 9, 7]); // the bottom left came to the top left
  expect(at(turned, 9, 19)).toEqual([19, 0, 7]);
});

test('a quad in perspective becomes flat', () => {
  const page = slope(200, 200);
  const quad: Quad = [
    [0.2, 0.2],
    [0.8, 0.3],
    [0.7, 0.7],
    [0.3, 0.9],
  ];
  const flat = cutOut(page, quad, 120, 120);
  const [[u, v]] = mappedQuad(squareTo(quad), quadOf([0.5, 0.5, 1, 1]));
  const [red = 0, green = 0] = at(flat, 60, 60);
  expect(Math.abs(red - u * 200)).toBeLessThan(2);
  expect(Math.abs(green - v * 200)).toBeLessThan(2);
});

test('a large picture in perspective made small stays in place', () => {
  const page = slope(200, 200);
  const quad: Quad = [
    [0.1, 0.2],
    [0.9, 0.1],
    [0.8, 0.8],
    [0.2, 0.9],
  ];
  const small = cutOut(page, quad, 40, 40);
  const [[u, v]] = mappedQuad(squareTo(quad), quadOf([20.5 / 40, 20.5 / 40, 1, 1]));
  const [red = 0, green = 0] = at(small, 20, 20);
  expect(Math.abs(red - (u * 200 - 0.5))).toBeLessThan(1.5);
  expect(Math.abs(green - (v * 200 - 0.5))).toBeLessThan(1.5);
});

test('outside the raster its edge repeats', () => {
  const wide = cutOut(slope(20, 10), quadOf([-1, -1, 0, 0]), 20, 10);
  expect(at(wide, 0, 0)).toEqual([0, 0, 7]);
});

test('a flat picture keeps the ratio of the paper and is never larger than the paper was', () => {
  const page = { ...slope(2, 2), width: 4000, height: 3000 };
  const corners = quadOf([0.25, 0.25, 0.75, 0.75]);
  expect(sizeOf(page, corners)).toEqual({ length: 2000, thickness: 1500 });
  expect(flatSize(page, { corners, ratio: 2 }, 1000)).toEqual({ width: 1000, height: 500 });
  expect(flatSize(page, { corners, ratio: 4 / 3 }, 9000)).toEqual({ width: 2000, height: 1500 });
});
