/**
 * Values of a form that is a ruled table: every run of text that is no label goes to the label cell it stands beside,
 * after the print's shift against the rules has been taken out.
 */
import { closest } from '../approximate.js';
import { type Glyph, heightOf, middleOf, type Span, textOf } from '../frame.js';
import { glyphsOnce, splitAtGaps } from '../rows.js';
import { type Mark, markOf, marksIn, type Slot, wordingsOf } from './cell-labels.js';
import { type Grid, gridOf, type Placed } from './grid.js';

/** A run of text that is no label, in the form's frame. */
export interface Token {
  readonly glyphs: readonly Glyph[];
  readonly text: string;
  readonly u: number;
  readonly v: number;
}

/** What a label's cell holds. */
export interface CellValue {
  /** In reading order. */
  readonly tokens: readonly Token[];
  readonly glyphs: readonly Glyph[];
  /** The printed words of its label; `null` when the cell was found by its place alone. */
  readonly label: string | null;
}

export interface CellForm {
  readonly found: number;
  value(name: string): CellValue;
  /** Runs above the table. */
  readonly head: readonly Span[];
  /** All runs that are no label, for what tells itself by its shape. */
  readonly tokens: readonly Token[];
}

/** What can only stand in one cell: where it was printed tells how far the print is shifted. */
export type Anchor = readonly [slot: string, shape: RegExp];

/** Reads the table; `null` when the sheet does not bear this form. */
export function cellForm(
  spans: readonly Span[],
  slots: readonly Slot[],
  anchors: readonly Anchor[],
): CellForm | null {
  const wordings = wordingsOf(slots);
  const marks = spans.flatMap((span) => marksIn(span, wordings));
  const grid = gridOf(slots, marks);
  if (grid === null) return null;
  const lost = misreadLabels(spans, grid, marks);
  const placed = grid.placed.map((one) => lost.find(({ slot }) => slot === one.slot) ?? one);
  const taken = new Set([
    ...placed.flatMap(({ mark }) => mark?.glyphs ?? []),
    ...strayLines(marks, placed, grid),
    ...labelRemains(spans, placed, grid),
  ]);
  const tokens = spans.flatMap((span) =>
    tokensOf(
      span.glyphs.filter((glyph) => !taken.has(glyph)),
      grid,
    ),
  );
  const foot = Math.max(...placed.map(({ v }) => v)) + 0.8;
  const inside = tokens.filter(({ u, v }) => v > -0.2 && v < foot && u > EDGE && u < 1 - EDGE);
  const shift = shiftOf(inside, placed, anchors);
  const partShift = (left: boolean) =>
    shift +
    restOf(
      inside.filter(({ u }) => u < HALF === left),
      placed,
      shift,
    );
  const [leftShift, rightShift] = [partShift(true), partShift(false)];
  const owners = new Map<Placed, Token[]>();
  for (const token of inside) {
    const owner = ownerOf(token, placed, token.u < HALF ? leftShift : rightShift);
    if (owner !== null) owners.set(owner, [...(owners.get(owner) ?? []), token]);
  }
  return {
    found: grid.found + lost.length,
    value(name) {
      const cell = placed.find(({ slot }) => slot.name === name);
      const own = cell === undefined ? [] : inOrder(owners.get(cell) ?? []);
      const label = cell?.mark == null ? null : textOf(cell.mark.glyphs);
      return { tokens: own, glyphs: own.flatMap(({ glyphs }) => glyphs), label };
    },
    head: spans.filter((span) => grid.at((span.x0 + span.x1) / 2, middleOf(span))[1] < 0.1),
    tokens,
  };
}

/** What stands down the edges (第一联 发票联) and on the desk lies outside the outer rules, in the form's frame. */
const EDGE = 0.003;

/** Lines of text of one cell differ by more than this, in rows. */
const LINE = 0.22;

function inOrder(tokens: readonly Token[]): Token[] {
  const rows: Token[][] = [];
  for (const token of [...tokens].sort((a, b) => a.v - b.v)) {
    const row = rows.at(-1);
    if (row?.[0] !== undefined && token.v - row[0].v < LINE) row.push(token);
    else rows.push([token]);
  }
  return rows.flatMap((row) => {
    const sorted = row.sort((a, b) => a.u - b.u);
    return sorted.map((token, index): Token => {
      const glyphs = glyphsOnce(token, sorted[index + 1]);
      return glyphs === token.glyphs ? token : { ...token, glyphs, text: textOf(glyphs) };
    });
  });
}

/** Half a cell's height and half a label's width, in the form's frame. */
const NEAR = { u: 0.055, v: 0.45 } as const;

/** Labels that were misread past recognition, told by standing where a lost label must stand and looking somewhat like it. */
function misreadLabels(spans: readonly Span[], grid: Grid, marks: readonly Mark[]): Placed[] {
  const known = new Set(grid.placed.flatMap(({ mark }) => mark?.glyphs ?? []));
  const missing = grid.placed.filter(({ mark }) => mark === null);
  return missing.flatMap((cell): Placed[] => {
    const best = spans
      .flatMap((span) =>
        splitAtGaps(
          span.glyphs.filter((glyph) => !known.has(glyph)),
          0.8 * heightOf(span),
        ),
      )
      .flatMap((piece) =>
        cell.slot.forms.flatMap((form) =>
          [form.replaceAll('|', ''), ...form.split('|')].map((text) => ({
            piece,
            text,
            ...closest(text, textOf(piece)),
          })),
        ),
      )
      .filter(
        ({ text, distance, from, to }) =>
          text.length >= 2 &&
          to > from &&
          from <= 1 &&
          distance <= (text.length < 3 ? 0 : 0.55 * text.length),
      )
      .map((fit) => ({
        ...fit,
        mark: markOf(fit.piece.slice(fit.from, fit.to), [cell.slot.name], fit.distance / fit.text.length),
      }))
      .filter(({ mark }) => {
        const [u, v] = grid.at(mark.x, mark.y);
        return Math.abs(u - cell.u) < NEAR.u && Math.abs(v - cell.v) < NEAR.v;
      })
      .sort((a, b) => 2.5 * a.distance - a.text.length - (2.5 * b.distance - b.text.length))[0];
    if (best === undefined || marks.some((mark) => mark.glyphs === best.mark.glyphs)) return [];
    const [u, v] = grid.at(best.mark.x, best.mark.y);
    return [{ slot: cell.slot, u, v, mark: best.mark }];
  });
}

