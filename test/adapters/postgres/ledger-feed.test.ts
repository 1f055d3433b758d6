/** The change feed while others write: two connections of a real PostgreSQL, and what a reader sees between their commits. */
import { sql } from 'drizzle-orm';
import { afterAll, beforeAll, describe, expect, inject, it } from 'vitest';
import { PostgresLedger } from '../../../src/adapters/postgres/ledger.js';
import type { OpenDatabase } from '../../../src/adapters/postgres/open.js';
import type { ChangeSource } from '../../../src/document/change.js';
import type { LedgerInvoice } from '../../../src/document/ledger.js';
import { invoice } from '../../contract/samples.js';
import { openTestPostgres } from '../../support/database.js';

const ORG = 'feed';
const SOURCE: ChangeSource = { kind: 'api', id: null, name: 'ERP' };
const of = (index: number): LedgerInvoice =>
  invoice({ invoiceNumber: `263120000000000${String(index).padStart(5, '0')}` });

describe.skipIf(inject('postgres') === null)('the change feed on PostgreSQL', () => {
  let database: OpenDatabase;
  beforeAll(async () => {
    database = await openTestPostgres();
    await database.store.accounts.createOrganisation('甲公司', ORG);
    await database.store.ledger.upsert(ORG, [of(0)], SOURCE);
  });
  afterAll(() => database?.close());

  it('passes over nothing that an open transaction has written', async () => {
    const { store, drizzle } = database;
    const { next: start } = await store.ledger.changes(ORG, null, 9);
    let later: Promise<unknown> = Promise.resolve();
    await drizzle.transaction(async (tx) => {
      // Written first and committed last: with numbers given at writing a reader in between would pass these over.
      await new PostgresLedger(tx).upsert(ORG, [of(1), of(2)], SOURCE);
      let done = false;
      later = store.ledger.upsert(ORG, [of(3)], SOURCE).then(() => {
        done = true;
      });
      await untilSomeoneWaits(database);
      expect(done).toBe(false);
      expect(await store.ledger.changes(ORG, start, 9)).toEqual({ items: [], next: start });
    });
    await later;
    const seen = await store.ledger.changes(ORG, start, 9);
    expect(seen.items.map((entry) => entry.invoiceNumber)).toEqual([1, 2, 3].map((i) => of(i).invoiceNumber));
  });

  it('gives a reader each of many writes, whoever writes at once', async () => {
    const { store } = database;
    let { next: cursor } = await store.ledger.changes(ORG, null, 100);
    const writers = Array.from({ length: 4 }, async (_, writer) => {
      for (let turn = 0; turn < 8; turn += 1) {
        const first = 100 + writer * 100 + turn * 2;
        await store.ledger.upsert(ORG, [of(first), of(first + 1)], SOURCE);
      }
    });
    const seen: string[] = [];
    const read = async () => {
      const { items, next } = await store.ledger.changes(ORG, cursor, 3);
      seen.push(...items.map((entry) => entry.invoiceNumber));
      cursor = next;
      return items.length;
    };
    let writing = true;
    const written = Promise.all(writers).finally(() => {
      writing = false;
    });
    while (writing) await read();
    await written;
    while ((await read()) > 0);
    expect(seen).toHaveLength(64);
    expect(new Set(seen).size).toBe(64);
    expect(await store.ledger.count(ORG)).toBe(68);
  });
});

/** Until a statement of another connection waits for a lock. */
async function untilSomeoneWaits({ drizzle }: OpenDatabase): Promise<void> {
  const end = performance.now() + 120_000;
  for (;;) {
    const rows = await drizzle.execute(
      sql`select 1 from pg_stat_activity where wait_event_type = 'Lock' and datname = current_database()`,
    );
    if (Array.isArray(rows) && rows.length > 0) return;
    if (performance.now() > end) throw new Error('nobody waits for the lock');
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
}
