/** From what an original says to the normal form of our fields (document/structured.ts). */
import type { LineItem } from '../../../document/slip.js';
import type { StructuredInvoice } from '../../../document/structured.js';
import { parseDate } from '../../../invoice/dates.js';
import { FIELDS, type FieldName } from '../../../invoice/fields.js';
import type { Kind } from '../../../invoice/kinds.js';
import { formatMoney, parseMoney } from '../../../invoice/money.js';
import { rejoin, splitUniqueCode } from '../../../invoice/number.js';
import { parseRate } from '../../../invoice/rates.js';
import { normalise } from '../../../invoice/text.js';

type Fields = StructuredInvoice['fields'];
export type RawFields = Readonly<Partial<Record<FieldName, string | null>>>;

/** Signs that stand for "nothing": `***`, `-`, `/`. */
const NOTHING = /^[*\-/\\_.]*$/u;

/** Figures end where an invoice's amounts do: XML made from floating point has more places (`58.500000`). */
const money = (text: string): string | null => {
  const fen = parseMoney(normalise(text).replace(/(\.\d\d)0+$/u, '$1'));
  return fen === null ? null : formatMoney(fen);
};

/** Characters. A note has 230 at most, and the longest 清单 of invoice numbers in one some 2000; a name of a megabyte is none. */
const LONGEST = 4000;

/** A value in the normal form of its field's type; `null` where it says nothing, nothing of that type, or too much. */
export function fieldValue(field: FieldName, raw: string): string | null {
  if (raw.length > LONGEST) return null;
  const text = normalise(raw);
  // What is exempt is printed so, and so it is told.
  if (field === 'taxTotal' && /^\*+$/u.test(text)) return '***';
  if (NOTHING.test(text)) return null;
  switch (FIELDS[field].type) {
    case 'money':
      return field === 'deduction' && money(text) === '0.00' ? null : money(text);
    case 'date':
      return parseDate(text);
    case 'id':
      return text.replaceAll(' ', '');
    case 'words':
      return text.replaceAll(' ', '');
    default:
      if (field === 'taxRate') return rateText(text);
      return field === 'cipherText' ? text.replaceAll(' ', '') : text;
  }
}

/** The fields that say something. */
export function fieldsFrom(raw: RawFields): Fields {
  const entries = Object.entries(raw) as [FieldName, string | null][];
  const values = entries.flatMap(([field, text]) => {
    const value = text === null ? null : fieldValue(field, text);
    return value === null ? [] : [[field, value] as const];
  });
  return withIdentity(Object.fromEntries(values));
}

/** Code and number as the kinds have them: 20 digits that were split are joined, 18 or 20 that were joined are split. */
function withIdentity(fields: Fields): Fields {
  const { invoiceCode: code, invoiceNumber: number, ...rest } = fields;
  if (number === undefined || !/^\d{8,20}$/u.test(number))
    return { ...rest, ...(code === undefined ? {} : { invoiceCode: code }) };
  if (code === undefined) {
    const split = splitUniqueCode(number);
    return split === null
      ? { ...rest, invoiceNumber: number }
      : { ...rest, invoiceCode: split.code, invoiceNumber: split.number };
  }
  const whole = rejoin(code, number);
  if (whole !== null) return { ...rest, invoiceNumber: whole };
  return { ...rest, ...(/^\d{10,12}$/u.test(code) ? { invoiceCode: code } : {}), invoiceNumber: number };
}

/** Address and phone, bank and account: two elements there, one field here. */
export const joinedText = (...parts: readonly (string | null)[]): string | null => {
  const said = parts.filter((part): part is string => part !== null && !NOTHING.test(normalise(part)));
  return said.length === 0 ? null : said.join(' ');
};

/** `0.06`, `6%`, `6.00%` as printed: `6%`. Words (免税) and `***` stay. */
export function rateText(raw: string): string | null {
  const text = normalise(raw).replaceAll(' ', '');
  if (text === '') return null;
  const points = parseRate(text);
  return points === null ? text : `${points / 100}%`;
}

/** The cells of a line as the original spells them. */
export interface RawLine {
  readonly name: string | null;
  readonly spec?: string | null;
  readonly unit?: string | null;
  readonly quantity?: string | null;
  readonly unitPrice?: string | null;
  readonly amount?: string | null;
  readonly taxRate?: string | null;
  readonly taxAmount?: string | null;
}

const figure = (raw: string | null | undefined): string | null => {
  const text = normalise(raw ?? '').replaceAll(',', '');
  return /^-?\d+(?:\.\d+)?$/u.test(text) ? text : null;
};

const said = (raw: string | null | undefined): string | null => normalise(raw ?? '') || null;

/** The lines of goods; one without name and amount is none, and what is too long for a cell is left out. */
export const linesFrom = (raws: readonly RawLine[]): LineItem[] =>
  raws.map((raw) => lineFrom(withinReason(raw))).filter((line): line is LineItem => line !== null);

const withinReason = ({ name, ...cells }: RawLine): RawLine => ({
  name: name !== null && name.length > LONGEST ? null : name,
  ...Object.fromEntries(Object.entries(cells).filter(([, cell]) => (cell ?? '').length <= LONGEST)),
});

function lineFrom(raw: RawLine): LineItem | null {
  const name = said(raw.name);
  const amount = money(raw.amount ?? '');
  if (name === null && amount === null) return null;
  const taxAmount =
    money(raw.taxAmount ?? '') ?? (/^\*+$/u.test(normalise(raw.taxAmount ?? '')) ? '***' : null);
  const cells = {
    spec: said(raw.spec),
    unit: said(raw.unit),
    quantity: figure(raw.quantity),
    unitPrice: figure(raw.unitPrice),
    amount,
    taxRate: rateText(raw.taxRate ?? ''),
    taxAmount,
  };
  const present = Object.entries(cells).filter(([, cell]) => cell !== null);
  return { name: name ?? '', ...Object.fromEntries(present) };
}

/** Titles and names of types, the more special first. */
const NAMES: readonly (readonly [RegExp, Kind])[] = [
  [/铁路电子客票/u, 'digital_rail'],
  [/航空运输电子客票/u, 'digital_air'],
  [/(?:电子发票|数电).*二手车/u, 'digital_used_vehicle'],
  [/(?:电子发票|数电).*机动车/u, 'digital_motor_vehicle'],
  [/二手车销售统一发票/u, 'used_vehicle_paper'],
  [/机动车销售统一发票/u, 'motor_vehicle_paper'],
  [/财政.*电子.*票据/u, 'fiscal_ebill'],
  [/通行费/u, 'toll_e'],
  [/区块链/u, 'blockchain_general'],
  [/增值税电子专用发票/u, 'vat_special_e'],
  [/增值税电子普通发票/u, 'vat_general_e'],
  [/(?:纸质|数电纸).*专用发票/u, 'digital_special_paper'],
  [/(?:纸质|数电纸).*普通发票/u, 'digital_general_paper'],
  [/(?:电子发票|数电|全电).*专用发票/u, 'digital_special'],
  [/(?:电子发票|数电|全电).*普通发票/u, 'digital_general'],
  [/卷/u, 'vat_general_roll'],
  [/增值税专用发票/u, 'vat_special_paper'],
  [/增值税普通发票/u, 'vat_general_paper'],
];

/** The kind that a title names; `null` when it names none. */
export function kindNamed(title: string): Kind | null {
  const text = normalise(title);
  return NAMES.find(([name]) => name.test(text))?.[1] ?? null;
}
