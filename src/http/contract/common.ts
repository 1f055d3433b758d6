/** Shapes that every call shares. */
import { z } from 'zod';
import { isRealDay } from '../../invoice/dates.js';
import { isWhole } from '../../invoice/text.js';
import { blockedSlip, heldClaim } from './refused-claim.js';

/** RFC 9457. `code` is stable; the texts follow Accept-Language (Chinese first). */
export const problem = z
  .object({
    type: z.string(),
    status: z.number().int(),
    code: z.string(),
    title: z.string(),
    detail: z.string(),
    remedy: z.string(),
    /** Of this request: what to quote to the administrator. */
    requestId: z.string(),
    /** What was wrong with which part of the request, for `invalid_request`. */
    errors: z.array(z.object({ path: z.string(), message: z.string() })).optional(),
    /** The claims that hold the invoices, for `already_claimed`. */
    held: z.array(heldClaim).optional(),
    /** What cannot be claimed and why, for `not_claimable`. */
    blocked: z.array(blockedSlip).optional(),
  })
  .meta({ id: 'Problem' });
export type Problem = z.infer<typeof problem>;

/** Query of a list: `cursor` is the `next` of the page before. */
export const pageQuery = z.object({
  /** Empty, as a loop may begin: the first page. */
  cursor: z
    .string()
    .max(500)
    .transform((cursor) => (cursor === '' ? undefined : cursor))
    .optional(),
  limit: z.coerce.number().int().min(1).max(200).default(50),
});

/** A page of a list; `next` is null on the last one. */
export const pageOf = <T extends z.ZodType>(item: T) =>
  z.object({ items: z.array(item), next: z.string().nullable() });

export const idParams = z.object({ id: z.string().min(1).max(100) });

/** ISO 8601, UTC. */
export const time = z.string().meta({ format: 'date-time' });

/** `YYYY-MM-DD`, Asia/Shanghai: a day of the calendar. What programs write for "ever" and "for ever" is among them. */
export const date = z
  .string()
  .refine(isDay, { message: 'not a day of the years 1900 to 9999, as YYYY-MM-DD' })
  .meta({ format: 'date' });

function isDay(text: string): boolean {
  const [, year = '', month = '', day = ''] = /^(\d{4})-(\d\d)-(\d\d)$/.exec(text) ?? [];
  return year >= '1900' && isRealDay(year, month, day);
}

/** Text that comes from outside, at most `longest` characters. What PostgreSQL cannot hold or compare is refused: what is
 * left of it could be shorter than an answer may be. */
export const text = (longest: number) =>
  z.string().max(longest).refine(isWhole, { message: 'holds a NUL or half a character' });

/** A decimal string with two places, such as `"-12.30"`. */
export const money = z.string();
