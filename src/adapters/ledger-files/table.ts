/** What a workbook's sheet and a CSV have in common: named tables of rows of cells. */

/**
 * `number`: the text is the number as stored, digits may be lost. `untyped`: a CSV does not say which it was. `formula`:
 * nothing but a formula stands there, and `text` is that; whoever wrote the file left out what it comes to, or it comes to
 * an error. `text` is trimmed and never empty.
 */
export interface Cell {
  readonly type: 'text' | 'number' | 'untyped' | 'formula';
  readonly text: string;
}

export interface Row {
  /** As the person sees it: from 1. */
  readonly number: number;
  /** By column from 0; blank cells are absent. */
  readonly cells: readonly (Cell | undefined)[];
}

export interface Table {
  /** Name of the sheet; empty for a CSV. */
  readonly name: string;
  /** Day zero of dates stored as numbers, `YYYY-MM-DD`. */
  readonly epoch: string;
  /** About how many rows it has, once some of them were read; `null`: nobody knows. */
  length(): number | null;
  /** May be asked several times; each reads from the first row. */
  rows(): AsyncIterable<Row>;
}

/** An opened file: its tables, in its order. */
export interface Tables {
  readonly tables: readonly Table[];
  close(): void;
}

/** Characters of all its cells. */
export const charsOf = ({ cells }: Row): number =>
  cells.reduce((sum, cell) => sum + (cell?.text.length ?? 0), 0);

/** As the person sees it: sheet name and row number. */
export const whereOf = ({ name }: Table, { number }: Row): string =>
  name === '' ? `第 ${number} 行` : `${name} 第 ${number} 行`;
