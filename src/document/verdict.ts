/** What the ledger said about one slip (CONTRACT `outcome`, DOMAIN 9.4). */
import type { FieldName } from '../invoice/fields.js';
import type { Level } from './level.js';

export const OUTCOMES = [
  'match',
  'mismatch',
  'not_found',
  'not_yet',
  'unverified',
  'limited',
  'unsupported',
  'error',
] as const;
export type Outcome = (typeof OUTCOMES)[number];

export const INVOICE_STATES = [
  'normal',
  'void',
  'red_full',
  'red_part',
  'is_red',
  'out_of_control',
  'abnormal',
  'unknown',
] as const;
export type InvoiceState = (typeof INVOICE_STATES)[number];

/** A verdict in the platform's codes; `null` where the platform has none for it, and then the text says so. */
export interface Official {
  /** `cyjgdm`. */
  readonly code: string | null;
  readonly text: string;
  /** `zfbz`; the platform tells it only of an invoice that it found. */
  readonly stateCode: string | null;
}

/** One field held against the ledger. */
export interface Reason {
  readonly field: FieldName;
  /** Our value; `null` when it was not read. */
  readonly ours: string | null;
  /** The ledger's value; `null` when the ledger does not carry it. */
  readonly theirs: string | null;
  readonly agree: boolean;
  /** Whether our value was accepted: only an accepted field can accuse. */
  readonly accepted: boolean;
  /** How far apart both are; absent where one of them is not known. */
  readonly level?: Level;
  /** What the field adds to the match, in bits (log2 of m/u): a step of the waterfall. 0 where another speaks for it. */
  readonly bits?: number;
  /** How far apart, in Chinese, for people: 相差 0.01 元, 第 5 位不同, 早 1 天. Absent where they agree. */
  readonly apart?: string;
}

/** A ledger entry the slip may be, when the exact key found nothing. Only ever a suggestion. */
export interface Candidate {
  readonly ledgerId: string;
  readonly probability: number;
  readonly invoiceCode: string | null;
  readonly invoiceNumber: string;
  readonly sellerName: string | null;
  readonly grossTotal: string | null;
  readonly issueDate: string | null;
}

export interface Verdict {
  readonly outcome: Outcome;
  readonly state: InvoiceState;
  /** Probability that the outcome is right. */
  readonly confidence: number;
  readonly reasons: readonly Reason[];
  /** What to do next, one sentence in Chinese. */
  readonly remedy: string;
  readonly ledgerId: string | null;
  readonly candidates: readonly Candidate[];
  /** ISO time of the comparison. */
  readonly checkedAt: string;
  /** Bits of the prior odds: where the waterfall of `reasons` begins. */
  readonly priorBits?: number;
  /** The answer in the codes of the official platform, with the text that a finance person expects. */
  readonly official?: Official;
  /** Who answered where it was not our ledger: the name of a provider, or `person`. */
  readonly provider?: string;
  readonly rawCode?: string;
  readonly rawText?: string;
  /** ISO time of that answer. */
  readonly answeredAt?: string;
  /** What somebody else says who was asked too, where it is another answer: both are shown. */
  readonly otherAnswer?: OtherAnswer;
}

/** The answer of ledger or register that did not become the verdict, and differs from it. */
export interface OtherAnswer {
  /** `ledger`, the name of a provider, or `person`. */
  readonly by: string;
  readonly outcome: Outcome;
  readonly state: InvoiceState;
  readonly rawCode: string | null;
  readonly rawText: string | null;
  /** ISO time. */
  readonly at: string;
}

/** A verdict that became another one by itself or through new data: what the owner is told. */
export interface VerdictChange {
  readonly id: string;
  readonly documentId: string;
  readonly slipId: string;
  readonly file: string;
  readonly invoiceNumber: string | null;
  readonly before: Pick<Verdict, 'outcome' | 'state'>;
  readonly after: Pick<Verdict, 'outcome' | 'state'>;
  readonly at: Date;
  /** When somebody looked at it; `null`: not yet, it is marked in lists. */
  readonly seenAt: Date | null;
}
