/** Organisations, their people and keys, and who asks. */

/** Roles of CONTRACT. What each may do: src/desk/accounts/roles.ts. */
export type Role = 'owner' | 'admin' | 'finance' | 'reviewer' | 'user' | 'auditor';
export const ROLES: readonly Role[] = ['owner', 'admin', 'finance', 'reviewer', 'user', 'auditor'];

/** Who asks: a person (session) or an API key, in one organisation. */
export interface Principal {
  readonly organisationId: string;
  readonly role: Role;
  readonly personId: string | null;
  readonly apiKeyId: string | null;
  /** For people to read: the person's name or the key's label. */
  readonly name: string;
}

export interface ApiKeyRecord {
  readonly id: string;
  readonly organisationId: string;
  readonly role: Role;
  readonly label: string;
  /** First characters of the key, to recognise it by. */
  readonly prefix: string;
  readonly createdAt: Date;
  readonly lastUsedAt: Date | null;
  readonly revokedAt: Date | null;
}

/** Organisations, memberships and API keys. People, passwords and sessions are better-auth's own tables. */
export interface AccountStore {
  createOrganisation(name: string, id?: string): Promise<string>;
  organisationExists(id: string): Promise<boolean>;
  organisationName(id: string): Promise<string | null>;
  addMember(organisationId: string, personId: string, role: Role): Promise<void>;
  /** The organisation's people, those who came first first (to the millisecond). */
  members(organisationId: string): Promise<readonly { personId: string; email: string; role: Role }[]>;
  /** The person's memberships, oldest first (to the millisecond). */
  memberships(
    personId: string,
  ): Promise<readonly { organisationId: string; organisation: string; role: Role }[]>;
  /** `digest`: SHA-256 of the whole key; the key itself is never stored. */
  addApiKey(
    organisationId: string,
    role: Role,
    label: string,
    prefix: string,
    digest: string,
  ): Promise<string>;
  /** The key's principal; `null` when unknown or revoked. Notes when it was last used. */
  byApiKey(digest: string): Promise<Principal | null>;
  listApiKeys(organisationId: string): Promise<readonly ApiKeyRecord[]>;
  revokeApiKey(organisationId: string, id: string): Promise<boolean>;
}
