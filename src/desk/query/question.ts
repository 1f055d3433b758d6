/** What a person asks of the ledger, in normal form: from the text of a QR, or from what the person knows of the invoice. Pure. */
import { createHash } from 'node:crypto';
import { requiredInputs } from '../../document/inputs.js';
import type { FieldResult, Slip } from '../../document/slip.js';
import { parseInvoiceCode } from '../../invoice/code.js';
import { normalForm } from '../../invoice/compare.js';
import type { FieldName } from '../../invoice/fields.js';
import { KINDS, type Kind } from '../../invoice/kinds.js';
import { formatMoney, parseMoney } from '../../invoice/money.js';
import { parseDigitalNumber, rejoin, splitUniqueCode } from '../../invoice/number.js';
import { type InvoiceQr, parseInvoiceQr } from '../../invoice/qr.js';

export interface Question {
  readonly qr?: string;
  /** Only needed where neither code nor number tells it. */
  readonly kind?: Kind;
  /** Whichever total the kind is checked by. */
  readonly amount?: string;
  /** As typed by a person. */
  readonly fields: Readonly<Partial<Record<FieldName, string>>>;
}

/** A part of the question cannot be read; `part` names it as the person wrote it. */
export class BadQuestion extends Error {
  readonly part: string;
  constructor(part: string) {
    super(part);
    this.name = 'BadQuestion';
    this.part = part;
  }
}

/** The totals of which a kind is checked by at most one. */
const TOTALS = ['netTotal', 'grossTotal', 'carTotal'] as const satisfies readonly FieldName[];

/** What a question may hold: what kinds are checked by, and the parties, which confirm and accuse besides. */
export const QUESTION_FIELDS = [
  'invoiceCode',
  'invoiceNumber',
  'issueDate',
  'checkCode',
  ...TOTALS,
  'fare',
  'buyerName',
  'buyerTaxId',
  'sellerName',
  'sellerTaxId',
] as const satisfies readonly FieldName[];

export type Values = Partial<Record<FieldName, string>>;

/** A question that can be answered. */
export interface Understood {
  readonly values: Values;
  /** Those of the values that a person wrote; a QR's digits are as many as its issuer printed. */
  readonly typed: Values;
  /** As told, by the person or a QR. */
  readonly kind: Kind | null;
  /** A total whose name depends on the kind. */
  readonly amount: string | null;
  readonly qr: string | null;
  /** The same question, however it was asked, has the same. */
  readonly fingerprint: string;
}

/** The QR's fields and the typed ones, in normal form; what was typed wins over the QR. Throws BadQuestion. */
export function understand(question: Question): Understood {
  const qr = question.qr === undefined ? null : parseInvoiceQr(question.qr);
  if (question.qr !== undefined && qr === null) throw new BadQuestion('qr');
  const typed: Values = Object.fromEntries(
    Object.entries(question.fields).map(([name, text]) => {
      const value = normalForm(name as FieldName, text);
      if (value === null) throw new BadQuestion(name);
      return [name, value] as const;
    }),
  );
  const fen = question.amount === undefined ? null : parseMoney(question.amount);
  if (question.amount !== undefined && fen === null) throw new BadQuestion('amount');
  const values = wholeNumber({ ...(qr === null ? {} : valuesOfQr(qr)), ...typed });
  if (values.invoiceNumber === undefined && values.invoiceCode === undefined)
    throw new BadQuestion('invoiceNumber');
  const [kind, amount] = [question.kind ?? qr?.kind ?? null, fen === null ? null : formatMoney(fen)];
  const fingerprint = fingerprintOf([kind, amount, ...sortedPairs(values)]);
  return { values, typed, kind, amount, qr: question.qr ?? null, fingerprint };
}

/** Digest of anything that JSON can hold. */
export const fingerprintOf = (parts: readonly unknown[]): string =>
  createHash('sha256').update(JSON.stringify(parts)).digest('base64url');

const sortedPairs = (values: Values): [string, string][] =>
  Object.entries(values).toSorted(([a], [b]) => (a < b ? -1 : 1));

function valuesOfQr(qr: InvoiceQr): Values {
  const total = qr.type === '15' ? 'carTotal' : qr.amountBasis === 'net' ? 'netTotal' : 'grossTotal';
  return {
    ...(qr.code === null ? {} : { invoiceCode: qr.code }),
    ...(qr.number === null ? {} : { invoiceNumber: qr.number }),
    ...(qr.date === null ? {} : { issueDate: qr.date }),
    ...(qr.checkCode === null ? {} : { checkCode: qr.checkCode }),
    ...(qr.amount === null ? {} : { [total]: formatMoney(qr.amount) }),
  };
}

/** Some interfaces split the 20-digit number into a "code" and a "number", others run code and number together. */
function wholeNumber(values: Values): Values {
  const { invoiceCode, invoiceNumber, ...rest } = values;
  if (invoiceNumber === undefined) return values;
  if (invoiceCode !== undefined) {
    const whole = rejoin(invoiceCode, invoiceNumber);
    return whole === null ? values : { ...rest, invoiceNumber: whole };
  }
  const pair = splitUniqueCode(invoiceNumber);
  return pair === null ? values : { ...rest, invoiceCode: pair.code, invoiceNumber: pair.number };
}

/** `null`: the code tells none. */
export function kindOfCode({ invoiceCode }: Values): Kind | null {
  return invoiceCode === undefined ? null : (parseInvoiceCode(invoiceCode)?.kind ?? null);
}

/** A 20-digit number is a 数电票, whose kinds are all checked by the same inputs: any of them will do. */
export function kindOfNumber({ invoiceNumber }: Values): Kind | null {
  return invoiceNumber !== undefined && parseDigitalNumber(invoiceNumber) !== null ? 'digital_general' : null;
}

/** The values with the amount under the name it has for the kind. */
export function placeAmount({ values, amount }: Understood, kind: Kind | null): Values {
  if (amount === null || kind === null) return values;
  return { [amountOf(kind)]: amount, ...values };
}

/** Which total a kind is checked by; of one that is checked by none, the one that people mean. */
export function amountOf(kind: Kind): (typeof TOTALS)[number] {
  const inputs = requiredInputs(kind);
  const usual = KINDS[kind].family === 'digital' ? 'grossTotal' : 'netTotal';
  return TOTALS.find((total) => inputs.includes(total)) ?? usual;
}

/** The question as a slip: a person's word, taken as read. */
export function slipOf(kind: Kind, values: Values, qr: string | null): Slip {
  const field = (value: string): FieldResult => ({
    value,
    confidence: 1,
    accepted: true,
    source: 'person',
    box: null,
    page: 1,
    rivals: [],
  });
  const fields = Object.fromEntries(Object.entries(values).map(([name, value]) => [name, field(value)]));
  return {
    id: '1',
    kind,
    pages: [1],
    member: null,
    fields,
    lines: [],
    findings: [],
    qr,
  };
}
