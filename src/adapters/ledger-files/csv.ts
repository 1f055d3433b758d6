/** Reads CSV row by row: comma, tab or semicolon; UTF-8 with or without BOM, UTF-16 with BOM, GBK. */
import { createReadStream } from 'node:fs';
import { pipeline, Readable } from 'node:stream';
import { LedgerFileError } from '../../document/ledger-file.js';
import { LEDGER_BUDGETS } from './budgets.js';
import type { Cell, Row, Tables } from './table.js';

/** Enough of the file's beginning to hold its header row. */
const SAMPLE_CHARS = 64 * 1024;

/** `countHeaders` tells how many cells of a row are known headers: it chooses the delimiter. */
export async function openCsv(
  path: string,
  countHeaders: (cells: readonly (string | undefined)[]) => number,
): Promise<Tables> {
  const encoding = await findEncoding(path);
  const delimiter = bestDelimiter(await sampleOf(path, encoding), countHeaders);
  const table = { name: '', epoch: '1899-12-30', rows: () => readRows(path, encoding, delimiter) };
  return { tables: [table], close: () => undefined };
}

/** The file is read through once with strict decoders: a wrong guess would spoil names without a word. */
async function findEncoding(path: string): Promise<string> {
  const strict = new Map(
    ['utf-8', 'gb18030'].map((encoding) => [encoding, new TextDecoder(encoding, { fatal: true })]),
  );
  let first = true;
  for await (const chunk of createReadStream(path) as AsyncIterable<Buffer>) {
    if (first && chunk[0] === 0xff && chunk[1] === 0xfe) return 'utf-16le';
    if (first && chunk.subarray(0, 4096).includes(0)) throw new LedgerFileError('not_a_ledger');
    first = false;
    for (const [encoding, decoder] of strict) if (!decodes(decoder, chunk)) strict.delete(encoding);
    if (strict.size === 0) break;
  }
  for (const [encoding, decoder] of strict) if (decodes(decoder)) return encoding;
  throw new LedgerFileError('unknown_encoding');
}

/** Without a chunk: whether the text ends where a character ends. */
function decodes(decoder: InstanceType<typeof TextDecoder>, chunk?: Buffer): boolean {
  try {
    decoder.decode(chunk, { stream: chunk !== undefined });
    return true;
  } catch (error) {
    if (error instanceof TypeError) return false;
    throw error;
  }
}

async function* decoded(path: string, encoding: string): AsyncGenerator<string> {
  const decoder = new TextDecoder(encoding);
  for await (const chunk of createReadStream(path) as AsyncIterable<Buffer>) {
    yield decoder.decode(chunk, { stream: true });
  }
  yield decoder.decode();
}

async function sampleOf(path: string, encoding: string): Promise<string> {
  let text = '';
  for await (const chunk of decoded(path, encoding)) {
    text += chunk;
    if (text.length >= SAMPLE_CHARS) break;
  }
  return text.slice(0, SAMPLE_CHARS);
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

async function* readRows(path: string, encoding: string, delimiter: string): AsyncGenerator<Row> {
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
  pipeline(Readable.from(decoded(path, encoding)), parser, () => undefined);
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
function cellOf(raw: string): Cell | undefined {
  if (raw.length > LEDGER_BUDGETS.cellChars) throw new LedgerFileError('too_large', 'cell');
  // No text has one, and no database takes it as text.
  if (raw.includes('\0')) throw new LedgerFileError('damaged_file', 'NUL');
  const text = raw
    .trim()
    .replace(/^="(.*)"$/s, '$1')
    .replace(/^'/, '')
    .trim();
  return text === '' ? undefined : { type: 'untyped', text };
}
