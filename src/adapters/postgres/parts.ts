/**
 * A document that is read in parts: opened into them, each finished once, the last one opening what joins them. All of
 * it happens under the document's lock, so that of two parts that finish at one instant exactly one is the last.
 */
import { and, eq, inArray, sql } from 'drizzle-orm';
import { type Contents, type Part, type Piece, singlePages } from '../../document/contents.js';
import type { PageFact } from '../../document/page.js';
import { MOMENTARY } from '../../document/refusal.js';
import type { PackedPart } from '../../document/report.js';
import type { PackedSheet } from '../../document/sheet.js';
import type { Announcement } from '../../ports/queue.js';
import type { PartRecord, PartToRead } from '../../ports/store.js';
import type { WorkItem } from '../../ports/work.js';
import { insertRows } from './bulk.js';
import { type Database, now, rowsOf, storable } from './database.js';
import { slipRow } from './document-rows.js';
import { closeWork, openAll, openWork, setState } from './outbox.js';
import { insertSlips } from './readings.js';
import { documentParts, documents, partSheets } from './schema/index.js';

/** See WorkStore.finishOpening. */
export async function finishOpening(
  tx: Database,
  workId: string,
  contents: Contents,
  parts: readonly Part[],
): Promise<readonly Announcement[]> {
  const done = await closeWork(tx, workId, ['read']);
  if (done === null) return [];
  const { carrier, pages, members } = storable(contents);
  await setState(tx, done, 'reading', {
    ...{ carrier, pages, members, pageFacts: [] },
    progress: { step: 'open', page: 0, pages },
  });
  return openParts(tx, done, parts);
}

/** See WorkStore.finishPart. */
export async function finishPart(
  tx: Database,
  workId: string,
  { sheets, ...reading }: PackedPart,
): Promise<readonly Announcement[]> {
  const done = await closeWork(tx, workId, ['part']);
  if (done === null) return [];
  const { organisationId, subjectId: documentId } = done;
  const body = storable(reading);
  await tx.update(documentParts).set({ body }).where(isPart(done));
  await insertSheets(tx, done, sheets);
  const rows = body.slips.map((slip, index) => {
    const position = (slip.pages[0] ?? 0) * MOST_ON_A_PAGE + index;
    return slipRow(organisationId, documentId, position, { ...slip, id: `p${done.part}-${slip.id}` });
  });
  await insertSlips(tx, rows);
  return (await noteReading(tx, done, body.pageFacts))
    ? [await openWork(tx, organisationId, 'join', documentId)]
    : [];
}

/** Apart enough that slips of an earlier page come first, whichever part was read first. */
const MOST_ON_A_PAGE = 1000;

/** See WorkStore.splitPart. Throws when there is nothing to split. */
export async function splitPart(tx: Database, workId: string): Promise<readonly Announcement[]> {
  const done = await closeWork(tx, workId, ['part']);
  if (done === null) return [];
  const { subjectId: documentId } = done;
  const [whole] = await tx.delete(documentParts).where(isPart(done)).returning();
  const pages = whole?.pieces.flatMap(singlePages) ?? [];
  if (pages.length < 2) throw new Error('a part of one page cannot be split');
  const [last] = await tx
    .select({ number: sql<number>`coalesce(max(number), 0)::integer` })
    .from(documentParts)
    .where(eq(documentParts.documentId, documentId));
  // Numbers are never given twice: slips and progress go by them.
  const first = Math.max(last?.number ?? 0, done.part ?? 0) + 1;
  await dropUnderWay(tx, done);
  return openParts(
    tx,
    done,
    pages.map((piece, index) => ({ number: first + index, pieces: [piece] })),
  );
}

async function openParts(
  tx: Database,
  { organisationId, subjectId: documentId }: WorkItem,
  parts: readonly Part[],
): Promise<readonly Announcement[]> {
  const rows = parts.map(({ number, pieces }) => ({
    organisationId,
    documentId,
    number,
    pieces: storable(pieces),
  }));
  if (rows.length > 0) await tx.execute(insertRows(documentParts, rows));
  const tasks = parts.map(({ number }) => ({ subjectId: documentId, part: number }));
  return openAll(tx, organisationId, 'part', tasks);
}

const isPart = ({ subjectId, part }: WorkItem) =>
  and(eq(documentParts.documentId, subjectId), eq(documentParts.number, part ?? 0));

async function insertSheets(
  tx: Database,
  { organisationId, subjectId: documentId }: WorkItem,
  sheets: readonly PackedSheet[],
): Promise<void> {
  const onPage = new Map<number, number>();
  const rows = sheets.map(({ page, packed }) => {
    const position = onPage.get(page) ?? 0;
    onPage.set(page, position + 1);
    return { organisationId, documentId, page, position, body: packed };
  });
  if (rows.length > 0) await tx.execute(insertRows(partSheets, rows));
}

