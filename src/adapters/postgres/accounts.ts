/** Organisations, memberships and API keys. */
import { and, asc, desc, eq, isNull, lt, or, sql } from 'drizzle-orm';
import type { AccountStore, ApiKeyRecord, Principal, Role } from '../../ports/accounts.js';
import { type Database, isId, newId, now } from './database.js';
import { codeOf, DISK_FULL } from './errors.js';
import { apiKeys, memberships, organisations, user } from './schema/index.js';

export class PostgresAccounts implements AccountStore {
  readonly #database: Database;
  constructor(database: Database) {
    this.#database = database;
  }

  /** Harmless where an organisation of that id exists. */
  async createOrganisation(name: string, id: string = newId()): Promise<string> {
    await this.#database.insert(organisations).values({ id, name }).onConflictDoNothing();
    return id;
  }

  async organisationExists(id: string): Promise<boolean> {
    const rows = await this.#database
      .select({ id: organisations.id })
      .from(organisations)
      .where(eq(organisations.id, id));
    return rows.length > 0;
  }

  async organisationName(id: string): Promise<string | null> {
    const [row] = await this.#database
      .select({ name: organisations.name })
      .from(organisations)
      .where(eq(organisations.id, id));
    return row?.name ?? null;
  }

  async addMember(organisationId: string, personId: string, role: Role): Promise<void> {
    await this.#database
      .insert(memberships)
      .values({ organisationId, personId, role })
      .onConflictDoUpdate({ target: [memberships.organisationId, memberships.personId], set: { role } });
  }

  async members(organisationId: string) {
    return this.#database
      .select({ personId: memberships.personId, email: user.email, role: memberships.role })
      .from(memberships)
      .innerJoin(user, eq(user.id, memberships.personId))
      .where(eq(memberships.organisationId, organisationId))
      .orderBy(asc(memberships.createdAt), asc(memberships.personId));
  }

  async memberships(personId: string) {
    return this.#database
      .select({
        organisationId: memberships.organisationId,
        organisation: organisations.name,
        role: memberships.role,
      })
      .from(memberships)
      .innerJoin(organisations, eq(organisations.id, memberships.organisationId))
      .where(eq(memberships.personId, personId))
      .orderBy(asc(memberships.createdAt), asc(memberships.organisationId));
  }

  async addApiKey(
    organisationId: string,
    role: Role,
    label: string,
    prefix: string,
    digest: string,
  ): Promise<string> {
    const id = newId();
    await this.#database.insert(apiKeys).values({ id, organisationId, role, label, prefix, digest });
    return id;
  }

  async byApiKey(digest: string): Promise<Principal | null> {
    const [key] = await this.#database
      .select()
      .from(apiKeys)
      .where(and(eq(apiKeys.digest, digest), isNull(apiKeys.revokedAt)));
    if (key === undefined) return null;
    await this.#noteUse(key.id);
    const { organisationId, role, label: name, id: apiKeyId } = key;
    return { organisationId, role, name, apiKeyId, personId: null };
  }

  /** To the minute: a write for every request would cost more than the request. */
  async #noteUse(id: string): Promise<void> {
    const stale = or(isNull(apiKeys.lastUsedAt), lt(apiKeys.lastUsedAt, sql`now() - interval '1 minute'`));
    try {
      await this.#database
        .update(apiKeys)
        .set({ lastUsedAt: now })
        .where(and(eq(apiKeys.id, id), stale));
    } catch (error) {
      // On a full disk one can still look, and see what is there.
      if (codeOf(error) !== DISK_FULL) throw error;
    }
  }

  listApiKeys(organisationId: string): Promise<readonly ApiKeyRecord[]> {
    const { id, role, label, prefix, createdAt, lastUsedAt, revokedAt } = apiKeys;
    return this.#database
      .select({
        id,
        organisationId: apiKeys.organisationId,
        role,
        label,
        prefix,
        createdAt,
        lastUsedAt,
        revokedAt,
      })
      .from(apiKeys)
      .where(eq(apiKeys.organisationId, organisationId))
      .orderBy(desc(apiKeys.id));
  }

  async revokeApiKey(organisationId: string, id: string): Promise<boolean> {
    if (!isId(id)) return false;
    const revoked = await this.#database
      .update(apiKeys)
      .set({ revokedAt: now })
      .where(and(eq(apiKeys.organisationId, organisationId), eq(apiKeys.id, id), isNull(apiKeys.revokedAt)))
      .returning({ id: apiKeys.id });
    return revoked.length > 0;
  }
}
