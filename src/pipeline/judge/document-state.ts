/** Whether a document is finished or waits for a person. Pure. */

import type { Finding } from '../../document/finding.js';
import { requiredInputs, satisfiedBy } from '../../document/inputs.js';
import type { Slip } from '../../document/slip.js';
import type { Outcome, Verdict } from '../../document/verdict.js';

/** Outcomes that leave the question open. `limited` and `error` too: nobody has answered it. */
const OPEN: ReadonlySet<Outcome> = new Set(['unverified', 'limited', 'error']);

/**
 * `review` when a person has something to decide: a slip that was not verified, a broken check of severity E, a field
 * that the kind is verified by and that is not accepted. Also when a readable document gave no slip at all: whoever
 * handed it in took it for an invoice, and an invoice we failed to see must not vanish as `done`.
 */
export function documentStateAfter(
  slips: readonly (Slip & { readonly verdict: Verdict | null })[],
): 'done' | 'review' {
  return slips.length === 0 || slips.some(needsPerson) ? 'review' : 'done';
}

function needsPerson(slip: Slip & { readonly verdict: Verdict | null }): boolean {
  if (slip.verdict === null || OPEN.has(slip.verdict.outcome)) return true;
  if (slip.findings.some(isForPerson)) return true;
  // Confirmed in every input by the ledger, under whichever name the amount is printed.
  if (slip.verdict.outcome === 'match') return false;
  return requiredInputs(slip.kind).some((field) => mandatory(slip, field));
}

/** V2 says of the verdict what everyone sees there: that an invoice is void, or not known, is an answer and no question. */
const isForPerson = ({ id, result, severity }: Finding): boolean =>
  result === 'broken' && severity === 'E' && id !== 'V2';

/** A 20-digit number needs no code. */
function mandatory(slip: Slip, field: 'invoiceCode' | keyof Slip['fields']): boolean {
  if (field === 'invoiceCode' && slip.fields.invoiceNumber?.value.length === 20) return false;
  return !satisfiedBy(field).some((name) => slip.fields[name]?.accepted);
}
