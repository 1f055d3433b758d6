/** Records as slips come to them and leave them. What their slips say together is put together afterwards, by `collapse`. */
import { and, asc, eq, inArray, notExists, sql } from 'drizzle-orm';
import { CONTRADICTION } from '../../document/record.js';
import type { Announcement } from '../../ports/queue.js';
import { type Database, newId, now, rowsOf } from './database.js';
import { openAll } from './outbox.js';
import { documents, records, slips } from './schema/index.js';

/**
 * The records of these keys by key, made where there are none, each of them locked and one edition further. Keys are
 * taken in their order: two documents of the same invoices would otherwise wait for each other.
 */
export async function claimRecords(
  tx: Database,
  organisationId: string,
  keys: Iterable<string>,
): Promise<Map<string, string>> {
  const rows = [...new Set(keys)].sort().map((key) => ({ id: newId(), key }));
  if (rows.length === 0) return new Map();
  const claimed = await rowsOf<{ id: string; key: string }>(
    tx,
    sql`insert into records (id, organisation_id, key)
      select id, ${organisationId}, key from jsonb_to_recordset(${JSON.stringify(rows)}::jsonb) as rows(id uuid, key text)
      on conflict (organisation_id, key) do update set edition = records.edition + 1, updated_at = now()
      returning id, key`,
  );
  return new Map(claimed.map(({ id, key }) => [key, id]));
}

/** Records that slips came to or left, locked: empty ones go, the others are put together again. Announcements to make. */
export async function settleRecords(
  tx: Database,
  organisationId: string,
  ids: readonly string[],
): Promise<readonly Announcement[]> {
  if (ids.length === 0) return [];
  const touched = inArray(records.id, [...ids]);
  const members = tx.select({ slipId: slips.slipId }).from(slips).where(eq(slips.recordId, records.id));
  const gone = await tx
    .delete(records)
    .where(and(touched, notExists(members)))
    .returning({ id: records.id });
  const empty = new Set(gone.map(({ id }) => id));
  const tasks = ids.filter((id) => !empty.has(id)).map((subjectId) => ({ subjectId }));
  return openAll(tx, organisationId, 'collapse', tasks);
}

/** The same for records that nothing but their slips was known of: locks them first. */
export async function touchRecords(
  tx: Database,
  organisationId: string,
  ids: readonly string[],
): Promise<readonly Announcement[]> {
  if (ids.length === 0) return [];
  const locked = await tx
    .select({ id: records.id })
    .from(records)
    .where(inArray(records.id, [...ids]))
    .orderBy(records.key)
    .for('update');
  const left = locked.map(({ id }) => id);
  if (left.length === 0) return [];
  await tx
    .update(records)
    .set({ edition: sql`${records.edition} + 1`, updatedAt: now })
    .where(inArray(records.id, left));
  return settleRecords(tx, organisationId, left);
}

/** Locks documents until the end of the transaction, in one order. */
export async function lockDocuments(tx: Database, ids: readonly string[]): Promise<void> {
  if (ids.length === 0) return;
  await tx
    .select({ id: documents.id })
    .from(documents)
    .where(inArray(documents.id, [...ids]))
    .orderBy(asc(documents.id))
    .for('no key update');
}

const CONTRADICTED = JSON.stringify({ findings: [CONTRADICTION] });

/**
 * Documents (locked) that have come to their end: each what it is by its own slips, but `review` while the originals of
 * one of its invoices contradict each other. Those that somebody is at are left alone: their `match` ends here, too.
 */
export async function setFinalStates(
  tx: Database,
  own: ReadonlyMap<string, 'done' | 'review'>,
): Promise<void> {
  if (own.size === 0) return;
  const rows = JSON.stringify([...own].map(([id, state]) => ({ id, state })));
  await tx.execute(
    sql`with wanted as (
        select given.id, case when given.state = 'review' or exists (
          select 1 from slips join records on records.id = slips.record_id
          where slips.document_id = given.id and records.body @> ${CONTRADICTED}::jsonb
        ) then 'review' else 'done' end as state
        from jsonb_to_recordset(${rows}::jsonb) as given(id uuid, state text)
      )
      update documents set state = wanted.state, updated_at = now() from wanted
      where documents.id = wanted.id and documents.state in ('done', 'review') and documents.state <> wanted.state`,
  );
}
