/** Files of questions to the ledger: a table (xlsx or CSV) with one invoice a row, its columns told by their headers. */
import type { Question } from '../../desk/query/question.js';
import type { QuestionFile, QuestionRow } from '../../desk/query/question-row.js';
import { LedgerFileError } from '../../document/ledger-file.js';
import type { FieldName } from '../../invoice/fields.js';
import { formatMoney } from '../../invoice/money.js';
import { LEDGER_BUDGETS } from './budgets.js';
import { type Columns, columnsOf, findHeader, INVOICE_HEADERS } from './headers.js';
import { cellsOf, kindOf } from './invoice-row.js';
import type { Containers } from './package-parts.js';
import { openTables } from './read.js';
import { type Cell, charsOf, type Row, type Table, whereOf } from './table.js';
import { dateOf, idOf, moneyOf, nameOf, RowProblem, textOf } from './values.js';

/** Headers as in ledger files, and shorter ones that people write into a list of their own. */
const QUESTION_HEADERS = {
  digitalNumber: INVOICE_HEADERS.digitalNumber,
  invoiceCode: [...INVOICE_HEADERS.invoiceCode, '代码', 'code'],
  invoiceNumber: [...INVOICE_HEADERS.invoiceNumber, '号码', '发票号', 'number'],
  issueDate: [...INVOICE_HEADERS.issueDate, '日期', 'date'],
  checkCode: [...INVOICE_HEADERS.checkCode, '校验码后六位', '校验码后6位', '校验码(后六位)', '校验码(后6位)'],
  /** Whichever total the kind is checked by, unless another column shows that it is the one without tax. */
  amount: ['金额', '发票金额', '开票金额', '查验金额', 'amount'],
  netTotal: ['合计金额', '不含税金额', 'netTotal'],
  taxTotal: INVOICE_HEADERS.taxTotal,
  grossTotal: [...INVOICE_HEADERS.grossTotal, '含税金额'],
  carTotal: ['车价合计', 'carTotal'],
  buyerName: INVOICE_HEADERS.buyerName,
  buyerTaxId: INVOICE_HEADERS.buyerTaxId,
  sellerName: INVOICE_HEADERS.sellerName,
  sellerTaxId: INVOICE_HEADERS.sellerTaxId,
  kind: INVOICE_HEADERS.kind,
  qr: ['二维码', '二维码内容', '发票二维码', 'qr'],
} as const satisfies Record<string, readonly string[]>;

type Column = keyof typeof QUESTION_HEADERS;

/** The longest text of an invoice's QR has some 100 characters; a link a few hundred. */
const QR_CHARS = 2000;

/** Throws LedgerFileError when no table in it asks about invoices. The caller closes it. */
export async function openQuestions(path: string, containers: Containers): Promise<QuestionFile> {
  const { tables, close } = await openTables(path, containers, countHeaders).catch((error: unknown) => {
    // No table at all: what a question file is, not what a ledger is, helps whoever handed it in.
    if (error instanceof LedgerFileError && error.code === 'not_a_ledger')
      throw new LedgerFileError('no_questions', undefined, { cause: error });
    throw error;
  });
  try {
    for (const table of tables) {
      const found = await headerOf(table);
      if (found !== null)
        return { headers: found.headers, rows: () => questionRows(table, found), close: () => close() };
    }
    throw new LedgerFileError('no_questions');
  } catch (error) {
    close();
    throw error;
  }
}

const countHeaders = (cells: readonly (string | undefined)[]): number =>
  columnsOf(QUESTION_HEADERS, cells).size;

interface QuestionHeader {
  readonly row: number;
  readonly headers: readonly string[];
  readonly columns: Columns<Column>;
}

async function headerOf(table: Table): Promise<QuestionHeader | null> {
  const found = await findHeader(table, (texts) => {
    const columns = columnsOf(QUESTION_HEADERS, texts);
    const names = (['digitalNumber', 'invoiceNumber', 'qr'] as const).some((name) => columns.has(name));
    return names ? { columns, headers: texts.map((text) => text ?? '') } : null;
  });
  return found === null ? null : { row: found.row, ...found.columns };
}

async function* questionRows(
  table: Table,
  { row: headerRow, columns }: QuestionHeader,
): AsyncGenerator<QuestionRow> {
  let count = 0;
  for await (const row of table.rows()) {
    if (row.number <= headerRow || row.cells.every((cell) => cell === undefined)) continue;
    if (charsOf(row) > LEDGER_BUDGETS.rowChars) throw new LedgerFileError('too_large', 'row');
    count += 1;
    yield {
      row: count,
      where: whereOf(table, row),
      cells: shownCells(row, columns, table.epoch),
      asked: askedBy(row, columns, table.epoch),
    };
  }
}

