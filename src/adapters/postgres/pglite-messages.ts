/** What the main thread and PGlite's thread say to each other. */

/**
 * `folder: null` keeps everything in memory. `snapshot`: a tar of a data folder to start from. `leastFree`: bytes of the
 * disk below which nothing is written any more.
 */
export interface PgliteStart {
  readonly folder: string | null;
  readonly snapshot: string | null;
  readonly leastFree: number;
}

/** What is asked; every request bears a number and gets one reply or error. */
export type Ask =
  | {
      readonly op: 'query';
      readonly sql: string;
      readonly params: unknown[];
      /** Rows as arrays instead of objects. */
      readonly array: boolean;
      /** Types (oids) whose values come back as PostgreSQL's text: functions cannot cross between threads. */
      readonly raw: readonly number[];
    }
  | { readonly op: 'exec'; readonly sql: string }
  | { readonly op: 'listen'; readonly channel: string }
  | { readonly op: 'dump' | 'close' };

export type Request = Ask & { readonly id: number };

/** As PGlite's `Results`. */
export interface QueryResult<T = unknown> {
  readonly rows: T[];
  readonly fields: { name: string; dataTypeID: number }[];
  readonly affectedRows?: number | undefined;
}

export type Reply = QueryResult | QueryResult[] | Uint8Array | null;

export interface ThreadError {
  readonly message: string;
  readonly code: string | null;
  readonly severity: string | null;
  readonly detail: string | null;
  readonly constraint: string | null;
  readonly table: string | null;
  readonly routine: string | null;
}

export type FromThread =
  | { readonly type: 'ready' }
  | { readonly type: 'failed'; readonly error: ThreadError }
  | { readonly type: 'reply'; readonly id: number; readonly value: Reply }
  | { readonly type: 'error'; readonly id: number; readonly error: ThreadError }
  | { readonly type: 'notify'; readonly channel: string; readonly payload: string };
