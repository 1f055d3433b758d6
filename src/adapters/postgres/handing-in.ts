/** Handing in: a batch, its documents and their first work; what was handed in before is recognised by its bytes. */
import { and, asc, eq, inArray, sql } from 'drizzle-orm';
import { MOMENTARY } from '../../document/refusal.js';
import type { DocumentState } from '../../document/state.js';
import type { WayIn } from '../../document/ways-in.js';
import type { Principal } from '../../ports/accounts.js';
import type { KeyedRequest } from '../../ports/idempotency.js';
import type { Announcement } from '../../ports/queue.js';
import type { Accepted, NewDocument } from '../../ports/store.js';
import { type Database, newId, now, storableText } from './database.js';
import type { DocumentRow } from './document-rows.js';
import { claimWithin, keepWithin } from './idempotency.js';
import { openWork } from './outbox.js';
import { insertSlips } from './readings.js';
import { batches, documents, slips, stageResults } from './schema/index.js';

type Answer = Omit<Accepted, 'announcements' | 'repeated'>;

/** States of an earlier document whose result a duplicate can copy. `failed` has none: it was our fault, so read again. */
const COPIED: readonly DocumentState[] = ['done', 'review', 'refused'];

/** A refusal is copied only where it is about the bytes: of the document as of any page or file in it. */
const canCopy = ({ state, refusal, members, pageFacts }: DocumentRow): boolean =>
  COPIED.includes(state) &&
  [{ refusal }, ...members, ...pageFacts].every(
    (one) => !one.refusal || !MOMENTARY.includes(one.refusal.code),
  );

/** See DocumentStore.accept. */
export async function accept(
  tx: Database,
  principal: Principal,
  handedIn: readonly NewDocument[],
  idempotency?: KeyedRequest,
  way?: WayIn,
): Promise<Accepted> {
  const { organisationId } = principal;
  const before = idempotency && (await claimWithin<Answer>(tx, organisationId, idempotency));
  if (before) return { ...before, announcements: [], repeated: true };
  const { announcements, ...answer } = await writeBatch(tx, principal, handedIn, way ?? null);
  if (idempotency) await keepWithin(tx, organisationId, idempotency.key, answer);
  return { ...answer, announcements, repeated: false };
}

async function writeBatch(
  tx: Database,
  principal: Principal,
  handedIn: readonly NewDocument[],
  way: WayIn | null,
): Promise<Answer & Pick<Accepted, 'announcements'>> {
  const { organisationId, personId, apiKeyId } = principal;
  // Two requests with the same bytes would not see each other: one at a time in an organisation.
  await tx.execute(sql`select pg_advisory_xact_lock(hashtext('accept'), hashtext(${organisationId}))`);
  const batchId = newId();
  await tx.insert(batches).values({ id: batchId, organisationId, personId, apiKeyId, way });
  const earlier = await earlierOf(tx, organisationId, handedIn);
  const accepted: Accepted['documents'][number][] = [];
  const announcements: Announcement[] = [];
  for (const [position, document] of handedIn.entries()) {
    const id = newId();
    const same = earlier.get(document.sha256);
    const file = storableText(document.file);
    const { sha256, size } = document;
    const base = { id, organisationId, batchId, position, file, sha256, size };
    const { state, announcement } =
      same?.source == null
        ? await writeNew(tx, base, same?.first ?? null)
        : await writeCopy(tx, base, same.first, same.source);
    if (announcement !== null) announcements.push(announcement);
    accepted.push({ id, file, state, duplicateOf: same?.first ?? null });
    if (same === undefined) earlier.set(sha256, { first: id, source: null });
  }
  return { batchId, documents: accepted, announcements };
}

type NewRow = Pick<
  DocumentRow,
  'id' | 'organisationId' | 'batchId' | 'position' | 'file' | 'sha256' | 'size'
>;
type Written = { state: DocumentState; announcement: Announcement | null };

/** By original: the first document that had it, and one whose result can be copied. */
async function earlierOf(tx: Database, organisationId: string, handedIn: readonly NewDocument[]) {
  const found = new Map<string, { first: string; source: DocumentRow | null }>();
  if (handedIn.length === 0) return found;
  const rows = await tx
    .select()
    .from(documents)
    .where(
      and(
        eq(documents.organisationId, organisationId),
        inArray(
          documents.sha256,
          handedIn.map((document) => document.sha256),
        ),
      ),
    )
    .orderBy(asc(documents.id));
  for (const row of rows) {
    const known = found.get(row.sha256) ?? { first: row.id, source: null };
    if (known.source === null && canCopy(row)) known.source = row;
    found.set(row.sha256, known);
  }
  return found;
}

async function writeNew(tx: Database, row: NewRow, duplicateOf: string | null): Promise<Written> {
  await tx.insert(documents).values({ ...row, state: 'queued', duplicateOf });
  return { state: 'queued', announcement: await openWork(tx, row.organisationId, 'read', row.id) };
}

/** The earlier document's reading, without its verdicts: the ledger may say something else today. */
async function writeCopy(
  tx: Database,
  row: NewRow,
  duplicateOf: string,
  source: DocumentRow,
): Promise<Written> {
  const { organisationId, id } = row;
  const { refusal, carrier, pages, members, pageFacts, ms } = source;
  const state = refusal === null ? 'matching' : 'refused';
  const said = { refusal, carrier, pages, members, pageFacts, ms };
  await tx.insert(documents).values({ ...row, state, duplicateOf, ...said });
  const read = await tx
    .select()
    .from(stageResults)
    .where(and(eq(stageResults.documentId, source.id), eq(stageResults.stage, 'read')));
  if (read.length > 0) {
    await tx
      .insert(stageResults)
      .values(read.map((result) => ({ ...result, documentId: id, createdAt: now })));
  }
  const found = await tx
    .select()
    .from(slips)
    .where(eq(slips.documentId, source.id))
    .orderBy(asc(slips.position));
  // Its `match` brings them to their records.
  const unmatched = { outcome: null, verdict: null, recordId: null };
  await insertSlips(
    tx,
    found.map((slip) => ({ ...slip, documentId: id, ...unmatched })),
  );
  if (refusal !== null) return { state, announcement: null };
  return { state, announcement: await openWork(tx, organisationId, 'match', id) };
}
