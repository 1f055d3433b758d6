/** What the ledger takes on the disk. */
import { sql } from 'drizzle-orm';
import { type Database, rowsOf } from '../../src/adapters/postgres/database.js';

export interface RelationSize {
  readonly name: string;
  readonly bytes: number;
}

/** The tables without their indexes, then every index of theirs, the largest first. */
export async function sizesOf(database: Database): Promise<readonly RelationSize[]> {
  const rows = await rowsOf<{ name: string; bytes: string }>(
    database,
    sql`select relname as name, pg_table_size(oid)::text as bytes from pg_class
          where relname in ('ledger_invoices', 'ledger_parties') and relkind = 'r'
        union all
        select i.relname, pg_relation_size(i.oid)::text from pg_class i
          join pg_index on indexrelid = i.oid join pg_class t on t.oid = indrelid
          where t.relname in ('ledger_invoices', 'ledger_parties')`,
  );
  const sizes = rows.map(({ name, bytes }) => ({ name, bytes: Number(bytes) }));
  const isTable = ({ name }: RelationSize) =>
    name === 'ledger_invoices' || name === 'ledger_parties' ? 1 : 0;
  return sizes.toSorted((a, b) => isTable(b) - isTable(a) || b.bytes - a.bytes);
}
