/**
 * Rows of the outbox, and how work is opened and closed in the transaction of what it belongs to.
 *
 * Locks are taken in one order, or two of these transactions would wait for each other: the document, then its work (by
 * id), then records (by key).
 */
import { and, asc, eq, inArray, type SQL, sql } from 'drizzle-orm';
import type { DocumentState, WorkKind } from '../../document/state.js';
import type { Announcement } from '../../ports/queue.js';
import type { WorkItem } from '../../ports/work.js';
import { insertRows } from './bulk.js';
import { type Database, newId, now, storable } from './database.js';
import type { DocumentRow } from './document-rows.js';
import { documents, stageResults, work } from './schema/index.js';

/**
 * Version of what the stages conclude, part of a result's key. Raised when the line concludes differently, so that
 * results of both can stand side by side.
 */
const STAGE_VERSION = 1;

/** The columns of a {@link WorkItem}. */
export const item = {
  id: work.id,
  kind: work.kind,
  organisationId: work.organisationId,
  subjectId: work.subjectId,
  part: work.part,
  state: work.state,
};

/** Kinds of work whose subject is a document. */
export const OF_DOCUMENT: readonly WorkKind[] = ['read', 'part', 'join', 'match'];

/** What work is about, and which part of it. */
export interface Task {
  readonly subjectId: string;
  readonly part?: number;
}

/** Opens work in the transaction that made it necessary; the announcement is for after its commit. */
export async function openWork(
  tx: Database,
  organisationId: string,
  kind: WorkKind,
  subjectId: string,
): Promise<Announcement> {
  const workId = newId();
  await tx
    .insert(work)
    .values({ id: workId, organisationId, kind, subjectId, announcements: 1, announcedAt: now });
  return { workId, kind, announcement: 1 };
}

/** The same for many at once. */
export async function openAll(
  tx: Database,
  organisationId: string,
  kind: WorkKind,
  tasks: readonly Task[],
): Promise<readonly Announcement[]> {
  if (tasks.length === 0) return [];
  const rows = tasks.map(({ subjectId, part }) => ({ id: newId(), subject: subjectId, part: part ?? null }));
  await tx.execute(
    sql`insert into work (id, organisation_id, kind, subject_id, part, announcements, announced_at)
      select id, ${organisationId}, ${kind}, subject, part, 1, now()
      from jsonb_to_recordset(${JSON.stringify(rows)}::jsonb) as rows(id uuid, subject uuid, part integer)`,
  );
  return rows.map(({ id }) => ({ workId: id, kind, announcement: 1 }));
}

/**
 * Closes open work of one of these kinds, its document locked first. `null` when the work is not open any more: then
 * somebody has written its result.
 */
export async function closeWork(
  tx: Database,
  workId: string,
  kinds: readonly WorkKind[],
): Promise<WorkItem | null> {
  const isOpen = and(eq(work.id, workId), inArray(work.kind, [...kinds]), eq(work.state, 'open'));
  const [found] = await tx.select(item).from(work).where(isOpen);
  if (found === undefined) return null;
  await lockSubject(tx, found);
  const [closed] = await tx.update(work).set({ state: 'done', message: null }).where(isOpen).returning(item);
  return closed ?? null;
}

/** Locks the document that work is about until the end of the transaction; nothing where it is about something else. */
export async function lockSubject(tx: Database, { kind, subjectId }: WorkItem): Promise<void> {
  if (!OF_DOCUMENT.includes(kind)) return;
  await tx
    .select({ id: documents.id })
    .from(documents)
    .where(eq(documents.id, subjectId))
    .for('no key update');
}

/** Ids of the work that meets a condition, locked in one order. */
export async function lockWork(tx: Database, condition: SQL | undefined): Promise<string[]> {
  const rows = await tx
    .select({ id: work.id })
    .from(work)
    .where(condition)
    .orderBy(asc(work.id))
    .for('update');
  return rows.map(({ id }) => id);
}

/** Puts the work's document into a state. */
export async function setState(
  tx: Database,
  { subjectId }: Pick<WorkItem, 'subjectId'>,
  state: DocumentState,
  columns: Partial<DocumentRow> = {},
): Promise<void> {
  await tx
    .update(documents)
    .set({ ...columns, state, updatedAt: now })
    .where(eq(documents.id, subjectId));
}

/** Keeps what a stage concluded about parts of a document: its slips by id, or with an empty name the whole of it. */
export async function keepResults(
  tx: Database,
  { organisationId, subjectId: documentId }: WorkItem,
  stage: 'read' | 'match',
  results: ReadonlyMap<string, unknown>,
): Promise<void> {
  if (results.size === 0) return;
  const rows = [...results].map(([part, result]) => {
    const key = { organisationId, documentId, stage, part, version: STAGE_VERSION };
    return { ...key, body: storable(result) };
  });
  await tx.execute(
    sql`${insertRows(stageResults, rows)} on conflict (document_id, stage, part, version)
      do update set body = excluded.body, created_at = now()`,
  );
}
