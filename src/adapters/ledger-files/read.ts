/** Reads ledger files. What a file is follows from its content, never from its name. */
import { open } from 'node:fs/promises';
import { isCompound } from '../../document/compound-directory.js';
import type { LedgerFormat } from '../../document/ledger.js';
import {
  type LedgerFile,
  LedgerFileError,
  type LedgerRow,
  type Mapping,
} from '../../document/ledger-file.js';
import { squash } from '../../invoice/text.js';
import { LEDGER_BUDGETS } from './budgets.js';
import { openCsv } from './csv.js';
import { groupedRows } from './grouped.js';
import {
  countHeaders,
  findBothHeader,
  findInvoiceHeader,
  type Header,
  headerForm,
  type InvoiceColumn,
  isLineHeader,
  LEDGER_SHEETS,
} from './headers.js';
import { isHtml, openHtml } from './html-table.js';
import { invoiceRows } from './invoice-table.js';
import { jsonForm, jsonRows } from './json-items.js';
import { findMapped } from './mapping.js';
import type { Containers } from './package-parts.js';
import type { Table, Tables } from './table.js';
import { isTaxControl, taxControlRows } from './tax-control.js';
import { openText, sampleOf, type TextFile } from './text.js';
import { openWorkbook } from './workbook.js';
import { openXls } from './xls.js';

export interface ReadOptions {
  /** For tables; other files say themselves what is what. */
  readonly mapping?: Mapping | null;
}

/**
 * Opens the file at `path`. Its rows come in its order; one that cannot be used comes as a SkippedRow and ends nothing. An
 * invoice whose lines don't sum up to it comes without lines, followed by a SkippedRow `sums_differ` that says so: its own
 * totals are the bureau's. Throws LedgerFileError when the file as a whole is no ledger, is damaged, or is past
 * {@link LEDGER_BUDGETS}. The caller closes it.
 */
export async function openLedgerFile(
  path: string,
  containers: Containers,
  { mapping = null }: ReadOptions = {},
): Promise<LedgerFile> {
  const packed = await openPacked(path, containers);
  if (packed !== null) return tableFile(packed, mapping);
  const text = await openText(path);
  const sample = await sampleOf(text);
  const mapped = new Set(Object.keys(mapping ?? {}).map(headerForm));
  const isMapped = (cell: string | undefined) => mapped.has(headerForm(cell ?? ''));
  const count: CountHeaders = (cells) => countHeaders(cells) + cells.filter(isMapped).length;
  return textFile(text, sample, containers) ?? tableFile(openTextTable(text, sample, count), mapping);
}

/** How many cells of a row are headers that are looked for: tells the delimiter of a CSV. */
type CountHeaders = (cells: readonly (string | undefined)[]) => number;

/** The tables of any file that holds some, whatever stands in them. Throws as {@link openLedgerFile}; the caller closes them. */
export async function openTables(path: string, containers: Containers, count: CountHeaders): Promise<Tables> {
  const packed = await openPacked(path, containers);
  if (packed !== null) return packed;
  const text = await openText(path);
  return openTextTable(text, await sampleOf(text), count);
}

/** A workbook; `null`: a text. */
async function openPacked(path: string, containers: Containers): Promise<Tables | null> {
  const { size, head } = await beginning(path);
  if (size === 0) throw new LedgerFileError('empty_file');
  if (size > LEDGER_BUDGETS.fileBytes) throw new LedgerFileError('too_large');
  const starts = (magic: Buffer) => head.subarray(0, magic.length).equals(magic);
  if (isCompound(head)) return openXls(path, size);
  return starts(ZIP) || starts(EMPTY_ZIP) ? openWorkbook(path, containers) : null;
}

/** The rows of a file that is opened and closed here, for whoever wants nothing else of it. */
export async function* readLedgerFile(
  path: string,
  containers: Containers,
  options: ReadOptions = {},
): AsyncGenerator<LedgerRow> {
  const file = await openLedgerFile(path, containers, options);
  try {
    yield* file.rows;
  } finally {
    file.close();
  }
}

