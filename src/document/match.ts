/** A slip held against the ledger: the entries it may be, compared field by field (DESIGN, glossary: 匹配). */
import type { FieldName } from '../invoice/fields.js';
import type { LedgerEntry } from './ledger.js';
import type { Level } from './level.js';

/** One field of the slip beside the same field of an entry; both sides are known. */
export interface ComparedField {
  readonly field: FieldName;
  /** In normal form, as the slip has it. */
  readonly ours: string;
  readonly theirs: string;
  readonly level: Level;
  /** How far apart, in Chinese, for people; `null` where they agree. */
  readonly apart: string | null;
  /**
   * Ours equals what the ledger carries on another tax basis (net, tax, gross): the amounts are no disagreement of one
   * basis, and no agreement either. Such a field neither confirms nor accuses.
   */
  readonly otherBasis?: true;
  readonly accepted: boolean;
  /** What this field contributes: log2 of m/u at its level, 0 where another speaks for it. The bars of a waterfall. */
  readonly bits: number;
}

/** One entry of the ledger beside the slip. */
export interface Comparison {
  readonly entry: LedgerEntry;
  readonly fields: readonly ComparedField[];
  /** log2 of the odds that both are the same invoice, prior included. */
  readonly bits: number;
  /** Probability that both are the same invoice, knowing of the other entries in the same match. */
  readonly probability: number;
}

/** The key under which the slip was looked up. `number_only`: 8 digits without a code name several invoices, so only candidates. */
export type MatchKey =
  | { readonly type: 'number'; readonly number: string }
  | { readonly type: 'code_number'; readonly code: string; readonly number: string }
  | { readonly type: 'number_only'; readonly number: string }
  | { readonly type: 'none' };

export interface Match {
  readonly key: MatchKey;
  /** log2 of the odds that an entry taken at random is the slip's: where every waterfall begins. */
  readonly priorBits: number;
  /** The entry under the exact key. */
  readonly hit: Comparison | null;
  /** Most probable first; never more than a suggestion. Beside a hit only where the hit disagrees in some field. */
  readonly candidates: readonly Comparison[];
}
