/**
 * An invoice as programs tell it: the form of `GET /ledger/invoices`, money as decimal strings. One check for files of
 * JSON and for the interface, so that both refuse the same things in the same words.
 */
import { z } from 'zod';
import type { LedgerInvoice } from '../../document/ledger.js';
import type { LineItem } from '../../document/slip.js';
import { INVOICE_STATES } from '../../document/verdict.js';
import { parseInvoiceCode } from '../../invoice/code.js';
import { parseDate } from '../../invoice/dates.js';
import { KIND_NAMES } from '../../invoice/kinds.js';
import { formatMoney, parseMoney } from '../../invoice/money.js';
import { digitalNumberFault, rejoin } from '../../invoice/number.js';
import { isWhole, normalise } from '../../invoice/text.js';

/** Why an invoice is not taken. `duplicate`: it stands in the same call or file before. */
export const ITEM_PROBLEMS = [
  'invalid_item',
  'id_damaged',
  'no_number',
  'bad_date',
  'bad_amount',
  'unknown_kind',
  'duplicate',
] as const;

export interface ItemProblem {
  readonly code: (typeof ITEM_PROBLEMS)[number];
  /** The field, as `lines.0.name`; `null`: the item as a whole. */
  readonly path: string | null;
  readonly message: string;
}

/** Indexes of the database take 2.7 KB; names of companies have 100 characters at most. */
const LONGEST = { id: 64, name: 300, text: 4000 } as const;
/** The longest lists of goods have some thousand lines. */
const MOST_LINES = 5000;

const clean = (longest: number) =>
  z
    .string()
    .max(longest)
    .refine(isWhole, { message: 'holds a NUL or half a character' })
    .transform(normalise);

const id = clean(LONGEST.id).transform((given) => given.replace(/\s/g, '').toUpperCase());
const orNull = <T extends z.ZodType>(schema: T) =>
  schema.nullish().transform((given) => (given === '' || given === undefined ? null : given));

/**
 * Whole 分. Never a number of JSON: readers make binary fractions of it, and a sum such as 0.1 + 0.2 would be taken or
 * refused by the luck of its digits. Refused from the first row on, it is mended before it matters.
 */
const money = z
  .string()
  .refine((given) => /^-?\d{1,13}(?:\.\d{1,2})?$/.test(given), { message: 'not a decimal such as "-12.30"' })
  .transform((given) => parseMoney(given) ?? 0n);

const day = z.string().refine((given) => parseDate(given) === given, { message: 'not a day as YYYY-MM-DD' });

const cell = clean(LONGEST.text).optional();
const line = z.strictObject({
  name: clean(LONGEST.text),
  spec: cell,
  unit: cell,
  quantity: cell,
  unitPrice: cell,
  amount: cell,
  taxRate: cell,
  taxAmount: cell,
  plateNumber: cell,
  vehicleType: cell,
  passDateFrom: cell,
  passDateTo: cell,
  from: cell,
  to: cell,
  carrier: cell,
  flight: cell,
  class: cell,
  date: cell,
  time: cell,
} satisfies Record<keyof LineItem, z.ZodType>);

const deduction = z.strictObject({
  ticked: z.boolean().nullish().transform(orAbsent),
  tickedOn: day.nullish().transform(orAbsent),
  deductibleTax: money.transform(formatMoney).nullish().transform(orAbsent),
  purpose: orNull(clean(LONGEST.id)),
  redLocked: z.boolean().nullish().transform(orAbsent),
});

function orAbsent<T>(given: T | null | undefined): T | null {
  return given ?? null;
}

const told = z.strictObject({
  kind: z.enum(KIND_NAMES),
  invoiceCode: orNull(id),
  invoiceNumber: id.refine((given) => given !== '', { message: 'is empty' }),
  alias: orNull(id),
  issueDate: day,
  checkCode: orNull(id),
  buyerName: orNull(clean(LONGEST.name)),
  buyerTaxId: orNull(id),
  sellerName: orNull(clean(LONGEST.name)),
  sellerTaxId: orNull(id),
  netTotal: money.nullish().transform(orAbsent),
  taxTotal: money.nullish().transform(orAbsent),
  grossTotal: money.nullish().transform(orAbsent),
  state: z.enum(INVOICE_STATES).default('unknown'),
  risk: orNull(clean(LONGEST.name)),
  drawer: orNull(clean(LONGEST.name)),
  note: orNull(clean(LONGEST.text)),
  lines: z.array(line).max(MOST_LINES).default([]),
  deduction: deduction.optional(),
  // What an answer of ours holds besides: whoever sends back what was fetched need not take it out.
  id: z.string().optional(),
  importedAt: z.string().optional(),
  states: z.unknown().optional(),
});

