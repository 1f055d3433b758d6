/** The checks that need the organisation (DOMAIN 12): made with the match, and again whenever that is. Pure. */
import { CHECKS } from '../../../document/checks.js';
import type { Finding } from '../../../document/finding.js';
import type { Slip } from '../../../document/slip.js';
import { finding } from '../check.js';
import { subjectOf } from '../subject.js';
import { CONSECUTIVE, DUPLICATE, NEAR_DUPLICATE } from './duplicates.js';
import { BUYER_IS_US, BUYER_NAME_REGISTERED, ownCompanyOf, SELLER_BLACK_LISTED } from './parties.js';
import { POLICY, SAME_YEAR, SENSITIVE } from './policy.js';
import { type Standing, type StandingRule, type Surroundings, taxIdOf } from './standing.js';
import { isStanding, switched } from './switches.js';
import { VERIFIED } from './verified.js';

/** In the order in which findings are shown, before those of the slip alone. */
const RULES: readonly StandingRule[] = [
  VERIFIED,
  DUPLICATE,
  NEAR_DUPLICATE,
  BUYER_IS_US,
  BUYER_NAME_REGISTERED,
  SELLER_BLACK_LISTED,
  CONSECUTIVE,
  SAME_YEAR,
  SENSITIVE,
  POLICY,
];

/**
 * The slip with what the organisation's rules say of it now, in the place of what they said before, and with all of its
 * findings as the organisation's switches show them. Doing it twice is harmless. `today`: in Asia/Shanghai.
 */
export function checkAgainst(slip: Slip, surroundings: Surroundings, today: string): Slip {
  const { asRead, ...rest } = slip;
  const own = (asRead ?? slip.findings).filter((each) => !isStanding(each));
  const subject = subjectOf(slip, today);
  const isOwnSale =
    ownCompanyOf(surroundings.rules.ownCompanies, taxIdOf(slip.fields.sellerTaxId?.value)) !== undefined;
  const standing: Standing = { ...surroundings, subject, isOwnSale };
  const said = RULES.filter(({ ofPurchases }) => !(ofPurchases && isOwnSale)).flatMap((rule) =>
    rule
      .apply(standing)
      .map((outcome) => finding({ id: rule.id, severity: CHECKS[rule.id].severity }, outcome, slip.fields)),
  );
  const { pack } = surroundings.rules;
  // People may well be customers.
  const asked = isOwnSale ? own.filter(({ id }) => id !== 'T3') : own;
  const kept = switched(asked, pack);
  const changed = JSON.stringify(kept) !== JSON.stringify(own);
  return { ...rest, findings: [...switched(said, pack), ...kept], ...(changed ? { asRead: own } : {}) };
}

/** Whether nobody may claim a slip, and why. */
export const blockedBy = ({ findings }: Pick<Slip, 'findings'>): readonly Finding[] =>
  findings.filter(({ blocks }) => blocks === true);
