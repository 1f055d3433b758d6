/** Opens the database: PGlite in a thread, or PostgreSQL; brought up to date and checked before anyone uses it. */
import { fileURLToPath } from 'node:url';
import type { PGlite } from '@electric-sql/pglite';
import { sql } from 'drizzle-orm';
import { projectRoot } from '../../entry.js';
import type { Store } from '../../ports/store.js';
import { PostgresAccounts } from './accounts.js';
import { type BullmqPool, realPool, shimPool } from './bullmq-pool.js';
import { PostgresClaims } from './claims.js';
import { type Database, rowsOf } from './database.js';
import { PostgresDocuments } from './documents.js';
import { DatabaseUnfit, guarded, translated } from './errors.js';
import { PostgresIdempotency } from './idempotency.js';
import { PostgresLedger } from './ledger.js';
import { PostgresNeighbours } from './neighbours.js';
import { PostgresQueries } from './queries.js';
import { PostgresRecords } from './records.js';
import { PostgresRegistry } from './registry.js';
import { PostgresRules } from './rules.js';
import * as schema from './schema/index.js';
import { PostgresWork } from './work.js';

/**
 * Where the database is. `folder: null` keeps it in memory; `snapshot`: a tar made by `dump()` to start from;
 * `leastFree`: bytes of the disk below which it only reads.
 */
export type DatabasePlace =
  | {
      readonly kind: 'pglite';
      readonly folder: string | null;
      readonly snapshot?: string;
      readonly leastFree?: number;
    }
  | { readonly kind: 'postgres'; readonly url: string; readonly connections?: number };

export interface OpenOptions {
  /** The embedded database died unasked: nothing can be stored any more, so the program has to end. */
  readonly onLost?: (error: Error) => void;
  /** Housekeeping of the embedded database failed; it is tried again an hour later. */
  readonly onFault?: (what: string, error: unknown) => void;
}

export interface OpenDatabase {
  readonly kind: DatabasePlace['kind'];
  readonly store: Store;
  /** For better-auth's drizzleAdapter: `drizzleAdapter(drizzle, { provider: 'pg', schema: authSchema })`. */
  readonly drizzle: Database;
  readonly authSchema: Pick<typeof schema, 'user' | 'session' | 'account' | 'verification' | 'twoFactor'>;
  /** A pg.Pool, or what looks like one over PGlite, whose search_path finds BullMQ's schema. Ended by `close`. */
  bullmqPool(): Promise<BullmqPool>;
  /** The whole embedded database as a tar, for `snapshot`; `null` from PostgreSQL (use pg_dump there). */
  dump(): Promise<Uint8Array | null>;
  /** Close the queue first. */
  close(): Promise<void>;
}

interface Connection {
  readonly drizzle: Database;
  readonly pool: () => Promise<BullmqPool>;
  readonly migrate: () => Promise<void>;
  readonly dump: () => Promise<Uint8Array | null>;
  readonly close: () => Promise<void>;
}

/** Throws DatabaseUnfit when the database cannot serve us, DatabaseFault when it cannot be reached or opened. */
export async function openDatabase(place: DatabasePlace, options: OpenOptions = {}): Promise<OpenDatabase> {
  try {
    const connection =
      place.kind === 'pglite' ? await connectPglite(place, options) : await connectPostgres(place);
    try {
      await connection.migrate();
      await checkTrigrams(connection.drizzle);
    } catch (error) {
      await connection.close();
      throw error;
    }
    return assembled(place.kind, connection);
  } catch (error) {
    throw translated(error);
  }
}

