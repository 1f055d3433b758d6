/** What the ledger said about one slip (CONTRACT `outcome`, DOMAIN 9.4). */
import type { FieldName } from '../invoice/fields.js';

export type Outcome =
  | 'match'
  | 'mismatch'
  | 'not_found'
  | 'not_yet'
  | 'unverified'
  | 'limited'
  | 'unsupported'
  | 'error';

export type InvoiceState =
  | 'normal'
  | 'void'
  | 'red_full'
  | 'red_part'
  | 'is_red'
  | 'out_of_control'
  | 'abnormal'
  | 'unknown';

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
}
