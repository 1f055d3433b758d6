/**
 * What BullMQ's PostgreSQL backend works with: a pg.Pool, or something of that shape over PGlite. Both find BullMQ's
 * tables in the schema `bullmq`, where its migrations put them.
 */
import { EventEmitter } from 'node:events';
import type { OwnedSession, PgliteClient } from './pglite-client.js';

/** node-postgres' result, as far as BullMQ reads it. */
interface PgResult<R> {
  rows: R[];
  rowCount: number | null;
}

/** A connection that was checked out. Emits `notification` with channel and payload, and `error`. */
export interface BullmqClient extends EventEmitter {
  query<R>(text: string, params?: readonly unknown[]): Promise<PgResult<R>>;
  release(destroy?: boolean): void;
}

export interface BullmqPool extends EventEmitter {
  query<R>(text: string, params?: readonly unknown[]): Promise<PgResult<R>>;
  connect(): Promise<BullmqClient>;
  end(): Promise<void>;
}

/** Connections of a real pool: BullMQ keeps one to LISTEN for each kind of job, the rest serve short statements. */
const POOL_SIZE = 12;
/** Every queue and worker of BullMQ listens for errors of the pool it shares: more than Node's ten is no leak. */
const LISTENERS = 100;

/** A pg.Pool on PostgreSQL. Keep-alive, because a LISTEN that was cut silently would wait for its next poll. */
export async function realPool(url: string): Promise<BullmqPool> {
  const { default: pg } = await import('pg');
  const pool = new pg.Pool({
    connectionString: url,
    max: POOL_SIZE,
    keepAlive: true,
    options: '-c search_path=bullmq,public',
  });
  // Idle connections that drop are replaced at the next use; without a listener the event would end the program.
  pool.on('error', () => undefined);
  pool.setMaxListeners(LISTENERS);
  return pool as unknown as BullmqPool;
}

/** The shape of a pg.Pool over the one session of PGlite. */
export function shimPool(client: PgliteClient): BullmqPool {
  return new ShimPool(client);
}

class ShimPool extends EventEmitter implements BullmqPool {
  readonly #client: PgliteClient;
  constructor(client: PgliteClient) {
    super();
    this.#client = client;
    this.setMaxListeners(LISTENERS);
  }

  async query<R>(text: string, params?: readonly unknown[]): Promise<PgResult<R>> {
    return run<R>(this.#client, text, params);
  }

  async connect(): Promise<BullmqClient> {
    return new ShimClient(this.#client);
  }

  /** PGlite itself is closed by whoever opened it. */
  async end(): Promise<void> {
    this.removeAllListeners();
  }
}

const BEGIN = /^\s*(begin|start transaction)\b/i;
const END = /^\s*(commit|rollback(?!\s+to\b)|end)\b/i;
const LISTEN = /^\s*listen\s+"?(\w+)"?\s*;?\s*$/i;
const COMMENT = /--[^\n]*(\n|$)/g;

class ShimClient extends EventEmitter implements BullmqClient {
  readonly #client: PgliteClient;
  readonly #stops: (() => void)[] = [];
  /** The session, from BEGIN to COMMIT. */
  #owned: { session: OwnedSession; release(): void } | null = null;

  constructor(client: PgliteClient) {
    super();
    this.#client = client;
  }

  async query<R>(text: string, params?: readonly unknown[]): Promise<PgResult<R>> {
    const channel = LISTEN.exec(text.replace(COMMENT, ''))?.[1];
    if (channel !== undefined) {
      const hear = (payload: string) => this.emit('notification', { channel, payload });
      this.#stops.push(await this.#client.listen(channel, hear));
      return { rows: [], rowCount: null };
    }
    if (BEGIN.test(text)) this.#owned ??= await this.#client.own();
    try {
      return await run<R>(this.#owned?.session ?? this.#client, text, params);
    } finally {
      if (END.test(text)) this.#giveBack();
    }
  }

  release(): void {
    for (const stop of this.#stops.splice(0)) stop();
    const owned = this.#owned;
    if (owned === null) return;
    // Given back in the middle of a transaction: it must not become part of the next owner's.
    owned.session.exec('ROLLBACK').then(
      () => this.#giveBack(),
      () => this.#giveBack(),
    );
  }

  #giveBack(): void {
    this.#owned?.release();
    this.#owned = null;
  }
}

/** Without parameters a text may hold several statements, as in node-postgres' simple protocol; the last one's rows count. */
async function run<R>(
  on: OwnedSession,
  text: string,
  params: readonly unknown[] | undefined,
): Promise<PgResult<R>> {
  const result =
    params === undefined || params.length === 0
      ? (await on.exec(text)).at(-1)
      : await on.query<R>(text, params);
  const rows = (result?.rows ?? []) as R[];
  return { rows, rowCount: result?.affectedRows ?? rows.length };
}
