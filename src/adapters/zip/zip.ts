/**
 * ZIP through yauzl. What the directory says is held against the budgets first, and what comes out against what it
 * said: a bomb costs no more than one part. Names are keys and nothing is ever written, so `..` and absolute names do
 * no harm; symbolic links are left out.
 */
import { isUtf8 } from 'node:buffer';
import { crc32, inflateRawSync } from 'node:zlib';
import type { Entry, ZipFile } from 'yauzl';
import { RefusalError } from '../../document/refusal.js';
import { BUDGETS } from '../../pipeline/budgets.js';
import type { ZipEntry, ZipReader } from '../../ports/zip.js';

/** Our own decoding of names: yauzl's refuses a whole archive for one name with `..` in it. */
const OPTIONS = {
  lazyEntries: true,
  autoClose: false,
  decodeStrings: false,
  validateEntrySizes: true,
} as const;

/** Opens archives. Stateless: one serves a whole process. */
export function zipReader(): ZipReader {
  return {
    open: async (bytes) => {
      const { fromBufferPromise } = await import('yauzl');
      const buffer = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
      const zip = await fromBufferPromise(buffer, OPTIONS).catch(refuse);
      const entries = await list(zip, BUDGETS.archive.entries, (entry) => inBuffer(zip, entry, buffer));
      refuseBombs(entries);
      return entries;
    },
    openFile: async (path, mostEntries) => {
      const { openPromise } = await import('yauzl');
      const zip = await openPromise(path, OPTIONS).catch(refuse);
      try {
        return { entries: await list(zip, mostEntries), close: () => zip.close() };
      } catch (error) {
        zip.close();
        throw error;
      }
    },
  };
}

/** Throws RefusalError. */
async function list(
  zip: ZipFile,
  mostEntries: number,
  read = (entry: Entry) => collected(inflated(zip, entry)),
): Promise<ZipEntry[]> {
  const found = new Map<string, ZipEntry>();
  let count = 0;
  try {
    for await (const entry of zip.eachEntry()) {
      count += 1;
      if (count > mostEntries) throw new RefusalError('too_large', `> ${mostEntries} 个条目`);
      const name = nameOf(entry);
      if (!name.endsWith('/') && !isLink(entry))
        found.set(name, {
          name,
          size: entry.uncompressedSize,
          packed: entry.compressedSize,
          read: () => read(entry),
          pieces: () => inflated(zip, entry),
        });
    }
  } catch (error) {
    refuse(error);
  }
  return [...found.values()];
}

async function collected(pieces: AsyncIterable<Uint8Array>): Promise<Uint8Array> {
  const all: Uint8Array[] = [];
  for await (const piece of pieces) all.push(piece);
  return new Uint8Array(Buffer.concat(all));
}

const STORED = 0;
const DEFLATED = 8;

/** A part of an archive that is in memory, inflated in one go: a stream for each of an OFD's small parts takes far longer. */
async function inBuffer(zip: ZipFile, entry: Entry, archive: Buffer): Promise<Uint8Array> {
  if (entry.isEncrypted()) throw new RefusalError('encrypted_zip');
  const { compressionMethod, compressedSize, uncompressedSize } = entry;
  if (compressionMethod !== STORED && compressionMethod !== DEFLATED)
    throw new RefusalError('damaged_file', 'ZIP');
  try {
    const { fileDataStart } = await zip.readLocalFileHeaderPromise(entry, { minimal: true });
    const packed = archive.subarray(fileDataStart, fileDataStart + compressedSize);
    // More than was said is an error of zlib's own; zero would mean no limit to it.
    const limit = Math.max(1, uncompressedSize);
    const data = compressionMethod === STORED ? packed : inflateRawSync(packed, { maxOutputLength: limit });
    // A stored picture or text with a wrong byte would otherwise be read as it is.
    if (data.length !== uncompressedSize || crc32(data) !== entry.crc32)
      throw new RefusalError('damaged_file', 'ZIP');
    return new Uint8Array(data);
  } catch (error) {
    refuse(error);
  }
}

/** Inflates a part. yauzl itself ends it where more or less comes out than the directory said. Throws RefusalError. */
async function* inflated(zip: ZipFile, entry: Entry): AsyncGenerator<Uint8Array> {
  if (entry.isEncrypted()) throw new RefusalError('encrypted_zip');
  try {
    for await (const piece of await zip.openReadStreamPromise(entry)) yield piece;
  } catch (error) {
    refuse(error);
  }
}

/** UTF-8 where it fits, otherwise what Chinese Windows writes; the flag that tells them apart is often wrong. Back slashes are DOS's. */
function nameOf({ fileNameRaw }: Entry): string {
  const encoding = isUtf8(fileNameRaw) ? 'utf-8' : 'gb18030';
  return new TextDecoder(encoding).decode(fileNameRaw).replaceAll('\\', '/');
}

/** Unix mode in the upper half of the attributes: S_IFLNK. */
const isLink = ({ externalFileAttributes }: Entry): boolean =>
  ((externalFileAttributes >>> 16) & 0o170000) === 0o120000;

/** Throws RefusalError `too_large` when the directory itself tells of a bomb. */
function refuseBombs(entries: readonly ZipEntry[]): void {
  const { bytes, ratio, ratioFrom } = BUDGETS.archive;
  let [size, packed] = [0, 0];
  for (const entry of entries) {
    size += entry.size;
    packed += entry.packed;
  }
  if (size > bytes) throw new RefusalError('too_large', `解压后 ${Math.ceil(size / 1024 ** 2)} MB`);
  if (size > ratioFrom && size > ratio * packed) throw new RefusalError('too_large', '压缩比异常');
}

function refuse(cause: unknown): never {
  throw cause instanceof RefusalError ? cause : new RefusalError('damaged_file', undefined, { cause });
}
