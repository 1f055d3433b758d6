/** What the thread that parses an .xls is given, and what it says. */
import type { Row } from './table.js';

export interface XlsStart {
  readonly path: string;
  /** Bounds: characters of all cells together, rows and columns of a sheet. */
  readonly chars: number;
  readonly rows: number;
  readonly columns: number;
}

export type XlsSaid =
  | { readonly say: 'book'; readonly epoch: string }
  | { readonly say: 'sheet'; readonly name: string }
  /** Of the sheet that was named last. */
  | { readonly say: 'rows'; readonly rows: readonly Row[] }
  | { readonly say: 'done' }
  | { readonly say: 'refused'; readonly code: 'too_large' | 'damaged_file' | 'encrypted_file' };