/** Marks that no slot took but that stand in a label's cell: the other line of a label. */
function strayLines(marks: readonly Mark[], placed: readonly Placed[], grid: Grid): Glyph[] {
  return marks.flatMap((mark) => {
    const [u, v] = grid.at(mark.x, mark.y);
    const near = placed.some(
      (cell) =>
        mark.names.includes(cell.slot.name) && Math.abs(cell.u - u) < 0.08 && Math.abs(cell.v - v) < 0.6,
    );
    return near ? [...mark.glyphs] : [];
  });
}

/** What else stands in a label's cell and is made of the label's own characters. */
function labelRemains(spans: readonly Span[], placed: readonly Placed[], grid: Grid): Glyph[] {
  return spans.flatMap((span) =>
    splitAtGaps(span.glyphs, 0.8 * heightOf(span)).flatMap((piece) => {
      const mark = markOf(piece, [], 0);
      const [u, v] = grid.at(mark.x, mark.y);
      const cell = placed.find((one) => Math.abs(one.u - u) < NEAR.u && Math.abs(one.v - v) < NEAR.v);
      if (cell === undefined) return [];
      const printed = cell.slot.forms.join('');
      const own = piece.filter(({ char }) => printed.includes(char) || /[:/()、]/u.test(char)).length;
      return own >= 0.6 * piece.length ? piece : [];
    }),
  );
}

function tokensOf(glyphs: readonly Glyph[], grid: Grid): Token[] {
  const [first] = glyphs;
  if (first === undefined) return [];
  return splitAtGaps(glyphs, 1.3 * heightOf(first.span)).map((piece) => {
    const { x, y } = markOf(piece, [], 0);
    const [u, v] = grid.at(x, y);
    return { glyphs: piece, text: textOf(piece), u, v };
  });
}

/** How far the print lies below the form, in rows: by what tells its own cell, else by how all lies against the rows. */
function shiftOf(tokens: readonly Token[], placed: readonly Placed[], anchors: readonly Anchor[]): number {
  const told = anchors.flatMap(([name, shape]) => {
    const cell = placed.find(({ slot }) => slot.name === name);
    const fitting = tokens.filter(({ text }) => shape.test(text));
    const [only] = fitting;
    return cell === undefined || only === undefined || fitting.length > 1 ? [] : [only.v - cell.v];
  });
  const close = told.filter((shift) => Math.abs(shift) < 1.2);
  if (close.length > 0) return median(close);
  const all = tokens.flatMap((token) => {
    const left = placed.filter(({ u }) => u < token.u);
    const shifts = left.map(({ v }) => token.v - v).sort((a, b) => Math.abs(a) - Math.abs(b));
    return shifts[0] === undefined || Math.abs(shifts[0]) > 0.5 ? [] : [shifts[0]];
  });
  return all.length < 4 ? 0 : median(all);
}

/** Where the left part of a form ends and the right begins, across. */
const HALF = 0.55;
/** So many runs tell how one part of a sheet is bent; and by less than so many rows. */
const TELLING = 4;
const BENT = 0.45;

/** What is left of the shift in one part of a sheet that does not lie flat: how its runs lie against their labels. */
function restOf(tokens: readonly Token[], placed: readonly Placed[], shift: number): number {
  const rests = tokens.flatMap((token) => {
    const left = placed.filter(({ u }) => u < token.u - BESIDE && u > token.u - 0.45);
    const nearest = left.map(({ v }) => token.v - shift - v).sort((a, b) => Math.abs(a) - Math.abs(b))[0];
    return nearest === undefined || Math.abs(nearest) > REACH ? [] : [nearest];
  });
  const rest = median(rests);
  return rests.length < TELLING || Math.abs(rest) > BENT ? 0 : rest;
}

const median = (values: readonly number[]): number =>
  [...values].sort((a, b) => a - b)[Math.floor(values.length / 2)] ?? 0;

/** How far, in rows, a value may lie from its label's middle once the shift is out. */
const REACH = 0.56;
/** Labels of one column lie within this of one another, across. */
const COLUMN = 0.09;

/** What begins nearer to a label's middle than this stands in the label's own cell. */
const BESIDE = 0.035;

/** The label a run belongs to: of the nearest column of labels to its left that has one at its height, the nearest. */
function ownerOf(token: Token, placed: readonly Placed[], shift: number): Placed | null {
  const v = token.v - shift;
  const offers = placed
    .filter((cell) => cell.u < token.u - BESIDE && Math.abs(cell.v - v) < REACH)
    .sort((a, b) => b.u - a.u);
  const [right] = offers;
  if (right === undefined) return null;
  return offers
    .filter((cell) => right.u - cell.u < COLUMN)
    .reduce((best, cell) => (Math.abs(cell.v - v) < Math.abs(best.v - v) ? cell : best));
}
