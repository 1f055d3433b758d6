/** What a drawn invoice says: the truth that its readings are held against. */
import type { Kind } from '../../src/invoice/kinds.js';
import type { Place } from './places.js';

/** The kinds that can be drawn. */
export const DRAWN_KINDS = [
  'vat_special_paper',
  'vat_general_paper',
  'vat_special_e',
  'vat_general_e',
  'digital_special',
  'digital_general',
] as const satisfies readonly Kind[];
export type DrawnKind = (typeof DRAWN_KINDS)[number];

export interface Party {
  readonly name: string;
  /** `''` for a natural person. */
  readonly taxId: string;
  readonly addressPhone: string;
  readonly bank: string;
  readonly account: string;
}

/** `''` where the form's cell is blank: a discount line has no quantity. */
export interface SampleLine {
  readonly name: string;
  readonly spec: string;
  readonly unit: string;
  readonly quantity: string;
  readonly unitPrice: string;
  readonly amount: bigint;
  /** `13%` or `免税`. */
  readonly rate: string;
  /** `null` is printed `***`. */
  readonly tax: bigint | null;
}

/** Money is integer 分. */
export interface SampleInvoice {
  readonly id: string;
  readonly kind: DrawnKind;
  readonly place: Place;
  readonly code: string | null;
  readonly number: string;
  /** `YYYY-MM-DD` */
  readonly date: string;
  readonly checkCode: string | null;
  readonly machineNumber: string | null;
  /** Four lines of 密码区. */
  readonly cipher: readonly string[];
  readonly buyer: Party;
  readonly seller: Party;
  readonly lines: readonly SampleLine[];
  readonly net: bigint;
  /** `null` is printed `***`. */
  readonly tax: bigint | null;
  readonly gross: bigint;
  readonly words: string;
  /** The lines of 备注, the specimen mark apart. */
  readonly note: readonly string[];
  readonly payee: string;
  readonly reviewer: string;
  readonly drawer: string;
  readonly qr: string;
}

/** Printed on every sample, small, so that nobody takes it for a voucher. */
export const SPECIMEN_MARK = '样票：公司与号码均为虚构，仅供软件测试，不得作为凭证';
