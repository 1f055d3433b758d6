/** The outbox: every step that finishes writes its results, the state and what follows in one transaction. */
import { and, asc, desc, eq, gte, inArray, isNull, lt, or, sql } from 'drizzle-orm';
import type { ImportReport } from '../../document/ledger.js';
import type { DocumentReading } from '../../document/report.js';
import type { DocumentState, WorkKind } from '../../document/state.js';
import type { Verdict } from '../../document/verdict.js';
import type { Announcement } from '../../ports/queue.js';
import type { WorkItem, WorkStore } from '../../ports/store.js';
import { type Database, isId, newId, now, storable, storableText } from './database.js';
import { readColumns, slipRow } from './document-rows.js';
import { documents, ledgerImports, slips, stageResults, work } from './schema/index.js';

/**
 * Version of what the stages conclude, part of a result's key. Raised when the line concludes differently, so that
 * results of both can stand side by side.
 */
const STAGE_VERSION = 1;

/** Times work is taken up before it is held to kill the process that does; faults that are told end it after three. */
const DEADLY_ATTEMPTS = 10;

const item = {
  id: work.id,
  kind: work.kind,
  organisationId: work.organisationId,
  subjectId: work.subjectId,
  state: work.state,
};

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

export class PostgresWork implements WorkStore {
  readonly #database: Database;
  constructor(database: Database) {
    this.#database = database;
  }

  async get(workId: string): Promise<WorkItem | null> {
    if (!isId(workId)) return null;
    const [row] = await this.#database.select(item).from(work).where(eq(work.id, workId));
    return row ?? null;
  }

