/** Rule packs as data: what a file or a request may hold. */
import { z } from 'zod';
import { CHECK_IDS } from '../../document/checks.js';
import { parseDate } from '../../invoice/dates.js';
import { isWhole } from '../../invoice/text.js';

/** Text of people; what PostgreSQL cannot hold is refused. */
const words = (longest: number) =>
  z.string().trim().min(1).max(longest).refine(isWhole, { message: 'holds a NUL or half a character' });

const severity = z.enum(['E', 'W', 'I']);

const ruleSwitch = z.strictObject({
  on: z.boolean(),
  /** Absent: the check's own. */
  severity: severity.optional(),
  blocks: z.boolean(),
});

/** In a leap year, so that 02-29 counts as a day. */
const isDay = (day: string) => parseDate(`2024-${day}`) === `2024-${day}`;

/**
 * Bounds: what is beyond them is a slip of the finger. Ten thousand numbers around one are far more than anyone's run;
 * two years of near duplicates, a thousand classes and ten thousand characters of words more than anyone reviews.
 */
const thresholds = z.strictObject({
  consecutiveGap: z.number().int().min(1).max(100),
  consecutiveCount: z.number().int().min(2).max(100),
  nearDuplicateDays: z.number().int().min(0).max(731),
  crossYearDeadline: z.string().refine(isDay, { message: 'not a day as MM-DD' }),
  approvalLimits: z
    .array(z.string().regex(/^\d{1,12}(?:\.\d{1,2})?$/, 'not an amount in yuan such as 5000.00'))
    .max(50),
  underLimitPercent: z.number().min(0).max(50),
});

const sensitiveClass = z.strictObject({
  name: words(50),
  words: z.array(words(50)).min(1).max(200),
  severity,
});

/** A rule pack as it is exported, imported and edited. */
export const rulePack = z
  .strictObject({
    format: z.literal('yanpiao-rules'),
    version: z.literal(1),
    name: words(100),
    switches: z.partialRecord(z.enum(CHECK_IDS as [string, ...string[]]), ruleSwitch),
    thresholds,
    sensitive: z.array(sensitiveClass).max(200),
    vagueNames: z.array(words(50)).max(1000),
  })
  .meta({ id: 'RulePack' });
