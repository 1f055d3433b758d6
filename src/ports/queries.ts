/** Questions to the ledger with their answers: history, quota, and files full of them. */
import type { QueryBatch, QueryRecord, QueryWay } from '../document/query.js';
import type { Outcome } from '../document/verdict.js';
import type { Principal } from './accounts.js';
import type { Page } from './page.js';
import type { Announcement } from './queue.js';

export type NewQuery = Omit<QueryRecord, 'id' | 'askedBy' | 'askedAt'> & {
  /** Digest of the normalised question: the same question has the same. */
  readonly fingerprint: string;
  /** Row of its file, from 1; `null` for a single question. */
  readonly row: number | null;
};

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

/** What was asked about one invoice on one day. */
export interface QueryUse {
  /** Questions answered anew, not from an earlier answer. */
  readonly fresh: number;
  /** The last answer to the very same question since `since`, of the ledger's present edition. */
  readonly last: QueryRecord | null;
}

export interface QueryStore {
  keep(principal: Principal, query: NewQuery): Promise<QueryRecord>;
  /** Rows of a file, in one transaction; a row that is kept already is left alone. */
  keepRows(principal: Principal, batchId: string, queries: readonly NewQuery[]): Promise<void>;
  /** `since`: beginning of the day in Asia/Shanghai. `edition`: of the ledger; an answer of another is not given again. */
  use(
    organisationId: string,
    invoice: { readonly number: string; readonly code: string | null },
    fingerprint: string,
    since: Date,
    edition: string,
  ): Promise<QueryUse>;
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
  batch(
    organisationId: string,
    id: string,
  ): Promise<(QueryBatch & { readonly sha256: string; readonly principal: Principal }) | null>;
  batches(organisationId: string, options: { cursor?: string; limit: number }): Promise<Page<QueryBatch>>;
  /** `rows` as soon as they are counted. Kept for the eye only. */
  batchProgress(id: string, rows: number | null): Promise<void>;
  /** The answers of a file by row, those after row `after`, in order. */
  batchRows(
    organisationId: string,
    id: string,
    after: number,
    limit: number,
  ): Promise<readonly (QueryRecord & { readonly row: number })[]>;
  /** Closes the work of kind `query`. `badRows`: rows that could not be asked. */
  finishBatch(workId: string, rows: number, badRows: number): Promise<void>;
}
