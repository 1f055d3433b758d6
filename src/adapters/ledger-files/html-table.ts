/**
 * Tables of HTML: what many systems write under the name .xls. A reader of our own for the few elements that matter,
 * since such files are seldom well-formed: rows and cells end where the next begins, whatever is closed or not.
 */
import { LedgerFileError } from '../../document/ledger-file.js';
import { LEDGER_BUDGETS } from './budgets.js';
import { cellOf } from './csv.js';
import type { Cell, Row, Table, Tables } from './table.js';
import { decoded, type TextFile } from './text.js';

/** Whether a text begins as HTML; XML says so of itself. */
export const isHtml = (sample: string): boolean =>
  /^\s*(?:<!--[\s\S]{0,2000}?-->\s*)*<(?:!doctype\s+html|html|head|meta|style|body|table|div|center)\b/i.test(
    sample,
  );

/** All rows of the file as one table: titles and data often stand in several. */
export function openHtml(file: TextFile): Tables {
  const table: Table = {
    name: '',
    epoch: '1899-12-30',
    length: () => null,
    rows: () => readRows(file),
  };
  return { tables: [table], close: () => undefined };
}

async function* readRows(file: TextFile): AsyncGenerator<Row> {
  const rows = new Rows();
  const pieces = new Pieces();
  for await (const chunk of decoded(file)) {
    for (const piece of pieces.take(chunk)) rows.take(piece);
    yield* rows.done();
  }
  rows.end();
  yield* rows.done();
}

/** A tag with its name and the rest, or text between tags. */
type Piece =
  | { readonly text: string }
  | { readonly tag: string; readonly closes: boolean; readonly rest: string };

/** Elements whose content is no text of the page. */
const HIDDEN = new Set(['style', 'script', 'title', 'xml']);

/** Cuts a stream of text at its tags. */
class Pieces {
  #left = '';
  /** Until when everything is passed over: `-->`, `</style`. */
  #until: string | null = null;

  *take(chunk: string): Generator<Piece> {
    const text = this.#left + chunk;
    let at = 0;
    for (;;) {
      const next = this.#next(text, at);
      if (next === null) break;
      if (next.piece !== null) yield next.piece;
      at = next.at;
    }
    this.#left = text.slice(at);
    if (this.#until !== null) this.#left = this.#left.slice(-this.#until.length);
    else if (this.#left.length > LEDGER_BUDGETS.tagChars) throw new LedgerFileError('too_large', 'tag');
  }

  /** The next piece from `at` on; `null` when more text is needed. */
  #next(text: string, at: number): { piece: Piece | null; at: number } | null {
    if (this.#until !== null) return this.#passed(text, at, this.#until);
    if (at >= text.length) return null;
    if (text.charAt(at) !== '<') {
      const end = text.indexOf('<', at);
      return {
        piece: { text: text.slice(at, end < 0 ? text.length : end) },
        at: end < 0 ? text.length : end,
      };
    }
    if (text.length - at < 4) return null;
    if (text.startsWith('<!--', at)) {
      this.#until = '-->';
      return { piece: null, at: at + 4 };
    }
    const end = text.indexOf('>', at);
    if (end < 0) return null;
    const [, slash, name = '', rest = ''] =
      /^<(\/?)([a-z][a-z0-9:]*)([\s\S]*)>$/i.exec(text.slice(at, end + 1)) ?? [];
    const tag = name.toLowerCase();
    if (slash === '' && HIDDEN.has(tag)) this.#until = `</${tag}`;
    return { piece: tag === '' ? null : { tag, closes: slash === '/', rest }, at: end + 1 };
  }

  #passed(text: string, at: number, until: string): { piece: null; at: number } | null {
    const end = text.toLowerCase().indexOf(until, at);
    if (end < 0) return null;
    this.#until = null;
    return { piece: null, at: end + until.length };
  }
}

/** Rows out of pieces. */
class Rows {
  #done: Row[] = [];
  #number = 0;
  #cells: (Cell | undefined)[] | null = null;
  #text: string | null = null;
  /** Columns that the open cell takes. */
  #span = 1;

  *done(): Generator<Row> {
    yield* this.#done;
    this.#done = [];
  }

  take(piece: Piece): void {
    if ('text' in piece) {
      if (this.#text !== null) this.#text += piece.text;
      if ((this.#text?.length ?? 0) > LEDGER_BUDGETS.cellChars * 2)
        throw new LedgerFileError('too_large', 'cell');
      return;
    }
    const { tag, closes, rest } = piece;
    if (tag === 'br' && this.#text !== null) this.#text += ' ';
    if (tag === 'tr' || tag === 'table') {
      this.#endRow();
      if (tag === 'tr' && !closes) this.#cells = [];
    }
    if (tag !== 'td' && tag !== 'th') return;
    this.#endCell();
    if (closes) return;
    this.#cells ??= [];
    this.#text = '';
    this.#span = Math.max(1, Number(/\bcolspan\s*=\s*["']?(\d{1,3})/i.exec(rest)?.[1] ?? 1));
  }

  end(): void {
    this.#endRow();
  }

  #endCell(): void {
    if (this.#text === null || this.#cells === null) return;
    const text = unescaped(this.#text).replace(/\s+/g, ' ');
    this.#text = null;
    if (this.#cells.length + this.#span > LEDGER_BUDGETS.columns)
      throw new LedgerFileError('too_large', 'columns');
    this.#cells.push(cellOf(text), ...Array.from({ length: this.#span - 1 }, () => undefined));
  }

  #endRow(): void {
    this.#endCell();
    if (this.#cells === null) return;
    this.#number += 1;
    if (this.#number > LEDGER_BUDGETS.csvRows) throw new LedgerFileError('too_large', 'rows');
    this.#done.push({ number: this.#number, cells: this.#cells });
    this.#cells = null;
  }
}

const NAMED: ReadonlyMap<string, string> = new Map(
  Object.entries({ amp: '&', lt: '<', gt: '>', quot: '"', apos: "'", nbsp: ' ', yen: '¥' }),
);

/** Characters by name or number; what is neither stays as it stands. */
function unescaped(text: string): string {
  return text.replace(/&(?:#(\d{1,7})|#x([0-9a-f]{1,6})|([a-z]{1,8}));/gi, (whole, decimal, hex, name) => {
    if (name !== undefined) return NAMED.get(String(name).toLowerCase()) ?? whole;
    const code = decimal === undefined ? Number.parseInt(hex, 16) : Number(decimal);
    return code > 0 && code <= 0x10ffff && !(code >= 0xd800 && code < 0xe000)
      ? String.fromCodePoint(code)
      : whole;
  });
}
