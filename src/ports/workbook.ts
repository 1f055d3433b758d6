/** Writing workbooks (xlsx) that people open: reports and result files. */
import type { Writable } from 'node:stream';

/** Text is always text, also where it begins like a formula; numbers are numbers. `null`: nothing. */
export type Cell = string | number | null;

export interface SheetOut {
  readonly name: string;
  /** Width in characters; `money`: numbers are shown with two places. */
  readonly columns: readonly { readonly header: string; readonly width: number; readonly money?: boolean }[];
  /** Cells in the order of the columns. */
  readonly rows: Iterable<readonly Cell[]> | AsyncIterable<readonly Cell[]>;
}

/** Writes the sheets one after the other, row by row, and ends the stream. Throws when the stream breaks off. */
export type WriteWorkbook = (to: Writable, sheets: readonly SheetOut[]) => Promise<void>;
