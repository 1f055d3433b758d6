/**
 * Bends of a paper: curl and folds make rows rise and fall where a flat sheet's would run level. How far, at each place,
 * is the smoothest fall under which the lines of text run level and neighbours in a row stand at one height.
 */
import type { Point, Quad } from '../../document/geometry.js';
import { fallAt, nodesAround } from '../../document/paper.js';
import type { Bend } from '../../document/sheet.js';

/** Nodes of the grid: a fold lies within a twelfth of a paper's width, and its direction shows from row to row. */
const GRID = { columns: 13, rows: 4 } as const;
/** How far a second difference along a row, and the change of a difference from row to row, may be off (paper widths). */
const CURVED = 0.004;
const TWISTED = 0.003;
/** Nothing known: a fall of so much is nothing unusual. */
const FALL = 0.05;
/** Ends of a box are right to this share of its height, neighbours in a row stand level to this one. */
const END = 0.12;
const LEVEL = 0.15;
/** Neighbours in a row: no further apart than this (paper widths), level to this share of their height by what is known. */
const NEAR = 0.35;
const SAME_ROW = 0.45;
/** Rounds in which neighbours are found anew and what fits badly fades out. */
const ROUNDS = 4;
/** Falls below this share of the text's height everywhere are no bend. */
const LEAST = 0.3;
/** Fewer lines than this tell nothing. */
const FEWEST = 8;

/** A line on the paper, in its widths: where its middle starts and ends. */
interface Run {
  readonly from: Point;
  readonly to: Point;
  readonly height: number;
}

/** `ahead` lies this much below `behind`, give or take `sigma`. */
interface Fall {
  readonly behind: Point;
  readonly ahead: Point;
  readonly fall: number;
  readonly sigma: number;
}

/** The bend of a paper of this width by height from the places of its lines, in paper widths; `null` of a flat one. */
export function bendOf(quads: readonly Quad[], ratio: number): Bend | null {
  const runs = quads.flatMap(runOf);
  if (runs.length < FEWEST) return null;
  const along = runs.filter((run) => run.to[0] - run.from[0] > 3 * run.height).map(fallAlong);
  let bend: Bend = { ...GRID, falls: new Array(GRID.columns * GRID.rows).fill(0) };
  for (let round = 0; round < ROUNDS; round++) {
    const beside = round === 0 ? [] : fallsBeside(runs, bend, ratio);
    bend = fitted([...along, ...beside], bend, ratio);
  }
  const heights = runs.map(({ height }) => height).sort((a, b) => a - b);
  const least = LEAST * (heights[heights.length >> 1] ?? 0) * ratio;
  const level = levelOnTheWhole(bend);
  return Math.max(...level.falls) - Math.min(...level.falls) > least ? level : null;
}

/** How high a row stands as a whole says nothing of bends: each keeps its place. */
function levelOnTheWhole({ columns, rows, falls }: Bend): Bend {
  const mean = (row: number) =>
    falls.slice(row * columns, (row + 1) * columns).reduce((sum, fall) => sum + fall, 0) / columns;
  const means = Array.from({ length: rows }, (_, row) => mean(row));
  return {
    columns,
    rows,
    falls: falls.map((fall, node) => fall - (means[Math.floor(node / columns)] ?? 0)),
  };
}

/** Level runs only: seals and margins tell nothing of the rows. */
function runOf([a, b, c, d]: Quad): Run[] {
  const from: Point = [(a[0] + d[0]) / 2, (a[1] + d[1]) / 2];
  const to: Point = [(b[0] + c[0]) / 2, (b[1] + c[1]) / 2];
  const height = (d[1] - a[1] + c[1] - b[1]) / 2;
  const width = to[0] - from[0];
  if (height <= 0 || width < 0.5 * height || Math.abs(to[1] - from[1]) > 0.25 * Math.max(width, height))
    return [];
  return [{ from, to, height }];
}

const fallAlong = ({ from, to, height }: Run): Fall => ({
  behind: from,
  ahead: to,
  fall: to[1] - from[1],
  sigma: END * height,
});

