import { describe, expect, it } from 'vitest';
import {
  inverse,
  mapped,
  mappedQuad,
  type Point,
  type Quad,
  quadOf,
  squareTo,
} from '../../src/document/geometry.js';

const LEANING: Quad = [
  [0.1, 0.2],
  [0.9, 0.1],
  [0.8, 0.95],
  [0.2, 0.8],
];

describe('projective maps', () => {
  it('take the corners of the unit square to those of the quad', () => {
    const corners = mappedQuad(squareTo(LEANING), quadOf([0, 0, 1, 1]));
    corners.flat().forEach((value, index) => {
      expect(value).toBeCloseTo(LEANING.flat()[index] ?? Number.NaN, 10);
    });
  });

  it('keep straight lines straight and cross in the picture of the centre', () => {
    const map = squareTo(LEANING);
    const [x, y] = mapped(map, [0.5, 0.5]);
    const side = ([ax, ay]: Point, [bx, by]: Point) => (bx - ax) * (y - ay) - (by - ay) * (x - ax);
    expect(side(LEANING[0], LEANING[2])).toBeCloseTo(0, 10);
    expect(side(LEANING[1], LEANING[3])).toBeCloseTo(0, 10);
  });

  it('are undone by their inverse', () => {
    const map = squareTo(LEANING);
    const [x, y] = mapped(inverse(map), mapped(map, [0.3, 0.7]));
    expect([x, y]).toEqual([expect.closeTo(0.3, 10), expect.closeTo(0.7, 10)]);
  });

  it('are plain where the quad is a parallelogram', () => {
    expect(mapped(squareTo(quadOf([0.2, 0.4, 0.6, 0.8])), [0.5, 0.25])).toEqual([
      expect.closeTo(0.4, 12),
      expect.closeTo(0.5, 12),
    ]);
  });
});
