/**
 * The database: what is true. Every method that changes something is one transaction, and every method takes the
 * organisation whose rows it may touch.
 */
import type { Member, Part } from '../document/contents.js';
import type { PageFact } from '../document/page.js';
import type { RecordSource, SlipRecord } from '../document/record.js';
import type { Refusal } from '../document/refusal.js';
import type { DocumentReading, PartReading, ReadProgress } from '../document/report.js';
import type { PackedSheet } from '../document/sheet.js';
import type { Slip } from '../document/slip.js';
import type { DocumentState } from '../document/state.js';
import type { Verdict, VerdictChange } from '../document/verdict.js';
import type { WayIn } from '../document/ways-in.js';
import type { AccountStore, Principal } from './accounts.js';
import type { IdempotencyStore, KeyedRequest } from './idempotency.js';
import type { LedgerStore } from './ledger.js';
import type { Page } from './page.js';
import type { QueryStore } from './queries.js';
import type { Announcement } from './queue.js';
import type { RegistryStore } from './registry.js';
import type { ClaimStore, NeighbourStore, RuleStore } from './rules.js';
import type { WorkStore } from './work.js';

// ---- documents ---------------------------------------------------------------------------------------------

export interface NewDocument {
  /** Name as handed in, for people only. */
  readonly file: string;
  readonly sha256: string;
  readonly size: number;
}

/** A slip with the ledger's answer, once there is one. */
export interface JudgedSlip extends Slip {
  readonly verdict: Verdict | null;
  /** The record of its invoice; `null` until it was matched, and while its number is not sure. */
  readonly recordId: string | null;
}

export interface DocumentRecord {
  readonly id: string;
  readonly organisationId: string;
  readonly batchId: string;
  /** By which way it came; `null` for what came before this was kept. */
  readonly way: WayIn | null;
  readonly file: string;
  readonly sha256: string;
  readonly size: number;
  readonly state: DocumentState;
  readonly progress: ReadProgress | null;
  readonly refusal: Refusal | null;
  /** The earlier document with the same bytes, whose result this one copies. */
  readonly duplicateOf: string | null;
  readonly carrier: DocumentReading['carrier'];
  readonly pages: number;
  /** The files in it, and what each page is; of a document in parts as far as it is read. */
  readonly members: readonly Member[];
  readonly pageFacts: readonly PageFact[];
  readonly slips: readonly JudgedSlip[];
  readonly ms: DocumentReading['ms'] | null;
  /** Times the ledger was asked again by itself, and when it will be (`null`: not by time). */
  readonly recheck: { readonly times: number; readonly next: Date | null };
  /** A verdict of it became another one, and nobody has looked since. */
  readonly changed: boolean;
  readonly createdAt: Date;
  readonly updatedAt: Date;
}

/** A document in a list: no slips in full, what a row shows. */
export type DocumentSummary = Omit<
  DocumentRecord,
  'slips' | 'ms' | 'members' | 'pageFacts' | 'way' | 'recheck'
> & {
  readonly slips: readonly SlipSummary[];
};

export interface SlipSummary {
  readonly id: string;
  readonly kind: Slip['kind'];
  readonly invoiceNumber: string | null;
  readonly sellerName: string | null;
  readonly issueDate: string | null;
  readonly grossTotal: string | null;
  readonly outcome: Verdict['outcome'] | null;
  /** A 一致 that is 已作废 or 已红冲 must not look fine in a list. */
  readonly invoiceState: Verdict['state'] | null;
}

export interface BatchRecord {
  readonly id: string;
  readonly createdAt: Date;
  readonly documents: readonly DocumentSummary[];
}

/** What `accept` made, or what it had made before under the same idempotency key. */
export interface Accepted {
  readonly batchId: string;
  readonly documents: readonly Pick<DocumentRecord, 'id' | 'file' | 'state' | 'duplicateOf'>[];
  /** Work to announce now; empty for a repeated request. */
  readonly announcements: readonly Announcement[];
  /** The request came before under its key, and nothing was made now. */
  readonly repeated: boolean;
}

/** A part with what it said, less the sheets; `null`: not read yet. */
export interface PartRecord {
  readonly part: Part;
  readonly reading: Omit<PartReading, 'sheets'> | null;
}

