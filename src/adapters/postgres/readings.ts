/** What reading a document finishes with, whether it was read at once or in parts. */
import { and, eq, isNotNull } from 'drizzle-orm';
import type { DocumentReading } from '../../document/report.js';
import type { Announcement } from '../../ports/queue.js';
import { insertRows } from './bulk.js';
import type { Database } from './database.js';
import { readColumns, type SlipRow, slipRow } from './document-rows.js';
import { closeWork, keepResults, openWork, setState } from './outbox.js';
import { touchRecords } from './record-rows.js';
import { documentParts, partSheets, slips } from './schema/index.js';

/** See WorkStore.finishRead. What parts had said is replaced by it. */
export async function finishRead(
  tx: Database,
  workId: string,
  reading: DocumentReading,
): Promise<readonly Announcement[]> {
  const done = await closeWork(tx, workId, ['read', 'join']);
  if (done === null) return [];
  const { organisationId, subjectId: documentId } = done;
  await keepResults(tx, done, 'read', new Map([['', reading]]));
  await tx.delete(partSheets).where(eq(partSheets.documentId, documentId));
  await tx.delete(documentParts).where(eq(documentParts.documentId, documentId));
  const left = await removeSlips(tx, documentId);
  const rows = reading.slips.map((slip, index) => slipRow(organisationId, documentId, index, slip));
  await insertSlips(tx, rows);
  const isRefused = reading.refusal !== null;
  await setState(tx, done, isRefused ? 'refused' : 'matching', readColumns(reading));
  return [
    ...(await touchRecords(tx, organisationId, left)),
    ...(isRefused ? [] : [await openWork(tx, organisationId, 'match', documentId)]),
  ];
}

/** Records that the slips of a document belonged to, now that those are gone. */
async function removeSlips(tx: Database, documentId: string): Promise<string[]> {
  const attached = await tx
    .selectDistinct({ id: slips.recordId })
    .from(slips)
    .where(and(eq(slips.documentId, documentId), isNotNull(slips.recordId)));
  await tx.delete(slips).where(eq(slips.documentId, documentId));
  return attached.flatMap(({ id }) => id ?? []);
}

/** Writes slips, however many. */
export async function insertSlips(tx: Database, rows: readonly SlipRow[]): Promise<void> {
  if (rows.length > 0) await tx.execute(insertRows(slips, rows));
}
