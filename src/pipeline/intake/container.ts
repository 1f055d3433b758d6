/** What lies in a ZIP or mail, listed by name and not opened yet. */
import type { FileBytes } from '../../document/file-bytes.js';
import { HEAD_BYTES, isOfdRoot } from '../../document/file-kind.js';
import { RefusalError } from '../../document/refusal.js';
import type { ZipEntry, ZipReader } from '../../ports/zip.js';
import { BUDGETS } from '../budgets.js';
import type { ReadTools } from '../tools.js';
import { bytesOf } from './file.js';
import { isJunk, isOneFile, uniqueNames } from './names.js';

/** A file in a container. */
export interface Item {
  /** Unique in its container. */
  readonly name: string;
  /** Bytes, as the container says. */
  readonly size: number;
  /** Whether it stands inside a mail's text. */
  readonly inline: boolean;
  /** Its first HEAD_BYTES, or more. Throws RefusalError. */
  head(): Promise<Uint8Array>;
  /** All of it. Throws RefusalError. */
  read(): Promise<Uint8Array>;
}

export interface Listing {
  /** What is not junk, in its order; the same whenever the container is opened. */
  readonly items: readonly Item[];
  /** Whether it is an OFD, which is a document and no container of some. */
  readonly isOfd: boolean;
  close(): void;
}

/** Throws RefusalError `damaged_file`, `too_large`, or `unsupported_type` where the ZIP is another program's file. */
export function listed(
  kind: 'zip' | 'mail',
  file: FileBytes,
  tools: Pick<ReadTools, 'zip' | 'mail'>,
): Promise<Listing> {
  return kind === 'zip' ? listedZip(file, tools.zip) : listedMail(file, tools);
}

async function listedZip(file: FileBytes, zip: ZipReader): Promise<Listing> {
  const { entries, close } =
    file instanceof Uint8Array
      ? { entries: await zip.open(file), close: () => undefined }
      : await openedFile(file.path, zip);
  const names = entries.map(({ name }) => name);
  const isOfd = names.some(isOfdRoot);
  if (!isOfd && isOneFile(names)) {
    close();
    throw new RefusalError('unsupported_type');
  }
  const real = entries.filter(({ name, size }) => size > 0 && !isJunk(name, false));
  const unique = uniqueNames(real.map(({ name }) => name));
  return {
    isOfd,
    items: real.map((entry, nth) => ({
      name: unique[nth] ?? entry.name,
      size: entry.size,
      inline: false,
      head: () => headOfEntry(entry),
      read: () => entry.read(),
    })),
    close,
  };
}

/** An archive too large for memory, held against the budgets by what its directory says. */
async function openedFile(path: string, zip: ZipReader) {
  const { entries: most, bytes } = BUDGETS.container;
  const archive = await zip.openFile(path, most);
  const size = archive.entries.reduce((all, entry) => all + entry.size, 0);
  if (size > bytes) {
    archive.close();
    throw new RefusalError('too_large', `解压后 ${Math.ceil(size / 1024 ** 2)} MB`);
  }
  return { entries: archive.entries, close: () => archive.close() };
}

/** Below this an entry is inflated as a whole: a stream takes longer to set up than that. */
const SMALL = 256 * 1024;

async function headOfEntry(entry: ZipEntry): Promise<Uint8Array> {
  if (entry.size <= SMALL) return entry.read();
  const pieces: Uint8Array[] = [];
  let length = 0;
  for await (const piece of entry.pieces()) {
    pieces.push(piece);
    length += piece.length;
    if (length >= HEAD_BYTES) break;
  }
  return Buffer.concat(pieces);
}

async function listedMail(file: FileBytes, { mail }: Pick<ReadTools, 'mail'>): Promise<Listing> {
  const files = (await mail.open(await bytesOf(file))).filter(
    ({ name, bytes }) => bytes.length > 0 && !isJunk(name, true),
  );
  const unique = uniqueNames(files.map(({ name }) => name));
  return {
    isOfd: false,
    items: files.map(({ name, bytes, inline }, nth) => ({
      name: unique[nth] ?? name,
      size: bytes.length,
      inline,
      head: async () => bytes,
      read: async () => bytes,
    })),
    close: () => undefined,
  };
}
