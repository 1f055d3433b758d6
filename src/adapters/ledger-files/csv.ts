/** Reads CSV row by row: comma, tab or semicolon; UTF-8 with or without BOM, UTF-16 with BOM, GBK. */
import { pipeline, Readable } from 'node:stream';
import { LedgerFileError } from '../../document/ledger-file.js';
import { LEDGER_BUDGETS } from './budgets.js';
import type { Cell, Row, Table, Tables } from './table.js';
import { decoded, type TextFile } from './text.js';

/** `countHeaders` tells how many cells of a row are known headers: it chooses the delimiter. */
export function openCsv(
  file: TextFile,
  sample: string,
  countHeaders: (cells: readonly (string | undefined)[]) => number,
): Tables {
  const delimiter = bestDelimiter(sample, countHeaders);
  const table: Table = {
    name: '',
    epoch: '1899-12-30',
    length: () => file.lines,
    rows: () => readRows(file, delimiter),
  };
  return { tables: [table], close: () => undefined };
}

function bestDelimiter(sample: string, countHeaders: (cells: readonly string[]) => number): string {
  const lines = sample.split(/\r\n|\n|\r/).slice(0, LEDGER_BUDGETS.headerWithin);
  const known = (delimiter: string) =>
    Math.max(0, ...lines.map((line) => countHeaders(line.split(delimiter).map((cell) => bare(cell)))));
  const ranked = [',', '\t', ';'].map((delimiter) => ({ delimiter, known: known(delimiter) }));
  return ranked.reduce((best, other) => (other.known > best.known ? other : best)).delimiter;
}

/** A header without its quotes. */
const bare = (cell: string): string => cell.trim().replace(/^"(.*)"$/s, '$1');

async function* readRows(file: TextFile, delimiter: string): AsyncGenerator<Row> {
  const { parse } = await import('csv-parse');
  const parser = parse({
    delimiter,
    info: true,
    relax_column_count: true,
    relax_quotes: true,
    skip_empty_lines: true,
    max_record_size: LEDGER_BUDGETS.cellChars * 8,
  });
  // A failing source destroys the parser with the same error, which the loop below then throws.
  pipeline(Readable.from(decoded(file)), parser, () => undefined);
  const records = parser as AsyncIterable<{ record: string[]; info: { lines: number } }>;
  let [previous, count] = [0, 0];
  try {
    for await (const { record, info } of records) {
      // A quoted cell may hold line breaks: the row stands where it begins.
      count += 1;
      if (count > LEDGER_BUDGETS.csvRows) throw new LedgerFileError('too_large', 'rows');
      yield { number: Math.max(previous + 1, info.lines - breaksIn(record)), cells: record.map(cellOf) };
      previous = info.lines;
    }
  } catch (cause) {
    throw cause instanceof LedgerFileError
      ? cause
      : new LedgerFileError('damaged_file', undefined, { cause });
  }
}

const breaksIn = (record: readonly string[]): number =>
  record.reduce((sum, cell) => sum + (cell.match(/\r\n|\n|\r/g)?.length ?? 0), 0);

/** `="00123"` and a leading apostrophe or tab are how people keep Excel from eating zeros. */
export function cellOf(raw: string): Cell | undefined {
  if (raw.length > LEDGER_BUDGETS.cellChars) throw new LedgerFileError('too_large', 'cell');
  // No text has one, and no database takes it as text.
  if (raw.includes('\0')) throw new LedgerFileError('holds_nul');
  const text = raw
    .trim()
    .replace(/^="(.*)"$/s, '$1')
    .replace(/^'/, '')
    .trim();
  return text === '' ? undefined : { type: 'untyped', text };
}
