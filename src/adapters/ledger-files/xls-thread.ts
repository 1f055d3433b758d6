/** Parses an .xls in a thread of its own and hands its rows over in pieces. */
import { readFileSync } from 'node:fs';
import { type CellObject, read, type WorkBook, type WorkSheet } from '@e965/xlsx';
import type { Cell, Row } from './table.js';
import type { XlsSaid, XlsStart } from './xls-messages.js';

/** Rows in one message. */
const PIECE = 1000;

/** Says the whole book, or why not. */
export function parseXls({ path, ...bounds }: XlsStart, say: (said: XlsSaid) => void): void {
  const book = opened(path, bounds.rows, say);
  if (book === null) return;
  say({ say: 'book', epoch: book.Workbook?.WBProps?.date1904 === true ? '1904-01-01' : '1899-12-30' });
  let chars = 0;
  for (const name of book.SheetNames) {
    say({ say: 'sheet', name });
    const sheet = book.Sheets[name];
    if (sheet === undefined) continue;
    for (const rows of pieces(sheet, bounds.columns)) {
      chars += rows.reduce(
        (sum, { cells }) => sum + cells.reduce((all, cell) => all + (cell?.text.length ?? 0), 0),
        0,
      );
      if (chars > bounds.chars) {
        say({ say: 'refused', code: 'too_large' });
        return;
      }
      say({ say: 'rows', rows });
    }
  }
  say({ say: 'done' });
}

function opened(path: string, rows: number, say: (said: XlsSaid) => void): WorkBook | null {
  try {
    // Values as they are stored: no formulas, no styles, no texts made of numbers.
    return read(readFileSync(path), {
      type: 'buffer',
      dense: true,
      raw: true,
      sheetRows: rows,
      cellFormula: false,
      cellHTML: false,
      cellText: false,
      cellNF: false,
      cellStyles: false,
      bookVBA: false,
    });
  } catch (error) {
    const message = error instanceof Error ? error.message : '';
    say({ say: 'refused', code: /password|encrypt/i.test(message) ? 'encrypted_file' : 'damaged_file' });
    return null;
  }
}

function* pieces(sheet: WorkSheet, columns: number): Generator<Row[]> {
  let rows: Row[] = [];
  const data: readonly (readonly (CellObject | undefined)[] | undefined)[] = sheet['!data'] ?? [];
  for (const [at, cells] of data.entries()) {
    if (cells === undefined) continue;
    rows.push({ number: at + 1, cells: Array.from(cells.slice(0, columns), cellOf) });
    if (rows.length < PIECE) continue;
    yield rows;
    rows = [];
  }
  if (rows.length > 0) yield rows;
}

/** Numbers stay as they are stored: what they may have lost is seen by their length. */
function cellOf(cell: CellObject | undefined): Cell | undefined {
  if (cell === undefined || cell.v === undefined || cell.t === 'e' || cell.t === 'z') return undefined;
  const text = String(cell.v).trim();
  return text === '' ? undefined : { type: cell.t === 'n' ? 'number' : 'text', text };
}
