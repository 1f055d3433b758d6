import { expect, test } from 'vitest';
import { type Point, type Quad, quadOf } from '../../../src/document/geometry.js';
import { ontoPaper } from '../../../src/document/paper.js';
import { bendOf } from '../../../src/pipeline/read/bend.js';

/** A form of 3 by 2: four columns whose rows stand level, with boxes a little off as a detector gives them. */
const RATIO = 1.5;
const HEIGHT = 0.014;
const WHOLE: Quad = quadOf([0, 0, 1, 1]);

function form(fall: (point: Point) => number): { row: number; quad: Quad }[] {
  return [0.04, 0.3, 0.56, 0.8].flatMap((x, column) =>
    Array.from({ length: 12 }, (_, row) => {
      const y = 0.06 + row * 0.045;
      const length = 0.06 + 0.014 * ((row * 3 + column * 5) % 8);
      const off = (((row * 7 + column * 3) % 5) - 2) * 0.0004;
      const place = ([u, v]: Point): Point => [u, v + fall([u, v]) + off];
      return {
        row,
        quad: [
          place([x, y]),
          place([x + length, y]),
          place([x + length, y + HEIGHT]),
          place([x, y + HEIGHT]),
        ],
      };
    }),
  );
}

/** How far the middles of one row's boxes lie apart at most, in text heights. */
function unevenness(lines: readonly { row: number; quad: Quad }[], place: (point: Point) => Point): number {
  const rows = new Map<number, number[]>();
  for (const { row, quad } of lines) {
    const [a, , c] = [place(quad[0]), 0, place(quad[2])];
    rows.set(row, [...(rows.get(row) ?? []), (a[1] + c[1]) / 2]);
  }
  return Math.max(...[...rows.values()].map((ys) => Math.max(...ys) - Math.min(...ys))) / HEIGHT;
}

/** The way onto the paper from boxes given in its widths. */
function levelled(quads: readonly Quad[]): ((point: Point) => Point) | null {
  const bend = bendOf(quads, RATIO);
  if (bend === null) return null;
  const flat = ontoPaper({ corners: WHOLE, ratio: RATIO, bend });
  return ([x, y]) => flat([x, y * RATIO]);
}

const CURL = ([x]: Point) => 0.12 * (x - 0.5) ** 2;
const FOLD = ([x, y]: Point) => 0.06 * Math.abs(x - 0.4 - 0.2 * y);

test.each([
  ['curled', CURL],
  ['folded askew', FOLD],
])('rows of a %s form come out level', (_, fall) => {
  const lines = form(fall);
  expect(unevenness(lines, (point) => point)).toBeGreaterThan(0.8);
  const place = levelled(lines.map(({ quad }) => quad));
  if (place === null) throw new Error('the paper is bent');
  expect(unevenness(lines, place)).toBeLessThan(0.4);
});

test('a flat form has no bend, nor has a paper of a few words', () => {
  expect(
    bendOf(
      form(() => 0).map(({ quad }) => quad),
      RATIO,
    ),
  ).toBeNull();
  expect(
    bendOf(
      form(CURL)
        .slice(0, 5)
        .map(({ quad }) => quad),
      RATIO,
    ),
  ).toBeNull();
});

test('what leans in a seal bends no paper', () => {
  const seal = [0, 1, 2, 3].map((at): Quad => {
    const [x, y] = [0.6 + at * 0.02, 0.3 + at * 0.015];
    return [
      [x, y],
      [x + 0.06, y + 0.012],
      [x + 0.057, y + 0.027],
      [x - 0.003, y + 0.015],
    ];
  });
  expect(bendOf([...form(() => 0).map(({ quad }) => quad), ...seal], RATIO)).toBeNull();
});
