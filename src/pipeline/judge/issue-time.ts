/** How long ago an invoice was issued, when only its day is known. Pure. */
import { parseDate, shiftDate, todayInShanghai } from '../../invoice/dates.js';

const HOUR_MS = 3_600_000;

/** CONTRACT: within 48 h of issue an invoice that is not found is 次日再查. */
const SETTLING_HOURS = 48;

/** Our clock may be behind the issuer's by this much around midnight. */
const CLOCK_SLACK_MS = 15 * 60_000;

/** The ledger's silence about an invoice of this day means: `settling` nothing yet, `settled` something; `future` the date cannot be right. */
export type Settling = 'settling' | 'settled' | 'future' | 'no_date';

/**
 * The paper shows the day of issue, not the hour, so the 48 hours count from the end of that day in Asia/Shanghai: no
 * earlier is it certain that they are over. China keeps +08:00 all year (since 1992; DOMAIN knows no older invoices).
 */
export function settling(issueDate: string, now: Date): Settling {
  if (parseDate(issueDate) !== issueDate) return 'no_date';
  if (issueDate > todayInShanghai(new Date(now.getTime() + CLOCK_SLACK_MS))) return 'future';
  return now.getTime() < settledAt(issueDate) ? 'settling' : 'settled';
}

/** The moment, in ms since 1970, from which the ledger's silence about an invoice of this day means something. */
export function settledAt(issueDate: string): number {
  return Date.parse(`${issueDate}T00:00:00+08:00`) + (24 + SETTLING_HOURS) * HOUR_MS;
}

/** The first day in Asia/Shanghai on which a missing invoice of `issueDate` counts as not found. */
export function settledOn(issueDate: string): string {
  return shiftDate(issueDate, 1 + SETTLING_HOURS / 24);
}
