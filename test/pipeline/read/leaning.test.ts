import { expect, test } from 'vitest';
import type { Point, Quad } from '../../../src/document/geometry.js';
import { partedByLean } from '../../../src/pipeline/read/leaning.js';
import { type Stroke, strokeOf } from '../../../src/pipeline/read/strokes.js';

const UNITS = { width: 1, height: 1 };

/** A line of text from a point along an angle in degrees. */
function line([x, y]: Point, degrees: number, length: number, height = 0.014): Stroke {
  const [cos, sin] = [Math.cos((degrees * Math.PI) / 180), Math.sin((degrees * Math.PI) / 180)];
  const at = (u: number, v: number): Point => [x + cos * u - sin * v, y + sin * u + cos * v];
  const quad: Quad = [at(0, 0), at(length, 0), at(length, height), at(0, height)];
  return strokeOf({ quad, crop: quad, score: 0.9 }, UNITS);
}

const page = (corner: Point, degrees: number, count: number) =>
  Array.from({ length: count }, (_, row) => line([corner[0], corner[1] + row * 0.03], degrees, 0.2));

test('a page beneath an invoice that lies askew to it is a paper of its own; what runs down the edge stays', () => {
  const invoice = [...page([0.1, 0.2], 3, 14), ...page([0.35, 0.21], 3, 14)];
  const edge = line([0.6, 0.3], 93, 0.06);
  const beneath = page([0.64, 0.25], 20, 8);
  const parts = partedByLean({ strokes: [...invoice, edge, ...beneath], codes: [] }, UNITS);
  expect(parts.map(({ strokes }) => strokes.length)).toEqual([invoice.length + 1, beneath.length]);
  expect(parts[0]?.strokes).toContain(edge);
});

test('a folded form and a seal among its lines stay one paper', () => {
  const folded = [...page([0.1, 0.2], 0, 14), ...page([0.35, 0.2], 9, 14)];
  expect(partedByLean({ strokes: folded, codes: [] }, UNITS)).toHaveLength(1);
  const seal = [0.25, 0.31, 0.37, 0.43, 0.49, 0.55].map((y): Stroke => line([0.2, y], 25, 0.08));
  expect(partedByLean({ strokes: [...page([0.1, 0.2], 0, 14), ...seal], codes: [] }, UNITS)).toHaveLength(1);
});
