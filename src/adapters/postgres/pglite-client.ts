/**
 * The main thread's side of PGlite: looks like a PGlite to drizzle, and hands out sessions to BullMQ's pool.
 *
 * PGlite is one session. Whoever begins a transaction therefore owns it until its end: one mutex is held from BEGIN to
 * COMMIT, and single queries take it for themselves.
 */
import { AsyncLocalStorage } from 'node:async_hooks';
import { Worker } from 'node:worker_threads';
import { builtEntry } from '../../entry.js';
import type { Ask, FromThread, PgliteStart, QueryResult, Reply, ThreadError } from './pglite-messages.js';

/** Options of PGlite's `query` as drizzle uses them; its parsers only ever hand back the text. */
interface QueryOptions {
  readonly rowMode?: 'array' | 'object';
  readonly parsers?: Record<number, unknown>;
}

/** What may be asked while the session is owned. */
export interface OwnedSession {
  query<T>(sql: string, params?: readonly unknown[], options?: QueryOptions): Promise<QueryResult<T>>;
  exec(sql: string): Promise<QueryResult[]>;
}

/** An error of PostgreSQL inside PGlite, or of its thread. */
export class PgliteError extends Error {
  readonly code: string | null;
  readonly severity: string | null;
  readonly detail: string | null;
  readonly constraint: string | null;
  readonly table: string | null;
  readonly routine: string | null;
  constructor(error: ThreadError) {
    super(error.message);
    this.name = 'PgliteError';
    this.code = error.code;
    this.severity = error.severity;
    this.detail = error.detail;
    this.constraint = error.constraint;
    this.table = error.table;
    this.routine = error.routine;
  }
}

const threadFault = (message: string) =>
  new PgliteError({
    message,
    code: 'thread_lost',
    severity: 'FATAL',
    detail: null,
    constraint: null,
    table: null,
    routine: null,
  });

interface Waiting {
  resolve(value: Reply): void;
  reject(error: Error): void;
}

export class PgliteClient {
  readonly #thread: Worker;
  readonly #waiting = new Map<number, Waiting>();
  readonly #listeners = new Map<string, Set<(payload: string) => void>>();
  readonly #inside = new AsyncLocalStorage<{ open: boolean }>();
  #next = 0;
  #tail: Promise<void> = Promise.resolve();
  #lost: Error | null = null;
  #closing = false;

