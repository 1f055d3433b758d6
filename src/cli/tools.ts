/** What the commands get from the rest of the program, loaded when a command asks: `--version` loads nothing heavy. */
import { modelsFolderOf, readConfig } from '../config.js';
import { askServer } from '../control/client.js';
import type { CommandRequest } from '../control/commands.js';
import { EXIT, type Io, line } from '../control/io.js';
import type { Reader } from '../ports/reader.js';

export type OcrChoice = 'auto' | 'paddle' | 'tesseract';

/** A reader of its own, for commands that work without a server. */
export async function openReader(engine: OcrChoice, io: Io): Promise<Reader> {
  const { openReaderPool } = await import('../adapters/reader-process/pool.js');
  // One at a time: a person's machine is left usable, and memory stays within one file's budget (CONTRACT).
  return openReaderPool({
    processes: 1,
    ocrEngine: engine,
    modelsFolder: modelsFolderOf(),
    onFault: (what) => io.err(`${what}\n`),
  });
}

/** Runs a command in the server on the data folder, or here under the folder's lock when none is there. */
export async function runOnStores(request: CommandRequest, io: Io): Promise<number> {
  const config = readConfig();
  if (config.databaseUrl === null) {
    const code = await askServer(config.dataFolder, request, io);
    if (code !== null) return code;
  }
  const [{ assemble }, { runCommand }] = await Promise.all([
    import('../assemble.js'),
    import('../control/commands.js'),
  ]);
  // Faults of a command are told on the terminal; the log is the server's.
  const app = await assemble({ ...config, logLevel: 'fatal' }, (error) => {
    io.err(`${error.message}\n`);
    process.exit(EXIT.fault);
  });
  try {
    // Beside PostgreSQL the workers read; the embedded stores have only us.
    return await runCommand(app, request, io, config.databaseUrl === null ? config.readers : 0);
  } finally {
    await app.close();
  }
}

/** Runs something long that Ctrl-C ends in good order, telling what that means; a second one ends it at once. */
export async function interruptible<T>(io: Io, told: string, run: (io: Io) => Promise<T>): Promise<T> {
  const ending = new AbortController();
  const stop = () => {
    if (ending.signal.aborted) process.exit(EXIT.fault);
    io.progress?.(null);
    io.err(line(told));
    ending.abort();
  };
  process.on('SIGINT', stop);
  process.on('SIGTERM', stop);
  try {
    return await run({ ...io, ending: ending.signal });
  } finally {
    process.off('SIGINT', stop);
    process.off('SIGTERM', stop);
  }
}
