/** The question as it is typed, and the fields that the form shows for it. Pure. */
import type { FieldKey, QueryBody, QueryInputs } from '../api/types.js';

/** What the form holds, as typed. `amount` is whichever total the kind is checked by. */
export interface Typed {
  readonly invoiceNumber: string;
  readonly invoiceCode: string;
  readonly issueDate: string;
  readonly amount: string;
  readonly checkCode: string;
}

export const NOTHING: Typed = {
  invoiceNumber: '',
  invoiceCode: '',
  issueDate: '',
  amount: '',
  checkCode: '',
};

export type Shown = keyof Typed;

type InputKind = QueryInputs['kinds'][number];

/** Number of digits of a 数电票: it needs no code. */
const DIGITAL = 20;

/**
 * The fields to show: a 20-digit number needs date and total; a shorter one its code, and then what the kind asks for.
 * `kind`: what the server has made of number and code; `null` while it is not known, and then both amount and check code
 * are offered.
 */
export function shownFields({ invoiceNumber }: Typed, kind: InputKind | null): readonly Shown[] {
  const digital = invoiceNumber.replace(/\s/g, '').length === DIGITAL;
  if (digital) return ['invoiceNumber', 'issueDate', 'amount'];
  if (kind === null) return ['invoiceNumber', 'invoiceCode', 'issueDate', 'amount', 'checkCode'];
  const asks = (field: FieldKey) => kind.required.includes(field);
  return [
    'invoiceNumber',
    'invoiceCode',
    'issueDate',
    ...(kind.amount !== null && asks(kind.amount) ? (['amount'] as const) : []),
    ...(asks('checkCode') ? (['checkCode'] as const) : []),
  ];
}

/** What is sent: of the fields that are shown those that are filled in. */
export function bodyOf(typed: Typed, shown: readonly Shown[]): QueryBody {
  return Object.fromEntries(
    shown.flatMap((field) => (typed[field].trim() === '' ? [] : [[field, typed[field].trim()]])),
  );
}

/** Whether enough is filled in to ask at all. */
export const canAsk = ({ invoiceNumber, invoiceCode }: Typed): boolean =>
  invoiceNumber.trim() !== '' || invoiceCode.trim() !== '';

/** Text of an invoice's QR begins so (`01,31,,…`); other text is no QR. */
export const looksLikeQr = (text: string): boolean => /^\s*01\s*,/.test(text) || /^\s*https?:\/\//.test(text);
