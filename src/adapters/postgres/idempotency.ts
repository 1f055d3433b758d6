/** Idempotency keys: taken within the transaction of the work itself, or by a call before and after it. */
import { and, eq, isNull, like, lt, sql } from 'drizzle-orm';
import {
  CALL_KEYS,
  IdempotencyConflict,
  type IdempotencyStore,
  type KeptAnswer,
  type KeyedRequest,
} from '../../ports/idempotency.js';
import { type Database, now } from './database.js';
import { idempotencyKeys } from './schema/index.js';

const { organisationId: organisationOf, key: keyOf, fingerprint: fingerprintOf } = idempotencyKeys;

const isKey = (organisationId: string, key: string) =>
  and(eq(organisationOf, organisationId), eq(keyOf, key));

/**
 * Takes the key for the transaction `tx`, or finds what was answered under it before (`null`: it is ours now). Of two at
 * once the second waits here until the first has committed or gone. Throws IdempotencyConflict.
 */
export async function claimWithin<T>(
  tx: Database,
  organisationId: string,
  { key, fingerprint }: KeyedRequest,
): Promise<T | null> {
  const claimed = await tx
    .insert(idempotencyKeys)
    .values({ organisationId, key, fingerprint })
    .onConflictDoNothing()
    .returning({ key: keyOf });
  if (claimed.length > 0) return null;
  const [before] = await tx.select().from(idempotencyKeys).where(isKey(organisationId, key));
  if (before === undefined || before.fingerprint !== fingerprint) throw new IdempotencyConflict();
  return before.answer as T | null;
}

/** Keeps the answer under a key that `tx` has taken. */
export async function keepWithin(
  tx: Database,
  organisationId: string,
  key: string,
  answer: unknown,
): Promise<void> {
  await tx
    .update(idempotencyKeys)
    .set({ answer: sql`${JSON.stringify(answer)}::jsonb` })
    .where(isKey(organisationId, key));
}

/** Times the key may vanish between being refused and being looked at, because its holder let go of it. */
const TRIES = 5;

export class PostgresIdempotency implements IdempotencyStore {
  readonly #database: Database;
  constructor(database: Database) {
    this.#database = database;
  }

  async claim(
    organisationId: string,
    { key, fingerprint }: KeyedRequest,
    leaseMs: number,
  ): Promise<'ours' | 'running' | KeptAnswer> {
    for (let tries = 0; tries < TRIES; tries += 1) {
      const taken = await this.#database
        .insert(idempotencyKeys)
        .values({ organisationId, key, fingerprint })
        .onConflictDoUpdate({
          target: [organisationOf, keyOf],
          set: { createdAt: now },
          setWhere: and(
            isNull(idempotencyKeys.answer),
            eq(fingerprintOf, fingerprint),
            lt(idempotencyKeys.createdAt, sql`now() - make_interval(secs => ${leaseMs / 1000})`),
          ),
        })
        .returning({ key: keyOf });
      if (taken.length > 0) return 'ours';
      const [before] = await this.#database.select().from(idempotencyKeys).where(isKey(organisationId, key));
      if (before === undefined) continue;
      if (before.fingerprint !== fingerprint) throw new IdempotencyConflict();
      return (before.answer as KeptAnswer | null) ?? 'running';
    }
    return 'running';
  }

  async settle(organisationId: string, key: string, answer: KeptAnswer | null): Promise<void> {
    const held = and(isKey(organisationId, key), isNull(idempotencyKeys.answer));
    if (answer === null) await this.#database.delete(idempotencyKeys).where(held);
    else
      await this.#database
        .update(idempotencyKeys)
        .set({ answer: sql`${JSON.stringify(answer)}::jsonb` })
        .where(held);
  }

  async sweep(before: Date): Promise<number> {
    const gone = await this.#database
      .delete(idempotencyKeys)
      .where(and(lt(idempotencyKeys.createdAt, before), like(keyOf, CALL_KEYS)))
      .returning({ key: keyOf });
    return gone.length;
  }
}