  private constructor(thread: Worker, onLost: (error: Error) => void) {
    this.#thread = thread;
    thread.on('message', (message: FromThread) => this.#hear(message));
    const lose = (error: Error) => {
      if (this.#lost !== null) return;
      this.#lost = error;
      for (const { reject } of this.#waiting.values()) reject(error);
      this.#waiting.clear();
      if (!this.#closing) onLost(error);
    };
    thread.on('error', (error) => lose(threadFault(error instanceof Error ? error.message : String(error))));
    thread.on('exit', () => lose(threadFault('the database thread has ended')));
  }

  /** Starts the thread and opens the database there. `onLost` is called when the thread dies unasked. */
  static open(start: PgliteStart, onLost: (error: Error) => void): Promise<PgliteClient> {
    const thread = new Worker(builtEntry('workers/pglite-thread'), { workerData: start, execArgv: [] });
    return new Promise((resolve, reject) => {
      const ended = () => reject(threadFault('the database thread ended before it was ready'));
      thread.once('exit', ended);
      thread.once('error', reject);
      thread.once('message', (message: FromThread) => {
        thread.removeListener('exit', ended);
        thread.removeListener('error', reject);
        if (message.type === 'ready') resolve(new PgliteClient(thread, onLost));
        else
          reject(
            message.type === 'failed' ? new PgliteError(message.error) : threadFault('unexpected answer'),
          );
      });
    });
  }

  query<T>(
    sql: string,
    params: readonly unknown[] = [],
    options: QueryOptions = {},
  ): Promise<QueryResult<T>> {
    return this.#alone(() => this.#query<T>(sql, params, options));
  }

  exec(sql: string): Promise<QueryResult[]> {
    return this.#alone(() => this.#exec(sql));
  }

  /** Runs `body` between BEGIN and COMMIT; rolls back when it throws or when a failed statement was passed over. */
  async transaction<T>(body: (transaction: OwnedSession) => Promise<T>): Promise<T> {
    const { session, release } = await this.own();
    const scope = { open: true };
    let broken = false;
    const watched = <R>(run: () => Promise<R>, sql: string): Promise<R> => {
      if (/^\s*rollback to savepoint/i.test(sql)) broken = false;
      return run().catch((error: unknown) => {
        broken = true;
        throw error;
      });
    };
    const transaction: OwnedSession = {
      query: (sql, params, options) => watched(() => session.query(sql, params, options), sql),
      exec: (sql) => watched(() => session.exec(sql), sql),
    };
    try {
      await session.exec('BEGIN');
      try {
        const result = await this.#inside.run(scope, () => body(transaction));
        if (broken) throw threadFault('a statement of this transaction had failed');
        await session.exec('COMMIT');
        return result;
      } catch (error) {
        if (this.#lost === null) await session.exec('ROLLBACK');
        throw error;
      }
    } finally {
      scope.open = false;
      release();
    }
  }

  /** The session for one owner until `release`; others wait. */
  async own(): Promise<{ session: OwnedSession; release(): void }> {
    if (this.#inside.getStore()?.open === true) {
      throw new Error(
        'this query is outside the transaction it was made in, which would wait for it for ever',
      );
    }
    const before = this.#tail;
    let release = (): void => undefined;
    this.#tail = new Promise((resolve) => {
      release = resolve;
    });
    await before;
    const session: OwnedSession = {
      query: (sql, params, options) => this.#query(sql, params ?? [], options ?? {}),
      exec: (sql) => this.#exec(sql),
    };
    return { session, release };
  }

  /**
   * Calls `hear` for each NOTIFY on the channel, until the returned function is called. The session itself goes on
   * listening: that costs nothing, and the next listener finds it ready.
   */
  async listen(channel: string, hear: (payload: string) => void): Promise<() => void> {
    const known = this.#listeners.get(channel);
    const listeners = known ?? new Set();
    listeners.add(hear);
    this.#listeners.set(channel, listeners);
    // Waits its turn even where another has asked before, so that the channel is open when this resolves.
    await this.#alone(async () => (known === undefined ? this.#ask({ op: 'listen', channel }) : null));
    return () => listeners.delete(hear);
  }

  /** The whole data folder as a tar. */
  async dump(): Promise<Uint8Array> {
    const value = await this.#alone(() => this.#ask({ op: 'dump' }));
    if (!(value instanceof Uint8Array)) throw threadFault('unexpected answer');
    return value;
  }

  async close(): Promise<void> {
    if (this.#closing) return;
    this.#closing = true;
    if (this.#lost === null) await this.#alone(() => this.#ask({ op: 'close' }));
    await this.#thread.terminate();
  }

  async #alone<T>(run: () => Promise<T>): Promise<T> {
    const { release } = await this.own();
    try {
      return await run();
    } finally {
      release();
    }
  }

  async #query<T>(sql: string, params: readonly unknown[], options: QueryOptions): Promise<QueryResult<T>> {
    const raw = Object.keys(options.parsers ?? {}).map(Number);
    const array = options.rowMode === 'array';
    return (await this.#ask({ op: 'query', sql, params: [...params], array, raw })) as QueryResult<T>;
  }

  async #exec(sql: string): Promise<QueryResult[]> {
    return (await this.#ask({ op: 'exec', sql })) as QueryResult[];
  }

  #ask(ask: Ask): Promise<Reply> {
    if (this.#lost !== null) return Promise.reject(this.#lost);
    this.#next += 1;
    const id = this.#next;
    return new Promise((resolve, reject) => {
      this.#waiting.set(id, { resolve, reject });
      this.#thread.postMessage({ ...ask, id });
    });
  }

  #hear(message: FromThread): void {
    if (message.type === 'notify') {
      for (const hear of this.#listeners.get(message.channel) ?? []) hear(message.payload);
      return;
    }
    if (message.type !== 'reply' && message.type !== 'error') return;
    const waiting = this.#waiting.get(message.id);
    this.#waiting.delete(message.id);
    if (message.type === 'reply') waiting?.resolve(message.value);
    else waiting?.reject(new PgliteError(message.error));
  }
}
