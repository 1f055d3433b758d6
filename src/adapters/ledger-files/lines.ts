/** The lines of 信息汇总表, gathered by invoice and held against the totals of 发票基础信息. */
import { LedgerFileError } from '../../document/ledger-file.js';
import type { LineItem } from '../../document/slip.js';
import { type Fen, formatMoney, parseMoney } from '../../invoice/money.js';
import { LEDGER_BUDGETS } from './budgets.js';
import { type Columns, findLineHeader, type LineColumn } from './headers.js';
import { cellsOf, keyOf, type RowKey } from './invoice-row.js';
import { charsOf, type Row, type Table } from './table.js';
import { decimalOf, moneyOf, RowProblem, rateOf, textOf } from './values.js';

/** DOMAIN 6.1: the sums agree exactly; one 分 is let pass. */
const TOLERANCE = 1n;

export interface LinesOfInvoice {
  readonly items: LineItem[];
  net: Fen;
  tax: Fen;
  /** A line whose amounts or number could not be read: the sums say nothing. */
  broken: boolean;
}

/** One name for both sheets. */
export const keyText = ({ invoiceCode, invoiceNumber }: RowKey): string =>
  `${invoiceCode ?? ''}:${invoiceNumber}`;

/** All lines by invoice, in the order of the sheet. Throws LedgerFileError `too_large` past the budget of lines. */
export async function gatherLines(table: Table | undefined): Promise<ReadonlyMap<string, LinesOfInvoice>> {
  const invoices = new Map<string, LinesOfInvoice>();
  const header = table === undefined ? null : await findLineHeader(table);
  if (table === undefined || header === null) return invoices;
  let [count, chars] = [0, 0];
  for await (const row of table.rows()) {
    if (row.number <= header.row) continue;
    const key = lineKey(row, header.columns);
    if (key === null) continue;
    count += 1;
    if (count > LEDGER_BUDGETS.lines) throw new LedgerFileError('too_large', `${LEDGER_BUDGETS.lines} lines`);
    chars += charsOf(row);
    if (chars > LEDGER_BUDGETS.lineChars) throw new LedgerFileError('too_large', 'lines');
    const invoice = invoices.get(key) ?? { items: [], net: 0n, tax: 0n, broken: false };
    invoices.set(key, invoice);
    addLine(invoice, row, header.columns);
  }
  return invoices;
}

/** A line without a sound key belongs to no invoice; its invoice's sums will then not agree, and that is reported. */
function lineKey(row: Row, columns: Columns<LineColumn>): string | null {
  try {
    const key = keyOf(row, columns);
    return key === null ? null : keyText(key);
  } catch (error) {
    if (error instanceof RowProblem) return null;
    throw error;
  }
}

/** A line whose amounts cannot be read leaves the invoice `broken`. */
export function addLine(invoice: LinesOfInvoice, row: Row, columns: Columns<LineColumn>): void {
  try {
    const item = lineOf(row, columns);
    invoice.items.push(item);
    invoice.net += parseMoney(item.amount ?? '') ?? 0n;
    invoice.tax += parseMoney(item.taxAmount ?? '') ?? 0n;
  } catch (error) {
    if (!(error instanceof RowProblem)) throw error;
    invoice.broken = true;
  }
}

function lineOf(row: Row, columns: Columns<LineColumn>): LineItem {
  const cell = cellsOf(row, columns);
  const amount = moneyOf(cell('amount'), '金额');
  const tax = moneyOf(cell('taxAmount'), '税额');
  const masked = /^\*+$/.test(cell('taxAmount')?.text ?? '') ? '***' : undefined;
  const optional = {
    spec: textOf(cell('spec')) ?? undefined,
    unit: textOf(cell('unit')) ?? undefined,
    quantity: decimalOf(cell('quantity')),
    unitPrice: decimalOf(cell('unitPrice')),
    amount: amount === null ? undefined : formatMoney(amount),
    taxRate: rateOf(cell('taxRate')),
    taxAmount: tax === null ? masked : formatMoney(tax),
  };
  const known = Object.entries(optional).filter(([, value]) => value !== undefined);
  return { name: textOf(cell('name')) ?? '', ...Object.fromEntries(known) };
}

/** What is wrong with the lines beside their invoice's totals, in Chinese; `null`: nothing. */
export function sumsFault(lines: LinesOfInvoice, net: Fen | null, tax: Fen | null): string | null {
  if (lines.broken) return '明细中有无法识别的金额';
  if (net !== null && apart(lines.net, net)) {
    return `明细金额合计 ${formatMoney(lines.net)} 与发票金额 ${formatMoney(net)} 不符`;
  }
  if (tax !== null && apart(lines.tax, tax)) {
    return `明细税额合计 ${formatMoney(lines.tax)} 与发票税额 ${formatMoney(tax)} 不符`;
  }
  return null;
}

const apart = (a: Fen, b: Fen): boolean => a - b > TOLERANCE || b - a > TOLERANCE;
