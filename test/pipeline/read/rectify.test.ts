import { expect, test } from 'vitest';
import {
  mapped,
  mappedQuad,
  type Point,
  type Quad,
  quadOf,
  squareTo,
} from '../../../src/document/geometry.js';
import type { CodeFound, Paper } from '../../../src/document/sheet.js';
import { formatInvoiceQr } from '../../../src/invoice/qr.js';
import { directionOf, paperOf } from '../../../src/pipeline/read/lie.js';
import { clustersOf } from '../../../src/pipeline/read/papers.js';
import { hasPlumbColumns, isFlat } from '../../../src/pipeline/read/rectify.js';
import { type Stroke, strokeOf } from '../../../src/pipeline/read/strokes.js';

const UNITS = { width: 1, height: 0.75 };
const INVOICE = formatInvoiceQr({
  type: '32',
  code: '',
  number: '24949000000012345678',
  amount: 1200n,
  date: '2024-03-01',
  checkCode: '',
});

/** Lines of a form on flat paper (fractions of it): four columns with common starts, rows of different length. */
const LINES: readonly Quad[] = [0.05, 0.3, 0.55, 0.8].flatMap((x, column) =>
  Array.from({ length: 9 }, (_, row): Quad => {
    const y = 0.08 + row * 0.1;
    const length = 0.08 + 0.012 * ((row * 3 + column * 5) % 8);
    return quadOf([x, y, x + length, y + 0.028]);
  }),
);
/** The code at the top left: square on paper of 3 by 2. */
const CODE = quadOf([0.02, 0.02, 0.1, 0.14]);

/** A paper of 3 by 2 whose corners lie so, in fractions of a 4:3 page. */
function onPage(corners: Quad): { strokes: Stroke[]; code: CodeFound } {
  const map = squareTo(corners);
  const strokes = LINES.map((quad) => {
    const line = mappedQuad(map, quad);
    return strokeOf({ quad: line, crop: line, score: 0.9 }, UNITS);
  });
  return { strokes, code: { text: INVOICE, quad: mappedQuad(map, CODE), decoder: 'zxing' } };
}

/** Corners of a paper turned by `degrees`, seen by a camera that leans `tilt` towards `towards` (both in degrees). */
function seen(degrees: number, tilt: number, towards: number): Quad {
  const [turn, lean, way] = [degrees, tilt, towards].map((angle) => (angle * Math.PI) / 180) as [
    number,
    number,
    number,
  ];
  const corner = ([x, y]: Point): Point => {
    const [u, v] = [x * Math.cos(turn) - y * Math.sin(turn), x * Math.sin(turn) + y * Math.cos(turn)];
    const along = u * Math.cos(way) + v * Math.sin(way);
    const back = along * (1 - Math.cos(lean));
    const depth = 1.6 + along * Math.sin(lean);
    return [
      0.5 + (u - back * Math.cos(way)) / depth,
      0.5 + (v - back * Math.sin(way)) / depth / UNITS.height,
    ];
  };
  return [corner([-0.45, -0.3]), corner([0.45, -0.3]), corner([0.45, 0.3]), corner([-0.45, 0.3])];
}

/** How far, in degrees, the true paper's rows and columns are from level and plumb in a found paper's frame. */
function errors(found: Paper, truth: Quad): { rows: number; columns: number } {
  const toPaper = squareTo(found.corners);
  const [a, b, c, d] = truth.map((point) => invert(toPaper, point)) as unknown as Quad;
  const angle = (p: Point, q: Point) =>
    (Math.atan2((q[1] - p[1]) / found.ratio, q[0] - p[0]) * 180) / Math.PI;
  return {
    rows: Math.max(Math.abs(angle(a, b)), Math.abs(angle(d, c))),
    columns: Math.max(Math.abs(angle(a, d) - 90), Math.abs(angle(b, c) - 90)),
  };
}

/** By Newton's method, so that the test does not lean on the inverse that the program uses. */
function invert(map: Parameters<typeof mapped>[0], [x, y]: Point): Point {
  let [u, v] = [0.5, 0.5];
  for (let round = 0; round < 50; round++) {
    const [px, py] = mapped(map, [u, v]);
    const e = 1e-6;
    const [ax, ay] = mapped(map, [u + e, v]);
    const [bx, by] = mapped(map, [u, v + e]);
    const [m, n, o, p] = [(ax - px) / e, (bx - px) / e, (ay - py) / e, (by - py) / e];
    const det = m * p - n * o;
    u += ((x - px) * p - (y - py) * n) / det;
    v += ((y - py) * m - (x - px) * o) / det;
  }
  return [u, v];
}

test.each([
  [0, 12, 0],
  [-9, 20, 60],
  [17, 30, 120],
  [75, 25, -40],
  [134, 18, 10],
  [-171, 30, 90],
])('a paper turned by %i° under a camera leaning %i° towards %i° comes out level', (turn, tilt, towards) => {
  const truth = seen(turn, tilt, towards);
  const { strokes, code } = onPage(truth);
  const cluster = { strokes, codes: [code] };
  const { angle, known } = directionOf(cluster, UNITS);
  expect(known).toBe(true);
  const paper = paperOf(cluster, angle, UNITS);
  const { rows, columns } = errors(paper, truth);
  expect(rows).toBeLessThan(0.6);
  expect(columns).toBeLessThan(2.5);
  // 3 by 2, with the air around the text.
  expect(paper.ratio).toBeGreaterThan(1.25);
  expect(paper.ratio).toBeLessThan(1.7);
});

