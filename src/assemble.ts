/** The roof: the only file that knows every adapter. It opens what the settings ask for and hands it out as ports. */
import { randomBytes, randomUUID } from 'node:crypto';
import { link, readFile, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { createAuth } from './adapters/auth/auth.js';
import { openDiskBlobs } from './adapters/blobs-disk/blobs.js';
import { lockDataFolder } from './adapters/data-folder/lock.js';
import { checkDataFolder } from './adapters/data-folder/room.js';
import { createLog, type Log } from './adapters/log/log.js';
import { type OpenDatabase, openDatabase } from './adapters/postgres/open.js';
import type { Config } from './config.js';
import { errorCode } from './document/error-code.js';
import type { App } from './http/deps.js';
import { PartyLists } from './pipeline/known-parties.js';
import { loadMatchModel, type MatchModel } from './pipeline/match/model.js';
import { verifyAgainstLedger } from './pipeline/run-match.js';
import { performHere, type RunnerTools, startLine } from './pipeline/runner.js';
import { type Sweeper, startSweeper } from './pipeline/sweeper.js';
import type { BlobStore } from './ports/blobs.js';
import type { Queue, QueueWorker } from './ports/queue.js';
import type { Reader } from './ports/reader.js';
import type { RegistryProvider } from './ports/registry.js';
import { workHandlers } from './work-handlers.js';

/** The assembled program, with the reader that only the line and the page pictures need. */
export interface Assembled extends App {
  readonly config: Config;
  readonly reader: Reader;
  /** Takes work from the queue until closed. */
  startLine(): Promise<QueueWorker>;
  startSweeper(): Sweeper;
}

/**
 * Opens the stores, the queue and the rest. `onLost` is told when this process must end at once because its data
 * folder or database is gone. Throws DataFolderInUse, DatabaseUnfit, DatabaseFault or QueueUnreachable, each with a remedy.
 */
export async function assemble(config: Config, onLost: (error: Error) => void): Promise<Assembled> {
  const log = createLog(config.logLevel);
  const closers: (() => Promise<void>)[] = [];
  const opened = async <T>(thing: T, close: (thing: T) => Promise<void>): Promise<T> => {
    closers.unshift(() => close(thing));
    return thing;
  };
  const close = async () => {
    for (const closeOne of closers.splice(0)) await closeOne();
  };
  try {
    await checkDataFolder(config.dataFolder);
    if (config.databaseUrl === null) {
      await opened(await lockDataFolder(config.dataFolder, { onLost }), (lock) => lock.release());
    }
    const onFault = faultLog(log);
    const database = await opened(await openDatabase(databasePlace(config), { onLost, onFault }), (it) =>
      it.close(),
    );
    const queue = await opened(await openQueue(config, database, log), (it) => it.close());
    // Leftovers of a killed upload may only be swept by the one process that owns the folder: another may be uploading.
    const blobs = await openDiskBlobs(config.dataFolder, { sweep: config.databaseUrl === null });
    const reader = await opened(await openReader(config, log), (it) => it.close());
    const auth = await createAuth({
      drizzle: database.drizzle,
      authSchema: database.authSchema,
      secret: config.secret ?? (await keptSecret(config.dataFolder)),
      publicUrl: config.publicUrl,
      onFault,
    });
    const registers = await openRegisters(config, log, (close) => closers.unshift(close));
    const matchModel = await loadMatchModel(pathToFileURL(`${config.modelsFolder}/`), (message) =>
      log.warn(message),
    );
    return assembled(config, { database, queue, blobs, reader, auth, registers, matchModel, log, close });
  } catch (error) {
    await close();
    throw error;
  }
}

interface Parts {
  readonly database: OpenDatabase;
  readonly queue: Queue;
  readonly blobs: BlobStore;
  readonly reader: Reader;
  readonly auth: App['auth'];
  readonly registers: readonly RegistryProvider[];
  readonly matchModel: MatchModel;
  readonly log: Log;
  readonly close: () => Promise<void>;
}

function assembled(config: Config, parts: Parts): Assembled {
  const { queue, blobs, reader, registers, matchModel, log } = parts;
  const { store } = parts.database;
  const now = () => new Date();
  const parties = new PartyLists(store.ledger);
  const onFault = faultLog(log);
  const tools: RunnerTools = { store, queue, blobs, reader, parties, registers, matchModel, now, onFault };
  const { questionsPerInvoice } = config;
  const handlers = workHandlers({ ...tools, store, questionsPerInvoice });
  return {
    config,
    store,
    queue,
    blobs,
    reader,
    auth: parts.auth,
    log,
    verify: (organisationId, slip) => verifyAgainstLedger(store, organisationId, slip, now(), matchModel),
    questionsPerInvoice,
    registers,
    perform: (items) => performHere(tools, handlers, items),
    startLine: () => {
      reader.keepWarm();
      return startLine(tools, handlers, config.readers);
    },
    startSweeper: () => startSweeper(store.work, queue, faultLog(log)),
    close: parts.close,
  };
}

function databasePlace({ databaseUrl, dataFolder }: Config) {
  return databaseUrl === null
    ? ({ kind: 'pglite', folder: join(dataFolder, 'database') } as const)
    : ({ kind: 'postgres', url: databaseUrl } as const);
}

async function openQueue(config: Config, database: OpenDatabase, log: Log): Promise<Queue> {
  const onFault = faultLog(log);
  if (config.redisUrl !== null) {
    const { openRedisQueue } = await import('./adapters/queue-bullmq/redis.js');
    return openRedisQueue(config.redisUrl, { onFault, onWarning: (message) => log.warn(message) });
  }
  const { openPostgresQueue } = await import('./adapters/queue-bullmq/postgres.js');
  return openPostgresQueue(await database.bullmqPool(), { onFault });
}

/** The registers that the operator has set up; their rate limits are shared through Redis where there is one. */
async function openRegisters(
  config: Config,
  log: Log,
  opened: (close: () => Promise<void>) => void,
): Promise<readonly RegistryProvider[]> {
  if (config.registries === null) return [];
  const { openRegistries } = await import('./adapters/registry-http/provider.js');
  if (config.redisUrl === null) return openRegistries(config.registries);
  const { openRedisClient } = await import('./adapters/queue-bullmq/redis.js');
  const redis = await openRedisClient(config.redisUrl, { onFault: faultLog(log) });
  opened(async () => redis.disconnect());
  return openRegistries(config.registries, { redis });
}

async function openReader(config: Config, log: Log): Promise<Reader> {
  const { openReaderPool } = await import('./adapters/reader-process/pool.js');
  const { readers: processes, ocrEngine, modelsFolder } = config;
  return openReaderPool({ processes, ocrEngine, modelsFolder, onFault: faultLog(log) });
}

/** Told of faults by every part; what it logs holds no content of a document (see adapters/log). */
const faultLog = (log: Log) => (what: string, error: unknown) => log.error({ err: error }, what);

/**
 * The secret that signs sessions when none is set: made once, readable by this user only. Written under another name and
 * then linked, so that neither a kill nor another process on the folder ever sees half of it.
 */
async function keptSecret(folder: string): Promise<string> {
  const path = join(folder, 'secret');
  const fresh = `${path}.${randomUUID()}`;
  await writeFile(fresh, randomBytes(32).toString('base64url'), { flag: 'wx', mode: 0o600, flush: true });
  try {
    await link(fresh, path);
  } catch (error) {
    if (errorCode(error) !== 'EEXIST') throw error;
  } finally {
    await rm(fresh, { force: true });
  }
  return readFile(path, 'utf8');
}
