/** The outbox: every step that finishes writes its results, the state and what follows in one transaction. */
import { and, asc, desc, eq, gte, inArray, isNull, lt, or, sql } from 'drizzle-orm';
import type { Contents, Part } from '../../document/contents.js';
import type { ImportReport } from '../../document/ledger.js';
import type { DocumentReading, PackedPart } from '../../document/report.js';
import type { Slip } from '../../document/slip.js';
import type { Verdict } from '../../document/verdict.js';
import type { Announcement } from '../../ports/queue.js';
import type { WorkItem, WorkStore } from '../../ports/work.js';
import { type Database, isId, now, storable, storableText } from './database.js';
import { finishCollapse, finishMatch } from './matches.js';
import { closeWork, item, lockSubject, lockWork, OF_DOCUMENT, setState } from './outbox.js';
import { finishOpening, finishPart, resumeParts, splitPart } from './parts.js';
import { finishRead } from './readings.js';
import { openDue, openNamed, openTouched } from './rechecks.js';
import { finishRegistry, openAnswered, openRegistry } from './registry-work.js';
import { ledgerImports, queryBatches, work } from './schema/index.js';

/** Times work is taken up before it is held to kill the process that does; faults that are told end it after three. */
const DEADLY_ATTEMPTS = 10;

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
      // Of a document in parts several pieces of work are open: none of them touches the document before it locks it.
      if (taken.kind === 'read' || taken.kind === 'match') await setState(tx, taken, ONGOING[taken.kind]);
      return true;
    });
  }

  async keepAlive(workId: string): Promise<void> {
    await this.#database
      .update(work)
      .set({ announcedAt: now })
      .where(and(eq(work.id, workId), eq(work.state, 'open')));
  }

  finishOpening(
    workId: string,
    contents: Contents,
    parts: readonly Part[],
  ): Promise<readonly Announcement[]> {
    return this.#database.transaction((tx) => finishOpening(tx, workId, contents, parts));
  }

  finishPart(workId: string, reading: PackedPart): Promise<readonly Announcement[]> {
    return this.#database.transaction((tx) => finishPart(tx, workId, reading));
  }

  splitPart(workId: string): Promise<readonly Announcement[]> {
    return this.#database.transaction((tx) => splitPart(tx, workId));
  }

  finishRead(workId: string, reading: DocumentReading): Promise<readonly Announcement[]> {
    return this.#database.transaction((tx) => finishRead(tx, workId, reading));
  }

  finishMatch(
    workId: string,
    verdicts: ReadonlyMap<string, Verdict>,
    state: 'done' | 'review',
    recheckAt: Date | null = null,
    findings: ReadonlyMap<string, Pick<Slip, 'findings' | 'asRead'>> = new Map(),
  ): Promise<readonly Announcement[]> {
    const matched = { verdicts, state, recheckAt, findings };
    return this.#database.transaction((tx) => finishMatch(tx, workId, matched));
  }

  openDueRechecks(due: Date, limit: number): Promise<readonly Announcement[]> {
    return openDue(this.#database, due, limit);
  }

  openTouchedRechecks(organisationId: string, since: Date): Promise<readonly Announcement[]> {
    return openTouched(this.#database, organisationId, since);
  }

  openRechecks(organisationId: string, documentIds: readonly string[]): Promise<readonly Announcement[]> {
    return openNamed(this.#database, organisationId, documentIds);
  }

  openRegistry(organisationId: string, documentId: string): Promise<readonly Announcement[]> {
    return openRegistry(this.#database, organisationId, documentId);
  }

  finishRegistry(workId: string, keys: readonly string[]): Promise<readonly Announcement[]> {
    return finishRegistry(this.#database, workId, keys);
  }

  openAnswered(organisationId: string, keys: readonly string[]): Promise<readonly Announcement[]> {
    return openAnswered(this.#database, organisationId, keys);
  }

  finishCollapse(
    workId: string,
    edition: number,
    slip: Slip | null,
    verdict: Verdict | null,
    states: ReadonlyMap<string, 'done' | 'review'> = new Map(),
  ): Promise<void> {
    return this.#database.transaction((tx) => finishCollapse(tx, workId, edition, { slip, verdict, states }));
  }

  async finishImport(workId: string, report: ImportReport): Promise<void> {
    await this.#database.transaction(async (tx) => {
      const done = await closeWork(tx, workId, ['import']);
      if (done === null) return;
      await tx
        .update(ledgerImports)
        .set({ state: 'done', report: storable(report), message: null })
        .where(eq(ledgerImports.id, done.subjectId));
    });
    // PGlite never gathers statistics by itself, and without them it walks a big ledger instead of using its indexes.
    if (report.added + report.updated > 0)
      await this.#database.execute(sql`analyze ledger_invoices, ledger_parties`);
  }

  async fail(workId: string, message: string): Promise<void> {
    if (!isId(workId)) return;
    const told = storableText(message);
    await this.#database.transaction(async (tx) => {
      const [found] = await tx.select(item).from(work).where(eq(work.id, workId));
      if (found === undefined) return;
      await lockSubject(tx, found);
      // With it goes what else is open of its document: the other parts of it.
      const ofDocument = and(inArray(work.kind, [...OF_DOCUMENT]), eq(work.subjectId, found.subjectId));
      const concerned = OF_DOCUMENT.includes(found.kind) ? ofDocument : eq(work.id, workId);
      const open = await lockWork(tx, and(concerned, eq(work.state, 'open')));
      if (!open.includes(workId)) return;
      const failed = { state: 'failed', message: told, failedAt: now } as const;
      await tx.update(work).set(failed).where(eq(work.id, workId));
      const others = open.filter((id) => id !== workId);
      if (others.length > 0) await tx.update(work).set({ state: 'done' }).where(inArray(work.id, others));
      if (OF_DOCUMENT.includes(found.kind)) await setState(tx, found, 'failed', { progress: null });
      else if (found.kind === 'import') await setImport(tx, found, 'failed', told);
      else if (found.kind === 'query') await setQueries(tx, found, 'failed', told);
    });
  }

  async reopen(organisationId: string, workId: string): Promise<readonly Announcement[]> {
    if (!isId(workId)) return [];
    return this.#database.transaction(async (tx) => {
      const isFailed = and(
        eq(work.id, workId),
        eq(work.organisationId, organisationId),
        eq(work.state, 'failed'),
      );
      const [found] = await tx.select(item).from(work).where(isFailed);
      if (found === undefined) return [];
      await lockSubject(tx, found);
      const [opened] = await tx
        .update(work)
        .set({ state: 'open', message: null, failedAt: null, attempts: 0, ...announcedOnceMore })
        .where(isFailed)
        .returning({ announcement: work.announcements });
      if (opened === undefined) return [];
      return [{ workId, kind: found.kind, ...opened }, ...(await resume(tx, found))];
    });
  }

  async isKnown(organisationId: string, workId: string): Promise<boolean> {
    if (!isId(workId)) return false;
    const found = await this.#database
      .select({ id: work.id })
      .from(work)
      .where(and(eq(work.id, workId), eq(work.organisationId, organisationId)));
    return found.length > 0;
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
    return this.#database.transaction(async (tx) => {
      const locked = await lockWork(tx, open);
      if (locked.length === 0) return [];
      return tx
        .update(work)
        .set(announcedOnceMore)
        .where(inArray(work.id, locked))
        .returning({ workId: work.id, kind: work.kind, announcement: work.announcements });
    });
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
}

