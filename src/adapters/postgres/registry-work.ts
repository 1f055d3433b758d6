/** Work of kind `registry`, and matches that follow from what registers and people have answered. */
import { and, eq } from 'drizzle-orm';
import type { Announcement } from '../../ports/queue.js';
import { type Database, isId } from './database.js';
import { closeWork, openWork } from './outbox.js';
import { openMatches } from './rechecks.js';
import { documents, records, slips, work } from './schema/index.js';

/** See WorkStore.openRegistry. */
export function openRegistry(
  database: Database,
  organisationId: string,
  documentId: string,
): Promise<readonly Announcement[]> {
  if (!isId(documentId)) return Promise.resolve([]);
  return database.transaction(async (tx) => {
    // The document's row is what two who ask at once take turns at.
    const [document] = await tx
      .select({ id: documents.id })
      .from(documents)
      .where(and(eq(documents.id, documentId), eq(documents.organisationId, organisationId)))
      .for('no key update');
    if (document === undefined) return [];
    const [waiting] = await tx
      .select({ id: work.id })
      .from(work)
      .where(and(eq(work.subjectId, documentId), eq(work.kind, 'registry'), eq(work.state, 'open')))
      .limit(1);
    return waiting === undefined ? [await openWork(tx, organisationId, 'registry', documentId)] : [];
  });
}

/** See WorkStore.finishRegistry. */
export async function finishRegistry(
  database: Database,
  workId: string,
  keys: readonly string[],
): Promise<readonly Announcement[]> {
  const [found] = await database
    .select({ organisationId: work.organisationId })
    .from(work)
    .where(and(eq(work.id, workId), eq(work.state, 'open')));
  if (found === undefined) return [];
  // The matches first: whoever is killed in between does this again, and no answer stays unseen.
  const announcements = await openAnswered(database, found.organisationId, keys);
  await database.transaction((tx) => closeWork(tx, workId, ['registry']));
  return announcements;
}

/** See WorkStore.openAnswered. */
export async function openAnswered(
  database: Database,
  organisationId: string,
  keys: readonly string[],
): Promise<readonly Announcement[]> {
  const announcements: Announcement[] = [];
  for (const key of new Set(keys)) {
    const found = await database
      .selectDistinct({ id: slips.documentId })
      .from(records)
      .innerJoin(slips, eq(slips.recordId, records.id))
      .where(and(eq(records.organisationId, organisationId), eq(records.key, key)))
      .orderBy(slips.documentId);
    const ids = found.map(({ id }) => id);
    announcements.push(...(await openMatches(database, organisationId, ids)));
  }
  return announcements;
}
