/** Opens a workbook's ZIP and hands out its XML parts as text, every byte counted against the budgets. */
import { LedgerFileError } from '../../document/ledger-file.js';
import { RefusalError } from '../../document/refusal.js';
import type { XmlEvents, XmlReader } from '../../ports/xml.js';
import type { ZipEntry, ZipReader } from '../../ports/zip.js';
import { LEDGER_BUDGETS } from './budgets.js';

/** What a workbook is packed in. */
export interface Containers {
  readonly zip: ZipReader;
  readonly xml: XmlReader;
}

export interface PackageParts {
  has(path: string): boolean;
  /**
   * Streams a part through `events`, yielding after each chunk. Throws LedgerFileError `too_large` past `maxBytes` or at a
   * bomb's ratio, `damaged_file` for bad XML or any DOCTYPE.
   */
  feed(path: string, maxBytes: number, events: XmlEvents): AsyncGenerator<void>;
  close(): void;
}

/** Throws LedgerFileError `damaged_file` or `too_large`. The caller closes it. */
export async function openPackage(path: string, { zip, xml }: Containers): Promise<PackageParts> {
  const { entries, close } = await zip.openFile(path, LEDGER_BUDGETS.entries).catch(refuse);
  const byName = new Map(entries.map((entry) => [entry.name, entry]));
  return {
    has: (name) => byName.has(name),
    feed: (name, maxBytes, events) => fed(xml.feed(textOf(byName.get(name), maxBytes), events)),
    close,
  };
}

async function* fed(steps: AsyncGenerator<void>): AsyncGenerator<void> {
  try {
    yield* steps;
  } catch (error) {
    refuse(error);
  }
}

async function* textOf(entry: ZipEntry | undefined, maxBytes: number): AsyncGenerator<string> {
  if (entry === undefined) throw new LedgerFileError('damaged_file');
  // The directory may lie, so this is only the cheap refusal; the true one counts what comes out.
  refuseBomb(entry.size, entry, maxBytes);
  const decoder = new TextDecoder();
  let bytes = 0;
  for await (const chunk of entry.pieces()) {
    bytes += chunk.length;
    refuseBomb(bytes, entry, maxBytes);
    yield decoder.decode(chunk, { stream: true });
  }
  yield decoder.decode();
}

function refuseBomb(bytes: number, entry: ZipEntry, maxBytes: number): void {
  const { ratio, ratioFrom } = LEDGER_BUDGETS;
  const bomb = bytes > ratioFrom && bytes > ratio * entry.packed;
  if (bomb || bytes > maxBytes) throw new LedgerFileError('too_large');
}

/** What the readers of ZIP and XML refuse, in the words of a ledger file. */
function refuse(cause: unknown): never {
  if (cause instanceof LedgerFileError) throw cause;
  const tooLarge = cause instanceof RefusalError && cause.refusal.code === 'too_large';
  throw new LedgerFileError(tooLarge ? 'too_large' : 'damaged_file', undefined, { cause });
}