const announcedOnceMore = { announcements: sql`${work.announcements} + 1`, announcedAt: now };

/** States of a document while work is done on it. */
const ONGOING = { read: 'reading', match: 'matching' } as const;

/** Puts what failed work was about back to where it waited. Announcements to make beside its own. */
async function resume(tx: Database, found: WorkItem): Promise<readonly Announcement[]> {
  switch (found.kind) {
    case 'part':
    case 'join':
      return resumeParts(tx, found);
    case 'read':
      await setState(tx, found, 'queued');
      return [];
    case 'match':
      await setState(tx, found, 'matching');
      return [];
    case 'import':
      await setImport(tx, found, 'queued', null);
      return [];
    case 'query':
      await setQueries(tx, found, 'queued', null);
      return [];
    case 'collapse':
    case 'registry':
      return [];
  }
}

async function setImport(
  tx: Database,
  { subjectId }: WorkItem,
  state: 'queued' | 'failed',
  message: string | null,
): Promise<void> {
  await tx.update(ledgerImports).set({ state, message }).where(eq(ledgerImports.id, subjectId));
}

/** A file of questions. */
async function setQueries(
  tx: Database,
  { subjectId }: WorkItem,
  state: 'queued' | 'failed',
  message: string | null,
): Promise<void> {
  const finishedAt = state === 'failed' ? now : null;
  await tx.update(queryBatches).set({ state, message, finishedAt }).where(eq(queryBatches.id, subjectId));
}
