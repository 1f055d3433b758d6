/** Use of an invoice for reimbursement (报销): one invoice is claimed once (D1). */

/** `init`: known, unused. `lock`: in somebody's claim. `closure`: paid, for good. `cancel`: the claim was withdrawn. */
export const CLAIM_STATES = ['init', 'lock', 'closure', 'cancel'] as const;
export type ClaimState = (typeof CLAIM_STATES)[number];

/** One invoice in one claim. */
export interface Claim {
  readonly id: string;
  /** Key of the invoice's record: `N:<20 digits>` or `C:<code>:<number>`. */
  readonly recordKey: string;
  /** Number of the claim or voucher that uses it, as the organisation writes it. */
  readonly reference: string;
  readonly state: ClaimState;
  /** For people: who claims it. */
  readonly claimedBy: string;
  readonly lockedAt: Date;
  readonly endedAt: Date | null;
}
