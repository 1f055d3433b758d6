/** What an external register (查验平台, a provider's API, or a person who looked there) said of an invoice. */
import { todayInShanghai } from '../invoice/dates.js';
import type { FieldName } from '../invoice/fields.js';
import type { Kind } from '../invoice/kinds.js';
import type { InvoiceState, Outcome } from './verdict.js';

/** What is asked: the fields that the kind needs (DOMAIN 9.1), in normal form. Nothing else leaves the machine. */
export interface RegistryQuestion {
  readonly kind: Kind;
  readonly fields: Readonly<Partial<Record<FieldName, string>>>;
}

/** `provider` of what a person recorded. */
export const PERSON = 'person';

/** `rawCode` where our own quota was used up. */
export const QUOTA_USED_UP = 'quota';

/** Each `rawCode` with which the register was not asked at all, so that it is no question that counts. */
export const NOT_ASKED = [QUOTA_USED_UP, 'circuit_open', 'no_turn'] as const;

export interface RegistryAnswer {
  /** Name of the provider's mapping, or `person`. */
  readonly provider: string;
  readonly outcome: Outcome;
  readonly state: InvoiceState;
  /** As the provider words it. */
  readonly rawCode: string | null;
  readonly rawText: string | null;
  /** What it says the invoice holds, in normal form; empty where it only confirms. */
  readonly fields: Readonly<Partial<Record<FieldName, string>>>;
  readonly checkedAt: Date;
  /** Who looked, where a person did. */
  readonly person: string | null;
  /** SHA-256 of the screenshot or file that shows it. */
  readonly evidence: string | null;
  /** Digest of what was asked: an answer to other values is no answer. Absent: not asked by us. */
  readonly question?: string | null;
}

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;

/**
 * How long an answer stands in the place of a new question, in milliseconds.
 * `match`: a day, since an invoice can be red-lettered or voided at any time. `mismatch`: a week; the same question gets
 * the same answer unless the issuer's upload is corrected. `not_found`: half a day, since invoices are uploaded late.
 * `not_yet`: a quarter of a day, so that it is asked in the night after. `limited`: until the day
 * is over. `unsupported`: a month, the time in which a provider learns a kind. `error`: ten minutes, as long as a
 * hiccup lasts; the circuit breaker keeps apart what lasts longer.
 */
export const ANSWER_COUNTS_FOR: Readonly<Record<Outcome, number>> = {
  match: DAY,
  mismatch: 7 * DAY,
  not_found: 12 * HOUR,
  not_yet: 6 * HOUR,
  unverified: DAY,
  limited: DAY,
  unsupported: 30 * DAY,
  error: 10 * MINUTE,
};

/** Whether an answer still stands in the place of a new question. A quota is of the day in Asia/Shanghai. */
export const stillCounts = ({ outcome, checkedAt }: RegistryAnswer, now: Date): boolean =>
  now.getTime() - checkedAt.getTime() < ANSWER_COUNTS_FOR[outcome] &&
  (outcome !== 'limited' || todayInShanghai(checkedAt) === todayInShanghai(now));
