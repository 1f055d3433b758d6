/**
 * The cells of a row of the table. A value belongs to the column in which it ends: figures are printed to the right end
 * of their column, under or beyond its heading, on every form (DOMAIN 7.1, 7.2).
 */
import type { Column } from './columns.js';
import { type Glyph, textOf } from './frame.js';
import type { ColumnName } from './labels.js';
import { gapBefore, type Row, rowFrom, splitAtGaps } from './rows.js';

export type Cells = Partial<Record<ColumnName, readonly Glyph[]>>;

/** What only a rate looks like. */
export const RATE = /^(?:\d{1,2}(?:\.\d+)?%|免税|不征税|\*{1,3}|出口零税率|普通零税率)$/u;

/** A row's text in columns, cut at column ends and wide gaps. */
export function cellsOf(row: Row, columns: readonly Column[]): Cells {
  const cells: Partial<Record<ColumnName, Glyph[]>> = {};
  for (const [column, token] of placed(row, columns)) cells[column] = [...(cells[column] ?? []), ...token];
  return cells;
}

/** The pieces of a row with their columns. */
function placed(row: Row, columns: readonly Column[]): [ColumnName, readonly Glyph[]][] {
  const tokens = tokensOf(row, columns).map((token): [ColumnName, readonly Glyph[]] => [
    columnOf(token, columns),
    token,
  ]);
  const spec = columns.find(({ name }) => name === 'spec');
  const specIsFree = spec !== undefined && !tokens.some(([column]) => column === 'spec');
  const edge = spec?.edge ?? Number.POSITIVE_INFINITY;
  return tokens.map(([column, token], index) => {
    if (column !== 'itemName' || index === 0 || !specIsFree) return [column, token];
    const start = token[0]?.x0 ?? 0;
    const gap = start - (tokens[index - 1]?.[1].at(-1)?.x1 ?? Number.POSITIVE_INFINITY);
    // A short specification stands at the left end of its column and ends before its heading begins.
    const apart = gap > 2 * row.height || start > edge - 0.5 * row.height;
    return [apart ? 'spec' : column, token];
  });
}

/** Pieces of a row that stand apart: by wide gaps, narrower ones between runs, and the least where figure meets figure. */
function tokensOf(row: Row, columns: readonly Column[]): Glyph[][] {
  return splitAtGaps(row.glyphs, 0.7 * row.height, 0.25 * row.height).flatMap((piece) => {
    const tokens: Glyph[][] = [];
    piece.forEach((glyph, index) => {
      const before = piece[index - 1];
      const meet =
        before !== undefined && before.span !== glyph.span && FIGURE.test(before.char + glyph.char);
      if (index === 0 || (meet && gapBefore(piece, index) > 0.08 * row.height)) tokens.push([]);
      tokens.at(-1)?.push(glyph);
    });
    return tokens.flatMap((token) => partedAtEdges(token, columns, row.height)).flatMap(partedAtRate);
  });
}

const FIGURE = /^[\d%][\d¥-]$/u;

/** How far from a column's edge cells may part, in text heights: paper is printed askew, pictures are taken so. */
const NEAR = 1;
/** White space between cells that one run holds, in text heights. Within a word OCR leaves a tenth at most. */
const NARROW = 0.2;
/** How far a cell must reach from the edge, in text heights: a name's last character may stand on it. */
const REACH = 0.5;

/** A run that OCR read across columns, cut at the columns' edges. */
function partedAtEdges(token: readonly Glyph[], columns: readonly Column[], height: number): Glyph[][] {
  const [start, end] = [token[0]?.x0 ?? 0, token.at(-1)?.x1 ?? 0];
  const cuts = columns.slice(1).flatMap(({ edge }) => {
    if (edge === null || start > edge - REACH * height || end < edge + REACH * height) return [];
    return cutNear(edge, token, height) ?? [];
  });
  const bounds = [0, ...cuts, token.length];
  return bounds.slice(1).map((to, index) => token.slice(bounds[index], to));
}

/** Index of the glyph before which cells part: behind the widest gap, the nearer of two that are alike. */
function cutNear(edge: number, token: readonly Glyph[], height: number): number | null {
  let [cut, most]: [number | null, number] = [null, Number.NEGATIVE_INFINITY];
  token.forEach(({ x0 }, index) => {
    const gap = gapBefore(token, index);
    const distance = Math.abs(x0 - gap / 2 - edge);
    const merit = gap - distance / 4;
    if (gap > NARROW * height && distance < NEAR * height && merit > most) [cut, most] = [index, merit];
  });
  return cut;
}

/** An amount that OCR read in one run with the rate after it, and what it took the rule between for. */
function partedAtRate(token: readonly Glyph[]): Glyph[][] {
  const { text } = rowFrom(token);
  const match = /^(.*\d\.\d{2})\D{0,2}?(免税|不征税|\d{1,2}%|\*{2,3})/u.exec(text);
  if (match?.[1] === undefined || match[2] === undefined) return [[...token]];
  return [token.slice(0, match[1].length), token.slice(match[0].length - match[2].length)];
}

function columnOf(token: readonly Glyph[], columns: readonly Column[]): ColumnName {
  const end = (token.at(-1)?.x1 ?? 0) - 0.2 * (columns[0]?.height ?? 0);
  const text = textOf(token);
  let column: ColumnName = columns[0]?.name ?? 'itemName';
  for (const heading of columns) if (end >= heading.x0) column = heading.name;
  // What can only be a rate, or only an amount, is one, though a heading's place was guessed a little off.
  if (column === 'taxRate' && /\d\.\d{2}$/u.test(text)) return 'amount';
  const isRate = RATE.test(text) && !/^\*+$/u.test(text);
  return isRate && (column === 'amount' || column === 'taxAmount') ? 'taxRate' : column;
}
