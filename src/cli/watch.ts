/** `yanpiao watch`: whatever is put into a folder is handed in, and put away with a report when it has been read. */
import { mkdir, realpath, stat } from 'node:fs/promises';
import { join, resolve, sep } from 'node:path';
import { DataFolderInUse, type FolderLock, lockDataFolder } from '../adapters/data-folder/lock.js';
import { readConfig } from '../config.js';
import { askServer } from '../control/client.js';
import type { CommandRequest } from '../control/commands.js';
import { EXIT, type ExitCode, type Io, line, WrongUse } from '../control/io.js';
import { errorCode } from '../document/error-code.js';
import type { Mapping } from '../document/ledger-file.js';
import { type Answer, type Desk, WatchSession } from './watch-session.js';

export interface WatchFlags {
  readonly folder: string;
  readonly org: string;
  readonly done?: string;
  readonly failed?: string;
  readonly json: boolean;
  readonly poll: boolean;
  /** The files are ledger files. */
  readonly ledger: boolean;
  readonly mapping?: Mapping;
}

/** Goes on until `io.ending`. 3 when the folder goes away. Throws WrongUse where it cannot begin. */
export async function watchCommand(flags: WatchFlags, io: Io): Promise<ExitCode> {
  const places = await placesOf(flags);
  const gone = new AbortController();
  const lock = await take(places.folder, () => gone.abort());
  try {
    const desk = await openDesk(io);
    try {
      await knowsOrganisation(desk, flags.org);
      const session = new WatchSession({ ...flags, ...places }, desk, io, () => gone.abort());
      io.err(line(`监视中 watching: ${places.folder}`));
      await untilAborted([gone.signal, io.ending]);
      await session.close();
    } finally {
      await desk.close();
    }
  } finally {
    await lock.release().catch((error: unknown) => {
      // With the folder its lock has gone.
      if (!gone.signal.aborted) throw error;
    });
  }
  if (!gone.signal.aborted) return EXIT.done;
  io.err(line(`文件夹已不可用 / the folder is gone, or was taken over: ${places.folder}`));
  return EXIT.fault;
}

/** The three folders, made where they are missing. */
async function placesOf(flags: WatchFlags): Promise<{ folder: string; done: string; failed: string }> {
  const named = resolve(flags.folder);
  if (!(await isFolder(named))) throw new WrongUse(`不是文件夹 / not a folder: ${flags.folder}`);
  const folder = await realpath(named);
  const done = await madeFolder(flags.done ?? join(folder, 'done'));
  const failed = await madeFolder(flags.failed ?? join(folder, 'failed'));
  for (const place of [done, failed]) {
    if (folder === place || folder.startsWith(place + sep))
      throw new WrongUse(
        `不能移入被监视的文件夹本身 / what is put away cannot stay in the folder itself: ${place}`,
      );
  }
  return { folder, done, failed };
}

async function isFolder(path: string): Promise<boolean> {
  try {
    return (await stat(path)).isDirectory();
  } catch (error) {
    throw new WrongUse(`无法打开 / cannot be opened: ${path} (${codeOf(error)})`);
  }
}

async function madeFolder(named: string): Promise<string> {
  try {
    await mkdir(named, { recursive: true });
    return await realpath(named);
  } catch (error) {
    throw new WrongUse(`无法写入 / cannot be written: ${named} (${codeOf(error)})`);
  }
}

/** One watcher a folder: two would hand in the same file at the same time and move it away from each other. */
async function take(folder: string, onLost: () => void): Promise<FolderLock> {
  try {
    return await lockDataFolder(folder, { name: '.yanpiao-watch', onLost });
  } catch (error) {
    if (error instanceof DataFolderInUse)
      throw new WrongUse(`已有另一个进程监视该文件夹 / another process watches this folder: ${folder}`);
    if (['EACCES', 'EPERM', 'EROFS'].includes(codeOf(error)))
      throw new WrongUse(`无法写入 / cannot be written: ${folder} (${codeOf(error)})`);
    throw error;
  }
}

/** The server on the data folder; where there is none, the stores and a line of our own. */
async function openDesk(io: Io): Promise<Desk> {
  const config = readConfig();
  const embedded = config.databaseUrl === null;
  if (embedded) {
    const { dataFolder } = config;
    const viaServer = async (request: CommandRequest): Promise<Answer | null> => {
      const { said, quiet } = recorder();
      const code = await askServer(dataFolder, request, quiet);
      return code === null ? null : { code, ...said };
    };
    if ((await viaServer({ command: 'ping', options: {} })) !== null)
      return { ask: viaServer, close: async () => undefined };
  }
  const [{ assemble }, { serve }, { runCommand }] = await Promise.all([
    import('../assemble.js'),
    import('../serve.js'),
    import('../control/commands.js'),
  ]);
  const program = await assemble({ ...config, tasks: embedded ? ['line', 'sweep'] : [] }, (error) => {
    io.err(line(error.message));
    process.exit(EXIT.fault);
  });
  const server = await serve(program, (text) => io.err(line(text)));
  return {
    async ask(request) {
      const { said, quiet } = recorder();
      return { code: await runCommand(program, request, quiet), ...said };
    },
    close: () => server.close(),
  };
}

async function knowsOrganisation(desk: Desk, org: string): Promise<void> {
  const answer = await desk.ask({ command: 'documents', options: { org, ids: [] } });
  if (answer?.code === EXIT.wrongUse) throw new WrongUse(answer.err.trim());
}

/** Keeps what a command says. */
function recorder() {
  const said = { out: '', err: '' };
  const quiet: Io = {
    out: (text) => {
      said.out += text;
    },
    err: (text) => {
      said.err += text;
    },
  };
  return { said, quiet };
}

function untilAborted(signals: readonly (AbortSignal | undefined)[]): Promise<void> {
  const any = AbortSignal.any(signals.filter((signal) => signal !== undefined));
  if (any.aborted) return Promise.resolve();
  return new Promise((resolve) => any.addEventListener('abort', () => resolve(), { once: true }));
}

const codeOf = (error: unknown): string => errorCode(error) ?? String(error);