/** Each run and the next one to its right that stands level with it by what is known so far. */
function fallsBeside(runs: readonly Run[], bend: Bend, ratio: number): Fall[] {
  const level = ([x, y]: Point) => y - fallAt(bend, [x, y * ratio]) / ratio;
  return runs.flatMap((run): Fall[] => {
    let best: Run | null = null;
    for (const other of runs) {
      const gap = other.from[0] - run.to[0];
      const height = Math.min(run.height, other.height);
      if (gap < -height || gap > NEAR || Math.max(run.height, other.height) > 1.6 * height) continue;
      if (other === run || Math.abs(level(other.from) - level(run.to)) > SAME_ROW * height) continue;
      if (best === null || other.from[0] < best.from[0]) best = other;
    }
    if (best === null) return [];
    const sigma = LEVEL * Math.min(run.height, best.height);
    return [{ behind: run.to, ahead: best.from, fall: best.from[1] - run.to[1], sigma }];
  });
}

/** The falls at the nodes by weighted least squares; what the bend so far does not explain counts less. */
function fitted(falls: readonly Fall[], before: Bend, ratio: number): Bend {
  const { columns, rows } = GRID;
  const sums = new NormalEquations(columns * rows);
  const at = ([x, y]: Point): Point => [x, y * ratio];
  for (const { behind, ahead, fall, sigma } of falls) {
    const off = (fallAt(before, at(ahead)) - fallAt(before, at(behind))) / ratio - fall;
    const terms = [
      ...nodesAround(GRID, at(ahead)).map(({ node, share }) => [node, share] as const),
      ...nodesAround(GRID, at(behind)).map(({ node, share }) => [node, -share] as const),
    ];
    sums.add(terms, fall, sigma * Math.sqrt(1 + (off / (2 * sigma)) ** 2));
  }
  addSmoothness(sums);
  return { columns, rows, falls: Array.from(sums.solved(), (value) => value * ratio) };
}

/** Falls are small, rows smooth, and one row falls like the next, as far as nothing says otherwise. */
function addSmoothness(sums: NormalEquations): void {
  const { columns, rows } = GRID;
  for (let row = 0; row < rows; row++)
    for (let column = 0; column < columns; column++) {
      const node = row * columns + column;
      sums.add([[node, 1]], 0, FALL);
      if (column > 0 && column < columns - 1)
        sums.add(weighed([node - 1, node, node + 1], [1, -2, 1]), 0, CURVED);
      if (row < rows - 1 && column < columns - 1)
        sums.add(weighed([node, node + 1, node + columns, node + columns + 1], [1, -1, -1, 1]), 0, TWISTED);
    }
}

const weighed = (nodes: readonly number[], factors: readonly number[]) =>
  nodes.map((node, index) => [node, factors[index] ?? 0] as const);

/** What a sum of unknowns with their factors should come to, give or take sigma: many of them, put together. */
class NormalEquations {
  readonly #matrix: readonly Float64Array[];
  readonly #right: Float64Array;

  constructor(count: number) {
    this.#matrix = Array.from({ length: count }, () => new Float64Array(count));
    this.#right = new Float64Array(count);
  }

  add(terms: readonly (readonly [number, number])[], value: number, sigma: number): void {
    for (const [i, a] of terms) {
      const row = this.#matrix[i];
      if (row === undefined) continue;
      for (const [j, b] of terms) row[j] = (row[j] ?? 0) + (a * b) / sigma ** 2;
      this.#right[i] = (this.#right[i] ?? 0) + (a * value) / sigma ** 2;
    }
  }

  solved(): Float64Array {
    return solve(this.#matrix, this.#right);
  }
}

/** Gauss without pivoting: the matrix is symmetric and positive. */
function solve(matrix: readonly Float64Array[], right: Float64Array): Float64Array {
  const size = right.length;
  const value = (row: Float64Array | undefined, at: number) => row?.[at] ?? 0;
  for (let at = 0; at < size; at++)
    for (let below = at + 1; below < size; below++) {
      const [row, pivot] = [matrix[below], matrix[at]];
      const factor = value(row, at) / value(pivot, at);
      if (factor === 0 || row === undefined) continue;
      for (let column = at; column < size; column++)
        row[column] = value(row, column) - factor * value(pivot, column);
      right[below] = (right[below] ?? 0) - factor * (right[at] ?? 0);
    }
  const found = new Float64Array(size);
  for (let at = size - 1; at >= 0; at--) {
    let sum = right[at] ?? 0;
    for (let column = at + 1; column < size; column++)
      sum -= value(matrix[at], column) * (found[column] ?? 0);
    found[at] = sum / value(matrix[at], at);
  }
  return found;
}