test('without a code the lines alone make rows level; which way up is not known', () => {
  const truth = seen(6, 22, 70);
  const { strokes } = onPage(truth);
  const { angle, known } = directionOf({ strokes, codes: [] }, UNITS);
  expect(known).toBe(false);
  const { rows, columns } = errors(paperOf({ strokes, codes: [] }, angle, UNITS), truth);
  expect(rows).toBeLessThan(0.6);
  expect(columns).toBeLessThan(4);
});

test('seals and notes that lean do not turn the paper', () => {
  const truth = seen(4, 15, 30);
  const { strokes } = onPage(truth);
  const leaning = [20, 50, -35, 70].map((degrees, index) => {
    const turn = (degrees * Math.PI) / 180;
    const at: Point = [0.55 + 0.04 * index, 0.6];
    const quad = mappedQuad(
      [Math.cos(turn), -Math.sin(turn), at[0], Math.sin(turn), Math.cos(turn), at[1], 0, 0, 1],
      quadOf([0, 0, 0.12, 0.02]),
    );
    return strokeOf({ quad, crop: quad, score: 0.9 }, UNITS);
  });
  const cluster = { strokes: [...strokes, ...leaning], codes: [] };
  const { angle } = directionOf(cluster, UNITS);
  expect(errors(paperOf(cluster, angle, UNITS), truth).rows).toBeLessThan(0.8);
});

test('a scan is flat, a little askew or lying on its side; a photo is not', () => {
  const flat = (turn: number) => isFlat(onPage(seen(turn, 0, 0)).strokes);
  expect([0, 1.2, 90, -1].map(flat)).toEqual([true, true, true, true]);
  expect([5, 30].map(flat)).toEqual([false, false]);
  expect(isFlat(onPage(seen(0, 20, 0)).strokes)).toBe(false);
});

test('a camera tilted straight up leaves rows as they are; the columns tell', () => {
  expect(hasPlumbColumns(onPage(seen(0, 0, 0)).strokes)).toBe(true);
  const { strokes } = onPage(seen(0, 20, 90));
  expect(isFlat(strokes)).toBe(true);
  expect(hasPlumbColumns(strokes)).toBe(false);
});

/** A light map of desk with white where papers lie. */
function desk(papers: readonly (readonly [number, number, number, number])[]) {
  const [width, height] = [240, 180];
  const data = new Float32Array(width * height).fill(120);
  for (const [x0, y0, x1, y1] of papers)
    for (let y = Math.round(y0 * 240); y < y1 * 240; y++)
      for (let x = Math.round(x0 * 240); x < x1 * 240; x++) data[y * width + x] = 220;
  return { data, width, height, scale: 240 };
}

function receipt(left: number, top: number, sideways = false): Stroke[] {
  return Array.from({ length: 8 }, (_, row) => {
    const [along, down] = [0.02, 0.03 + row * 0.025];
    const [x, y] = sideways ? [left + down, top + along] : [left + along, top + down];
    const [w, h] = sideways ? [0.014, 0.12] : [0.12, 0.014];
    const quad = quadOf([x, y / UNITS.height, x + w, (y + h) / UNITS.height]);
    return strokeOf({ quad, crop: quad, score: 0.9 }, UNITS);
  });
}

test('receipts on a desk fall apart, each with its own direction; on one sheet of paper they do not', () => {
  const strokes = [...receipt(0.1, 0.1), ...receipt(0.4, 0.1, true), ...receipt(0.7, 0.1)];
  const apart = desk([
    [0.1, 0.1, 0.26, 0.35],
    [0.4, 0.1, 0.65, 0.26],
    [0.7, 0.1, 0.86, 0.35],
  ]);
  const clusters = clustersOf(strokes, [], apart, UNITS);
  expect(clusters.map((cluster) => cluster.strokes.length)).toEqual([8, 8, 8]);
  const angles = clusters.map((cluster) => Math.abs(directionOf(cluster, UNITS).angle));
  expect(angles.map((angle) => Math.round(angle * 10) / 10).sort()).toEqual([0, 0, 1.6]);
  const upright = [...receipt(0.1, 0.1), ...receipt(0.3, 0.1)];
  expect(clustersOf(upright, [], desk([[0.05, 0.05, 0.6, 0.5]]), UNITS)).toHaveLength(1);
});

test('receipts laid at right angles on one white desk are papers of their own', () => {
  const line = (quad: Quad): Stroke => strokeOf({ quad, crop: quad, score: 0.9 }, UNITS);
  const rows = Array.from({ length: 12 }, (_, row) => row * 0.03);
  const level = rows.flatMap((y) => [
    line(quadOf([0.1, 0.1 + y, 0.25, 0.12 + y])),
    // A label of one or two characters says nothing about its direction.
    line(quadOf([0.27, 0.1 + y, 0.29, 0.12 + y])),
  ]);
  const plumb = rows
    .slice(0, 8)
    .flatMap((x) => [
      line(quadOf([0.1 + x, 0.55, 0.115 + x, 0.75])),
      line(quadOf([0.1 + x, 0.77, 0.115 + x, 0.79])),
    ]);
  const clusters = clustersOf([...level, ...plumb], [], desk([[0, 0, 1, 1]]), UNITS);
  expect(clusters.map(({ strokes }) => strokes.length)).toEqual([level.length, plumb.length]);
  expect(clustersOf(level, [], desk([[0, 0, 1, 1]]), UNITS)).toHaveLength(1);
});
