/** When the ledger is asked again by itself. Pure: days are those of Asia/Shanghai, whatever clock the machine shows. */
import type { Outcome } from '../../document/verdict.js';
import { daysBetween, parseDate, shiftDate, todayInShanghai } from '../../invoice/dates.js';
import { settledAt, settledOn } from './issue-time.js';

const HOUR_MS = 3_600_000;
const MINUTE_MS = 60_000;

/** Hours between the first times; afterwards daily. */
const STEPS_H = [1, 3, 6, 12] as const;

/** Ledgers of the day before are brought in at night, by nightly feeds and exports: from then on asking is worth while. */
const DAWN = '02:30:00';
/** Quotas per invoice and day begin anew at midnight; a little later, since nobody's clock is quite the other's. */
const NEW_DAY = '00:05:00';

/**
 * A ledger that is brought in once a month, after the month's end, holds an invoice of its first day 31 days later; a few
 * more for whoever exports it. What is not there then is found by the import that brings it, no sooner by asking.
 */
const MISSED_DAYS = 35;

/** A fault that has lasted this many times, about a week, is no passing one. */
const MOST_FAULTS = 10;

/** What the next time depends on. */
export interface Recheck {
  readonly outcome: Outcome;
  /** `YYYY-MM-DD`; `null` where it is not known. */
  readonly issueDate: string | null;
  /** Times it was asked by itself so far. */
  readonly rechecks: number;
  readonly now: Date;
}

/**
 * When to ask again; `null`: not by time. `not_yet`: after 1, 3, 6 and 12 hours, then daily, but always at dawn, and the
 * moment at which silence becomes `not_found`. `not_found`: at dawn, in ever longer steps, for 35 days after issue.
 * `limited`: when the next day's quota begins. `error`: as `not_yet`, ten times. What a person has to decide
 * (`unverified`), and what is decided, waits for imports, which open the match again for what they touch, later red
 * letters among it.
 */
export function recheckAt({ outcome, issueDate, rechecks, now }: Recheck): Date | null {
  const date = issueDate !== null && parseDate(issueDate) === issueDate ? issueDate : null;
  switch (outcome) {
    case 'not_yet':
      return earliest(stepped(rechecks, now), nextTime(DAWN, now), settling(date, now));
    case 'not_found':
      return date === null ? null : afterMissing(date, now);
    case 'limited':
      return nextTime(NEW_DAY, now);
    case 'error':
      return rechecks >= MOST_FAULTS ? null : stepped(rechecks, now);
    default:
      return null;
  }
}

/** The earliest of the times that are given. */
export function earliest(...times: readonly (Date | null)[]): Date | null {
  const known = times.flatMap((time) => (time === null ? [] : [time.getTime()]));
  return known.length === 0 ? null : new Date(Math.min(...known));
}

const stepped = (rechecks: number, now: Date): Date =>
  new Date(now.getTime() + (STEPS_H[rechecks] ?? 24) * HOUR_MS);

/** The next moment at which it is this time of day in Shanghai, at least a minute from now. */
function nextTime(time: string, now: Date): Date {
  const today = todayInShanghai(now);
  const at = (day: string) => Date.parse(`${day}T${time}+08:00`);
  const next = at(today) >= now.getTime() + MINUTE_MS ? at(today) : at(shiftDate(today, 1));
  return new Date(next);
}

/** A minute after silence begins to count, while that is to come. */
function settling(issueDate: string | null, now: Date): Date | null {
  if (issueDate === null) return null;
  const at = settledAt(issueDate) + MINUTE_MS;
  return at >= now.getTime() + MINUTE_MS ? new Date(at) : null;
}

/** At dawn of the day on which it has been missing twice as long as now. */
function afterMissing(issueDate: string, now: Date): Date | null {
  const missing = daysBetween(settledOn(issueDate), todayInShanghai(now));
  const next = shiftDate(todayInShanghai(now), Math.max(1, missing));
  if (daysBetween(issueDate, next) > MISSED_DAYS) return null;
  const at = new Date(Date.parse(`${next}T${DAWN}+08:00`));
  // Silence has just begun to count: this night's ledger is still to come.
  return missing <= 1 ? earliest(nextTime(DAWN, now), at) : at;
}
