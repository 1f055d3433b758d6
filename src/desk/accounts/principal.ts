/** Who asks: the principal of a key or of a signed-in person. */

import type { AccountStore, Principal } from '../../ports/accounts.js';
import type { SignedIn } from '../../ports/auth.js';
import { digestOfKey, looksLikeKey } from './api-keys.js';

/** The principal of an API key; `null` when it is unknown or revoked. */
export async function principalOfKey(
  accounts: Pick<AccountStore, 'byApiKey'>,
  key: string,
): Promise<Principal | null> {
  return looksLikeKey(key) ? accounts.byApiKey(digestOfKey(key)) : null;
}

/**
 * The principal of a person in `organisationId`, or in the oldest of the person's organisations when none is named.
 * `null` when the person is no member (any more).
 */
export async function principalOfPerson(
  accounts: Pick<AccountStore, 'memberships'>,
  person: SignedIn,
  organisationId?: string,
): Promise<Principal | null> {
  const memberships = await accounts.memberships(person.personId);
  const membership = memberships.find(
    (one) => organisationId === undefined || one.organisationId === organisationId,
  );
  if (membership === undefined) return null;
  return {
    organisationId: membership.organisationId,
    role: membership.role,
    personId: person.personId,
    apiKeyId: null,
    name: person.name,
  };
}
