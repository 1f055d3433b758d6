/** Questions to the ledger with their answers: history, quota, and files full of them. */
import type { QueryBatch, QueryRecord, QueryWay } from '../document/query.js';
import type { Outcome } from '../document/verdict.js';
import type { Principal } from './accounts.js';
import type { Page } from './page.js';
import type { Announcement } from './queue.js';

export type NewQuery = Omit<QueryRecord, 'id' | 'askedBy' | 'batchId'> & {
  /** Digest of the normalised question: the same question has the same. */
  readonly fingerprint: string;
  /** Of the ledger, as it was before the answer was found. */
  readonly edition: string;
  /** Row of its file, from 1; `null` for a single question. */
  readonly row: number | null;
};

/** How often one invoice may be asked about. */
export interface QueryQuota {
  /** Questions answered anew. */
  readonly perInvoice: number;
  /** Counted since then: beginning of the day in Asia/Shanghai. */
  readonly since: Date;
}

export interface QueryFilter {
  /** Part of a number or code. */
  readonly number?: string;
  readonly outcome?: Outcome;
  readonly way?: QueryWay;
  /** Days in Asia/Shanghai, both inclusive. */
  readonly dateFrom?: string;
  readonly dateTo?: string;
  readonly batchId?: string;
  /** Only what this person or key asked. */
  readonly mine?: boolean;
}

export interface KeptQuery {
  readonly record: QueryRecord;
  /** Questions about this invoice that were answered anew since the quota's beginning, this one among them. 0 without a number. */
  readonly fresh: number;
}

export interface QueryStore {
  /**
   * Keeps a question with its answer. Where it was answered anew and the invoice's quota is used up, it is kept as
   * `limited` in its stead: of two people at once on the last of a quota exactly one gets it. `quota` `null`: no limit.
   */
  keep(principal: Principal, query: NewQuery, quota: QueryQuota | null): Promise<KeptQuery>;
  /** Rows of a file, in one transaction, their quota counted in their order; a row that is kept already is left alone. */
  keepRows(
    principal: Principal,
    batchId: string,
    queries: readonly NewQuery[],
    quota: QueryQuota | null,
  ): Promise<void>;
  /**
   * The last answers to the very same questions since `since`, by fingerprint. Answers of another edition of the ledger
   * and such as are none (`limited`, `error`) are not given again.
   */
  earlier(
    organisationId: string,
    asked: readonly { readonly number: string; readonly fingerprint: string }[],
    since: Date,
    edition: string,
  ): Promise<ReadonlyMap<string, QueryRecord>>;
  get(organisationId: string, id: string): Promise<QueryRecord | null>;
  /** Newest first. */
  list(
    principal: Principal,
    filter: QueryFilter,
    options: { cursor?: string; limit: number },
  ): Promise<Page<QueryRecord>>;
  openBatch(
    principal: Principal,
    file: { readonly file: string; readonly sha256: string; readonly size: number },
  ): Promise<{ batchId: string; announcements: readonly Announcement[] }>;
  /** A file of questions, with where it is kept and who asks. */
  batch(
    organisationId: string,
    id: string,
  ): Promise<(QueryBatch & { readonly sha256: string; readonly principal: Principal }) | null>;
  /** Newest first. */
  batches(
    principal: Principal,
    options: { cursor?: string; limit: number; mine?: boolean },
  ): Promise<Page<QueryBatch>>;
  /** Somebody is at it; `rows` as soon as they are counted. */
  batchProgress(id: string, rows: number | null): Promise<void>;
  /** The answers of a file by row, those after row `after`, in order. */
  batchRows(
    organisationId: string,
    id: string,
    after: number,
    limit: number,
  ): Promise<readonly (QueryRecord & { readonly row: number })[]>;
  /** The last row of a file that is answered; 0: none. */
  lastRow(organisationId: string, id: string): Promise<number>;
  /** Closes the work of kind `query`. `badRows`: rows that could not be asked. */
  finishBatch(workId: string, rows: number, badRows: number): Promise<void>;
}
