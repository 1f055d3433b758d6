/** Verdicts that became another one: kept when a match finishes, unseen until somebody looks. */
import { and, desc, eq, inArray, isNull, lt } from 'drizzle-orm';
import type { Verdict, VerdictChange } from '../../document/verdict.js';
import { BadCursor, type Page } from '../../ports/page.js';
import type { WorkItem } from '../../ports/work.js';
import { insertRows } from './bulk.js';
import { type Database, isId, newId, now } from './database.js';
import { documents, slips, verdictChanges } from './schema/index.js';

type Said = VerdictChange['before'];

const said = ({ outcome, state }: Said): Said => ({ outcome, state });

/** Keeps which of a document's slips are told something else than before; the first verdict of a slip is no change. */
export async function keepChanges(
  tx: Database,
  { organisationId, subjectId: documentId }: WorkItem,
  before: ReadonlyMap<string, Verdict | null>,
  after: ReadonlyMap<string, Verdict>,
): Promise<void> {
  const rows = [...after].flatMap(([slipId, verdict]) => {
    const earlier = before.get(slipId) ?? null;
    const same = earlier === null || (earlier.outcome === verdict.outcome && earlier.state === verdict.state);
    if (same) return [];
    return [{ id: newId(), organisationId, documentId, slipId, before: said(earlier), after: said(verdict) }];
  });
  if (rows.length > 0) await tx.execute(insertRows(verdictChanges, rows));
}

/** See DocumentStore.verdictChanges. */
export async function listChanges(
  database: Database,
  organisationId: string,
  {
    documentId,
    unseen,
    cursor,
    limit,
  }: { readonly documentId?: string; readonly unseen?: boolean; cursor?: string; limit: number },
): Promise<Page<VerdictChange>> {
  if (cursor !== undefined && !isId(cursor)) throw new BadCursor();
  if (documentId !== undefined && !isId(documentId)) return { items: [], next: null };
  const rows = await database
    .select({ ...shown, file: documents.file, invoiceNumber: slips.number })
    .from(verdictChanges)
    .innerJoin(documents, eq(documents.id, verdictChanges.documentId))
    .leftJoin(
      slips,
      and(eq(slips.documentId, verdictChanges.documentId), eq(slips.slipId, verdictChanges.slipId)),
    )
    .where(
      and(
        eq(verdictChanges.organisationId, organisationId),
        documentId === undefined ? undefined : eq(verdictChanges.documentId, documentId),
        unseen === true ? isNull(verdictChanges.seenAt) : undefined,
        cursor === undefined ? undefined : lt(verdictChanges.id, cursor),
      ),
    )
    .orderBy(desc(verdictChanges.id))
    .limit(limit + 1);
  const items = rows.slice(0, limit);
  return { items, next: rows.length > limit ? (items.at(-1)?.id ?? null) : null };
}

const shown = {
  id: verdictChanges.id,
  documentId: verdictChanges.documentId,
  slipId: verdictChanges.slipId,
  before: verdictChanges.before,
  after: verdictChanges.after,
  at: verdictChanges.at,
  seenAt: verdictChanges.seenAt,
};

/** See DocumentStore.seen. */
export async function markSeen(
  database: Database,
  organisationId: string,
  documentId: string,
): Promise<void> {
  await database
    .update(verdictChanges)
    .set({ seenAt: now })
    .where(
      and(
        eq(verdictChanges.organisationId, organisationId),
        eq(verdictChanges.documentId, documentId),
        isNull(verdictChanges.seenAt),
      ),
    );
}

/** Which of these documents have a change that nobody has looked at. */
export async function changedAmong(
  database: Database,
  documentIds: readonly string[],
): Promise<ReadonlySet<string>> {
  if (documentIds.length === 0) return new Set();
  const rows = await database
    .selectDistinct({ id: verdictChanges.documentId })
    .from(verdictChanges)
    .where(and(inArray(verdictChanges.documentId, [...documentIds]), isNull(verdictChanges.seenAt)));
  return new Set(rows.map(({ id }) => id));
}
