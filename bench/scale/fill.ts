/**
 * Fills the database up to so many rows. Rows are made inside it in blocks that are committed one by one, so that what was
 * broken off goes on where it stood; big fills build the indexes at the end.
 */
import { sql } from 'drizzle-orm';
import { type Database, rowsOf } from '../../src/adapters/postgres/database.js';
import { COUNTED, companies, companiesOf, idOf, insertRange, ORGANISATION } from './synthetic.js';

/** Rows of one block. */
const BLOCK = 50_000;
/** From so many new rows on, building the indexes afterwards is quicker than keeping them. */
const WITHOUT_INDEXES = 200_000;

/** Rows of the synthetic ledger that stand in the database: those imported on top of them by a bench not counted. */
export async function filledRows(database: Database): Promise<number> {
  const [row] = await rowsOf<{ last: string | null }>(
    database,
    sql`select id::text as last from ledger_invoices
        where id between ${idOf(0)}::uuid and ${idOf(2 ** 40)}::uuid order by id desc limit 1`,
  );
  return row?.last == null ? 0 : Number.parseInt(row.last.slice(-12), 16);
}

/** `tell` hears how far it is. */
export async function fill(database: Database, rows: number, tell: (text: string) => void): Promise<void> {
  const start = await filledRows(database);
  if (start < rows) {
    const isBig = rows - start >= WITHOUT_INDEXES;
    if (isBig) await dropIndexes(database);
    await insertRows(database, start, rows, tell);
  }
  await buildIndexes(database, tell);
  if (start < rows || !(await isCounted(database))) {
    tell(`${rows} rows: counting companies`);
    for (const statement of COUNTED) await database.execute(sql.raw(statement));
  }
  tell(`${rows} rows: gathering statistics`);
  await database.execute(sql`vacuum (analyze) ledger_invoices`);
  await database.execute(sql`vacuum (analyze) ledger_parties`);
}

async function insertRows(
  database: Database,
  start: number,
  rows: number,
  tell: (text: string) => void,
): Promise<void> {
  for (const statement of companies(companiesOf(rows))) await database.execute(sql.raw(statement));
  const began = performance.now();
  for (let from = start + 1; from <= rows; from += BLOCK) {
    const to = Math.min(from + BLOCK - 1, rows);
    await database.transaction(async (tx) => {
      await tx.execute(sql.raw('set local synchronous_commit = off'));
      await tx.execute(sql.raw(insertRange(from, to, companiesOf(rows))));
    });
    const rate = (to - start) / ((performance.now() - began) / 1000);
    tell(`${to} of ${rows} rows, ${Math.round(rate)} a second`);
  }
}

async function isCounted(database: Database): Promise<boolean> {
  const found = await rowsOf(
    database,
    sql`select 1 from ledger_heads where organisation_id = ${ORGANISATION} and entries > 0`,
  );
  return found.length > 0;
}

/** Definitions are kept in a table first: what is broken off must be able to build them again. */
async function dropIndexes(database: Database): Promise<void> {
  await database.transaction(async (tx) => {
    await tx.execute(
      sql`create table if not exists bench_indexes (name text primary key, statement text not null)`,
    );
    await tx.execute(sql`insert into bench_indexes
      select indexname, indexdef from pg_indexes where tablename = 'ledger_invoices'
        and indexname not in ('ledger_invoices_pkey', 'ledger_key') on conflict do nothing`);
    await tx.execute(sql`insert into bench_indexes
      select 'ledger_key', 'alter table ledger_invoices add constraint ledger_key unique (organisation_id, key)'
      on conflict do nothing`);
    await tx.execute(sql`alter table ledger_invoices drop constraint if exists ledger_key`);
    for (const name of await keptNames(tx)) await tx.execute(sql.raw(`drop index if exists "${name}"`));
  });
}

const keptNames = async (database: Database): Promise<string[]> =>
  (await rowsOf<{ name: string }>(database, sql`select name from bench_indexes order by name`)).map(
    ({ name }) => name,
  );

async function buildIndexes(database: Database, tell: (text: string) => void): Promise<void> {
  const [known] = await rowsOf<{ there: boolean }>(
    database,
    sql`select to_regclass('bench_indexes') is not null as there`,
  );
  if (known?.there !== true) return;
  const missing = await rowsOf<{ name: string; statement: string }>(
    database,
    sql`select name, statement from bench_indexes where to_regclass(quote_ident(name)) is null order by name`,
  );
  for (const { name, statement } of missing) {
    tell(`building ${name}`);
    await database.execute(sql.raw(statement));
  }
  await database.execute(sql`drop table bench_indexes`);
}
