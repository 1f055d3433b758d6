/** Pictures of drawn forms: fixed by their seeds, within their level's bounds, true about where things stand. */
import { PDFDocument, rgb } from 'pdf-lib';
import sharp from 'sharp';
import { describe, expect, test } from 'vitest';
import { PROSE } from '../../samples/damage/decoys.js';
import { DESKS } from '../../samples/damage/desk.js';
import { BOUNDS, conditionsOf, LEVELS } from '../../samples/damage/levels.js';
import { photograph } from '../../samples/damage/photograph.js';
import type { Picture } from '../../samples/damage/picture.js';
import { casesOf, DAMAGES, nameOfCase } from '../../samples/damage/pictures.js';
import { scan } from '../../samples/damage/scan.js';
import { screenshot } from '../../samples/damage/screenshot.js';
import { deskOfSeveral } from '../../samples/damage/several.js';
import type { DrawnForm } from '../../samples/forms/form.js';
import { randomFor } from '../../samples/truth/random.js';
import type { Box, Point, Quad } from '../../src/document/geometry.js';

const MM = 72 / 25.4;
const SIZE = { width: 200, height: 120 };
/** Black bars on white paper, near the corners and in the middle. */
const BARS: readonly Box[] = [
  [0.06, 0.08, 0.16, 0.16],
  [0.84, 0.1, 0.94, 0.18],
  [0.45, 0.46, 0.55, 0.54],
  [0.08, 0.82, 0.18, 0.9],
  [0.82, 0.84, 0.92, 0.92],
];

async function bars(): Promise<DrawnForm> {
  const document = await PDFDocument.create({ updateMetadata: false });
  const page = document.addPage([SIZE.width * MM, SIZE.height * MM]);
  for (const [x0, y0, x1, y1] of BARS) {
    page.drawRectangle({
      x: x0 * SIZE.width * MM,
      y: (1 - y1) * SIZE.height * MM,
      width: (x1 - x0) * SIZE.width * MM,
      height: (y1 - y0) * SIZE.height * MM,
      color: rgb(0, 0, 0),
    });
  }
  return {
    pdf: await document.save(),
    widthMm: SIZE.width,
    heightMm: SIZE.height,
    truth: { kind: 'other', fields: { sellerName: '样票公司' }, lines: [], qr: null },
    places: BARS.map((box) => ({ field: 'note', box })),
    paper: 'card',
  };
}

/** A point of a quad, from its own corner 0,0 to 1,1; beyond that outside of it. */
function within([a, b, c, d]: Quad, u: number, v: number): Point {
  const at = (axis: 0 | 1) =>
    (a[axis] * (1 - u) + b[axis] * u) * (1 - v) + (d[axis] * (1 - u) + c[axis] * u) * v;
  return [at(0), at(1)];
}

/** Mean brightness, 0 to 255, inside each place of a picture and just outside of it. */
async function contrasts({ bytes, width, height, slips }: Picture): Promise<[number, number][]> {
  const { data, info } = await sharp(bytes).rotate().greyscale().raw().toBuffer({ resolveWithObject: true });
  expect([info.width, info.height]).toEqual([width, height]);
  const bright = ([x, y]: Point) =>
    data[Math.floor(y * height) * width + Math.floor(x * width)] ?? Number.NaN;
  const mean = (values: number[]) => values.reduce((sum, value) => sum + value, 0) / values.length;
  const steps = [0.1, 0.3, 0.5, 0.7, 0.9];
  return slips.flatMap(({ places }) =>
    places.map(({ quad }): [number, number] => [
      mean(steps.flatMap((u) => steps.map((v) => bright(within(quad, u, v))))),
      mean(
        steps.flatMap((at) => [
          bright(within(quad, at, -0.25)),
          bright(within(quad, at, 1.25)),
          bright(within(quad, -0.25, at)),
          bright(within(quad, 1.25, at)),
        ]),
      ),
    ]),
  );
}

/** Inside a bar it is dark and beside it pale, however the picture is lit. */
async function expectBarsInPlace(picture: Picture): Promise<void> {
  for (const [inside, outside] of await contrasts(picture))
    expect(outside).toBeGreaterThan(inside * 1.6 + 15);
}

