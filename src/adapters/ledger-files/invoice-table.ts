/** A table with one row an invoice; its lines, where it has any, stand in a sheet of their own. */
import { LedgerFileError, type LedgerRow } from '../../document/ledger-file.js';
import { LEDGER_BUDGETS } from './budgets.js';
import type { Header, InvoiceColumn } from './headers.js';
import { invoiceOf, keyOf } from './invoice-row.js';
import { gatherLines, keyText, type LinesOfInvoice, sumsFault } from './lines.js';
import { charsOf, type Row, type Table, whereOf } from './table.js';
import { RowProblem } from './values.js';

export async function* invoiceRows(
  table: Table,
  header: Header<InvoiceColumn>,
  sheetOfLines: Table | undefined,
): AsyncGenerator<LedgerRow> {
  const lines = await gatherLines(sheetOfLines);
  for await (const row of table.rows()) {
    if (row.number <= header.row) continue;
    if (charsOf(row) > LEDGER_BUDGETS.rowChars) throw new LedgerFileError('too_large', 'row');
    yield* rowsOf(row, table, header, lines);
  }
}

function* rowsOf(
  row: Row,
  table: Table,
  header: Header<InvoiceColumn>,
  lines: ReadonlyMap<string, LinesOfInvoice>,
): Generator<LedgerRow> {
  const where = whereOf(table, row);
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