/** Texts that are no table. */
function textFile(text: TextFile, sample: string, { xml }: Containers): LedgerFile | null {
  const close = () => undefined;
  const form = jsonForm(sample);
  if (form !== null) {
    const of = form === 'ndjson' ? text.lines : null;
    return { format: form, of, rows: jsonRows(text, form, sample), close };
  }
  if (!/^\s*</.test(sample) || isHtml(sample)) return null;
  if (!isTaxControl(sample)) throw new LedgerFileError('not_a_ledger');
  return { format: 'tax_control_xml', of: null, rows: taxControlRows(text, xml), close };
}

const openTextTable = (text: TextFile, sample: string, count: CountHeaders): Tables =>
  isHtml(sample) ? openHtml(text) : openCsv(text, sample, count);

async function tableFile(tables: Tables, mapping: Mapping | null): Promise<LedgerFile> {
  try {
    const found = mapping === null ? await byHeaders(tables.tables) : await byMapping(tables.tables, mapping);
    if (found === null) throw new LedgerFileError('not_a_ledger');
    const { format, rows, table } = found;
    return { format, rows, of: table.length(), close: () => tables.close() };
  } catch (error) {
    tables.close();
    throw error;
  }
}

interface Found {
  readonly format: LedgerFormat;
  readonly table: Table;
  readonly rows: AsyncIterable<LedgerRow>;
}

const byName = (tables: readonly Table[], name: string): Table | undefined =>
  tables.find((table) => squash(table.name) === name);

async function byHeaders(tables: readonly Table[]): Promise<Found | null> {
  const named = byName(tables, LEDGER_SHEETS.invoices);
  for (const table of named === undefined ? tables : [named, ...tables]) {
    const header = await findInvoiceHeader(table);
    if (header === null) continue;
    const lines = byName(tables, LEDGER_SHEETS.lines);
    return { format: formatOf(table, header), table, rows: invoiceRows(table, header, lines) };
  }
  for (const table of tables) {
    // The lines of the bureau's export without its sheet of invoices: somebody has taken that out.
    if (squash(table.name) === LEDGER_SHEETS.lines) continue;
    const header = await findBothHeader(table);
    if (header !== null) return { format: 'lines_export', table, rows: groupedRows(table, header) };
  }
  return null;
}

function formatOf(table: Table, { columns }: Header<InvoiceColumn>): LedgerFormat {
  if (squash(table.name) === LEDGER_SHEETS.invoices) return 'bureau_export';
  return columns.has('ticked') || columns.has('deductibleTax') ? 'deduction_export' : 'table';
}

async function byMapping(tables: readonly Table[], mapping: Mapping): Promise<Found> {
  const header = await findMapped(tables, mapping);
  const { table, row, invoice, line } = header;
  const rows = isLineHeader(line)
    ? groupedRows(table, header)
    : invoiceRows(table, { row, columns: invoice }, undefined);
  return { format: 'mapped_table', table, rows };
}

const ZIP = Buffer.from('PK\x03\x04', 'latin1');
const EMPTY_ZIP = Buffer.from('PK\x05\x06', 'latin1');

async function beginning(path: string): Promise<{ size: number; head: Buffer }> {
  const file = await open(path, 'r').catch((cause: NodeJS.ErrnoException) => {
    throw new LedgerFileError(cause.code === 'ENOENT' ? 'not_found' : 'not_readable', undefined, { cause });
  });
  try {
    const stat = await file.stat();
    if (!stat.isFile()) throw new LedgerFileError('not_readable');
    const { buffer, bytesRead } = await file.read(Buffer.alloc(8), 0, 8, 0);
    return { size: stat.size, head: buffer.subarray(0, bytesRead) };
  } finally {
    await file.close();
  }
}
