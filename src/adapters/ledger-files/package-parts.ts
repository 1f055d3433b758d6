/** Opens a workbook's ZIP and hands out its XML parts as text, every byte counted against the budgets. */
import type { Entry, ZipFile } from 'yauzl';
import { LedgerFileError } from '../../document/ledger-file.js';
import { LEDGER_BUDGETS } from './budgets.js';

export interface PackageParts {
  has(path: string): boolean;
  /** Text of a part, chunk by chunk. Throws LedgerFileError `too_large` past `maxBytes` or at a bomb's ratio. */
  text(path: string, maxBytes: number): AsyncIterable<string>;
  close(): void;
}

/** Throws LedgerFileError `damaged_file` or `too_large`. The caller closes it. */
export async function openPackage(path: string): Promise<PackageParts> {
  const { openPromise } = await import('yauzl');
  const zip = await openPromise(path, { lazyEntries: true, autoClose: false }).catch(damaged);
  try {
    const entries = await listEntries(zip);
    return {
      has: (name) => entries.has(name),
      text: (name, maxBytes) => textOf(zip, entries.get(name), maxBytes),
      close: () => zip.close(),
    };
  } catch (error) {
    zip.close();
    throw error instanceof LedgerFileError ? error : damaged(error);
  }
}

async function listEntries(zip: ZipFile): Promise<ReadonlyMap<string, Entry>> {
  const entries = new Map<string, Entry>();
  for await (const entry of zip.eachEntry()) {
    if (entries.size >= LEDGER_BUDGETS.entries) throw new LedgerFileError('too_large', 'entries');
    entries.set(entry.fileName, entry);
  }
  return entries;
}

async function* textOf(zip: ZipFile, entry: Entry | undefined, maxBytes: number): AsyncGenerator<string> {
  if (entry === undefined) throw new LedgerFileError('damaged_file');
  // The directory may lie, so this is only the cheap refusal; the true one counts what comes out.
  refuseBomb(entry.uncompressedSize, entry, maxBytes);
  const decoder = new TextDecoder();
  let bytes = 0;
  try {
    for await (const chunk of await zip.openReadStreamPromise(entry)) {
      bytes += chunk.length;
      refuseBomb(bytes, entry, maxBytes);
      yield decoder.decode(chunk, { stream: true });
    }
  } catch (error) {
    throw error instanceof LedgerFileError ? error : damaged(error);
  }
  yield decoder.decode();
}

function refuseBomb(bytes: number, entry: Entry, maxBytes: number): void {
  const { ratio, ratioFrom } = LEDGER_BUDGETS;
  const bomb = bytes > ratioFrom && bytes > ratio * entry.compressedSize;
  if (bomb || bytes > maxBytes) throw new LedgerFileError('too_large');
}

function damaged(cause: unknown): never {
  throw new LedgerFileError('damaged_file', undefined, { cause });
}
