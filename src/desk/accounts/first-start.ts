/** The very first start: organisation `1` and its owner. */
import { randomBytes } from 'node:crypto';
import type { AccountStore } from '../../ports/accounts.js';
import type { Auth } from '../../ports/auth.js';

export const FIRST_ORGANISATION = '1';
const ITS_NAME = '我的公司';

export interface OwnerMade {
  readonly email: string;
  /** Set when it was made up here: print it once, it is kept nowhere. */
  readonly madeUpPassword: string | null;
}

/**
 * Makes organisation `1` and its owner unless somebody belongs to it. Broken off at any point, the next call finishes
 * it, for another owner, too: the membership is written last, and a person who is there gets a password anew. `furnish`
 * fills the new organisation before that and is repeated, too, so it must be harmless twice. `null`: nothing was to do.
 */
export async function createOwner(
  accounts: Pick<AccountStore, 'members' | 'createOrganisation' | 'addMember'>,
  auth: Pick<Auth, 'findPerson' | 'createPerson' | 'setPassword'>,
  owner: { readonly email: string; readonly password: string | null },
  furnish: () => Promise<void> = async () => undefined,
): Promise<OwnerMade | null> {
  if ((await accounts.members(FIRST_ORGANISATION)).length > 0) return null;
  const known = await auth.findPerson(owner.email);
  const password = owner.password ?? madeUpPassword();
  const personId = known ?? (await auth.createPerson({ email: owner.email, name: owner.email, password }));
  if (known !== null) await auth.setPassword(known, password);
  await accounts.createOrganisation(ITS_NAME, FIRST_ORGANISATION);
  await furnish();
  await accounts.addMember(FIRST_ORGANISATION, personId, 'owner');
  return { email: owner.email, madeUpPassword: owner.password === null ? password : null };
}

/** 96 random bits in 16 characters that copy well. */
export function madeUpPassword(): string {
  return randomBytes(12).toString('base64url');
}
