/**
 * Where the cells of a ruled form lie on a sheet: a map from the sheet into the form's own frame (u across, v down in
 * rows), fitted to the labels that were read. Labels that were not read follow from it, so that a value keeps its place
 * when its label is lost.
 */
import { type Mark, markOf, type Slot } from './cell-labels.js';

/** A label cell where it was found or must be. */
export interface Placed {
  readonly slot: Slot;
  readonly u: number;
  readonly v: number;
  /** The printed words; none where the place follows from the other labels. */
  readonly mark: Mark | null;
}

export interface Grid {
  /** A point of the upright frame in the form's frame. */
  at(x: number, y: number): readonly [u: number, v: number];
  readonly placed: readonly Placed[];
  /** Labels that were read and lie where they must. */
  readonly found: number;
}

interface Tie {
  readonly slot: Slot;
  readonly mark: Mark;
}

/** How far a label may lie from where the others say: across in widths of the table, down in rows. */
const OFF = { u: 0.09, v: 0.7 } as const;
/** Labels that must be found for a form to be believed. */
const FEWEST = 4;

/** The form on a sheet; `null` when too few of its labels lie together as the form has them. */
export function gridOf(slots: readonly Slot[], marks: readonly Mark[]): Grid | null {
  const byName = new Map(slots.map((slot) => [slot.name, slot]));
  const merged = mergedLines(marks);
  const sure = merged.flatMap((mark): Tie[] => {
    const [name, ...more] = mark.names;
    const slot = name === undefined ? undefined : byName.get(name);
    return slot === undefined || more.length > 0 || mark.part ? [] : [{ slot, mark }];
  });
  let ties = agreeing(sure);
  if (ties === null) return null;
  for (let round = 0; round < 2; round++) {
    const at = mapOf(ties);
    if (at === null) return null;
    const next = agreeing(resolved(merged, slots, at));
    if (next === null) return null;
    ties = next;
  }
  const at = mapOf(ties);
  if (at === null || ties.length < FEWEST) return null;
  return { at, placed: placedSlots(slots, ties, at), found: ties.length };
}

/** Lines of one label are at most this many text heights apart. */
const LINES_APART = 2.2;

/** Lines of one label put together: the next line of the same wording, straight below. */
function mergedLines(marks: readonly Mark[]): Mark[] {
  const left = [...marks].sort((a, b) => a.y - b.y);
  const result: Mark[] = [];
  for (let mark = left.shift(); mark !== undefined; mark = left.shift()) {
    let [whole, foot] = [mark, mark];
    for (;;) {
      const at = left.findIndex((other) => follows(other, foot));
      const next = left[at];
      if (next === undefined) break;
      left.splice(at, 1);
      const names = whole.names.filter((name) => next.names.includes(name));
      const misread = Math.max(whole.misread, next.misread);
      whole = markOf([...whole.glyphs, ...next.glyphs], names, misread);
      foot = next;
    }
    result.push(whole.part ? centred(whole) : whole);
  }
  return result;
}

/** A line whose fellow lines were not read, moved to where the middle of the whole label is. */
function centred(mark: Mark): Mark {
  const offsets = mark.lines.map(({ form, line }) => line - (form.split('|').length - 1) / 2);
  const mean = offsets.reduce((sum, offset) => sum + offset, 0) / Math.max(1, offsets.length);
  return { ...mark, y: mark.y - mean * LINE_STEP * mark.height };
}

/** From one line of a label to the next, in heights of the box around a line. */
const LINE_STEP = 0.9;

/** Whether a mark is the line after another one of the same wording, and stands straight below it. */
function follows(below: Mark, above: Mark): boolean {
  return (
    below.y > above.y &&
    below.y - above.y < LINES_APART * above.height &&
    Math.abs(below.x - above.x) < 3 * above.height &&
    below.lines.some(({ form, line }) =>
      above.lines.some((one) => one.form === form && one.line === line - 1),
    )
  );
}

/** The marks that can be but one slot by their place, each slot once. */
function resolved(marks: readonly Mark[], slots: readonly Slot[], at: Grid['at']): Tie[] {
  const offers = marks.flatMap((mark) => {
    const [u, v] = at(mark.x, mark.y);
    return mark.names.flatMap((name) => {
      const slot = slots.find((one) => one.name === name);
      if (slot === undefined) return [];
      const [du, dv] = [Math.abs(u - slot.u) / OFF.u, Math.abs(v - slot.v) / OFF.v];
      return du < 1.3 && dv < 1.3
        ? [{ slot, mark, off: du + 2 * dv + mark.misread + (mark.part ? 0.3 : 0) }]
        : [];
    });
  });
  const ties: Tie[] = [];
  for (const { slot, mark } of offers.sort((a, b) => a.off - b.off))
    if (!ties.some((tie) => tie.slot === slot || tie.mark === mark)) ties.push({ slot, mark });
  return ties;
}

