/** The columns of ledger files, found by their header text and never by position (DOMAIN 10.1). */
import { squash } from '../../invoice/text.js';
import { LEDGER_BUDGETS } from './budgets.js';
import type { Row, Table } from './table.js';

/** Sheets of the tax bureau's export 全量发票查询导出结果. */
export const LEDGER_SHEETS = { invoices: '发票基础信息', lines: '信息汇总表' } as const;

const identity = {
  digitalNumber: ['数电发票号码', '全电发票号码', '数电号码', '数电票号码', 'digitalNumber'],
  invoiceCode: ['发票代码', 'invoiceCode'],
  invoiceNumber: ['发票号码', 'invoiceNumber'],
} as const;

/**
 * Headers of the sheet 发票基础信息 and of a CSV, by what they hold. The first of each is what the bureau writes today
 * (write that); the others are older spellings, other systems' and, last, our own field names.
 */
export const INVOICE_HEADERS = {
  ...identity,
  sellerTaxId: [
    '销方识别号',
    '销方税号',
    '销售方识别号',
    '销售方纳税人识别号',
    '销方纳税人识别号',
    'sellerTaxId',
  ],
  sellerName: ['销方名称', '销方企业名称', '销售方名称', '销售方纳税人名称', 'sellerName'],
  buyerTaxId: [
    '购方识别号',
    '购方税号',
    '购买方识别号',
    '购买方纳税人识别号',
    '购方纳税人识别号',
    'buyerTaxId',
  ],
  buyerName: ['购买方名称', '购方名称', '购方企业名称', '购买方纳税人名称', 'buyerName'],
  issueDate: ['开票日期', '开票时间', 'issueDate'],
  netTotal: ['金额', '合计金额', '不含税金额', 'netTotal'],
  taxTotal: ['税额', '合计税额', '票面税额', 'taxTotal'],
  grossTotal: ['价税合计', '价税合计金额', 'grossTotal'],
  /** Not in the bureau's export; without it a 普通发票 of the old kinds cannot be matched (DOMAIN 9.1). */
  checkCode: ['校验码', '发票校验码', 'checkCode'],
  kind: ['发票票种', '票种', '发票类型', 'kind'],
  state: ['发票状态', '状态', 'state'],
  positive: ['是否正数发票', 'positive'],
  risk: ['发票风险等级', '风险等级', '风险状态', 'risk'],
  drawer: ['开票人', 'drawer'],
  note: ['备注', 'note'],
  /** 作废标志 of invoicing programs: 是 or 否. */
  voided: ['作废标志', '是否作废', 'voided'],
  /** What the 勾选 export says (DOMAIN 10.2). */
  ticked: ['是否勾选', '勾选状态', 'ticked'],
  tickedOn: ['勾选时间', '勾选日期', 'tickedOn'],
  deductibleTax: ['有效抵扣税额', '有效税额', 'deductibleTax'],
  purpose: ['用途', '发票用途', '抵扣用途', 'purpose'],
  redLocked: ['红字锁定标志', 'redLocked'],
} as const satisfies Record<string, readonly string[]>;

/** Headers of the sheet 信息汇总表 that say what a line is; its other columns repeat 发票基础信息. */
export const LINE_HEADERS = {
  ...identity,
  name: ['货物或应税劳务名称', '货物或应税劳务、服务名称', '商品名称', '项目名称', 'lines.name'],
  spec: ['规格型号', '规格', 'lines.spec'],
  unit: ['单位', 'lines.unit'],
  quantity: ['数量', 'lines.quantity'],
  unitPrice: ['单价', 'lines.unitPrice'],
  amount: ['金额', 'lines.amount'],
  taxRate: ['税率', '税率/征收率', 'lines.taxRate'],
  taxAmount: ['税额', 'lines.taxAmount'],
} as const satisfies Record<string, readonly string[]>;

export type InvoiceColumn = keyof typeof INVOICE_HEADERS;
export type LineColumn = keyof typeof LINE_HEADERS;
type Headers<C extends string> = Readonly<Record<C, readonly string[]>>;

/** Column from 0 of each header that was found. */
export type Columns<C extends string> = ReadonlyMap<C, number>;

