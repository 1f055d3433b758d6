/** Claims and answers of registers in the shapes of the contract. */
import type { Claim } from '../document/claim.js';
import type { RegistryAnswer } from '../document/registry.js';
import type { ClaimRow } from './contract/claims.js';
import type { RegistryAnswerRow } from './contract/registry.js';
import { plain } from './present.js';

export const presentClaim = ({ lockedAt, endedAt, ...claim }: Claim): ClaimRow => ({
  ...claim,
  lockedAt: lockedAt.toISOString(),
  endedAt: endedAt?.toISOString() ?? null,
});

/** What was asked is known to whoever reads this; its digest says nothing. */
export const presentRegistryAnswer = ({
  question: _,
  checkedAt,
  ...answer
}: RegistryAnswer): RegistryAnswerRow => ({ ...plain(answer), checkedAt: checkedAt.toISOString() });
