/** Reads a ledger file: the tax bureau's export (xlsx) or a CSV. */
import { open } from 'node:fs/promises';
import { LedgerFileError, type LedgerRow } from '../../document/ledger-file.js';
import { squash } from '../../invoice/text.js';
import { LEDGER_BUDGETS } from './budgets.js';
import { openCsv } from './csv.js';
import {
  countHeaders,
  findInvoiceHeader,
  type Header,
  type InvoiceColumn,
  LEDGER_SHEETS,
} from './headers.js';
import { invoiceOf, keyOf } from './invoice-row.js';
import { gatherLines, keyText, type LinesOfInvoice, sumsFault } from './lines.js';
import type { Containers } from './package-parts.js';
import { charsOf, type Row, type Table, type Tables } from './table.js';
import { RowProblem } from './values.js';
import { openWorkbook } from './workbook.js';

/**
 * The rows of the file at `path`, in its order; a row that cannot be used comes as a SkippedRow and ends nothing.
 * An invoice whose lines in 信息汇总表 don't sum up to it comes without lines, followed by a SkippedRow `sums_differ`
 * that says so: its own totals are the bureau's. Throws LedgerFileError when the file as a whole is no ledger, is
 * damaged, or is past {@link LEDGER_BUDGETS}; what was yielded until then stands.
 */
export async function* readLedgerFile(path: string, containers: Containers): AsyncGenerator<LedgerRow> {
  const tables = await openTables(path, containers);
  try {
    const found = await findInvoices(tables.tables);
    if (found === null) throw new LedgerFileError('not_a_ledger');
    const lines = await gatherLines(byName(tables.tables, LEDGER_SHEETS.lines));
    for await (const row of found.table.rows()) {
      if (row.number <= found.header.row) continue;
      if (charsOf(row) > LEDGER_BUDGETS.rowChars) throw new LedgerFileError('too_large', 'row');
      yield* rowsOf(row, found, lines);
    }
  } finally {
    tables.close();
  }
}

interface Invoices {
  readonly table: Table;
  readonly header: Header<InvoiceColumn>;
}

const byName = (tables: readonly Table[], name: string): Table | undefined =>
  tables.find((table) => squash(table.name) === name);

/** The sheet 发票基础信息, or else the first with such a header. */
async function findInvoices(tables: readonly Table[]): Promise<Invoices | null> {
  const named = byName(tables, LEDGER_SHEETS.invoices);
  for (const table of named === undefined ? tables : [named, ...tables]) {
    const header = await findInvoiceHeader(table);
    if (header !== null) return { table, header };
  }
  return null;
}

function* rowsOf(
  row: Row,
  { table, header }: Invoices,
  lines: ReadonlyMap<string, LinesOfInvoice>,
): Generator<LedgerRow> {
  const where = table.name === '' ? `第 ${row.number} 行` : `${table.name} 第 ${row.number} 行`;
  try {
    const key = keyOf(row, header.columns);
    if (key === null) {
      if (isFooter(row, header)) return;
      throw new RowProblem('no_number', '缺少发票号码');
    }
    const own = lines.get(keyText(key));
    const invoice = invoiceOf(key, row, header.columns, table.epoch, own?.items ?? []);
    const fault = own === undefined ? null : sumsFault(own, invoice.netTotal, invoice.taxTotal);
    yield { where, invoice: fault === null ? invoice : { ...invoice, lines: [] } };
    if (fault !== null) yield { where, code: 'sums_differ', message: `${fault}：发票已导入，明细未采用` };
  } catch (error) {
    if (!(error instanceof RowProblem)) throw error;
    yield { where, code: error.code, message: error.message };
  }
}

/** Totals and remarks below the data have amounts at most: neither a date nor a party. */
function isFooter(row: Row, { columns }: Header<InvoiceColumn>): boolean {
  const telling: readonly InvoiceColumn[] = ['issueDate', 'sellerName', 'sellerTaxId', 'buyerTaxId'];
  return telling.every((column) => {
    const at = columns.get(column);
    const text = at === undefined ? undefined : row.cells[at]?.text;
    return text === undefined || /^[-—–/]*$/.test(text);
  });
}

const ZIP = Buffer.from('PK\x03\x04', 'latin1');
const EMPTY_ZIP = Buffer.from('PK\x05\x06', 'latin1');
/** OLE container: .xls of Excel 97–2003, and .xlsx behind a password. */
const OLE = Buffer.from([0xd0, 0xcf, 0x11, 0xe0, 0xa1, 0xb1, 0x1a, 0xe1]);

async function openTables(path: string, containers: Containers): Promise<Tables> {
  const { size, head } = await beginning(path);
  if (size === 0) throw new LedgerFileError('empty_file');
  if (size > LEDGER_BUDGETS.fileBytes) throw new LedgerFileError('too_large');
  const starts = (magic: Buffer) => head.subarray(0, magic.length).equals(magic);
  if (starts(OLE)) throw new LedgerFileError('old_or_encrypted');
  if (starts(ZIP) || starts(EMPTY_ZIP)) return openWorkbook(path, containers);
  return openCsv(path, countHeaders);
}

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
