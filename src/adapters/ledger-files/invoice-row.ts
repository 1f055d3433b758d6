/** One row of 发票基础信息 into an entry of the ledger. */
import type { LedgerInvoice } from '../../document/ledger.js';
import type { LineItem } from '../../document/slip.js';
import type { InvoiceState } from '../../document/verdict.js';
import { parseInvoiceCode } from '../../invoice/code.js';
import { KIND_NAMES, KINDS, type Kind } from '../../invoice/kinds.js';
import type { Fen } from '../../invoice/money.js';
import { digitalNumberFault, rejoin } from '../../invoice/number.js';
import { squash } from '../../invoice/text.js';
import { deductionOf } from './deduction.js';
import { type Columns, INVOICE_HEADERS, type InvoiceColumn } from './headers.js';
import type { Cell, Row } from './table.js';
import { dateOf, idOf, isYes, moneyOf, nameOf, RowProblem, textOf } from './values.js';

/** What identifies the invoice of a row. */
export interface RowKey {
  readonly invoiceCode: string | null;
  readonly invoiceNumber: string;
  /** Pre-printed code and number of a 数电纸质 invoice, run together. */
  readonly alias: string | null;
}

/**
 * The key of a row of either sheet; `null` where it has none at all (footers, totals). Throws RowProblem `id_damaged`
 * where digits were lost and `no_number` where what stands there is no key.
 */
export function keyOf<C extends string>(
  row: Row,
  columns: Columns<C | 'digitalNumber' | 'invoiceCode' | 'invoiceNumber'>,
): RowKey | null {
  const cell = cellsOf(row, columns);
  const digital = idOf(cell('digitalNumber'), '数电发票号码');
  const code = idOf(cell('invoiceCode'), '发票代码');
  const number = idOf(cell('invoiceNumber'), '发票号码');
  const given = [digital, number].filter((part) => part !== null && /\d/.test(part));
  if (given.length === 0 || given.every((part) => /^份数/.test(part ?? ''))) return null;
  const twenty = given.find((part) => part?.length === 20) ?? (code && number && rejoin(code, number));
  if (twenty) return digitalKey(twenty, code, number);
  if (digital !== null) throw short('数电发票号码', '20');
  if (number !== null && code === null)
    throw new RowProblem('no_number', '8 位发票号码缺少发票代码，无法作为底账');
  if (number?.length !== 8) throw short('发票号码', '8 位或 20');
  if (code?.length !== 10 && code?.length !== 12) throw short('发票代码', '10 位或 12');
  return { invoiceCode: code, invoiceNumber: number, alias: null };
}

function digitalKey(twenty: string, code: string | null, number: string | null): RowKey {
  if (digitalNumberFault(twenty) !== null) throw new RowProblem('no_number', '20 位发票号码不合规则');
  const printed = code !== null && number?.length === 8 && rejoin(code, number) === null;
  return { invoiceCode: null, invoiceNumber: twenty, alias: printed ? `${code}${number}` : null };
}

/** Too short: Excel eats leading zeros. */
const short = (label: string, digits: string): RowProblem =>
  new RowProblem('id_damaged', `${label}不是 ${digits} 位数字，可能丢失了数位：请将该列设为文本后重新导出`);

/** Looks cells up by what their column holds. What it returns throws RowProblem `formula_cell` for one without a value. */
export function cellsOf<C extends string>(row: Row, columns: Columns<C>): (column: C) => Cell | undefined {
  return (column) => {
    const at = columns.get(column);
    const cell = at === undefined ? undefined : row.cells[at];
    if (at === undefined || cell?.type !== 'formula') return cell;
    throw new RowProblem(
      'formula_cell',
      `${lettersOf(at)}${row.number} 是公式，文件中没有它的计算结果：请在 Excel 或 WPS 中选中后复制，选择性粘贴为“数值”，保存后重新上传`,
    );
  };
}

/** A column as Excel names it: A is 0, AA is 26. */
const lettersOf = (column: number): string =>
  (column >= 26 ? lettersOf(Math.floor(column / 26) - 1) : '') + String.fromCharCode(65 + (column % 26));

/** Throws RowProblem. `kindAbove`: what a section says of its invoices, where the row itself does not. */
export function invoiceOf(
  key: RowKey,
  row: Row,
  columns: Columns<InvoiceColumn>,
  epoch: string,
  lines: readonly LineItem[],
  kindAbove: string | null = null,
): LedgerInvoice {
  const cell = cellsOf(row, columns);
  const id = (column: InvoiceColumn) => idOf(cell(column), INVOICE_HEADERS[column][0]);
  const text = (column: InvoiceColumn) => textOf(cell(column));
  const name = (column: InvoiceColumn) => nameOf(cell(column), INVOICE_HEADERS[column][0]);
  const money = (column: InvoiceColumn) => moneyOf(cell(column), INVOICE_HEADERS[column][0]);
  const issueDate = dateOf(cell('issueDate'), epoch);
  if (issueDate === null) throw new RowProblem('bad_date', '缺少开票日期');
  const [netTotal, taxTotal, grossTotal] = [money('netTotal'), money('taxTotal'), money('grossTotal')];
  const risk = text('risk');
  const kind = kindOf(text('kind') ?? kindAbove, key);
  const deduction = deductionOf(cell, epoch);
  const red = isRed(text('positive'), grossTotal ?? netTotal);
  return {
    ...key,
    kind,
    issueDate,
    checkCode: id('checkCode'),
    buyerName: name('buyerName'),
    buyerTaxId: id('buyerTaxId'),
    sellerName: name('sellerName'),
    sellerTaxId: id('sellerTaxId'),
    netTotal,
    taxTotal,
    grossTotal: grossTotal ?? sumOf(kind, netTotal, taxTotal),
    state: isYes(text('voided')) === true ? 'void' : stateOf(text('state'), red, risk),
    risk,
    drawer: text('drawer'),
    note: text('note'),
    lines,
    ...(deduction === null ? {} : { deduction }),
  };
}