/** The largest set of ties that one map explains; `null` for fewer than three. */
function agreeing(ties: readonly Tie[]): Tie[] | null {
  let kept = [...ties];
  while (kept.length >= 3) {
    const at = mapOf(kept);
    if (at === null) return null;
    const worst = kept.map((tie) => ({ tie, off: offOf(tie, at) })).reduce((a, b) => (b.off > a.off ? b : a));
    if (worst.off < 1) return kept;
    kept = kept.filter((tie) => tie !== worst.tie);
  }
  return null;
}

function offOf({ slot, mark }: Tie, at: Grid['at']): number {
  const [u, v] = at(mark.x, mark.y);
  return Math.max(Math.abs(u - slot.u) / OFF.u, Math.abs(v - slot.v) / OFF.v);
}

/** The affine map that takes marks to slots with the least squares; with many ties v may also warp across the sheet. */
function mapOf(ties: readonly Tie[]): Grid['at'] | null {
  const plain = ties.map(({ mark }) => [1, mark.x, mark.y]);
  const warped = ties.map(({ mark }) => [1, mark.x, mark.y, mark.x * mark.y]);
  const across = leastSquares(
    plain,
    ties.map(({ slot }) => slot.u),
  );
  const bends = ties.length >= 10;
  const down = leastSquares(
    bends ? warped : plain,
    ties.map(({ slot }) => slot.v),
  );
  if (across === null || down === null) return null;
  // A form stands upright and is not mirrored.
  if ((across[1] ?? 0) <= 0 || (down[2] ?? 0) + (down[3] ?? 0) * 0.5 <= 0) return null;
  const value = (weights: readonly number[], terms: readonly number[]) =>
    terms.reduce((sum, term, index) => sum + term * (weights[index] ?? 0), 0);
  return (x, y) => [value(across, [1, x, y]), value(down, [1, x, y, x * y])];
}

/** Solves the normal equations with a slight pull towards zero; `null` when they leave the answer open. */
function leastSquares(rows: readonly (readonly number[])[], targets: readonly number[]): number[] | null {
  const size = rows[0]?.length ?? 0;
  const matrix = Array.from({ length: size }, (_, i) => [
    ...Array.from({ length: size }, (_, j) =>
      rows.reduce((sum, row) => sum + (row[i] ?? 0) * (row[j] ?? 0), i === j ? 1e-9 : 0),
    ),
    rows.reduce((sum, row, at) => sum + (row[i] ?? 0) * (targets[at] ?? 0), 0),
  ]);
  for (let i = 0; i < size; i++) {
    const pivot = matrix
      .slice(i)
      .reduce((best, row) => (Math.abs(row[i] ?? 0) > Math.abs(best[i] ?? 0) ? row : best));
    const at = matrix.indexOf(pivot);
    const here = matrix[i];
    if (here === undefined || Math.abs(pivot[i] ?? 0) < 1e-8) return null;
    matrix[at] = here;
    matrix[i] = pivot;
    matrix.forEach((row, index) => {
      if (index === i) return;
      const factor = (row[i] ?? 0) / (pivot[i] ?? 1);
      for (let j = i; j <= size; j++) row[j] = (row[j] ?? 0) - factor * (pivot[j] ?? 0);
    });
  }
  return matrix.map((row, i) => (row[size] ?? 0) / (row[i] ?? 1));
}

/** All slots: where they were found, or where they must be by those found near them. */
function placedSlots(slots: readonly Slot[], ties: readonly Tie[], at: Grid['at']): Placed[] {
  const found = ties.map(({ slot, mark }) => {
    const [u, v] = at(mark.x, mark.y);
    return { slot, mark, u, v };
  });
  return slots.map((slot) => {
    const own = found.find((one) => one.slot === slot);
    if (own !== undefined) return own;
    let [du, dv, whole] = [0, 0, 0.02];
    for (const other of found) {
      const weight = Math.exp(-1.5 * Math.abs(other.slot.v - slot.v) - 3 * Math.abs(other.slot.u - slot.u));
      du += weight * (other.u - other.slot.u);
      dv += weight * (other.v - other.slot.v);
      whole += weight;
    }
    return { slot, u: slot.u + du / whole, v: slot.v + dv / whole, mark: null };
  });
}
