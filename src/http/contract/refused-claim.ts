/** What a problem tells of invoices that cannot be claimed. */
import { z } from 'zod';
import { CLAIM_STATES } from '../../document/claim.js';

/** In `held` of the problem `already_claimed`: who has the invoice, for what, since when. */
export const heldClaim = z
  .object({
    /** `N:<20 digits>` or `C:<code>:<number>`. */
    recordKey: z.string(),
    reference: z.string(),
    state: z.enum(CLAIM_STATES),
    claimedBy: z.string(),
    lockedAt: z.string().meta({ format: 'date-time' }),
  })
  .meta({ id: 'HeldClaim' });

/** In `blocked` of the problem `not_claimable`: why an invoice cannot be claimed. */
export const blockedSlip = z
  .object({
    /** Where the request names it: `records/0`, `documents/2`. */
    path: z.string(),
    recordId: z.string().nullable(),
    documentId: z.string().nullable(),
    slipId: z.string().nullable(),
    /**
     * `not_there`: no such record, document or slip. `not_read`: it is still being read, matched or put together.
     * `no_slip`: nothing was found in the document. `no_key`: number or code are not sure. `findings`: checks block it.
     */
    why: z.enum(['not_there', 'not_read', 'no_slip', 'no_key', 'findings']),
    findings: z.array(z.object({ id: z.string(), message: z.string() })),
  })
  .meta({ id: 'BlockedSlip' });

export type HeldClaimRow = z.infer<typeof heldClaim>;
export type BlockedSlipRow = z.infer<typeof blockedSlip>;
