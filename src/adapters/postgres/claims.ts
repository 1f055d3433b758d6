/**
 * Claims. That one invoice is in one claim is the database's doing (index claims_one), whoever asks at the same instant.
 * Rows are locked in the order of their keys everywhere: two batches of the same invoices in opposite order take turns.
 */
import { and, asc, desc, eq, inArray, lt, sql } from 'drizzle-orm';
import type { Claim, ClaimState } from '../../document/claim.js';
import type { Principal } from '../../ports/accounts.js';
import { BadCursor, type Page } from '../../ports/page.js';
import { ClaimConflict, type ClaimStore } from '../../ports/rules.js';
import { insertRows } from './bulk.js';
import { type Database, isId, newId, now, storableText } from './database.js';
import { claims } from './schema/index.js';

const HOLDING: readonly ClaimState[] = ['lock', 'closure'];

const columns = {
  id: claims.id,
  recordKey: claims.recordKey,
  reference: claims.reference,
  state: claims.state,
  claimedBy: claims.claimedBy,
  lockedAt: claims.lockedAt,
  endedAt: claims.endedAt,
};
const withHolder = { ...columns, personId: claims.personId, apiKeyId: claims.apiKeyId };
type HeldClaim = Claim & { readonly personId: string | null; readonly apiKeyId: string | null };

/** A holder that lets go between our insert and our look at it: then the next try finds the invoice free. */
const TRIES = 5;

export class PostgresClaims implements ClaimStore {
  readonly #database: Database;
  constructor(database: Database) {
    this.#database = database;
  }

  async lock(
    principal: Principal,
    reference: string,
    recordKeys: readonly string[],
  ): Promise<readonly Claim[]> {
    const keys = [...new Set(recordKeys)].sort();
    if (keys.length === 0) return [];
    return this.#database.transaction(async (tx) => {
      for (let attempt = 1; ; attempt += 1) {
        await insertAll(tx, principal, reference, keys);
        const held = await this.#held(tx, principal.organisationId, keys);
        const foreign = held.filter((one) => !isOwn(one, principal, reference));
        // Thrown inside the transaction, so that what was inserted with them is not there.
        if (foreign.length > 0) throw new ClaimConflict(foreign.map(plainClaim));
        if (held.length === keys.length) return held.map(plainClaim);
        if (attempt === TRIES) throw new Error(`claims of ${keys.length} invoices kept changing`);
      }
    });
  }

  end(
    { organisationId, personId, apiKeyId, name }: Principal,
    reference: string,
    state: Extract<ClaimState, 'closure' | 'cancel'>,
    { ownOnly = false }: { readonly ownOnly?: boolean } = {},
  ): Promise<readonly Claim[]> {
    const ofReference = and(eq(claims.organisationId, organisationId), eq(claims.reference, reference));
    return this.#database.transaction(async (tx) => {
      const all = await tx
        .select(withHolder)
        .from(claims)
        .where(ofReference)
        .orderBy(asc(claims.recordKey), asc(claims.id))
        .for('update');
      const mine = all.filter((one) => !ownOnly || isHolder(one, { personId, apiKeyId, name }));
      const open = mine.filter((one) => one.state === 'lock').map(({ id }) => id);
      if (open.length > 0)
        await tx.update(claims).set({ state, endedAt: now }).where(inArray(claims.id, open));
      const ids = mine.filter((one) => one.state === 'lock' || one.state === state).map(({ id }) => id);
      if (ids.length === 0) return [];
      return tx.select(columns).from(claims).where(inArray(claims.id, ids)).orderBy(asc(claims.recordKey));
    });
  }

  holding(organisationId: string, recordKeys: readonly string[]): Promise<readonly Claim[]> {
    if (recordKeys.length === 0) return Promise.resolve([]);
    return this.#database
      .select(columns)
      .from(claims)
      .where(and(ofInvoices(organisationId, recordKeys), inArray(claims.state, [...HOLDING])))
      .orderBy(asc(claims.recordKey));
  }

  history(organisationId: string, recordKey: string): Promise<readonly Claim[]> {
    return this.#database
      .select(columns)
      .from(claims)
      .where(ofInvoices(organisationId, [recordKey]))
      .orderBy(desc(claims.lockedAt), desc(claims.id));
  }

  async list(
    organisationId: string,
    { reference, recordKey, state }: Parameters<ClaimStore['list']>[1],
    { cursor, limit }: { cursor?: string; limit: number },
  ): Promise<Page<Claim>> {
    if (cursor !== undefined && !isId(cursor)) throw new BadCursor();
    const rows = await this.#database
      .select(columns)
      .from(claims)
      .where(
        and(
          eq(claims.organisationId, organisationId),
          reference === undefined ? undefined : eq(claims.reference, reference),
          recordKey === undefined ? undefined : eq(claims.recordKey, recordKey),
          state === undefined ? undefined : eq(claims.state, state),
          cursor === undefined ? undefined : lt(claims.id, cursor),
        ),
      )
      .orderBy(desc(claims.id))
      .limit(limit + 1);
    const items = rows.slice(0, limit);
    return { items, next: rows.length > limit ? (items.at(-1)?.id ?? null) : null };
  }

  #held(tx: Database, organisationId: string, keys: readonly string[]): Promise<HeldClaim[]> {
    return tx
      .select(withHolder)
      .from(claims)
      .where(and(ofInvoices(organisationId, keys), inArray(claims.state, [...HOLDING])))
      .orderBy(asc(claims.recordKey));
  }
}

const ofInvoices = (organisationId: string, keys: readonly string[]) =>
  and(eq(claims.organisationId, organisationId), inArray(claims.recordKey, [...keys]));

/** Those that nobody holds. Where somebody is claiming one just now this waits until he has it or has not. */
async function insertAll(
  tx: Database,
  { organisationId, personId, apiKeyId, name }: Principal,
  reference: string,
  keys: readonly string[],
): Promise<void> {
  const rows = keys.map((recordKey) => ({
    ...{ id: newId(), organisationId, personId, apiKeyId, recordKey, reference },
    ...{ state: 'lock' as const, claimedBy: storableText(name) },
  }));
  await tx.execute(sql`${insertRows(claims, rows)} order by rows."recordKey" on conflict do nothing`);
}

const isHolder = (
  claim: HeldClaim,
  { personId, apiKeyId, name }: Omit<Principal, 'organisationId' | 'role'>,
) =>
  claim.personId === null && claim.apiKeyId === null
    ? personId === null && apiKeyId === null && claim.claimedBy === name
    : claim.personId === personId && claim.apiKeyId === apiKeyId;

/** Two people who write the same reference are two claims: only who made a claim repeats it. */
const isOwn = (claim: HeldClaim, principal: Principal, reference: string): boolean =>
  claim.reference === reference && isHolder(claim, principal);

const plainClaim = ({ personId: _, apiKeyId: __, ...claim }: HeldClaim): Claim => claim;
