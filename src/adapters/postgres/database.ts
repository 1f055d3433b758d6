/** The handle that every part of the store works with, whichever database is behind it. */
import { type SQL, sql } from 'drizzle-orm';
import type { PgDatabase, PgQueryResultHKT } from 'drizzle-orm/pg-core';
import { v7 } from 'uuid';
import type * as schema from './schema/index.js';

/** PGlite or PostgreSQL, or a transaction on either. */
export type Database = PgDatabase<PgQueryResultHKT, typeof schema>;

/** A new id; later ones sort after earlier ones. */
export const newId = (): string => v7();

const UUID = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/i;

/** Whether an id that came from outside can be one of ours: PostgreSQL throws on anything else. */
export const isId = (id: string): boolean => UUID.test(id);

/** The database's clock. */
export const now = sql`now()`;

/** Rows of a raw statement; the two drivers wrap them differently (and differ in the types of numbers: cast to text). */
export async function rowsOf<T>(database: Database, statement: SQL): Promise<T[]> {
  const result: unknown = await database.execute(statement);
  return Array.isArray(result) ? (result as T[]) : (result as { rows: T[] }).rows;
}

// biome-ignore lint/suspicious/noControlCharactersInRegex: NUL is what is looked for
const UNSTORABLE = /\u0000|[\ud800-\udbff](?![\udc00-\udfff])|(?<![\ud800-\udbff])[\udc00-\udfff]/g;

/** Text without what PostgreSQL cannot hold: NUL, and halves of surrogate pairs, both seen in damaged PDFs. */
export const storableText = (text: string): string => text.replace(UNSTORABLE, '');

/** The same for every string (and key) inside a JSON value. */
export function storable<T>(value: T): T {
  const text = JSON.stringify(value);
  if (!/\\u(0000|d[89a-f])/i.test(text)) return value;
  return JSON.parse(text, (_key, inner: unknown) =>
    typeof inner === 'string' ? storableText(inner) : inner,
  ) as T;
}
