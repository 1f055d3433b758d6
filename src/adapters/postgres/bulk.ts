/**
 * Many rows in one statement with one parameter. A parameter for each value costs drizzle and PGlite five times as
 * much as the insert itself (measured on 5000 ledger rows), most of it on the main thread.
 */
import { getTableColumns, type SQL, sql } from 'drizzle-orm';
import { getTableConfig, type PgColumn, type PgTable } from 'drizzle-orm/pg-core';

export interface Recordset {
  /** Those that the first row names: by drizzle's name, and by the table's. */
  readonly columns: readonly { readonly name: string; readonly column: string }[];
  /** `jsonb_to_recordset(…) as rows(…)`, whose columns bear drizzle's names. */
  readonly from: SQL;
}

/** The rows as JSON in one parameter, to select from. Columns that the first row does not name are left out. */
export function recordset<T extends PgTable>(table: T, rows: readonly T['$inferInsert'][]): Recordset {
  const known: Record<string, PgColumn> = getTableColumns(table);
  const used = Object.keys(rows[0] ?? {}).flatMap((name) => {
    const column = known[name];
    return column === undefined ? [] : [{ name, column: column.name, type: column.getSQLType() }];
  });
  const typed = sql.join(
    used.map(({ name, type }) => sql`${sql.identifier(name)} ${sql.raw(type)}`),
    sql`, `,
  );
  const json = JSON.stringify(rows, (_key, value: unknown) =>
    typeof value === 'bigint' ? String(value) : value,
  );
  return { columns: used, from: sql`jsonb_to_recordset(${json}::jsonb) as rows(${typed})` };
}

/** `insert into table (…) select … from` the rows; conflict clause and `returning` are the caller's to add. */
export function insertRows<T extends PgTable>(table: T, rows: readonly T['$inferInsert'][]): SQL {
  const { columns, from } = recordset(table, rows);
  const names = sql.join(
    columns.map(({ column }) => sql.identifier(column)),
    sql`, `,
  );
  const values = sql.join(
    columns.map(({ name }) => sql`rows.${sql.identifier(name)}`),
    sql`, `,
  );
  const target = sql.identifier(getTableConfig(table).name);
  return sql`insert into ${target} (${names}) select ${values} from ${from}`;
}
