/**
 * Tables with one row a line: the invoice's own fields stand on its first row or on each, then a row 小计, at the end
 * 份数 (desktop exports of 航信, DOMAIN 10.3). An invoice is complete when the next begins; only one is held at a time.
 */
import type { SkippedRow } from '../../document/ledger.js';
import { LedgerFileError, type LedgerRow } from '../../document/ledger-file.js';
import type { Fen } from '../../invoice/money.js';
import { LEDGER_BUDGETS } from './budgets.js';
import type { BothColumns } from './headers.js';
import { cellsOf, invoiceOf, keyOf, type RowKey, sumOf } from './invoice-row.js';
import { addLine, keyText, type LinesOfInvoice, sumsFault } from './lines.js';
import { charsOf, type Row, type Table, whereOf } from './table.js';
import { moneyOf, RowProblem } from './values.js';

/** An invoice whose lines are still coming. */
interface Open {
  readonly where: string;
  readonly key: RowKey;
  readonly row: Row;
  readonly lines: LinesOfInvoice;
  /** 发票类别 of the section it stands in. */
  readonly kind: string | null;
  subtotal: { readonly net: Fen | null; readonly tax: Fen | null } | null;
}

export async function* groupedRows(table: Table, header: BothColumns): AsyncGenerator<LedgerRow> {
  const groups = new Groups(table, header);
  for await (const row of table.rows()) {
    if (row.number > header.row) yield* groups.take(row);
    else groups.above(row);
  }
  yield* groups.flush();
}

/** `发票类别：增值税专用发票` above a section, in one cell or in two. */
const SECTION = /^发票(?:类别|种类|类型)[:：](.+)$/;
const SUBTOTAL = /^小计$/;
const FOOTER = /^(?:份数|合计|总计|本页合计)/;

class Groups {
  readonly #table: Table;
  readonly #header: BothColumns;
  #open: Open | null = null;
  #kind: string | null = null;
  /** The number of the invoice could not be read: its further lines belong to nobody. */
  #orphans = false;

  constructor(table: Table, header: BothColumns) {
    this.#table = table;
    this.#header = withoutLineAmounts(header);
  }

  /** A row above the header. */
  above(row: Row): void {
    for (const cell of row.cells) {
      const kind = SECTION.exec(cell?.text.replace(/\s/g, '') ?? '')?.[1];
      if (kind !== undefined) this.#kind = kind;
    }
  }

  *take(row: Row): Generator<LedgerRow> {
    if (charsOf(row) > LEDGER_BUDGETS.rowChars) throw new LedgerFileError('too_large', 'row');
    const texts = row.cells.map((cell) => cell?.text.replace(/\s/g, '') ?? '');
    if (texts.some((text) => SECTION.test(text))) {
      yield* this.flush();
      this.above(row);
    } else if (texts.some((text) => SUBTOTAL.test(text))) this.#subtotal(row);
    else if (FOOTER.test(texts.find((text) => text !== '') ?? '')) yield* this.flush();
    else yield* this.#line(row);
  }

  /** The invoice that is complete now. */
  *flush(): Generator<LedgerRow> {
    const open = this.#open;
    this.#open = null;
    this.#orphans = false;
    if (open === null) return;
    try {
      yield* this.#complete(open);
    } catch (error) {
      yield this.#told(error, open.where);
    }
  }

  *#line(row: Row): Generator<LedgerRow> {
    const where = whereOf(this.#table, row);
    let key: RowKey | null;
    try {
      key = keyOf(row, this.#header.invoice);
    } catch (error) {
      yield* this.flush();
      this.#orphans = true;
      yield this.#told(error, where);
      return;
    }
    if (key !== null && (this.#open === null || keyText(key) !== keyText(this.#open.key))) {
      yield* this.flush();
      const lines = { items: [], net: 0n, tax: 0n, broken: false };
      this.#open = { where, key, row, lines, kind: this.#kind, subtotal: null };
    }
    if (this.#open !== null) this.#add(this.#open.lines, row);
    else if (!this.#orphans && charsOf(row) > 0) yield { where, code: 'no_number', message: '缺少发票号码' };
  }

  #add(lines: LinesOfInvoice, row: Row): void {
    if (lines.items.length >= LEDGER_BUDGETS.linesOfInvoice) throw new LedgerFileError('too_large', 'lines');
    addLine(lines, row, this.#header.line);
  }

  #subtotal(row: Row): void {
    if (this.#open === null) return;
    const cell = cellsOf(row, this.#header.line);
    try {
      this.#open.subtotal = { net: moneyOf(cell('amount'), '金额'), tax: moneyOf(cell('taxAmount'), '税额') };
    } catch (error) {
      if (!(error instanceof RowProblem)) throw error;
      this.#open.lines.broken = true;
    }
  }

  *#complete({ where, key, row, lines, kind, subtotal }: Open): Generator<LedgerRow> {
    const told = invoiceOf(key, row, this.#header.invoice, this.#table.epoch, lines.items, kind);
    const net = told.netTotal ?? subtotal?.net ?? null;
    const tax = told.taxTotal ?? subtotal?.tax ?? null;
    const fault = sumsFault(lines, net, tax);
    if (fault !== null && net === null) throw new RowProblem('bad_amount', fault);
    const [netTotal, taxTotal] = [net ?? lines.net, tax ?? lines.tax];
    const red = netTotal < 0n && ['unknown', 'normal'].includes(told.state);
    const invoice = {
      ...told,
      netTotal,
      taxTotal,
      grossTotal: sumOf(told.kind, netTotal, taxTotal),
      state: red ? ('is_red' as const) : told.state,
    };
    yield { where, invoice: fault === null ? invoice : { ...invoice, lines: [] } };
    if (fault !== null) yield { where, code: 'sums_differ', message: `${fault}：发票已导入，明细未采用` };
  }

  #told(error: unknown, where: string): SkippedRow {
    if (!(error instanceof RowProblem)) throw error;
    return { where, code: error.code, message: error.message };
  }
}

/** 金额 beside 商品名称 is the line's; and so is 价税合计, unless a mapping gives it to the invoice in other words. */
function withoutLineAmounts({ row, invoice, line }: BothColumns): BothColumns {
  const ofLine = new Set([line.get('amount'), line.get('taxAmount')]);
  const own = [...invoice].filter(
    ([name, at]) => !(ofLine.has(at) && ['netTotal', 'taxTotal'].includes(name)) && name !== 'grossTotal',
  );
  return { row, line, invoice: new Map(own) };
}
