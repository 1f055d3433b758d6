/** A question to the ledger by a person: from the text of a QR, or from what the person knows of the invoice. */
import { BLOCKCHAIN_CHECK_CODE_DIGITS, CHECK_CODE_DIGITS, requiredInputs } from '../../document/inputs.js';
import type { LedgerEntry } from '../../document/ledger.js';
import type { FieldResult, Slip } from '../../document/slip.js';
import type { Verdict } from '../../document/verdict.js';
import { parseInvoiceCode } from '../../invoice/code.js';
import { parseDate } from '../../invoice/dates.js';
import { FIELDS, type FieldName } from '../../invoice/fields.js';
import { KINDS, type Kind } from '../../invoice/kinds.js';
import { formatMoney, parseMoney } from '../../invoice/money.js';
import { parseDigitalNumber, rejoin } from '../../invoice/number.js';
import { type InvoiceQr, parseInvoiceQr } from '../../invoice/qr.js';
import { normalise, squash } from '../../invoice/text.js';
import type { LedgerStore } from '../../ports/ledger.js';

export interface Question {
  readonly qr?: string;
  /** Only needed where neither code nor number tells it. */
  readonly kind?: Kind;
  /** Whichever total the kind is checked by. */
  readonly amount?: string;
  /** As typed by a person. */
  readonly fields: Readonly<Partial<Record<FieldName, string>>>;
}

export interface Answer {
  readonly verdict: Verdict;
  readonly kind: Kind | null;
  /** What the kind is checked by and was not given. */
  readonly missing: readonly FieldName[];
  /** What it could be, when something is missing. */
  readonly entries: readonly LedgerEntry[];
}

