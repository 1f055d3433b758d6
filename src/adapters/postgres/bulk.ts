/**
 * Many rows in one statement with one parameter. A parameter for each value costs drizzle and PGlite five times as
 * much as the insert itself (measured on 5000 ledger rows), most of it on the main thread.
 */
import { getTableColumns, type SQL, sql } from 'drizzle-orm';
import { getTableConfig, type PgColumn, type PgTable } from 'drizzle-orm/pg-core';

/**
 * `insert into table (…) select … from` the rows as JSON; conflict clause and `returning` are the caller's to add. Rows
 * bear drizzle's names; columns that the first row does not name get their default.
 */
export function insertRows<T extends PgTable>(table: T, rows: readonly T['$inferInsert'][]): SQL {
  const columns: Record<string, PgColumn> = getTableColumns(table);
  const given = Object.keys(rows[0] ?? {}).filter((name) => columns[name] !== undefined);
  const used = given.map((name) => columns[name]).filter((column) => column !== undefined);
  const names = sql.join(
    used.map((column) => sql.identifier(column.name)),
    sql`, `,
  );
  const typed = sql.join(
    given.map((name) => sql`${sql.identifier(name)} ${sql.raw(columns[name]?.getSQLType() ?? 'text')}`),
    sql`, `,
  );
  const values = sql.join(
    given.map((name) => sql`rows.${sql.identifier(name)}`),
    sql`, `,
  );
  const json = JSON.stringify(rows, (_key, value: unknown) =>
    typeof value === 'bigint' ? String(value) : value,
  );
  const target = sql.identifier(getTableConfig(table).name);
  return sql`insert into ${target} (${names}) select ${values} from jsonb_to_recordset(${json}::jsonb) as rows(${typed})`;
}