/** Stars mark obligatory columns in the bureau's sheets. */
export const headerForm = (text: string): string => squash(text).replace(/[*:]/g, '').toLowerCase();

/** What a mapping says of headers, by their form; `null`: the column is not one of this table's. */
export type Mapped<C extends string> = ReadonlyMap<string, C | null>;

/**
 * The columns that a header row names. What is mapped counts first, and no spelling of ours finds it then; of two
 * spellings of one thing the earlier in the list wins (税额 before 票面税额).
 */
export function columnsOf<C extends string>(
  headers: Headers<C>,
  cells: readonly (string | undefined)[],
  mapped: Mapped<C> = new Map(),
): Columns<C> {
  const places = new Map<string, number>();
  cells.forEach((cell, column) => {
    const form = headerForm(cell ?? '');
    if (form !== '' && !places.has(form)) places.set(form, column);
  });
  const columns = new Map<C, number>();
  for (const [form, name] of mapped) {
    const place = places.get(form);
    places.delete(form);
    if (place !== undefined && name !== null) columns.set(name, place);
  }
  for (const name of Object.keys(headers) as C[]) {
    if (columns.has(name)) continue;
    const place = headers[name]
      .map((spelling) => places.get(headerForm(spelling)))
      .find((at) => at !== undefined);
    if (place !== undefined) columns.set(name, place);
  }
  return columns;
}

/** A table's header row and what its columns are. */
export interface Header<C extends string> {
  /** Number of the header row; data stand below. */
  readonly row: number;
  readonly columns: Columns<C>;
}

export const hasNumber = (columns: Columns<InvoiceColumn | LineColumn>): boolean =>
  columns.has('digitalNumber') || columns.has('invoiceNumber');

const isInvoiceHeader = (columns: Columns<InvoiceColumn>): boolean =>
  hasNumber(columns) && columns.has('issueDate') && columns.size >= 3;

export const isLineHeader = (columns: Columns<LineColumn>): boolean =>
  hasNumber(columns) && columns.has('name') && columns.has('amount');

/** The header of a table with one row an invoice; `null` when it has none. A table of lines is not one. */
export async function findInvoiceHeader(table: Table): Promise<Header<InvoiceColumn> | null> {
  return findHeader(table, (texts) => {
    if (isLineHeader(columnsOf(LINE_HEADERS, texts))) return null;
    const columns = columnsOf(INVOICE_HEADERS, texts);
    return isInvoiceHeader(columns) ? columns : null;
  });
}

/** The header of a table with one row a line; `null` when it has none. */
export async function findLineHeader(table: Table): Promise<Header<LineColumn> | null> {
  return findHeader(table, (texts) => {
    const columns = columnsOf(LINE_HEADERS, texts);
    return isLineHeader(columns) ? columns : null;
  });
}

/** A header row that names both what a line is and what its invoice is. */
export interface BothColumns {
  readonly row: number;
  readonly invoice: Columns<InvoiceColumn>;
  readonly line: Columns<LineColumn>;
}

/** The header of a table with one row a line in which the invoice's own fields stand, too. */
export async function findBothHeader(table: Table): Promise<BothColumns | null> {
  const header = await findHeader(table, (texts) => {
    const line = columnsOf(LINE_HEADERS, texts);
    const invoice = columnsOf(INVOICE_HEADERS, texts);
    return isLineHeader(line) && isInvoiceHeader(invoice) ? { invoice, line } : null;
  });
  return header === null ? null : { row: header.row, ...header.columns };
}

/** The first row among those that may be one which `columnsIn` takes for a header. */
export async function findHeader<T>(
  table: Table,
  columnsIn: (texts: readonly (string | undefined)[]) => T | null,
): Promise<{ readonly row: number; readonly columns: T } | null> {
  for await (const row of table.rows()) {
    if (row.number > LEDGER_BUDGETS.headerWithin) return null;
    const columns = columnsIn(textsOf(row));
    if (columns !== null) return { row: row.number, columns };
  }
  return null;
}

const textsOf = (row: Row): (string | undefined)[] => Array.from(row.cells, (cell) => cell?.text);

/** How many cells of a row are headers of invoices. */
export function countHeaders(cells: readonly (string | undefined)[]): number {
  return columnsOf(INVOICE_HEADERS, cells).size;
}