function assembled(kind: DatabasePlace['kind'], connection: Connection): OpenDatabase {
  const { drizzle } = connection;
  const pools: BullmqPool[] = [];
  let closing: Promise<void> | null = null;
  const close = async () => {
    for (const pool of pools) await pool.end();
    await connection.close();
  };
  const closeOnce = () => {
    closing ??= close();
    return closing;
  };
  const store: Store = {
    documents: guarded(new PostgresDocuments(drizzle)),
    work: guarded(new PostgresWork(drizzle)),
    records: guarded(new PostgresRecords(drizzle)),
    ledger: guarded(new PostgresLedger(drizzle)),
    queries: guarded(new PostgresQueries(drizzle)),
    rules: guarded(new PostgresRules(drizzle)),
    neighbours: guarded(new PostgresNeighbours(drizzle)),
    claims: guarded(new PostgresClaims(drizzle)),
    registry: guarded(new PostgresRegistry(drizzle)),
    accounts: guarded(new PostgresAccounts(drizzle)),
    idempotency: guarded(new PostgresIdempotency(drizzle)),
    ping: async () => {
      try {
        await drizzle.execute(sql`select 1`);
      } catch (error) {
        throw translated(error);
      }
    },
    close: closeOnce,
  };
  const { user, session, account, verification, twoFactor } = schema;
  return {
    kind,
    store,
    drizzle,
    authSchema: { user, session, account, verification, twoFactor },
    bullmqPool: async () => {
      const pool = await connection.pool();
      pools.push(pool);
      return pool;
    },
    dump: connection.dump,
    close: closeOnce,
  };
}

const migrationsFolder = () => fileURLToPath(new URL('src/adapters/postgres/migrations', projectRoot()));

/** PGlite has no autovacuum, and a queue leaves many dead rows behind. */
const HOUSEKEEPING_MS = 3_600_000;

/**
 * Bytes of the disk that must be free for PGlite to write: two files of its journal, of 16 MB each, and as much again for
 * what one statement adds to tables and indexes.
 */
const LEAST_FREE = 64 * 1024 ** 2;

async function connectPglite(
  place: Extract<DatabasePlace, { kind: 'pglite' }>,
  { onLost, onFault }: OpenOptions,
): Promise<Connection> {
  const [{ drizzle }, { migrate }, { PgliteClient }] = await Promise.all([
    import('drizzle-orm/pglite'),
    import('drizzle-orm/pglite/migrator'),
    import('./pglite-client.js'),
  ]);
  const { folder, snapshot = null, leastFree = LEAST_FREE } = place;
  const start = { folder, snapshot, leastFree };
  const client = await PgliteClient.open(start, onLost ?? (() => undefined));
  const housekeeping = setInterval(() => {
    client.exec('VACUUM (ANALYZE)').catch((error: unknown) => onFault?.('vacuum', translated(error)));
  }, HOUSEKEEPING_MS);
  housekeeping.unref();
  // Drizzle uses only query, exec and transaction of a PGlite, and those the client has.
  const handle = drizzle(client as unknown as PGlite, { schema });
  return {
    drizzle: handle as unknown as Database,
    pool: async () => shimPool(client),
    migrate: () => migrate(handle, { migrationsFolder: migrationsFolder() }),
    dump: () => client.dump(),
    close: () => {
      clearInterval(housekeeping);
      return client.close();
    },
  };
}

/** Any number that only our migrations use: API and workers start together and must take turns. */
const MIGRATION_LOCK = 0x7961_6e70;

async function connectPostgres(place: Extract<DatabasePlace, { kind: 'postgres' }>): Promise<Connection> {
  const [{ default: postgres }, { drizzle }, { migrate }] = await Promise.all([
    import('postgres'),
    import('drizzle-orm/postgres-js'),
    import('drizzle-orm/postgres-js/migrator'),
  ]);
  const quiet = { onnotice: () => undefined };
  const client = postgres(place.url, { max: place.connections ?? 10, ...quiet });
  return {
    drizzle: drizzle(client, { schema }) as unknown as Database,
    pool: () => realPool(place.url),
    migrate: async () => {
      const alone = postgres(place.url, { max: 1, ...quiet });
      try {
        await alone`select pg_advisory_lock(${MIGRATION_LOCK})`;
        await migrate(drizzle(alone), { migrationsFolder: migrationsFolder() });
      } finally {
        // Ends the session, and with it the lock.
        await alone.end({ timeout: 5 });
      }
    },
    dump: async () => null,
    close: () => client.end({ timeout: 5 }),
  };
}

/** A database made with --locale=C silently knows no Chinese trigrams: similar names would never be found. */
async function checkTrigrams(database: Database): Promise<void> {
  const [row] = await rowsOf<{ found: boolean }>(
    database,
    sql`select coalesce(array_length(show_trgm('发票'), 1), 0) > 0 as found`,
  );
  if (row?.found !== true) throw new DatabaseUnfit();
}
