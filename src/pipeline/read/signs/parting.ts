/** Two sorts of things told apart by several measures at once: Fisher's linear discriminant. */

/** Added to each measure's variance, in its square: as many things as are sampled do not tell it better. */
const RIDGE = 0.01;

/** Higher for what is like `there` than for what is like `here`; rows are things, each with as many measures. */
export function parting(
  here: readonly (readonly number[])[],
  there: readonly (readonly number[])[],
): (thing: readonly number[]) => number {
  const count = here[0]?.length ?? 0;
  const means = [here, there].map((rows) =>
    Array.from({ length: count }, (_, k) => rows.reduce((sum, row) => sum + (row[k] ?? 0), 0) / rows.length),
  );
  const [a = [], b = []] = means;
  const together = (rows: readonly (readonly number[])[], middle: readonly number[], i: number, j: number) =>
    rows.reduce(
      (sum, row) => sum + ((row[i] ?? 0) - (middle[i] ?? 0)) * ((row[j] ?? 0) - (middle[j] ?? 0)),
      0,
    ) / rows.length;
  const spread = a.map((_, i) =>
    a.map((__, j) => (together(here, a, i, j) + together(there, b, i, j)) / 2 + (i === j ? RIDGE : 0)),
  );
  const weights = solved(
    spread,
    b.map((value, at) => value - (a[at] ?? 0)),
  );
  return (thing) => weights.reduce((sum, weight, at) => sum + weight * (thing[at] ?? 0), 0);
}

/** x of `matrix` · x = `right` by elimination; the ridge keeps it from being singular. */
function solved(matrix: readonly (readonly number[])[], right: readonly number[]): number[] {
  const rows = matrix.map((row, at) => [...row, right[at] ?? 0]);
  for (const [at, row] of rows.entries()) {
    for (const other of rows) {
      if (other === row) continue;
      const times = (other[at] ?? 0) / (row[at] ?? 1);
      for (let column = at; column <= rows.length; column++)
        other[column] = (other[column] ?? 0) - times * (row[column] ?? 0);
    }
  }
  return rows.map((row, at) => (row[rows.length] ?? 0) / (row[at] ?? 1));
}
