/** Files of questions: what was handed in, how far it is, and the answers by row. */
import { and, asc, count, desc, eq, gt, inArray, lt, max } from 'drizzle-orm';
import type { QueryBatch, QueryRecord } from '../../document/query.js';
import type { Principal, Role } from '../../ports/accounts.js';
import { BadCursor, type Page } from '../../ports/page.js';
import type { QueryStore } from '../../ports/queries.js';
import type { Announcement } from '../../ports/queue.js';
import { type Database, isId, newId, now, storableText } from './database.js';
import { closeWork, openWork } from './outbox.js';
import { asked, queryColumns } from './query-rows.js';
import { queries, queryBatches } from './schema/index.js';

export function openBatch(
  database: Database,
  { organisationId, personId, apiKeyId, role, name }: Principal,
  { file, sha256, size }: Parameters<QueryStore['openBatch']>[1],
): Promise<{ batchId: string; announcements: readonly Announcement[] }> {
  const batchId = newId();
  return database.transaction(async (tx) => {
    await tx.insert(queryBatches).values({
      id: batchId,
      ...{ organisationId, personId, apiKeyId, role },
      askedBy: storableText(name),
      file: storableText(file),
      ...{ sha256, size },
    });
    return { batchId, announcements: [await openWork(tx, organisationId, 'query', batchId)] };
  });
}

type BatchRow = typeof queryBatches.$inferSelect;

/** With how many rows ended in which outcome, counted as they stand. */
async function told(database: Database, rows: readonly BatchRow[]): Promise<readonly QueryBatch[]> {
  if (rows.length === 0) return [];
  const counts = await database
    .select({ batchId: queries.batchId, outcome: queries.outcome, rows: count() })
    .from(queries)
    .where(
      inArray(
        queries.batchId,
        rows.map(({ id }) => id),
      ),
    )
    .groupBy(queries.batchId, queries.outcome);
  return rows.map((row) => {
    const own = counts.filter(({ batchId }) => batchId === row.id);
    const { id, file, askedBy, state, rows: all, badRows, message, createdAt, finishedAt } = row;
    return {
      ...{ id, file, askedBy, state, rows: all, message, createdAt, finishedAt },
      answered: own.reduce((sum, part) => sum + part.rows, 0),
      outcomes: {
        ...Object.fromEntries(own.map(({ outcome, rows: number }) => [outcome, number])),
        ...(badRows === 0 ? {} : { bad_row: badRows }),
      },
    };
  });
}

export async function findBatch(
  database: Database,
  organisationId: string,
  id: string,
): ReturnType<QueryStore['batch']> {
  if (!isId(id)) return null;
  const [row] = await database
    .select()
    .from(queryBatches)
    .where(and(eq(queryBatches.organisationId, organisationId), eq(queryBatches.id, id)));
  if (row === undefined) return null;
  const [batch] = await told(database, [row]);
  if (batch === undefined) return null;
  const { personId, apiKeyId, askedBy: name, sha256 } = row;
  const principal = { organisationId, role: row.role as Role, personId, apiKeyId, name };
  return { ...batch, sha256, principal };
}

export async function listBatches(
  database: Database,
  principal: Principal,
  { cursor, limit, mine }: { cursor?: string; limit: number; mine?: boolean },
): Promise<Page<QueryBatch>> {
  if (cursor !== undefined && !isId(cursor)) throw new BadCursor();
  const rows = await database
    .select()
    .from(queryBatches)
    .where(
      and(
        eq(queryBatches.organisationId, principal.organisationId),
        mine === true ? asked(queryBatches, principal) : undefined,
        cursor === undefined ? undefined : lt(queryBatches.id, cursor),
      ),
    )
    .orderBy(desc(queryBatches.id))
    .limit(limit + 1);
  const items = await told(database, rows.slice(0, limit));
  return { items, next: rows.length > limit ? (items.at(-1)?.id ?? null) : null };
}

/** Nothing of a file that has ended. */
export async function batchProgress(database: Database, id: string, rows: number | null): Promise<void> {
  if (!isId(id)) return;
  await database
    .update(queryBatches)
    .set({ state: 'running', rows })
    .where(and(eq(queryBatches.id, id), inArray(queryBatches.state, ['queued', 'running'])));
}

const ofBatch = (organisationId: string, id: string) =>
  and(eq(queries.organisationId, organisationId), eq(queries.batchId, id));

export async function rowsOfBatch(
  database: Database,
  organisationId: string,
  id: string,
  after: number,
  limit: number,
): Promise<readonly (QueryRecord & { readonly row: number })[]> {
  if (!isId(id)) return [];
  const rows = await database
    .select({ ...queryColumns, row: queries.row })
    .from(queries)
    .where(and(ofBatch(organisationId, id), gt(queries.row, after)))
    .orderBy(asc(queries.row))
    .limit(limit);
  return rows.flatMap(({ row, ...record }) => (row === null ? [] : [{ ...record, row }]));
}

export async function lastRow(database: Database, organisationId: string, id: string): Promise<number> {
  if (!isId(id)) return 0;
  const [found] = await database
    .select({ row: max(queries.row) })
    .from(queries)
    .where(ofBatch(organisationId, id));
  return found?.row ?? 0;
}

export async function finishBatch(
  database: Database,
  workId: string,
  rows: number,
  badRows: number,
): Promise<void> {
  await database.transaction(async (tx) => {
    const done = await closeWork(tx, workId, ['query']);
    if (done === null) return;
    await tx
      .update(queryBatches)
      .set({ state: 'done', rows, badRows, message: null, finishedAt: now })
      .where(eq(queryBatches.id, done.subjectId));
  });
}
