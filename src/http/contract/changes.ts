/** Verdicts that became another one, by themselves or through new data. */
import { z } from 'zod';
import { pageOf, pageQuery, time } from './common.js';
import { invoiceState, outcome } from './slip.js';

const said = z.object({ outcome, state: invoiceState });

export const verdictChange = z
  .object({
    id: z.string(),
    documentId: z.string(),
    slipId: z.string(),
    /** Name of the document, and number of the invoice, for people. */
    file: z.string(),
    invoiceNumber: z.string().nullable(),
    before: said,
    after: said,
    at: time,
    /** When somebody looked at it; null: nobody yet. */
    seenAt: time.nullable(),
  })
  .meta({ id: 'VerdictChange' });

export const verdictChangeList = pageOf(verdictChange);
export const verdictChangeQuery = pageQuery.extend({
  documentId: z.string().max(100).optional(),
  /** Only those that nobody has looked at. */
  unseen: z.enum(['true', 'false']).optional(),
});

export type VerdictChangeAnswer = z.infer<typeof verdictChange>;
export type VerdictChangeList = z.infer<typeof verdictChangeList>;
