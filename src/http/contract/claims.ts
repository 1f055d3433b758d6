/** Claims: which invoice is used for which reimbursement or voucher, once. */
import { z } from 'zod';
import { CLAIM_STATES } from '../../document/claim.js';
import { pageOf, pageQuery, text, time } from './common.js';

export const claimState = z.enum(CLAIM_STATES).meta({ id: 'ClaimState' });

/** One invoice in one claim. */
export const claim = z
  .object({
    id: z.string(),
    /** Key of the invoice's record: `N:<20 digits>` or `C:<code>:<number>`. */
    recordKey: z.string(),
    /** Number of the claim or voucher, as the organisation writes it. */
    reference: z.string(),
    state: claimState,
    claimedBy: z.string(),
    lockedAt: time,
    endedAt: time.nullable(),
  })
  .meta({ id: 'Claim' });

const id = text(100).min(1);
/** More invoices than one claim has ever held are several claims. */
const MOST = 500;

/**
 * Body of `POST /claims`: all of these invoices for one claim, or none. A document stands for all its slips. The same
 * request again, by whoever made it, changes nothing.
 */
export const claimBody = z
  .strictObject({
    reference: text(100).trim().min(1),
    records: z.array(id).max(MOST).default([]),
    documents: z.array(id).max(MOST).default([]),
    slips: z
      .array(z.strictObject({ documentId: id, slipId: id }))
      .max(MOST)
      .default([]),
  })
  .refine(
    ({ records, documents, slips }) =>
      records.length + documents.length + slips.length > 0 &&
      records.length + documents.length + slips.length <= MOST,
    { message: `name from 1 to ${MOST} records, documents or slips` },
  )
  .meta({ id: 'ClaimRequest' });

/** Answer of `POST /claims` and of closing and cancelling: the invoices of the claim, each once. */
export const claimAnswer = z
  .object({ reference: z.string(), claims: z.array(claim) })
  .meta({ id: 'ClaimAnswer' });

export const claimParams = z.object({ reference: text(100).min(1) });

export const claimQuery = pageQuery.extend({
  reference: text(100).optional(),
  /** Every claim of one invoice. */
  recordKey: text(100).optional(),
  state: claimState.optional(),
});
export const claimPage = pageOf(claim);

export type ClaimRow = z.infer<typeof claim>;
export type ClaimAnswer = z.infer<typeof claimAnswer>;
export type ClaimPage = z.infer<typeof claimPage>;
