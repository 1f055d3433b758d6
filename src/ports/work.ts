/**
 * The outbox: what must happen next, written together with what made it necessary, and what comes of it. Every method that
 * changes something is one transaction, and running a finishing method twice has the effect of running it once.
 */
import type { Contents, Part } from '../document/contents.js';
import type { ImportReport } from '../document/ledger.js';
import type { DocumentReading, PackedPart } from '../document/report.js';
import type { Slip } from '../document/slip.js';
import type { WorkKind } from '../document/state.js';
import type { Verdict } from '../document/verdict.js';
import type { Announcement } from './queue.js';

export interface WorkItem {
  readonly id: string;
  readonly kind: WorkKind;
  readonly organisationId: string;
  /** The document, record or import it is about. */
  readonly subjectId: string;
  /** Which part of the document; `null` unless it is work of kind `part`. */
  readonly part: number | null;
  readonly state: 'open' | 'done' | 'failed';
}

export interface WorkStore {
  get(workId: string): Promise<WorkItem | null>;
  /** Moves the document to `reading`; harmless when repeated. `false` when the work is not open any more. */
  start(workId: string): Promise<boolean>;
  /** Somebody is at it: nobody needs to announce it again for a while. */
  keepAlive(workId: string): Promise<void>;
  /** The document is read in parts: stores its contents, closes the work and opens `part` for each. Announcements to make. */
  finishOpening(workId: string, contents: Contents, parts: readonly Part[]): Promise<readonly Announcement[]>;
  /**
   * Stores what a part said; its slips show at once. The last part opens `join`. A part handed over again is what it was
   * the first time.
   */
  finishPart(workId: string, reading: PackedPart): Promise<readonly Announcement[]>;
  /** Puts parts of one page each in the place of a part that could not be read as a whole, and opens `part` for each. */
  splitPart(workId: string): Promise<readonly Announcement[]>;
  /** Of `read` or `join`: stores what was read (or its refusal), closes the work and opens `match`; all or nothing. Announcements to make. */
  finishRead(workId: string, reading: DocumentReading): Promise<readonly Announcement[]>;
  /**
   * Stores the verdicts by slip id, closes the work and sets the document's final state: `state`, but `review` while the
   * originals of one of its invoices are known to contradict each other. Slips whose number is sure go
   * to their record, made where there is none, and `collapse` is opened for each record that changed by it. A verdict
   * that is not what it was is kept as a change. `recheckAt`: when the ledger is to be asked again; `null`: not by itself.
   */
  finishMatch(
    workId: string,
    verdicts: ReadonlyMap<string, Verdict>,
    state: 'done' | 'review',
    recheckAt?: Date | null,
    /** All findings of each slip by its id, those of the organisation's rules among them, in the place of those before. */
    findings?: ReadonlyMap<string, Pick<Slip, 'findings' | 'asRead'>>,
  ): Promise<readonly Announcement[]>;
  /** Opens `match` for documents whose `recheckAt` has come, the most overdue first. Announcements to make. Two callers share them. */
  openDueRechecks(now: Date, limit: number): Promise<readonly Announcement[]>;
  /**
   * Opens `match` for documents with a slip of a number (under any of the forms that an invoice is known by) that was
   * added or changed in the ledger since `since`; none where one waits already. `since` may be of another clock: a minute
   * is allowed for.
   */
  openTouchedRechecks(organisationId: string, since: Date): Promise<readonly Announcement[]>;
  /** Opens `match` for these documents, but for those that have one waiting. Announcements to make. */
  openRechecks(organisationId: string, documentIds: readonly string[]): Promise<readonly Announcement[]>;
  /** Opens `registry` for a document, unless such work is open. Announcements to make. */
  openRegistry(organisationId: string, documentId: string): Promise<readonly Announcement[]>;
  /** Closes work of that kind, and opens `match` as `openAnswered` does. */
  finishRegistry(workId: string, recordKeys: readonly string[]): Promise<readonly Announcement[]>;
  /** Registers, or people, have answered about these invoices: opens `match` for the documents they are in. */
  openAnswered(organisationId: string, recordKeys: readonly string[]): Promise<readonly Announcement[]>;
  /**
   * Stores what a record's slips say together, unless the record has changed since `edition`: then other work does it.
   * `null`: its last slip has left it. `states`: what documents of the record are by their own slips; each of them that
   * is final becomes that, or `review` while the originals of one of its invoices contradict each other.
   */
  finishCollapse(
    workId: string,
    edition: number,
    slip: Slip | null,
    verdict: Verdict | null,
    states?: ReadonlyMap<string, 'done' | 'review'>,
  ): Promise<void>;
  finishImport(workId: string, report: ImportReport): Promise<void>;
  /**
   * The last try failed: the work and its document (or import) are `failed` with this message, without personal data.
   * What else is open of the document, other parts of it, is closed.
   */
  fail(workId: string, message: string): Promise<void>;
  /**
   * Puts failed work back to open, and with a part those parts of its document that were closed when it failed.
   * Announcements to make; none when there is no failed work of that id.
   */
  reopen(organisationId: string, workId: string): Promise<readonly Announcement[]>;
  /** Whether the organisation has work of this id, whatever its state. */
  isKnown(organisationId: string, workId: string): Promise<boolean>;
  /**
   * Open work that nobody announced, took up or asked for here since `before`, under its last announcement. What is
   * given here counts as heard of at this moment, so that two sweepers share the work.
   */
  overdue(before: Date, limit: number): Promise<readonly Announcement[]>;
  /**
   * The queue has lost these: each open one gets its next announcement. One that was taken up ten times without an
   * end kills whoever takes it: it is `failed` instead.
   */
  announceAgain(workIds: readonly string[]): Promise<readonly Announcement[]>;
  failed(organisationId: string): Promise<readonly (WorkItem & { message: string; failedAt: Date })[]>;
}
