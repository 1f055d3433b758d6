/**
 * PGlite's side of the thread: opens the database and answers one message after another. PGlite computes on the
 * thread that calls it, for milliseconds to seconds, which is why it may not be the main one.
 */
import { statfsSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import type { MessagePort } from 'node:worker_threads';
import { PGlite } from '@electric-sql/pglite';
import { fuzzystrmatch } from '@electric-sql/pglite/contrib/fuzzystrmatch';
import { pg_trgm } from '@electric-sql/pglite/contrib/pg_trgm';
import { DISK_FULL } from './errors.js';
import type { FromThread, PgliteStart, Reply, Request, ThreadError } from './pglite-messages.js';

/** Opens the database that `start` names and serves it on `port` until it is told to close. */
export async function servePglite(port: MessagePort, start: PgliteStart): Promise<void> {
  const send = (message: FromThread, transfer: ArrayBuffer[] = []) => port.postMessage(message, transfer);
  let database: PGlite;
  try {
    database = await open(start);
  } catch (error) {
    send({ type: 'failed', error: plain(error) });
    port.close();
    return;
  }
  port.on('message', (request: Request) => {
    keepRoom(start, request)
      .then(() => answer(database, request, send))
      .then((value) => send({ type: 'reply', id: request.id, value }, transferable(value)))
      .catch((error: unknown) => send({ type: 'error', id: request.id, error: plain(error) }))
      .finally(() => {
        if (request.op === 'close') port.close();
      });
  });
  send({ type: 'ready' });
}

async function open({ folder, snapshot }: PgliteStart): Promise<PGlite> {
  const database = await PGlite.create({
    ...(folder === null ? {} : { dataDir: folder }),
    ...(snapshot === null ? {} : { loadDataDir: new Blob([new Uint8Array(await readFile(snapshot))]) }),
    extensions: { pg_trgm, fuzzystrmatch },
  });
  // One session serves us and BullMQ, whose tables are in a schema of their own; no table has the same name in both.
  await database.exec('SET search_path TO public, bullmq');
  return database;
}

/** What makes the database grow. Migrations are not among it: they come right after the start has looked for room. */
const WRITING =
  /^\s*(?:insert|update|delete|merge|copy|vacuum|with(?=[\s\S]*\b(?:insert|update|delete|merge)\b))\b/i;

/**
 * BullMQ's statements begin with a comment and call functions. Those that add jobs are refused; those that move and end
 * them are let through, since the room that is left is for what has begun to come to its end.
 */
const ADDING = /^(?:\s*--[^\n]*\n)*\s*select\b[^;]*\badd_(?:flow|jobs?\w*)\s*\(/i;

/**
 * Refuses to write while the disk is about to be full, as PostgreSQL would refuse. Inside PGlite the file of the journal
 * that finds no room is the end: the next statement never returns, and keeps its thread busy for ever.
 */
async function keepRoom({ folder, leastFree }: PgliteStart, request: Request): Promise<void> {
  if (folder === null || (request.op !== 'query' && request.op !== 'exec')) return;
  if (!WRITING.test(request.sql) && !ADDING.test(request.sql)) return;
  const { bavail, bsize } = statfsSync(folder);
  if (bavail * bsize >= leastFree) return;
  const full = new Error('no room left on the disk of the data folder');
  throw Object.assign(full, { code: DISK_FULL, severity: 'ERROR' });
}

async function answer(
  database: PGlite,
  request: Request,
  send: (message: FromThread) => void,
): Promise<Reply> {
  switch (request.op) {
    case 'query': {
      const { sql, params, array, raw } = request;
      const parsers = Object.fromEntries(raw.map((type) => [type, (value: string) => value]));
      const result = await database.query(sql, params, { rowMode: array ? 'array' : 'object', parsers });
      return { rows: result.rows, fields: result.fields, affectedRows: result.affectedRows };
    }
    case 'exec': {
      const results = await database.exec(request.sql);
      return results.map(({ rows, fields, affectedRows }) => ({ rows, fields, affectedRows }));
    }
    case 'listen': {
      const { channel } = request;
      // A quoted name keeps its case; PGlite folds unquoted ones to lower case.
      await database.listen(`"${channel}"`, (payload) => send({ type: 'notify', channel, payload }));
      return null;
    }
    case 'dump':
      return new Uint8Array(await (await database.dumpDataDir('none')).arrayBuffer());
    case 'close':
      await database.close();
      return null;
  }
}

function transferable(value: Reply): ArrayBuffer[] {
  return value instanceof Uint8Array && value.buffer instanceof ArrayBuffer ? [value.buffer] : [];
}

/** Errors lose everything but their message on the way between threads; this is what the other side needs. */
function plain(error: unknown): ThreadError {
  const source = (typeof error === 'object' && error !== null ? error : {}) as Record<string, unknown>;
  const text = (name: string) => (typeof source[name] === 'string' ? source[name] : null);
  return {
    message: text('message') ?? String(error),
    code: text('code'),
    severity: text('severity'),
    detail: text('detail'),
    constraint: text('constraint'),
    table: text('table'),
    routine: text('routine'),
  };
}
