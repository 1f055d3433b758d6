/** A slip as the rules see it that need the organisation: its rules, its other invoices, its claims, the ledger's answer. */
import type { CheckId } from '../../../document/checks.js';
import type { Claim } from '../../../document/claim.js';
import type { BlackListed, OrganisationRules } from '../../../document/rule-pack.js';
import { firstSaid } from '../../../document/slip.js';
import type { Verdict } from '../../../document/verdict.js';
import { todayInShanghai } from '../../../invoice/dates.js';
import { DATE_FIELDS, type FieldName, TOTAL_FIELDS } from '../../../invoice/fields.js';
import { type Fen, parseMoney } from '../../../invoice/money.js';
import { plainId } from '../../../invoice/text.js';
import type { HandedIn, Neighbours } from '../../../ports/rules.js';
import type { Outcome, Subject } from '../subject.js';

/** What the organisation knows around a slip. */
export interface Surroundings {
  readonly rules: OrganisationRules;
  /** `null`: the ledger was not asked. */
  readonly verdict: Verdict | null;
  readonly neighbours: Neighbours;
  /** The entry that its seller stands under. */
  readonly blackListed: BlackListed | null;
  /** What holds or has used the invoice. */
  readonly claims: readonly Claim[];
  /** Who handed the slip's document in; `null`: nobody yet, or several documents. */
  readonly handedIn: HandedIn | null;
}

export interface Standing extends Surroundings {
  readonly subject: Subject;
  /** The organisation issued it: what is asked of purchases is not asked of it. */
  readonly isOwnSale: boolean;
}

/** A check that needs the organisation. */
export interface StandingRule {
  readonly id: CheckId;
  /** Asked of invoices that the organisation received, not of those that it issued. */
  readonly ofPurchases: boolean;
  readonly apply: (standing: Standing) => readonly Outcome[];
}

/** Tax ids in the one form in which they are compared. */
export const taxIdOf = (value: string | undefined): string => plainId(value ?? '');

/** The sum to pay, and the field that states it. */
export function totalOf(subject: Subject): { readonly field: FieldName; readonly fen: Fen } | null {
  const field = firstSaid(subject.slip, TOTAL_FIELDS);
  const fen = field === null ? null : parseMoney(subject.slip.fields[field]?.value ?? '');
  return field === null || fen === null ? null : { field, fen };
}

export const dateField = (subject: Subject): FieldName | null => firstSaid(subject.slip, DATE_FIELDS);

/** The calendar day of a moment in Asia/Shanghai. */
export const dayOf = (at: Date | string): string => todayInShanghai(new Date(at));

/** `2026-03-01 由王小明` */
export function byWhom(person: string | null, at: Date | string | null): string {
  return [at === null ? null : dayOf(at), person === null ? null : `由${person}`]
    .filter((part) => part !== null)
    .join(' ');
}
