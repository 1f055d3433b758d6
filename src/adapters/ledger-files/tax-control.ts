/**
 * Exchange XML of the tax-control systems (`business id="FPKJ"`, DOMAIN 8.5), one invoice after the other. Requests to
 * issue have no number yet and are told as such; what the device answered, or an export of issued ones, has.
 */
import { LedgerFileError, type LedgerRow } from '../../document/ledger-file.js';
import { RefusalError } from '../../document/refusal.js';
import type { XmlEvents, XmlReader } from '../../ports/xml.js';
import { LEDGER_BUDGETS } from './budgets.js';
import { INVOICE_HEADERS, type InvoiceColumn, LINE_HEADERS, type LineColumn } from './headers.js';
import { invoiceOf, keyOf } from './invoice-row.js';
import { addLine, type LinesOfInvoice, sumsFault } from './lines.js';
import type { Cell, Row } from './table.js';
import { decoded, type TextFile } from './text.js';
import { RowProblem } from './values.js';

/** Whether the beginning of an XML file is of such a system. */
export const isTaxControl = (sample: string): boolean =>
  /<business\b[^>]{0,500}\bid\s*=\s*["'](?:FPKJ|FPCX|FPDR)["']|<(?:REQUEST|RESPONSE)_COMMON_FP|<COMMON_FPKJ_FPT\b/i.test(
    sample,
  );

/** Elements that hold one invoice: head and lines. */
const INVOICE = /^(?:REQUEST_COMMON_FPKJ|RESPONSE_COMMON_FPKJ|FP|FPXX)$/;
const LINE = 'COMMON_FPKJ_XMXX';

const ELEMENTS: Readonly<Record<string, InvoiceColumn>> = {
  QDFPHM: 'digitalNumber',
  FP_DM: 'invoiceCode',
  FPDM: 'invoiceCode',
  FP_HM: 'invoiceNumber',
  FPHM: 'invoiceNumber',
  KPRQ: 'issueDate',
  XSF_NSRSBH: 'sellerTaxId',
  XSF_MC: 'sellerName',
  GMF_NSRSBH: 'buyerTaxId',
  GMF_MC: 'buyerName',
  HJJE: 'netTotal',
  HJSE: 'taxTotal',
  JSHJ: 'grossTotal',
  JYM: 'checkCode',
  FPLXMC: 'kind',
  KPR: 'drawer',
  BZ: 'note',
};

const LINE_ELEMENTS: Readonly<Record<string, LineColumn>> = {
  XMMC: 'name',
  GGXH: 'spec',
  DW: 'unit',
  XMSL: 'quantity',
  XMDJ: 'unitPrice',
  XMJE: 'amount',
  SL: 'taxRate',
  SE: 'taxAmount',
};

const INVOICE_PLACES = placesOf(Object.keys(INVOICE_HEADERS) as InvoiceColumn[]);
const LINE_PLACES = placesOf(Object.keys(LINE_HEADERS) as LineColumn[]);

function placesOf<C extends string>(names: readonly C[]): ReadonlyMap<C, number> {
  return new Map(names.map((name, at) => [name, at]));
}

/** Throws LedgerFileError `damaged_file` for XML that is none, `too_large` for an invoice past its budget. */
export async function* taxControlRows(file: TextFile, xml: XmlReader): AsyncGenerator<LedgerRow> {
  const invoices = new Invoices();
  try {
    for await (const _ of xml.feed(decoded(file), invoices)) yield* invoices.take();
  } catch (cause) {
    if (cause instanceof LedgerFileError) throw cause;
    const tooLarge = cause instanceof RefusalError && cause.refusal.code === 'too_large';
    throw new LedgerFileError(tooLarge ? 'too_large' : 'damaged_file', undefined, { cause });
  }
  yield* invoices.take();
}

type Leaves = Record<string, string>;

/** Gathers the leaves of one invoice at a time: those of its head by name, and those of each line. */
class Invoices implements XmlEvents {
  #rows: LedgerRow[] = [];
  #number = 0;
  #head: Leaves | null = null;
  #depth = 0;
  #lines: Leaves[] = [];
  #line: Leaves | null = null;
  #text = '';
  #length = 0;

  *take(): Generator<LedgerRow> {
    yield* this.#rows;
    this.#rows = [];
  }

  open(name: string): void {
    this.#text = '';
    if (this.#head === null) {
      if (!INVOICE.test(name)) return;
      this.#head = {};
      this.#lines = [];
      this.#depth = 0;
      this.#length = 0;
    } else {
      this.#depth += 1;
      if (name === LINE) this.#line = {};
    }
  }

  text(text: string): void {
    if (this.#head === null) return;
    this.#length += text.length;
    if (this.#length > LEDGER_BUDGETS.itemChars) throw new LedgerFileError('too_large', 'item');
    this.#text += text;
  }

  close(name: string): void {
    if (this.#head === null) return;
    if (this.#depth === 0) this.#end(this.#head);
    else this.#closeInside(name, this.#head);
    this.#text = '';
  }

  #closeInside(name: string, head: Leaves): void {
    this.#depth -= 1;
    if (name === LINE && this.#line !== null) {
      if (this.#lines.length >= LEDGER_BUDGETS.linesOfInvoice)
        throw new LedgerFileError('too_large', 'lines');
      this.#lines.push(this.#line);
      this.#line = null;
    } else if (this.#text.trim() !== '') (this.#line ?? head)[name] = this.#text.trim();
  }

  #end(head: Leaves): void {
    this.#head = null;
    this.#number += 1;
    this.#rows.push(...rowsOf(head, this.#lines, this.#number));
  }
}

function* rowsOf(head: Leaves, told: readonly Leaves[], number: number): Generator<LedgerRow> {
  const where = `第 ${number} 张`;
  try {
    const row = rowFrom(head, ELEMENTS, INVOICE_PLACES, number);
    const key = keyOf(row, INVOICE_PLACES);
    if (key === null) throw new RowProblem('no_number', '没有发票号码：这是开具请求，尚不是发票');
    const lines: LinesOfInvoice = { items: [], net: 0n, tax: 0n, broken: false };
    for (const line of told) addLine(lines, rowFrom(line, LINE_ELEMENTS, LINE_PLACES, number), LINE_PLACES);
    const invoice = invoiceOf(key, row, INVOICE_PLACES, '1899-12-30', lines.items);
    const fault = told.length === 0 ? null : sumsFault(lines, invoice.netTotal, invoice.taxTotal);
    yield { where, invoice: fault === null ? invoice : { ...invoice, lines: [] } };
    if (fault !== null) yield { where, code: 'sums_differ', message: `${fault}：发票已导入，明细未采用` };
  } catch (error) {
    if (!(error instanceof RowProblem)) throw error;
    yield { where, code: error.code, message: error.message };
  }
}

function rowFrom<C extends string>(
  leaves: Leaves,
  elements: Readonly<Record<string, C>>,
  places: ReadonlyMap<C, number>,
  number: number,
): Row {
  const cells: (Cell | undefined)[] = [];
  for (const [name, text] of Object.entries(leaves)) {
    const at = places.get(elements[name] ?? ('' as C));
    if (at !== undefined) cells[at] = { type: 'text', text };
  }
  return { number, cells };
}