export interface AskTools {
  readonly ledger: Pick<LedgerStore, 'byKey' | 'list'>;
  readonly verify: (organisationId: string, slip: Slip) => Promise<Verdict>;
  readonly now: () => Date;
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

/** Entries shown when the question fits several. */
const SHOWN = 20;

/** The totals of which a kind is checked by at most one. */
const TOTALS = ['netTotal', 'grossTotal', 'carTotal'] as const satisfies readonly FieldName[];

/**
 * Answers with the ledger's verdict. Where something is not given that the kind is checked by, the answer names it and
 * the entries it could be; the verdict is then `unverified` unless what was given already decides. Throws BadQuestion.
 */
export async function askLedger(
  tools: AskTools,
  organisationId: string,
  question: Question,
): Promise<Answer> {
  const given = valuesOf(question);
  if (given.values.invoiceNumber === undefined && given.values.invoiceCode === undefined) {
    throw new BadQuestion('invoiceNumber');
  }
  const entries = await entriesLike(tools.ledger, organisationId, given.values);
  const kind = given.kind ?? kindOfCode(given.values) ?? onlyKind(entries) ?? kindOfNumber(given.values);
  if (isTooShort(question.fields.checkCode, kind)) throw new BadQuestion('checkCode');
  const values = placeAmount(given, kind, kind === null ? [] : requiredInputs(kind));
  const missing = missingFrom(values, kind);
  const verdict =
    kind === null
      ? openVerdict(tools.now())
      : await tools.verify(organisationId, slipOf(kind, values, question));
  if (missing.length === 0 && kind !== null) return { verdict, kind, missing, entries: [] };
  const open = verdict.outcome === 'unverified';
  return {
    verdict: open ? { ...verdict, remedy: remedyOf(missing, entries) } : verdict,
    kind,
    missing,
    entries,
  };
}

type Values = Partial<Record<FieldName, string>>;

interface Given {
  readonly values: Values;
  readonly kind: Kind | null;
  /** A total whose name depends on the kind. */
  readonly amount: string | null;
}

/** The QR's fields and the typed ones, in normal form; what was typed wins over the QR. */
function valuesOf(question: Question): Given {
  const qr = question.qr === undefined ? null : parseInvoiceQr(question.qr);
  if (question.qr !== undefined && qr === null) throw new BadQuestion('qr');
  const typed = Object.entries(question.fields).map(([name, text]) => {
    const value = normalForm(name as FieldName, text);
    if (value === null) throw new BadQuestion(name);
    return [name, value] as const;
  });
  const amount = question.amount === undefined ? null : parseMoney(question.amount);
  if (question.amount !== undefined && amount === null) throw new BadQuestion('amount');
  const values: Values = { ...(qr === null ? {} : valuesOfQr(qr)), ...Object.fromEntries(typed) };
  return {
    values: wholeNumber(values),
    kind: question.kind ?? qr?.kind ?? null,
    amount: amount === null ? null : formatMoney(amount),
  };
}

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

function normalForm(name: FieldName, text: string): string | null {
  switch (FIELDS[name].type) {
    case 'date':
      return parseDate(text);
    case 'money': {
      const fen = parseMoney(text);
      return fen === null ? null : formatMoney(fen);
    }
    case 'id':
      return squash(text).toUpperCase() || null;
    default:
      return normalise(text) || null;
  }
}

/** Some interfaces split the 20-digit number into a "code" and a "number". */
function wholeNumber(values: Values): Values {
  const { invoiceCode, invoiceNumber, ...rest } = values;
  const whole =
    invoiceCode === undefined || invoiceNumber === undefined ? null : rejoin(invoiceCode, invoiceNumber);
  return whole === null ? values : { ...rest, invoiceNumber: whole };
}

function kindOfCode({ invoiceCode }: Values): Kind | null {
  return invoiceCode === undefined ? null : (parseInvoiceCode(invoiceCode)?.kind ?? null);
}

/** A 20-digit number is a 数电票, whose kinds are all checked by the same inputs: any of them will do. */
function kindOfNumber({ invoiceNumber }: Values): Kind | null {
  return invoiceNumber !== undefined && parseDigitalNumber(invoiceNumber) !== null ? 'digital_general' : null;
}

function onlyKind(entries: readonly LedgerEntry[]): Kind | null {
  const kinds = new Set(entries.map(({ kind }) => kind));
  const [kind] = kinds;
  return kinds.size === 1 && kind !== undefined ? kind : null;
}

function placeAmount({ values, amount }: Given, kind: Kind | null, inputs: readonly FieldName[]): Values {
  if (amount === null || kind === null) return values;
  const usual = KINDS[kind].family === 'digital' ? 'grossTotal' : 'netTotal';
  const name = TOTALS.find((total) => inputs.includes(total)) ?? usual;
  return { [name]: amount, ...values };
}

/** Fewer digits than verification asks for could belong to any check code: they must neither confirm nor accuse. */
function isTooShort(checkCode: string | undefined, kind: Kind | null): boolean {
  const digits = kind === 'blockchain_general' ? BLOCKCHAIN_CHECK_CODE_DIGITS : CHECK_CODE_DIGITS;
  return checkCode !== undefined && squash(checkCode).length < digits;
}

function missingFrom(values: Values, kind: Kind | null): FieldName[] {
  const has = (name: FieldName) => values[name] !== undefined;
  if (kind === null) return (['invoiceCode', 'invoiceNumber'] as const).filter((name) => !has(name));
  return requiredInputs(kind).filter((name) => !has(name));
}

async function entriesLike(
  ledger: Pick<LedgerStore, 'byKey' | 'list'>,
  organisationId: string,
  { invoiceNumber, invoiceCode }: Values,
): Promise<readonly LedgerEntry[]> {
  if (invoiceNumber !== undefined) {
    return (await ledger.byKey(organisationId, invoiceNumber, invoiceCode ?? null)).slice(0, SHOWN);
  }
  if (invoiceCode === undefined) return [];
  return (await ledger.list(organisationId, { invoiceCode }, { limit: SHOWN })).items;
}

/** What to add, and whether that is worth while. */
function remedyOf(missing: readonly FieldName[], entries: readonly LedgerEntry[]): string {
  const wanted = missing.map((name) => FIELDS[name].chinese).join('、') || '票种';
  const found = entries.length === 0 ? '底账中没有这个号码' : `底账中有 ${entries.length} 张可能的发票`;
  return `${found}；请补充${wanted}后再查验`;
}

/** Not even the kind is known, so nothing could be compared. */
function openVerdict(now: Date): Verdict {
  return {
    outcome: 'unverified',
    state: 'unknown',
    confidence: 0,
    reasons: [],
    remedy: '',
    ledgerId: null,
    candidates: [],
    checkedAt: now.toISOString(),
  };
}

/** The question as a slip: a person's word, taken as read. */
function slipOf(kind: Kind, values: Values, question: Question): Slip {
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
    qr: question.qr ?? null,
  };
}
