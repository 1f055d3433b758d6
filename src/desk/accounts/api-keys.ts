/** API keys: `yp_` and 32 random bytes. The key is shown once; only its digest is kept. */
import { createHash, randomBytes } from 'node:crypto';
import type { AccountStore, Role } from '../../ports/accounts.js';

const MARK = 'yp_';
/** Enough to recognise a key by, too little to guess it from. */
const SHOWN = 8;

/** Makes a key of `role` in the organisation and stores its digest. */
export async function createApiKey(
  accounts: Pick<AccountStore, 'addApiKey'>,
  organisationId: string,
  role: Role,
  label: string,
): Promise<{ id: string; key: string }> {
  const key = `${MARK}${randomBytes(32).toString('base64url')}`;
  const id = await accounts.addApiKey(organisationId, role, label, key.slice(0, SHOWN), digestOfKey(key));
  return { id, key };
}

/** Lower-case hex SHA-256 of the whole key. A slow hash would add nothing: the key is 256 random bits. */
export function digestOfKey(key: string): string {
  return createHash('sha256').update(key).digest('hex');
}

/** Whether `text` has the shape of a key at all, so that junk never reaches the database. */
export function looksLikeKey(text: string): boolean {
  return /^yp_[A-Za-z0-9_-]{43}$/.test(text);
}
