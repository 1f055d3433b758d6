/** What matching a document, and putting a record together, finish with. */
import { and, eq, sql } from 'drizzle-orm';
import { recordKey } from '../../document/record.js';
import type { Slip } from '../../document/slip.js';
import type { Verdict } from '../../document/verdict.js';
import type { Announcement } from '../../ports/queue.js';
import type { WorkItem } from '../../ports/work.js';
import { type Database, now, storable } from './database.js';
import { closeWork, keepResults, setState } from './outbox.js';
import { claimRecords, lockDocuments, setFinalStates, settleRecords } from './record-rows.js';
import { documents, records, slips } from './schema/index.js';
import { keepChanges } from './verdict-changes.js';

/** What a document's match concluded; see WorkStore.finishMatch. */
export interface Matched {
  readonly verdicts: ReadonlyMap<string, Verdict>;
  readonly state: 'done' | 'review';
  readonly recheckAt: Date | null;
  readonly findings: ReadonlyMap<string, Pick<Slip, 'findings' | 'asRead'>>;
}

/** See WorkStore.finishMatch. */
export async function finishMatch(
  tx: Database,
  workId: string,
  { verdicts, state, recheckAt, findings }: Matched,
): Promise<readonly Announcement[]> {
  const done = await closeWork(tx, workId, ['match']);
  if (done === null) return [];
  const before = await verdictsOf(tx, done);
  // The ledger was touched while this match ran, and the match that was opened for it was quicker: it knows better.
  if ((await hasEnded(tx, done)) && isOutdated(before, verdicts)) return [];
  await keepResults(tx, done, 'match', verdicts);
  await writeVerdicts(tx, done, verdicts);
  await keepChanges(tx, done, before, verdicts);
  await writeFindings(tx, done, findings);
  await setState(tx, done, state, { recheckAt });
  const announcements = await attach(tx, done);
  // What is known of its invoices already holds until they are put together again, or it would be done for a moment.
  if (state === 'done') await setFinalStates(tx, new Map([[done.subjectId, state]]));
  return announcements;
}

async function verdictsOf(
  tx: Database,
  { subjectId }: WorkItem,
): Promise<ReadonlyMap<string, Verdict | null>> {
  const rows = await tx
    .select({ slipId: slips.slipId, verdict: slips.verdict })
    .from(slips)
    .where(eq(slips.documentId, subjectId));
  return new Map(rows.map(({ slipId, verdict }) => [slipId, verdict]));
}

/** Whether another match of the document has ended since this one was taken up: then it is `matching` no more. */
async function hasEnded(tx: Database, { subjectId }: WorkItem): Promise<boolean> {
  const [found] = await tx
    .select({ state: documents.state })
    .from(documents)
    .where(eq(documents.id, subjectId));
  return found?.state === 'done' || found?.state === 'review';
}

const isOutdated = (
  before: ReadonlyMap<string, Verdict | null>,
  after: ReadonlyMap<string, Verdict>,
): boolean => [...after].some(([slip, { checkedAt }]) => (before.get(slip)?.checkedAt ?? '') > checkedAt);

async function writeVerdicts(
  tx: Database,
  { subjectId }: WorkItem,
  verdicts: ReadonlyMap<string, Verdict>,
): Promise<void> {
  if (verdicts.size === 0) return;
  const rows = [...verdicts].map(([slip, verdict]) => ({ slip, verdict: storable(verdict) }));
  await tx.execute(
    sql`update slips set verdict = said.verdict, outcome = said.verdict ->> 'outcome'
      from jsonb_to_recordset(${JSON.stringify(rows)}::jsonb) as said(slip text, verdict jsonb)
      where document_id = ${subjectId} and slip_id = said.slip`,
  );
}

async function writeFindings(
  tx: Database,
  { subjectId }: WorkItem,
  findings: ReadonlyMap<string, Pick<Slip, 'findings' | 'asRead'>>,
): Promise<void> {
  if (findings.size === 0) return;
  const rows = [...findings].map(([slip, { findings: shown, asRead }]) => ({
    slip,
    part: storable({ findings: shown, ...(asRead === undefined ? {} : { asRead }) }),
  }));
  await tx.execute(
    sql`update slips set body = (body - 'asRead') || said.part
      from jsonb_to_recordset(${JSON.stringify(rows)}::jsonb) as said(slip text, part jsonb)
      where document_id = ${subjectId} and slip_id = said.slip`,
  );
}

/** Each slip of the document goes to the record of its key; records that changed by it are to be put together again. */
async function attach(
  tx: Database,
  { organisationId, subjectId }: WorkItem,
): Promise<readonly Announcement[]> {
  const found = await tx
    .select({ slipId: slips.slipId, body: slips.body, recordId: slips.recordId, before: records.key })
    .from(slips)
    .leftJoin(records, eq(records.id, slips.recordId))
    .where(eq(slips.documentId, subjectId));
  const placed = found.map((slip) => ({ ...slip, key: recordKey(slip.body) }));
  const claimed = await claimRecords(
    tx,
    organisationId,
    placed.flatMap(({ key, before }) => [key, before]).filter((key) => key !== null),
  );
  const moves = placed.flatMap(({ slipId, key, recordId }) => {
    const record = key === null ? null : (claimed.get(key) ?? null);
    return record === recordId ? [] : [{ slip: slipId, record }];
  });
  if (moves.length > 0) {
    await tx.execute(
      sql`update slips set record_id = moved.record
        from jsonb_to_recordset(${JSON.stringify(moves)}::jsonb) as moved(slip text, record uuid)
        where document_id = ${subjectId} and slip_id = moved.slip`,
    );
  }
  return settleRecords(tx, organisationId, [...claimed.values()]);
}

/** What a record's slips say together, and its documents as they are by themselves. */
interface Collapsed {
  readonly slip: Slip | null;
  readonly verdict: Verdict | null;
  readonly states: ReadonlyMap<string, 'done' | 'review'>;
}

/** See WorkStore.finishCollapse. */
export async function finishCollapse(
  tx: Database,
  workId: string,
  edition: number,
  { slip, verdict, states }: Collapsed,
): Promise<void> {
  await lockDocuments(tx, [...states.keys()]);
  const done = await closeWork(tx, workId, ['collapse']);
  if (done === null || slip === null || verdict === null) return;
  const written = await tx
    .update(records)
    .set({ body: storable(slip), verdict: storable(verdict), updatedAt: now })
    .where(and(eq(records.id, done.subjectId), eq(records.edition, edition)))
    .returning({ id: records.id });
  if (written.length > 0) await setFinalStates(tx, states);
}
