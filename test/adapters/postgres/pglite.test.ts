/** What PGlite in a thread must do beyond the store's contract. */
import { sql } from 'drizzle-orm';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { rowsOf } from '../../../src/adapters/postgres/database.js';
import type { OpenDatabase } from '../../../src/adapters/postgres/open.js';
import { openTestPglite } from '../../support/database.js';

let database: OpenDatabase;

beforeAll(async () => {
  database = await openTestPglite();
  await database.drizzle.execute(sql`create table counters (name text primary key, value int not null)`);
});
afterAll(() => database?.close());

const counterOf = async (name: string) => {
  const rows = await rowsOf<{ value: number }>(
    database.drizzle,
    sql`select value from counters where name = ${name}`,
  );
  return rows[0]?.value;
};

describe('PGlite in its thread', () => {
  it('leaves the event loop alone while it computes', async () => {
    let ticks = 0;
    const timer = setInterval(() => {
      ticks += 1;
    }, 1);
    await database.drizzle.execute(
      sql`select sum(length(md5(n::text))) from generate_series(1, 300000) as n`,
    );
    clearInterval(timer);
    // On one thread it would be none at all (STACK, row 1).
    expect(ticks).toBeGreaterThan(5);
  });

  it('keeps what others do out of an open transaction', async () => {
    const { drizzle } = database;
    await drizzle.execute(sql`insert into counters values ('outside', 0), ('inside', 0)`);
    const order: string[] = [];
    const failing = drizzle.transaction(async (tx) => {
      await tx.execute(sql`update counters set value = 1 where name = 'inside'`);
      await new Promise((resolve) => setTimeout(resolve, 100));
      order.push('transaction');
      throw new Error('rolled back');
    });
    const other = drizzle.execute(sql`update counters set value = 1 where name = 'outside'`);
    const noted = other.then(() => order.push('other'));
    await expect(failing).rejects.toThrow('rolled back');
    await noted;
    expect(order).toEqual(['transaction', 'other']);
    expect([await counterOf('inside'), await counterOf('outside')]).toEqual([0, 1]);
  });

  it('says so instead of waiting for ever when a transaction asks outside itself', async () => {
    const { drizzle } = database;
    const stuck = drizzle.transaction(async () => {
      await drizzle.execute(sql`select 1`);
    });
    await expect(stuck).rejects.toMatchObject({
      cause: { message: expect.stringContaining('outside the transaction') },
    });
    await expect(database.store.ping()).resolves.toBeUndefined();
  });

  it('does not commit a transaction in which a failed statement was passed over', async () => {
    const { drizzle } = database;
    const careless = drizzle.transaction(async (tx) => {
      await tx.execute(sql`insert into counters values ('careless', 1)`);
      await expect(tx.execute(sql`select 1 / 0`)).rejects.toThrow();
    });
    await expect(careless).rejects.toThrow();
    expect(await counterOf('careless')).toBeUndefined();
  });

  it('goes on after a savepoint that was rolled back', async () => {
    await database.drizzle.transaction(async (tx) => {
      await tx.execute(sql`insert into counters values ('saved', 1)`);
      const inner = tx.transaction((nested) => nested.execute(sql`select 1 / 0`));
      await expect(inner).rejects.toThrow();
    });
    expect(await counterOf('saved')).toBe(1);
  });

  it('tells its subscribers what was notified, after the commit', async () => {
    const pool = await database.bullmqPool();
    const client = await pool.connect();
    const heard: unknown[] = [];
    client.on('notification', (message) => heard.push(message));
    await client.query('-- a comment\nLISTEN news;');
    await pool.query(`select pg_notify('news', '发票')`);
    await expect.poll(() => heard).toEqual([{ channel: 'news', payload: '发票' }]);
    client.release(true);
    await pool.query(`select pg_notify('news', 'unheard')`);
    expect(heard).toHaveLength(1);
  });

  it('ends a transaction that a client of the pool left open', async () => {
    const pool = await database.bullmqPool();
    const client = await pool.connect();
    await client.query('BEGIN');
    await client.query(`insert into counters values ($1, $2)`, ['left open', 1]);
    client.release();
    expect(await counterOf('left open')).toBeUndefined();
  });

  it('dumps what a new one can start from', async () => {
    await database.store.accounts.createOrganisation('甲公司', 'dumped');
    expect((await database.dump())?.byteLength).toBeGreaterThan(1_000_000);
  });
});
