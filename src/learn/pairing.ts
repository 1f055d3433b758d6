/** Pairs two lists one to one so that the sum of scores is greatest (Hungarian method, O(n³)). */

/** Potentials and assignment of the Hungarian method. Rows and columns count from 1; 0 stands for none. */
interface State {
  readonly size: number;
  readonly cost: (row: number, column: number) => number;
  readonly rowPotential: number[];
  readonly columnPotential: number[];
  /** Row assigned to each column. */
  readonly owner: number[];
}

/**
 * `score[i][j]` of the i-th left and the j-th right member. Gives for each left member the index of its partner, or
 * `null` where there are too few.
 */
export function bestAssignment(score: readonly (readonly number[])[]): (number | null)[] {
  const rows = score.length;
  const columns = Math.max(0, ...score.map((row) => row.length));
  const size = Math.max(rows, columns);
  const top = Math.max(0, ...score.flat());
  const zeros = () => new Array<number>(size + 1).fill(0);
  const state: State = {
    size,
    cost: (row, column) => top - (score[row - 1]?.[column - 1] ?? 0),
    rowPotential: zeros(),
    columnPotential: zeros(),
    owner: zeros(),
  };
  for (let row = 1; row <= size; row++) assign(row, state);
  const partner = new Array<number | null>(rows).fill(null);
  state.owner.forEach((row, column) => {
    if (column > 0 && row >= 1 && row <= rows && column <= columns) partner[row - 1] = column - 1;
  });
  return partner;
}

const at = (list: readonly number[], index: number): number => list[index] ?? 0;

/** Gives `row` a column along the cheapest path that moves the rows before it. */
function assign(row: number, state: State): void {
  const { owner, size } = state;
  const least = new Array<number>(size + 1).fill(Number.POSITIVE_INFINITY);
  const previous = new Array<number>(size + 1).fill(0);
  const reached = new Array<boolean>(size + 1).fill(false);
  let column = 0;
  owner[0] = row;
  do {
    reached[column] = true;
    column = extend(column, state, least, previous, reached);
  } while (at(owner, column) !== 0);
  while (column !== 0) {
    const before = at(previous, column);
    owner[column] = at(owner, before);
    column = before;
  }
}

/** Updates the cheapest ways to every column not reached yet, shifts the potentials, and gives the nearest one. */
function extend(
  from: number,
  state: State,
  least: number[],
  previous: number[],
  reached: readonly boolean[],
): number {
  const { size, cost, rowPotential, columnPotential, owner } = state;
  const row = at(owner, from);
  let nearest = 0;
  for (let j = 1; j <= size; j++) {
    if (reached[j]) continue;
    const reduced = cost(row, j) - at(rowPotential, row) - at(columnPotential, j);
    if (reduced < at(least, j)) {
      least[j] = reduced;
      previous[j] = from;
    }
    if (nearest === 0 || at(least, j) < at(least, nearest)) nearest = j;
  }
  const step = at(least, nearest);
  for (let j = 0; j <= size; j++) {
    if (reached[j]) {
      rowPotential[at(owner, j)] = at(rowPotential, at(owner, j)) + step;
      columnPotential[j] = at(columnPotential, j) - step;
    } else {
      least[j] = at(least, j) - step;
    }
  }
  return nearest;
}