const IDS: readonly string[] = [
  'invoiceCode',
  'invoiceNumber',
  'alias',
  'checkCode',
  'buyerTaxId',
  'sellerTaxId',
];
const AMOUNTS: readonly string[] = ['netTotal', 'taxTotal', 'grossTotal'];

/** The invoice, or the first thing that is wrong with it. Never throws. */
export function toldInvoice(item: unknown): LedgerInvoice | ItemProblem {
  const parsed = told.safeParse(item, { reportInput: true });
  if (!parsed.success) return problemOf(item, parsed.error);
  const { id: _, importedAt: _at, states: _states, deduction: deducted, ...rest } = parsed.data;
  const key = keyOf(rest.invoiceCode, rest.invoiceNumber);
  if ('path' in key) return key;
  const { netTotal, taxTotal, grossTotal } = rest;
  const sum =
    netTotal !== null && taxTotal !== null && rest.kind !== 'digital_air' ? netTotal + taxTotal : null;
  return {
    ...rest,
    ...key,
    grossTotal: grossTotal ?? sum,
    ...(deducted === undefined ? {} : { deduction: deducted }),
  };
}

function problemOf(item: unknown, error: z.ZodError): ItemProblem {
  const [issue] = error.issues;
  const at = (issue?.path ?? []).map(String);
  const path = at.length === 0 ? null : at.join('.');
  const field = at[0] ?? '';
  const given =
    typeof item === 'object' && item !== null ? (item as Record<string, unknown>)[field] : undefined;
  if (IDS.includes(field) && typeof given === 'number')
    return { code: 'id_damaged', path, message: '号码须为文本：写成数字会丢失末尾数位或前导零' };
  if (field === 'kind')
    return { code: 'unknown_kind', path, message: given === undefined ? '缺少票种' : '票种不在支持之列' };
  if (field === 'issueDate')
    return { code: 'bad_date', path, message: '开票日期须为 1950 至 2099 年间的一天，写作 YYYY-MM-DD' };
  if (AMOUNTS.includes(field) || path === 'deduction.deductibleTax') return badAmount(path, issue);
  if (field === 'invoiceNumber') return { code: 'no_number', path, message: '缺少发票号码' };
  const why =
    issue?.code === 'unrecognized_keys' ? `不认识的字段 ${issue.keys.join(', ').slice(0, 100)}` : null;
  return { code: 'invalid_item', path, message: why ?? `此项不符合接口说明：${issue?.message ?? ''}` };
}

const badAmount = (path: string | null, issue: z.core.$ZodIssue | undefined): ItemProblem => {
  const isNumber = issue?.code === 'invalid_type' && typeof issue.input === 'number';
  const message = isNumber
    ? '金额须写成文本，如 "12.30"：JSON 数字会经过二进制浮点数，可能差一分'
    : '金额须为十进制文本，最多两位小数，如 "-12.30"';
  return { code: 'bad_amount', path, message };
};

/** As tables are read: 20 digits alone, 12 + 8 rejoined, or code and number. */
function keyOf(
  code: string | null,
  number: string,
): { invoiceCode: string | null; invoiceNumber: string } | ItemProblem {
  const twenty = number.length === 20 ? number : code !== null ? rejoin(code, number) : null;
  if (twenty !== null) {
    return digitalNumberFault(twenty) === null
      ? { invoiceCode: null, invoiceNumber: twenty }
      : { code: 'no_number', path: 'invoiceNumber', message: '20 位发票号码不合规则' };
  }
  if (!/^\d{8}$/.test(number))
    return { code: 'id_damaged', path: 'invoiceNumber', message: '发票号码不是 8 位或 20 位数字' };
  if (code === null || !/^(?:\d{10}|\d{12})$/.test(code) || parseInvoiceCode(code) === null)
    return { code: 'no_number', path: 'invoiceCode', message: '8 位发票号码须有 10 位或 12 位发票代码' };
  return { invoiceCode: code, invoiceNumber: number };
}

/** Key within one file or call. */
export const keyText = ({
  invoiceCode,
  invoiceNumber,
}: Pick<LedgerInvoice, 'invoiceCode' | 'invoiceNumber'>) => `${invoiceCode ?? ''}:${invoiceNumber}`;