/** What it takes to read a part: the document's bytes and where the part lies in them. */
export interface PartToRead {
  readonly sha256: string;
  readonly part: Part;
  /** Pages of the document so far that nobody could read because they cost their reader, or its time. */
  readonly lostPages: number;
}

export interface DocumentStore {
  /**
   * Writes the batch, its documents and their first work in one transaction. A document whose bytes this organisation
   * has handed in before gets `duplicateOf`; once the earlier one is final its result is copied at once (and only
   * `match` is to do again), otherwise the duplicate waits in `queued` and is read on its own.
   * Throws IdempotencyConflict when `idempotency.key` was used with another `fingerprint`.
   */
  accept(
    principal: Principal,
    documents: readonly NewDocument[],
    idempotency?: KeyedRequest,
    /** Kept with the batch, for people to see. */
    way?: WayIn,
  ): Promise<Accepted>;
  get(organisationId: string, id: string): Promise<DocumentRecord | null>;
  /** Newest first. */
  list(
    organisationId: string,
    options: { cursor?: string; limit: number; state?: DocumentState },
  ): Promise<Page<DocumentSummary>>;
  batch(organisationId: string, id: string): Promise<BatchRecord | null>;
  /** The parts of a document that is read in parts, in their order, with what was read; empty for any other. */
  parts(organisationId: string, id: string): Promise<readonly PartRecord[]>;
  /** One part of those; `null` when there is none of that number. */
  partToRead(organisationId: string, id: string, number: number): Promise<PartToRead | null>;
  /** What was found on pages (numbers in the document) of parts, in their order. Gone once the document is joined. */
  sheets(organisationId: string, id: string, pages: readonly number[]): Promise<readonly PackedSheet[]>;
  /** Kept for the eye only; may be lost. */
  progress(id: string, progress: ReadProgress): Promise<void>;
  /** The same of a document in parts: how many pages of a part are read so far. The document's progress counts all parts. */
  partProgress(id: string, part: number, pages: number): Promise<void>;
  /** Verdicts that changed, newest first; those that nobody has looked at only, where asked for. */
  verdictChanges(
    organisationId: string,
    options: { readonly documentId?: string; readonly unseen?: boolean; cursor?: string; limit: number },
  ): Promise<Page<VerdictChange>>;
  /** Somebody has looked at a document: its changes are seen. */
  seen(organisationId: string, documentId: string): Promise<void>;
  /** Slips whose number, party or amount is like a text, the closest first. */
  search(
    organisationId: string,
    text: string,
    limit: number,
  ): Promise<
    readonly {
      readonly documentId: string;
      readonly file: string;
      readonly slip: SlipSummary;
      readonly similarity: number;
    }[]
  >;
  /** How many documents of all organisations are in each state (absent: none). Numbers only: for /metrics. */
  countByState(): Promise<Readonly<Partial<Record<DocumentState, number>>>>;
}

// ---- records -----------------------------------------------------------------------------------------------

/** A record in a list, with how many different originals it has. */
export type RecordSummary = SlipRecord & { readonly originals: number };

export interface RecordStore {
  get(organisationId: string, id: string): Promise<SlipRecord | null>;
  byKey(organisationId: string, key: string): Promise<SlipRecord | null>;
  /** Newest first; of a number (under any code) or a code only where given. */
  list(
    organisationId: string,
    options: { number?: string; code?: string; cursor?: string; limit: number },
  ): Promise<Page<RecordSummary>>;
  /** The slips of a record, those handed in first first; the same original twice is there twice. */
  sources(organisationId: string, id: string): Promise<readonly RecordSource[]>;
}

export interface Store {
  readonly documents: DocumentStore;
  readonly work: WorkStore;
  readonly records: RecordStore;
  readonly ledger: LedgerStore;
  readonly queries: QueryStore;
  readonly registry: RegistryStore;
  readonly rules: RuleStore;
  readonly neighbours: NeighbourStore;
  readonly claims: ClaimStore;
  readonly accounts: AccountStore;
  readonly idempotency: IdempotencyStore;
  /** Answers when the database does; throws otherwise. */
  ping(): Promise<void>;
  close(): Promise<void>;
}
