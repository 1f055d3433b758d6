import { expect, test } from 'vitest';
import type { Point } from '../../../src/document/geometry.js';
import { isInside, lightAreas } from '../../../src/pipeline/read/light-areas.js';
import type { LightMap } from '../../../src/pipeline/read/lightness.js';

const [WIDTH, HEIGHT] = [240, 180];

/** A page whose light at each cell is said by a function. */
function page(light: (x: number, y: number) => number): LightMap {
  const data = new Float32Array(WIDTH * HEIGHT);
  for (let cell = 0; cell < data.length; cell++)
    data[cell] = light((cell % WIDTH) + 0.5, Math.floor(cell / WIDTH) + 0.5);
  return { data, width: WIDTH, height: HEIGHT, scale: WIDTH };
}

/** Whether a cell lies in a rectangle around a middle, turned by degrees. */
function within(x: number, y: number, [mx, my]: Point, [w, h]: Point, degrees: number): boolean {
  const [cos, sin] = [Math.cos((degrees * Math.PI) / 180), Math.sin((degrees * Math.PI) / 180)];
  const [u, v] = [(x - mx) * cos + (y - my) * sin, (y - my) * cos - (x - mx) * sin];
  return Math.abs(u) < w / 2 && Math.abs(v) < h / 2;
}

test('slips on a desk are light areas however they are turned and lit', () => {
  const slips = [
    { middle: [50, 45], size: [60, 30], degrees: 20 },
    { middle: [160, 60], size: [25, 60], degrees: -7 },
    { middle: [90, 130], size: [70, 40], degrees: 0 },
  ] as const;
  // The desk's light corner is lighter than the paper in the dark one: no single level parts them.
  const map = page((x, y) => {
    const lamp = 0.4 + (0.6 * (x + y)) / (WIDTH + HEIGHT);
    const paper = slips.some(({ middle, size, degrees }) => within(x, y, middle, size, degrees));
    const seal = within(x, y, [90, 130], [12, 12], 45);
    return lamp * (seal ? 120 : paper ? 230 : 150);
  });
  const areas = lightAreas(map);
  expect(areas).toHaveLength(slips.length);
  for (const { middle, size } of slips) {
    const area = areas.find((one) => isInside(one, [middle[0] / WIDTH, middle[1] / WIDTH]));
    const [a, b, c] = area?.around ?? [];
    if (!a || !b || !c) throw new Error('an area has four corners');
    const sides = [Math.hypot(b[0] - a[0], b[1] - a[1]), Math.hypot(c[0] - b[0], c[1] - b[1])];
    expect((sides[0] ?? 0) * WIDTH).toBeCloseTo(Math.max(...size), -1);
    expect((sides[1] ?? 0) * WIDTH).toBeCloseTo(Math.min(...size), -1);
  }
});

test('a form ruled into a table is one area, and two papers that touch at an angle are none', () => {
  const ruled = (x: number, y: number) => Math.floor(x) % 40 === 0 || Math.floor(y) % 30 === 0;
  const form = page((x, y) => (within(x, y, [120, 90], [170, 120], 3) ? (ruled(x, y) ? 190 : 230) : 110));
  expect(lightAreas(form)).toHaveLength(1);
  const corner = page((x, y) =>
    within(x, y, [80, 60], [100, 30], 0) || within(x, y, [45, 100], [30, 90], 0) ? 230 : 110,
  );
  expect(lightAreas(corner)).toEqual([]);
});

test('a page without a lighter area on it holds none', () => {
  expect(lightAreas(page(() => 230))).toEqual([]);
  expect(lightAreas(page((x) => (x < WIDTH / 2 ? 200 : 230)))).toEqual([]);
});