/** A date that Excel keeps as a number is shown as a date; all else as it stands. */
function shownCells(row: Row, columns: Columns<Column>, epoch: string): (string | null)[] {
  const dates = columns.get('issueDate');
  return Array.from(row.cells, (cell, column) => {
    if (cell === undefined) return null;
    const isDate = column === dates && cell.type === 'number';
    return isDate ? (attempt(() => dateOf(cell, epoch)) ?? cell.text) : cell.text;
  });
}

function askedBy(row: Row, columns: Columns<Column>, epoch: string): QuestionRow['asked'] {
  try {
    return questionOf(cellsOf(row, columns), columns, epoch);
  } catch (error) {
    if (!(error instanceof RowProblem)) throw error;
    return { code: error.code, message: error.message };
  }
}

function attempt<T>(read: () => T): T | null {
  try {
    return read();
  } catch (error) {
    if (!(error instanceof RowProblem)) throw error;
    return null;
  }
}

/** Throws RowProblem. */
function questionOf(
  cell: (column: Column) => Cell | undefined,
  columns: Columns<Column>,
  epoch: string,
): Question {
  const number = numberOf(cell);
  const code = codeOf(cell);
  const qr = textOf(cell('qr'));
  if (number === null && code === null && qr === null) throw new RowProblem('no_number', '缺少发票号码');
  if (qr !== null && qr.length > QR_CHARS) throw new RowProblem('no_number', '二维码内容过长');
  const money = (column: Column) => {
    const fen = moneyOf(cell(column), QUESTION_HEADERS[column][0]);
    return fen === null ? null : formatMoney(fen);
  };
  // Beside the tax or the total with tax, 金额 is the one without.
  const isNet = columns.has('taxTotal') || columns.has('grossTotal');
  const amount = money('amount');
  const name = (column: Column) => nameOf(cell(column), QUESTION_HEADERS[column][0]);
  const id = (column: Column) => idOf(cell(column), QUESTION_HEADERS[column][0]);
  const fields: Partial<Record<FieldName, string | null>> = {
    invoiceNumber: number,
    invoiceCode: code,
    issueDate: dateOf(cell('issueDate'), epoch),
    checkCode: id('checkCode'),
    netTotal: money('netTotal') ?? (isNet ? amount : null),
    grossTotal: money('grossTotal'),
    carTotal: money('carTotal'),
    buyerName: name('buyerName'),
    buyerTaxId: id('buyerTaxId'),
    sellerName: name('sellerName'),
    sellerTaxId: id('sellerTaxId'),
  };
  const given = Object.entries(fields).filter(([, value]) => value !== null);
  const kind = kindIn(textOf(cell('kind')), code, number);
  return {
    fields: Object.fromEntries(given),
    ...(qr === null ? {} : { qr }),
    ...(amount === null || isNet ? {} : { amount }),
    ...(kind === null ? {} : { kind }),
  };
}

/** Of 8 or 20 digits: Excel eats leading zeros, and of what is longer than 15 digits the end. */
function numberOf(cell: (column: Column) => Cell | undefined): string | null {
  const number = idOf(cell('digitalNumber'), '数电发票号码') ?? idOf(cell('invoiceNumber'), '发票号码');
  if (number !== null && !/^(?:\d{8}|\d{20})$/.test(number)) throw damaged('发票号码', '8 位或 20');
  return number;
}

function codeOf(cell: (column: Column) => Cell | undefined): string | null {
  const code = idOf(cell('invoiceCode'), '发票代码');
  if (code !== null && !/^(?:\d{10}|\d{12})$/.test(code)) throw damaged('发票代码', '10 位或 12');
  return code;
}

const damaged = (label: string, digits: string): RowProblem =>
  new RowProblem('id_damaged', `${label}不是 ${digits} 位数字，可能丢失了数位：请将该列设为文本后重新填写`);

/** `null` where the words say nothing that code and number do not say better. */
function kindIn(words: string | null, code: string | null, number: string | null) {
  if (words === null || number === null || (code === null && number.length !== 20)) return null;
  const kind = kindOf(words, {
    invoiceCode: number.length === 20 ? null : code,
    invoiceNumber: number,
    alias: null,
  });
  return kind === 'other' ? null : kind;
}
