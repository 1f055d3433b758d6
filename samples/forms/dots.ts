/**
 * Two dot-matrix faces, as taxi meters and ticket machines strike them: `needle` is the usual 5×7 pattern of nine-pin
 * heads, `raster` is an outline face sampled on a coarse grid, as 24-pin heads print it.
 */
import type { OutlineStep } from '../draw/faces.js';

export type DotFace = 'needle' | 'raster';

/** A character as dots: `rows` × `columns`, row by row. */
export interface DotGlyph {
  readonly columns: number;
  readonly rows: number;
  readonly dark: readonly boolean[];
}

/** Five columns each, the lowest bit the top row. */
const NEEDLES: Readonly<Record<string, string>> = {
  '0': '3e5149453e',
  '1': '00427f4000',
  '2': '4261514946',
  '3': '2141454b31',
  '4': '1814127f10',
  '5': '2745454539',
  '6': '3c4a494930',
  '7': '0171090503',
  '8': '3649494936',
  '9': '064949291e',
  ':': '0036360000',
  '.': '0060600000',
  '-': '0808080808',
  '/': '2010080402',
  '*': '14083e0814',
  '¥': '15167c1615',
  A: '7e1111117e',
  B: '7f49494936',
  C: '3e41414122',
  D: '7f4141221c',
  E: '7f49494941',
  F: '7f09090901',
  G: '3e4149497a',
  H: '7f0808087f',
  I: '00417f4100',
  J: '2040413f01',
  K: '7f08142241',
  L: '7f40404040',
  M: '7f020c027f',
  N: '7f0408107f',
  P: '7f09090906',
  Q: '3e4151215e',
  R: '7f09192946',
  S: '4649494931',
  T: '01017f0101',
  U: '3f4040403f',
  V: '1f2040201f',
  W: '3f4038403f',
  X: '6314081463',
  Y: '0708700807',
  Z: '6151494543',
  k: '7f10284400',
  m: '7c04180478',
};

const COLUMNS = 5;
const ROWS = 7;

/** The zero of machines that don't strike a slash through it. */
const OPEN_ZERO = '3e4141413e';

/** The 5×7 pattern of a character; `null` when the face has none. A space has no dark dot. */
export function needleGlyph(character: string, slashed: boolean): DotGlyph | null {
  const zero = character === '0' && !slashed;
  const bytes = zero ? OPEN_ZERO : character === ' ' ? '0000000000' : NEEDLES[character];
  if (bytes === undefined) return null;
  const columns = Array.from({ length: COLUMNS }, (_, x) =>
    Number.parseInt(bytes.slice(2 * x, 2 * x + 2), 16),
  );
  const dark = Array.from(
    { length: COLUMNS * ROWS },
    (_, at) => (((columns[at % COLUMNS] ?? 0) >> Math.floor(at / COLUMNS)) & 1) === 1,
  );
  return { columns: COLUMNS, rows: ROWS, dark };
}

type Place = readonly [number, number];

/** The closed polygons of an outline, its curves as four chords each: enough for so coarse a grid. */
function polygons(steps: readonly OutlineStep[]): Place[][] {
  const all: Place[][] = [];
  for (const { command, args } of steps) {
    const polygon = all.at(-1);
    const [a = 0, b = 0, c = 0, d = 0, e = 0, f = 0] = args;
    const [x, y] = polygon?.at(-1) ?? [0, 0];
    if (command === 'moveTo') all.push([[a, b]]);
    else if (command === 'lineTo') polygon?.push([a, b]);
    else if (command === 'quadraticCurveTo')
      for (const t of [0.25, 0.5, 0.75, 1]) {
        const u = 1 - t;
        polygon?.push([u * u * x + 2 * u * t * a + t * t * c, u * u * y + 2 * u * t * b + t * t * d]);
      }
    else if (command === 'bezierCurveTo')
      for (const t of [0.25, 0.5, 0.75, 1]) {
        const u = 1 - t;
        polygon?.push([
          u ** 3 * x + 3 * u * u * t * a + 3 * u * t * t * c + t ** 3 * e,
          u ** 3 * y + 3 * u * u * t * b + 3 * u * t * t * d + t ** 3 * f,
        ]);
      }
  }
  return all;
}

/** Whether a point lies inside by the non-zero rule, which TrueType outlines follow. */
function inside(shapes: readonly (readonly Place[])[], px: number, py: number): boolean {
  let winding = 0;
  for (const shape of shapes) {
    shape.forEach(([x0, y0], index) => {
      const [x1, y1] = shape[(index + 1) % shape.length] ?? [x0, y0];
      if (y0 <= py === y1 <= py) return;
      const x = x0 + ((py - y0) / (y1 - y0)) * (x1 - x0);
      if (x > px) winding += y1 > y0 ? 1 : -1;
    });
  }
  return winding !== 0;
}

/** Length of a cell in parts of its height: that of a figure, or the whole square of a Chinese character. */
const CELL = { narrow: 0.58, wide: 1 } as const;

/**
 * An outline sampled on a grid of `columns` × `rows` dots, in the middle of its cell; the square of side 1 stands 0.12
 * below its baseline.
 */
export function rasterGlyph(
  outline: { readonly steps: readonly OutlineStep[]; readonly advance: number },
  columns: number,
  rows: number,
): DotGlyph {
  const shapes = polygons(outline.steps);
  const cell = rows > columns ? CELL.narrow : CELL.wide;
  // A point keeps its width; what is wider than the cell is squeezed.
  const length = Math.max(cell, outline.advance);
  const lead = (length - outline.advance) / 2;
  const dark = Array.from({ length: columns * rows }, (_, at) => {
    const x = (((at % columns) + 0.5) / columns) * length - lead;
    const y = 0.88 - (Math.floor(at / columns) + 0.5) / rows;
    return inside(shapes, x, y);
  });
  return { columns, rows, dark };
}