/** Adds what a part said of its pages to the document; tells whether it was the last part. */
async function noteReading(tx: Database, done: WorkItem, facts: readonly PageFact[]): Promise<boolean> {
  const { partsLeft, pagesRead } = await standing(tx, done);
  const [before] = await tx
    .select({ pageFacts: documents.pageFacts, progress: documents.progress, pages: documents.pages })
    .from(documents)
    .where(eq(documents.id, done.subjectId));
  const { pageFacts = [], progress = null, pages = 0 } = before ?? {};
  const { [String(done.part)]: _, ...underWay } = progress?.underWay ?? {};
  const all = [...pageFacts, ...facts].sort((a, b) => a.page - b.page);
  await tx
    .update(documents)
    .set({ pageFacts: all, progress: { step: 'ocr', page: pagesRead, pages, underWay }, updatedAt: now })
    .where(eq(documents.id, done.subjectId));
  return partsLeft === 0;
}

/** How far the parts of a document are. */
async function standing(tx: Database, { subjectId }: WorkItem) {
  const parts = await tx
    .select({ pieces: documentParts.pieces, isRead: sql<boolean>`body is not null` })
    .from(documentParts)
    .where(eq(documentParts.documentId, subjectId));
  const read = parts.filter(({ isRead }) => isRead);
  const pagesRead = read
    .flatMap(({ pieces }) => pieces)
    .reduce((sum, { from, to }) => sum + to - from + 1, 0);
  return { partsLeft: parts.length - read.length, pagesRead };
}

/** A part that is taken apart has not read anything. */
async function dropUnderWay(tx: Database, { subjectId, part }: WorkItem): Promise<void> {
  await tx
    .update(documents)
    .set({ progress: sql`${documents.progress} #- array['underWay', ${String(part)}::text]`, updatedAt: now })
    .where(eq(documents.id, subjectId));
}

/** See DocumentStore.partProgress. One write, whatever other readers write at the same time. */
export async function notePages(database: Database, id: string, part: number, pages: number): Promise<void> {
  const others = sql`coalesce(${documents.progress} -> 'underWay', '{}'::jsonb)`;
  const ours = sql`jsonb_build_object(${String(part)}::text, ${pages}::integer)`;
  await database
    .update(documents)
    .set({
      progress: sql`jsonb_set(${documents.progress}, '{underWay}', ${others} || ${ours})`,
      updatedAt: now,
    })
    .where(and(eq(documents.id, id), eq(documents.state, 'reading'), sql`${documents.progress} is not null`));
}

/**
 * After one part of a document failed and is to be read again: so are those whose work was closed with it. Announcements
 * to make beside that of the failed one.
 */
export async function resumeParts(tx: Database, work: WorkItem): Promise<readonly Announcement[]> {
  const { subjectId, organisationId } = work;
  const { pagesRead } = await standing(tx, work);
  await tx
    .update(documents)
    .set({
      state: 'reading',
      progress: sql`jsonb_build_object('step', 'ocr', 'page', ${pagesRead}::integer, 'pages', ${documents.pages})`,
      updatedAt: now,
    })
    .where(eq(documents.id, subjectId));
  const missing = await rowsOf<{ part: number }>(
    tx,
    sql`select number as part from document_parts where document_id = ${subjectId} and body is null and number not in
      (select part from work where subject_id = ${subjectId} and kind = 'part' and state = 'open')`,
  );
  return openAll(
    tx,
    organisationId,
    'part',
    missing.map(({ part }) => ({ subjectId, part })),
  );
}

/** See DocumentStore.partToRead. */
export async function partToRead(
  database: Database,
  organisationId: string,
  id: string,
  number: number,
): Promise<PartToRead | null> {
  const [row] = await database
    .select({ sha256: documents.sha256, pieces: documentParts.pieces, pageFacts: documents.pageFacts })
    .from(documentParts)
    .innerJoin(documents, eq(documents.id, documentParts.documentId))
    .where(
      and(
        eq(documentParts.organisationId, organisationId),
        eq(documentParts.documentId, id),
        eq(documentParts.number, number),
      ),
    );
  if (row === undefined) return null;
  const { sha256, pieces, pageFacts } = row;
  const lost = pageFacts.filter(
    (fact) => fact.refusal !== undefined && MOMENTARY.includes(fact.refusal.code),
  );
  return { sha256, part: { number, pieces }, lostPages: lost.length };
}

/** See DocumentStore.parts. In the order of their pages, which after a split is not that of their numbers. */
export async function partsOf(database: Database, organisationId: string, id: string): Promise<PartRecord[]> {
  const rows = await database
    .select()
    .from(documentParts)
    .where(and(eq(documentParts.organisationId, organisationId), eq(documentParts.documentId, id)));
  const start = (pieces: readonly Piece[]) => pieces[0]?.first ?? 0;
  return rows
    .sort((a, b) => start(a.pieces) - start(b.pieces))
    .map(({ number, pieces, body }) => ({ part: { number, pieces }, reading: body }));
}

/** See DocumentStore.sheets. */
export async function sheetsOf(
  database: Database,
  organisationId: string,
  id: string,
  pages: readonly number[],
): Promise<PackedSheet[]> {
  if (pages.length === 0) return [];
  return database
    .select({ page: partSheets.page, packed: partSheets.body })
    .from(partSheets)
    .where(
      and(
        eq(partSheets.organisationId, organisationId),
        eq(partSheets.documentId, id),
        inArray(partSheets.page, [...pages]),
      ),
    )
    .orderBy(partSheets.page, partSheets.position);
}
