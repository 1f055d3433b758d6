/**
 * Reads .xls of Excel 97–2003. The library parses the file as a whole, so it does that in a thread of its own, with
 * bounds on the file, on memory and on time: nothing else waits for it, and a file that was made to cost is cut off.
 */
import { open, readFile } from 'node:fs/promises';
import { Worker } from 'node:worker_threads';
import { namesInCompound } from '../../document/compound-directory.js';
import { LedgerFileError } from '../../document/ledger-file.js';
import { builtEntry } from '../../entry.js';
import { LEDGER_BUDGETS } from './budgets.js';
import type { Row, Table, Tables } from './table.js';
import type { XlsSaid, XlsStart } from './xls-messages.js';

/** Throws LedgerFileError: `encrypted_file`, `too_large`, `damaged_file`, and `not_a_ledger` for another compound file. */
export async function openXls(path: string, size: number): Promise<Tables> {
  const names = await streamsOf(path);
  if (names.some((name) => /^(?:EncryptedPackage|EncryptionInfo)$/i.test(name ?? '')))
    throw new LedgerFileError('encrypted_file');
  if (!names.some((name) => /^(?:Workbook|Book)$/i.test(name ?? '')))
    throw new LedgerFileError(names.includes(null) ? 'damaged_file' : 'not_a_ledger');
  if (size > LEDGER_BUDGETS.xlsBytes) throw new LedgerFileError('too_large', 'xls');
  const { epoch, sheets } = await parsed(path);
  const tables = sheets.map(
    ({ name, rows }): Table => ({
      name,
      epoch,
      length: () => rows.length,
      rows: () => each(rows),
    }),
  );
  return { tables, close: () => undefined };
}

/** Names of the streams in it; `null` for a part of the directory that is not in the file. */
async function streamsOf(path: string): Promise<readonly (string | null)[]> {
  const handle = await open(path, 'r');
  try {
    const { size } = await handle.stat();
    // An encrypted .xlsx may be longer than an .xls, and its directory lies anywhere in it.
    if (size > LEDGER_BUDGETS.xlsBytes * 4) throw new LedgerFileError('too_large', 'xls');
    const bytes = await readFile(handle);
    return [...namesInCompound(bytes)];
  } finally {
    await handle.close();
  }
}

async function* each(rows: readonly Row[]): AsyncGenerator<Row> {
  yield* rows;
}

interface Parsed {
  readonly epoch: string;
  readonly sheets: readonly { readonly name: string; readonly rows: Row[] }[];
}

function parsed(path: string): Promise<Parsed> {
  const { xlsChars: chars, xlsMemoryMb, xlsMs } = LEDGER_BUDGETS;
  const workerData: XlsStart = { path, chars, rows: LEDGER_BUDGETS.rows, columns: LEDGER_BUDGETS.columns };
  const thread = new Worker(builtEntry('workers/xls-thread'), {
    workerData,
    execArgv: [],
    resourceLimits: { maxOldGenerationSizeMb: xlsMemoryMb },
  });
  return new Promise<Parsed>((resolve, reject) => {
    let epoch = '1899-12-30';
    const sheets: { name: string; rows: Row[] }[] = [];
    const fail = (code: 'too_large' | 'damaged_file' | 'encrypted_file', cause?: unknown) =>
      reject(new LedgerFileError(code, 'xls', { cause }));
    const timer = setTimeout(() => fail('too_large'), xlsMs);
    thread.on('message', (said: XlsSaid) => {
      if (said.say === 'book') epoch = said.epoch;
      else if (said.say === 'sheet') sheets.push({ name: said.name, rows: [] });
      else if (said.say === 'rows') sheets.at(-1)?.rows.push(...said.rows);
      else if (said.say === 'done') resolve({ epoch, sheets });
      else fail(said.code);
    });
    // Out of memory comes this way, too.
    thread.on('error', (error: NodeJS.ErrnoException) =>
      fail(error.code === 'ERR_WORKER_OUT_OF_MEMORY' ? 'too_large' : 'damaged_file', error),
    );
    thread.on('exit', () => fail('damaged_file'));
    thread.on('exit', () => clearTimeout(timer));
  }).finally(() => thread.terminate());
}
