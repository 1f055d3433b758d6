/**
 * Many rows in one statement with a parameter for each column. A parameter for each value costs drizzle and PGlite five
 * times as much as the insert itself, most of it on the main thread; rows as JSON cost the database two and a half times
 * as much to take apart as arrays do (docs/decisions/0019).
 */
import { getTableColumns, type SQL, sql } from 'drizzle-orm';
import { getTableConfig, makePgArray, type PgColumn, type PgTable } from 'drizzle-orm/pg-core';

export interface Recordset {
  /** Those that the first row names: by drizzle's name, and by the table's. */
  readonly columns: readonly { readonly name: string; readonly column: string }[];
  /** A source of rows called `rows`, whose columns bear drizzle's names. */
  readonly from: SQL;
}

/** The rows as an array for each column, to select from. Columns that the first row does not name are left out. */
export function recordset<T extends PgTable>(table: T, rows: readonly T['$inferInsert'][]): Recordset {
  const known: Record<string, PgColumn> = getTableColumns(table);
  const used = Object.keys(rows[0] ?? {}).flatMap((name) => {
    const column = known[name];
    return column === undefined ? [] : [{ name, column: column.name, type: column.getSQLType() }];
  });
  const records: readonly Readonly<Record<string, unknown>>[] = rows;
  const arrays = used.map(({ name, type }) => {
    const cells = records.map((row) => cellText(row[name], type));
    // As text first: so that the driver hands it on as it is, whatever it would make of an array of this type.
    return sql`${makePgArray(cells)}::text::${sql.raw(cellType(type))}[] as ${sql.identifier(name)}`;
  });
  const names = sql.join(
    used.map(({ name }) => sql.identifier(name)),
    sql`, `,
  );
  const whole = used.map(({ name }) => sql`whole.${sql.identifier(name)}`);
  const typed = used.map(({ name, type }) =>
    cellType(type) === type
      ? sql`given.${sql.identifier(name)}`
      : sql`given.${sql.identifier(name)}::${sql.raw(type)} as ${sql.identifier(name)}`,
  );
  // `offset 0` keeps the planner from taking the arrays apart as well, only to count them.
  const from = sql`(select ${sql.join(typed, sql`, `)}
    from (select ${sql.join(arrays, sql`, `)} offset 0) as whole,
      unnest(${sql.join(whole, sql`, `)}) as given(${names})) as rows`;
  return { columns: used, from };
}

/** Arrays of arrays would come apart into their innermost values: such cells go as text. */
const cellType = (type: string): string => (type.endsWith('[]') ? 'text' : type);

/** A value as PostgreSQL reads it in a column of the type; `null` for one that is absent. */
function cellText(value: unknown, type: string): string | null {
  if (value === null || value === undefined) return null;
  if (type === 'jsonb' || type === 'json') return JSON.stringify(value, plainBigint);
  if (Array.isArray(value)) return makePgArray(value.map((item) => cellText(item, type.slice(0, -2))));
  return value instanceof Date ? value.toISOString() : String(value);
}

const plainBigint = (_key: string, value: unknown): unknown =>
  typeof value === 'bigint' ? String(value) : value;

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