/**
 * Older exports and the 勾选 export have no 价税合计; DOMAIN 6.1: it is the sum of the other two, without tolerance. That of
 * an air itinerary holds the airport fee besides, and nobody can tell it from the two.
 */
export const sumOf = (kind: Kind, net: Fen | null, tax: Fen | null): Fen | null =>
  net === null || tax === null || kind === 'digital_air' ? null : net + tax;

/** 是否正数发票 where the export has it, else the sign. */
function isRed(positive: string | null, total: bigint | null): boolean {
  if (positive !== null) return /^(?:否|N|no|false|0)$/i.test(positive);
  return total !== null && total < 0n;
}

const STATES: readonly [RegExp, InvoiceState][] = [
  [/作废|^void$/i, 'void'],
  [/红冲.*部分|部分.*红冲|^red_part$/i, 'red_part'],
  [/红冲|^red_full$/i, 'red_full'],
  [/失控|^out_of_control$/i, 'out_of_control'],
  [/异常|非正常|^abnormal$/i, 'abnormal'],
  [/^is_red$/i, 'is_red'],
  [/正常|有效|^normal$/i, 'normal'],
];

/**
 * 发票状态, 是否正数发票 and 发票风险等级 into one state. The bureau calls a red invoice itself 正常 (DOMAIN 6.5); what
 * forbids using an invoice comes first: void and red, then 失控 and 异常凭证, then being the red one.
 */
export function stateOf(stated: string | null, red: boolean, risk: string | null): InvoiceState {
  const state = stated === null ? null : (STATES.find(([pattern]) => pattern.test(stated))?.[1] ?? 'unknown');
  if (state !== null && state !== 'normal' && state !== 'unknown') return state;
  if (risk !== null && /失控/.test(risk)) return 'out_of_control';
  if (risk !== null && /异常/.test(risk)) return 'abnormal';
  if (red) return 'is_red';
  return state ?? 'unknown';
}

/** By the words in 发票票种, brackets and spaces apart: the first whose words all occur. Order matters. */
const DIGITAL_KINDS: readonly [RegExp, Kind, Kind | null][] = [
  [/铁路/, 'digital_rail', null],
  [/航空|行程单/, 'digital_air', null],
  [/二手车/, 'digital_used_vehicle', 'digital_used_paper'],
  [/机动车/, 'digital_motor_vehicle', 'digital_motor_paper'],
  [/专用|专票/, 'digital_special', 'digital_special_paper'],
  [/普通|普票/, 'digital_general', 'digital_general_paper'],
];

const LEGACY_KINDS: readonly [RegExp, Kind][] = [
  [/货物运输|货运/, 'freight_special_paper'],
  [/二手车/, 'used_vehicle_paper'],
  [/机动车/, 'motor_vehicle_paper'],
  [/区块链/, 'blockchain_general'],
  [/通行费/, 'toll_e'],
  [/卷/, 'vat_general_roll'],
  [/电子.*(?:专用|专票)/, 'vat_special_e'],
  [/电子.*(?:普通|普票)/, 'vat_general_e'],
  [/专用|专票/, 'vat_special_paper'],
  [/普通|普票/, 'vat_general_paper'],
];

/** By our id and by its Chinese name. */
const OWN_KINDS: ReadonlyMap<string, Kind> = new Map(
  KIND_NAMES.flatMap((kind): [string, Kind][] => [
    [kind, kind],
    [squash(KINDS[kind].chinese), kind],
  ]),
);

/**
 * The kind that 发票票种 names, in the bureau's words or as our own id. Without the column a legacy code says it; of a
 * 20-digit number alone 专 or 普 is not known: `other`. Throws RowProblem `unknown_kind` for words we don't know beside
 * a legacy number, since the key may then be of another kind of paper.
 */
export function kindOf(words: string | null, key: RowKey): Kind {
  const text = squash(words ?? '');
  const own = OWN_KINDS.get(text);
  if (own !== undefined) return own;
  if (key.invoiceCode === null) {
    const paper = key.alias !== null || /纸/.test(text);
    const [, plain, printed] = DIGITAL_KINDS.find(([pattern]) => pattern.test(text)) ?? [];
    return (paper ? printed : null) ?? plain ?? 'other';
  }
  const byCode = parseInvoiceCode(key.invoiceCode)?.kind ?? null;
  const byWords = LEGACY_KINDS.find(([pattern]) => pattern.test(text))?.[1] ?? null;
  const kind = byWords ?? (words === null ? byCode : null);
  if (kind === null) throw new RowProblem('unknown_kind', `发票票种“${text.slice(0, 40)}”不在支持之列`);
  return kind;
}
