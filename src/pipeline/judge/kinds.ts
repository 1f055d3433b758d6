/** Which kinds the ledger knows, and which are the same thing under two names. Pure. */

import { requiredInputs } from '../../document/inputs.js';
import type { LedgerEntry } from '../../document/ledger.js';
import type { MatchKey } from '../../document/match.js';
import type { Slip } from '../../document/slip.js';
import type { FieldName } from '../../invoice/fields.js';
import type { Kind } from '../../invoice/kinds.js';

/** Whether an invoice ledger knows such slips: not tickets, receipts or fiscal bills. */
export const isVerifiable = (kind: Kind): boolean => requiredInputs(kind).length > 0;

/**
 * Whether such an invoice can be void: those on paper (DOMAIN 11), 数电纸质 among them. Electronic ones can only be
 * reversed by a red letter.
 */
export const canBeVoided = (kind: Kind): boolean => /_paper$|_roll$/.test(kind) || kind === 'other';

/**
 * What must be accepted and agree: what the slip's kind and the entry's kind ask for, both, since either may be read
 * or recorded wrong. A slip of unknown kind (`other`) is judged by the entry's. No code is asked for beside a 20-digit
 * number, and none but the key's own where the entry is known by its pre-printed code and number.
 */
export function inputsFor(slipKind: Kind, entry: LedgerEntry, key: MatchKey): readonly FieldName[] {
  const inputs = new Set<FieldName>([...requiredInputs(slipKind), ...requiredInputs(entry.kind)]);
  if (inputs.size === 0)
    for (const field of ['invoiceNumber', 'issueDate', 'grossTotal'] as const) inputs.add(field);
  if (key.type === 'code_number') inputs.add('invoiceCode');
  // A rail ticket names its gross total 票价, a used-car invoice 车价合计: the comparison knows, see satisfiedBy.
  return [...inputs].filter((field) => field !== 'invoiceCode' || key.type !== 'number');
}

const CLASSES: readonly [RegExp, string][] = [
  [/used/, 'used'],
  [/motor/, 'motor'],
  [/rail/, 'rail'],
  [/air/, 'air'],
  [/freight/, 'freight'],
  [/special/, 'special'],
  [/general|toll_e/, 'general'],
];

const classOf = (kind: Kind): string | null => CLASSES.find(([pattern]) => pattern.test(kind))?.[1] ?? null;

/**
 * Whether slip and entry can be the same kind of invoice: 专票 is never 普票. What a person typed has no kind of its own
 * (a 20-digit number tells none), and an unknown kind contradicts nothing.
 */
export function kindsAgree(slip: Slip, entry: LedgerEntry): boolean {
  if (slip.fields.invoiceNumber?.source === 'person') return true;
  const [ours, theirs] = [classOf(slip.kind), classOf(entry.kind)];
  return ours === null || theirs === null || ours === theirs;
}
