/** Cells into values. What cannot be right ends in a RowProblem, and the row is reported and left out. */
import type { SkippedRow } from '../../document/ledger.js';
import { parseDate } from '../../invoice/dates.js';
import { type Fen, parseMoney } from '../../invoice/money.js';
import { normalise, plainId } from '../../invoice/text.js';
import { LEDGER_BUDGETS } from './budgets.js';
import type { Cell } from './table.js';

/** Why a row is left out. The message names the column, never more of the content than a person needs to find it. */
export class RowProblem extends Error {
  readonly code: SkippedRow['code'];
  constructor(code: SkippedRow['code'], message: string) {
    super(message);
    this.name = 'RowProblem';
    this.code = code;
  }
}

/** How exports write "nothing here". */
const BLANK = /^(?:[-—–/\\]+|无|null|N\/A)?$/i;

/** Excel keeps 15 significant digits of a number; the rest becomes zeros. */
const EXACT_DIGITS = 15;

/**
 * An identifier: upper case, without spaces; `null` when blank. Throws RowProblem `id_damaged` when Excel has made a
 * number of it and digits are, or may be, lost.
 */
export function idOf(cell: Cell | undefined, label: string): string | null {
  if (cell === undefined) return null;
  const text = /^[0-9A-Z]+$/.test(cell.text) ? cell.text : plainId(cell.text);
  if (BLANK.test(text)) return null;
  if (text.length > LEDGER_BUDGETS.idChars) throw tooLong(label, LEDGER_BUDGETS.idChars);
  const digits = /^(\d+)(?:\.0+)?$/.exec(text)?.[1];
  const rounded = /^\d(?:\.\d+)?E\+\d+$/.test(text);
  const stored = cell.type === 'number' && (digits === undefined || digits.length > EXACT_DIGITS);
  // 20 digits that end in five zeros are what a CSV shows of a rounded number; a true one does so once in 100 000.
  const zeroed = cell.type === 'untyped' && /^[1-9]\d{14}0{5}$/.test(text);
  if (rounded || stored || zeroed) {
    throw new RowProblem(
      'id_damaged',
      `${label}被 Excel 存成了数字，末尾数位已丢失：请将该列设为文本后重新导出`,
    );
  }
  return digits ?? text;
}

/** Text in NFKC form; `null` when blank or one of the marks for nothing. */
export function textOf(cell: Cell | undefined): string | null {
  if (cell === undefined) return null;
  const text = remembered(cell.text);
  return /^[-—–/]*$/.test(text) ? null : text;
}

/** As {@link textOf}, of a company's name. Throws RowProblem `id_damaged` for what is far too long to be one. */
export function nameOf(cell: Cell | undefined, label: string): string | null {
  const name = textOf(cell);
  if (name !== null && name.length > LEDGER_BUDGETS.nameChars) throw tooLong(label, LEDGER_BUDGETS.nameChars);
  return name;
}

const tooLong = (label: string, most: number): RowProblem =>
  new RowProblem('id_damaged', `${label}超过 ${most} 个字符`);

/** The same few names and words fill a whole export, and bringing them to normal form is most of the work of reading it. */
const forms = new Map<string, string>();
const MOST_FORMS = 10_000;
/** Remarks are longer and seldom the same. */
const LONG = 100;

function remembered(text: string): string {
  const known = forms.get(text);
  if (known !== undefined) return known;
  const form = normalise(text);
  if (text.length > LONG) return form;
  if (forms.size >= MOST_FORMS) forms.clear();
  forms.set(text, form);
  return form;
}

const YES = /^(?:是|已.*|Y|YES|TRUE|1)$/i;
const NO = /^(?:否|未.*|N|NO|FALSE|0)$/i;

/** 是, 已勾选, Y, 1 and their opposites; `null` for anything else. */
export function isYes(text: string | null): boolean | null {
  if (text === null) return null;
  return YES.test(text) ? true : NO.test(text) ? false : null;
}

/** `YYYY-MM-DD` of text with or without a time, or of an Excel serial; `null` when blank. Throws RowProblem `bad_date`. */
export function dateOf(cell: Cell | undefined, epoch: string, label = '开票日期'): string | null {
  if (cell === undefined || BLANK.test(cell.text)) return null;
  const date = cell.type === 'number' ? serialDate(cell.text, epoch) : parseDate(cell.text);
  if (date === null) throw new RowProblem('bad_date', `${label}“${cell.text.slice(0, 40)}”不是日期`);
  return date;
}

const DAY_MS = 86_400_000;

/** Serial days since `epoch`, the fraction being the time of day; or a date written as the number 20260724. */
function serialDate(text: string, epoch: string): string | null {
  const serial = Number(text);
  if (/^(?:19|20)\d{6}$/.test(text)) return parseDate(text);
  // 1982 to 2119: outside it is some other number.
  if (!(serial >= 30_000 && serial < 80_000)) return null;
  return new Date(Date.parse(`${epoch}T00:00:00Z`) + Math.floor(serial) * DAY_MS).toISOString().slice(0, 10);
}

/** What nearly every cell looks like, read without the detour through text forms. */
const PLAIN_MONEY = /^(-?\d{1,15})(?:\.(\d{1,2}))?$/;

/** In 分; `null` when blank or `***`. Throws RowProblem `bad_amount`. */
export function moneyOf(cell: Cell | undefined, label: string): Fen | null {
  if (cell === undefined || BLANK.test(cell.text) || /^\*+$/.test(cell.text)) return null;
  const [, whole, places = ''] = PLAIN_MONEY.exec(cell.text) ?? [];
  if (whole !== undefined) return BigInt(whole + places.padEnd(2, '0'));
  const fen = parseMoney(cell.text) ?? (cell.type === 'text' ? null : roundedMoney(cell.text));
  if (fen === null) throw new RowProblem('bad_amount', `${label}“${cell.text.slice(0, 40)}”不是金额`);
  return fen;
}

/** A stored number with the noise of binary fractions (94.339999999999989); `null` when it truly has more than two places. */
function roundedMoney(text: string): Fen | null {
  if (!/^-?\d+(?:\.\d+)?(?:E[+-]?\d+)?$/i.test(text)) return null;
  const value = Number(text);
  const fen = Math.round(value * 100);
  const noise = Math.abs(value * 100 - fen);
  return Number.isSafeInteger(fen) && noise <= 1e-4 ? BigInt(fen) : null;
}

/** A decimal as printed; numbers of Excel without their binary noise; `undefined` when blank. */
export function decimalOf(cell: Cell | undefined): string | undefined {
  if (cell === undefined || BLANK.test(cell.text)) return undefined;
  if (cell.type !== 'number') return normalise(cell.text);
  const value = Number(Number(cell.text).toPrecision(EXACT_DIGITS));
  return Number.isFinite(value) ? plain(value) : undefined;
}

/** Without an exponent. */
const plain = (value: number): string =>
  /e/i.test(String(value)) ? value.toFixed(20).replace(/\.?0+$/, '') : String(value);

/** As printed: `13%`, `免税`, `***`; a fraction stored as a number becomes per cent; `undefined` when blank. */
export function rateOf(cell: Cell | undefined): string | undefined {
  if (cell?.type !== 'number') return textOf(cell) ?? undefined;
  return `${plain(Number((Number(cell.text) * 100).toPrecision(6)))}%`;
}