describe('a photograph', () => {
  test.each(LEVELS)('%s: its places are where it shows them', async (level) => {
    const form = await bars();
    for (const seed of level === 'hard' ? [1, 2] : [1]) {
      const picture = await photograph(form, level, randomFor(seed, `bars/${level}`), 'fit');
      await expectBarsInPlace(picture);
      const [[ax, ay], [bx, by]] = picture.corners;
      const side = Math.hypot((bx - ax) * picture.width, (by - ay) * picture.height);
      expect(side).toBeGreaterThan(BOUNDS[level].leastSide * 0.85);
    }
  });

  test('the same seed gives the same bytes, another seed other conditions', async () => {
    const form = await bars();
    const taken = () => photograph(form, 'hard', randomFor(5, 'again'), 'measure');
    const [first, again] = [await taken(), await taken()];
    expect(Buffer.compare(first.bytes, again.bytes)).toBe(0);
    expect(again.places).toEqual(first.places);
    const other = conditionsOf(form, 'hard', 'measure', randomFor(6, 'again'));
    expect(other).not.toEqual(first.conditions);
  });
});

test('a scan, a screenshot and a desk of several show their places where they say', async () => {
  const form = await bars();
  const random = (name: string) => randomFor(1, name);
  const once = await scan(form, random('scan'), { dpi: 200, skew: -1.4, grey: true, turns: 1 });
  await expectBarsInPlace(once);
  await expectBarsInPlace(await screenshot(form, random('screenshot'), 'measure'));
  const several = await deskOfSeveral([form, form, form], 'medium', random('several'), 'fit');
  expect(several.slips).toHaveLength(3);
  await expectBarsInPlace(several);
});

test('what chance makes of a level stays within its bounds', () => {
  for (const level of LEVELS) {
    const bounds = BOUNDS[level];
    const all = Array.from({ length: 300 }, (_, seed) =>
      conditionsOf({ paper: 'screen' }, level, 'fit', randomFor(seed, level)),
    );
    const inside = (values: number[], [low, high]: readonly [number, number]) => {
      expect(Math.min(...values)).toBeGreaterThanOrEqual(low);
      expect(Math.max(...values)).toBeLessThanOrEqual(high);
    };
    const share = (of: (one: (typeof all)[number]) => boolean) => all.filter(of).length / all.length;
    inside(
      all.map(({ megapixels }) => megapixels),
      bounds.megapixels,
    );
    inside(
      all.map(({ pose }) => pose.tilt),
      bounds.tilt,
    );
    inside(
      all.map(({ pose }) => Math.abs(pose.roll)),
      bounds.roll,
    );
    inside(
      all.map(({ jpegQuality }) => jpegQuality),
      bounds.jpegQuality,
    );
    inside(
      all.map(({ motion }) => motion),
      bounds.motion,
    );
    inside(
      all.map(({ lighting }) => lighting.fallOff),
      bounds.fallOff,
    );
    expect(share(({ turns }) => turns !== 0)).toBeCloseTo(bounds.turned, 0.9);
    expect(share(({ cut }) => cut)).toBeCloseTo(bounds.cut, 0.9);
    expect(share(({ lie }) => lie.curl || lie.folds > 0)).toBeCloseTo(bounds.bent, 0.9);
    // A sheet cannot be rolled and folded at once.
    expect(all.some(({ lie }) => lie.curl && lie.folds > 0)).toBe(false);
  }
});

describe('the sets', () => {
  test('share no desk and no sentence', () => {
    const desks = [...Object.keys(DESKS.fit), ...Object.keys(DESKS.measure)];
    expect(new Set(desks).size).toBe(desks.length);
    const prose = [...PROSE.fit, ...PROSE.measure];
    expect(new Set(prose).size).toBe(prose.length);
    for (const set of ['fit', 'measure'] as const) {
      const seen = Array.from({ length: 60 }, (_, seed) =>
        conditionsOf({ paper: 'card' }, 'medium', set, randomFor(seed, set)),
      );
      for (const { desk } of seen) expect(Object.keys(DESKS[set])).toContain(desk);
    }
  });

  test('name every picture differently, and grow without changing those before', () => {
    const two = casesOf({ set: 'measure', each: 2 });
    const names = two.map(nameOfCase);
    expect(new Set(names).size).toBe(names.length);
    expect(new Set(two.map(({ damage }) => damage))).toEqual(new Set(DAMAGES));
    const later = casesOf({ set: 'measure', each: 1, first: 1 });
    expect(two).toEqual([...casesOf({ set: 'measure' }), ...later]);
  });
});
