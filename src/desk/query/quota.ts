/** How often one invoice may be asked about on one day in Asia/Shanghai. Pure. */
import { shiftDate, todayInShanghai } from '../../invoice/dates.js';
import type { QueryQuota } from '../../ports/queries.js';

/** What is left of an invoice's quota. */
export interface QuotaLeft {
  readonly perInvoice: number;
  readonly left: number;
  /** When all of it is there again. */
  readonly againAt: Date;
}

/** China keeps +08:00 all year. */
const midnight = (day: string): Date => new Date(`${day}T00:00:00+08:00`);

/** The day of a moment: when it began and when it ends. */
export function dayOf(moment: Date): { readonly since: Date; readonly until: Date } {
  const day = todayInShanghai(moment);
  return { since: midnight(day), until: midnight(shiftDate(day, 1)) };
}

/** `null`: `perInvoice` is 0 and nothing is counted. */
export const quotaOf = (perInvoice: number, now: Date): QueryQuota | null =>
  perInvoice === 0 ? null : { perInvoice, since: dayOf(now).since };

/** Where `fresh` questions were answered anew. */
export const quotaLeft = ({ perInvoice, since }: QueryQuota, fresh: number): QuotaLeft => ({
  perInvoice,
  left: Math.max(0, perInvoice - fresh),
  againAt: dayOf(since).until,
});