  start(workId: string): Promise<boolean> {
    return this.#database.transaction(async (tx) => {
      // Taking it up counts like an announcement for the sweeper, or long work would be announced while it is done.
      const [taken] = await tx
        .update(work)
        .set({ attempts: sql`${work.attempts} + 1`, announcedAt: now })
        .where(and(eq(work.id, workId), eq(work.state, 'open')))
        .returning(item);
      if (taken === undefined) return false;
      if (taken.kind !== 'import') await setState(tx, taken, taken.kind === 'read' ? 'reading' : 'matching');
      return true;
    });
  }

  async keepAlive(workId: string): Promise<void> {
    await this.#database
      .update(work)
      .set({ announcedAt: now })
      .where(and(eq(work.id, workId), eq(work.state, 'open')));
  }

  finishRead(workId: string, reading: DocumentReading): Promise<readonly Announcement[]> {
    return this.#finish(workId, 'read', async (tx, done) => {
      const { organisationId, subjectId: documentId } = done;
      await keepResult(tx, done, 'read', '', reading);
      await tx.delete(slips).where(eq(slips.documentId, documentId));
      const rows = reading.slips.map((slip, index) => slipRow(organisationId, documentId, index, slip));
      if (rows.length > 0) await tx.insert(slips).values(rows);
      const state = reading.refusal === null ? 'matching' : 'refused';
      await setState(tx, done, state, readColumns(reading));
      return reading.refusal === null ? [await openWork(tx, organisationId, 'match', documentId)] : [];
    });
  }

  async finishMatch(
    workId: string,
    verdicts: ReadonlyMap<string, Verdict>,
    state: 'done' | 'review',
  ): Promise<void> {
    await this.#finish(workId, 'match', async (tx, done) => {
      for (const [slipId, said] of verdicts) {
        const verdict = storable(said);
        await keepResult(tx, done, 'match', slipId, verdict);
        await tx
          .update(slips)
          .set({ verdict, outcome: verdict.outcome })
          .where(and(eq(slips.documentId, done.subjectId), eq(slips.slipId, slipId)));
      }
      await setState(tx, done, state);
      return [];
    });
  }

  async finishImport(workId: string, report: ImportReport): Promise<void> {
    await this.#finish(workId, 'import', async (tx, done) => {
      await tx
        .update(ledgerImports)
        .set({ state: 'done', report: storable(report), message: null })
        .where(eq(ledgerImports.id, done.subjectId));
      return [];
    });
    // PGlite never gathers statistics by itself, and without them it walks a big ledger instead of using its indexes.
    if (report.added + report.updated > 0)
      await this.#database.execute(sql`analyze ledger_invoices, ledger_lines`);
  }

  async fail(workId: string, message: string): Promise<void> {
    const told = storableText(message);
    await this.#database.transaction(async (tx) => {
      const [failed] = await tx
        .update(work)
        .set({ state: 'failed', message: told, failedAt: now })
        .where(and(eq(work.id, workId), eq(work.state, 'open')))
        .returning(item);
      if (failed === undefined) return;
      if (failed.kind !== 'import') await setState(tx, failed, 'failed', { progress: null });
      else await setImport(tx, failed, 'failed', told);
    });
  }

  async reopen(organisationId: string, workId: string): Promise<Announcement | null> {
    if (!isId(workId)) return null;
    return this.#database.transaction(async (tx) => {
      const [opened] = await tx
        .update(work)
        .set({ state: 'open', message: null, failedAt: null, attempts: 0, ...announcedOnceMore })
        .where(and(eq(work.id, workId), eq(work.organisationId, organisationId), eq(work.state, 'failed')))
        .returning({ ...item, announcement: work.announcements });
      if (opened === undefined) return null;
      if (opened.kind !== 'import')
        await setState(tx, opened, opened.kind === 'read' ? 'queued' : 'matching');
      else await setImport(tx, opened, 'queued', null);
      return { workId, kind: opened.kind, announcement: opened.announcement };
    });
  }

  overdue(before: Date, limit: number): Promise<readonly Announcement[]> {
    // `skip locked`: two sweepers share the work instead of waiting for each other.
    const due = this.#database.$with('due').as(
      this.#database
        .select({ id: work.id })
        .from(work)
        .where(and(eq(work.state, 'open'), or(isNull(work.announcedAt), lt(work.announcedAt, before))))
        .orderBy(sql`${work.announcedAt} asc nulls first`)
        .limit(limit)
        .for('update', { skipLocked: true }),
    );
    return this.#database
      .with(due)
      .update(work)
      .set({ announcedAt: now })
      .where(inArray(work.id, this.#database.select({ id: due.id }).from(due)))
      .returning({ workId: work.id, kind: work.kind, announcement: work.announcements });
  }

  async announceAgain(workIds: readonly string[]): Promise<readonly Announcement[]> {
    const ids = workIds.filter(isId);
    if (ids.length === 0) return [];
    const open = and(inArray(work.id, ids), eq(work.state, 'open'));
    const deadly = await this.#database
      .select({ id: work.id })
      .from(work)
      .where(and(open, gte(work.attempts, DEADLY_ATTEMPTS)));
    for (const { id } of deadly) await this.fail(id, `ended ${DEADLY_ATTEMPTS} times without a result`);
    return this.#database
      .update(work)
      .set(announcedOnceMore)
      .where(open)
      .returning({ workId: work.id, kind: work.kind, announcement: work.announcements });
  }

  async failed(organisationId: string): Promise<readonly (WorkItem & { message: string; failedAt: Date })[]> {
    const rows = await this.#database
      .select({ ...item, message: work.message, failedAt: work.failedAt, createdAt: work.createdAt })
      .from(work)
      .where(and(eq(work.organisationId, organisationId), eq(work.state, 'failed')))
      .orderBy(desc(work.failedAt), asc(work.id));
    return rows.map(({ message, failedAt, createdAt, ...rest }) => ({
      ...rest,
      message: message ?? '',
      failedAt: failedAt ?? createdAt,
    }));
  }

  /** Closes the work and runs `write` with it, all or nothing; nothing at all when the work is not open any more. */
  #finish(
    workId: string,
    kind: WorkKind,
    write: (tx: Database, done: WorkItem) => Promise<readonly Announcement[]>,
  ): Promise<readonly Announcement[]> {
    return this.#database.transaction(async (tx) => {
      const [done] = await tx
        .update(work)
        .set({ state: 'done', message: null })
        .where(and(eq(work.id, workId), eq(work.kind, kind), eq(work.state, 'open')))
        .returning(item);
      return done === undefined ? [] : write(tx, done);
    });
  }
}

const announcedOnceMore = { announcements: sql`${work.announcements} + 1`, announcedAt: now };

async function setState(
  tx: Database,
  { subjectId }: WorkItem,
  state: DocumentState,
  columns: Partial<ReturnType<typeof readColumns>> = {},
): Promise<void> {
  await tx
    .update(documents)
    .set({ ...columns, state, updatedAt: now })
    .where(eq(documents.id, subjectId));
}

async function setImport(
  tx: Database,
  { subjectId }: WorkItem,
  state: 'queued' | 'failed',
  message: string | null,
): Promise<void> {
  await tx.update(ledgerImports).set({ state, message }).where(eq(ledgerImports.id, subjectId));
}

async function keepResult(
  tx: Database,
  { organisationId, subjectId: documentId }: WorkItem,
  stage: WorkKind,
  part: string,
  result: unknown,
): Promise<void> {
  const body = storable(result);
  await tx
    .insert(stageResults)
    .values({ organisationId, documentId, stage, part, version: STAGE_VERSION, body })
    .onConflictDoUpdate({
      target: [stageResults.documentId, stageResults.stage, stageResults.part, stageResults.version],
      set: { body, createdAt: now },
    });
}
