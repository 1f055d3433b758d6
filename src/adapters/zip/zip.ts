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
  const all: Entry[] = [];
  try {
    for await (const entry of zip.eachEntry()) {
      all.push(entry);
      if (all.length > mostEntries) throw new RefusalError('too_large', `> ${mostEntries} 个条目`);
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
  refuseOverlaps(all);
  return [...found.values()];
}

const LOCAL_HEADER = 30;

/**
 * Packed bytes that belong to two entries: a bomb whose entries share what they unpack, so that no single one is large
 * (Fifield, "A better zip bomb"). No program writes such archives.
 */
function refuseOverlaps(entries: readonly Entry[]): void {
  const spans = entries
    .filter(({ compressedSize }) => compressedSize > 0)
    .map(({ relativeOffsetOfLocalHeader: start, fileNameLength, compressedSize }) => ({
      start,
      end: start + LOCAL_HEADER + fileNameLength + compressedSize,
    }))
    .sort((a, b) => a.start - b.start);
  if (spans.some(({ end }, index) => end > (spans[index + 1]?.start ?? Number.POSITIVE_INFINITY)))
    throw new RefusalError('damaged_file', '压缩包条目重叠');
}

async function collected(pieces: AsyncIterable<Uint8Array>): Promise<Uint8Array> {
  const all: Uint8Array[] = [];
  for await (const piece of pieces) all.push(piece);
  return new Uint8Array(Buffer.concat(all));
}

const STORED = 0;
const DEFLATED = 8;

/** What a directory says of a part is not given room for before it comes. */
const LARGEST_CHUNK = 64 * 1024;

/** A part of an archive that is in memory, inflated in one go: a stream for each of an OFD's small parts takes far longer. */
async function inBuffer(zip: ZipFile, entry: Entry, archive: Buffer): Promise<Uint8Array> {
  if (entry.isEncrypted()) throw new RefusalError('encrypted_zip');
  const { compressionMethod, compressedSize, uncompressedSize } = entry;
  refuseUnknownPacking(entry);
  try {
    const { fileDataStart } = await zip.readLocalFileHeaderPromise(entry, { minimal: true });
    const packed = archive.subarray(fileDataStart, fileDataStart + compressedSize);
    // More than was said is an error of zlib's own; zero would mean no limit to it.
    const limit = Math.max(1, uncompressedSize);
    // Room for all of a small part at once, and a byte more, by which zlib sees that nothing follows.
    const chunkSize = Math.min(Math.max(64, limit + 1), LARGEST_CHUNK);
    const data =
      compressionMethod === STORED ? packed : inflateRawSync(packed, { maxOutputLength: limit, chunkSize });
    // A stored picture or text with a wrong byte would otherwise be read as it is.
    if (data.length !== uncompressedSize || crc32(data) !== entry.crc32)
      throw new RefusalError('damaged_file', 'ZIP');
    return new Uint8Array(data);
  } catch (error) {
    refuse(error);
  }
}

/**
 * Inflates a part. yauzl itself ends it where more or less comes out than the directory said; wrong bytes show when all
 * of them have come. Throws RefusalError.
 */
async function* inflated(zip: ZipFile, entry: Entry): AsyncGenerator<Uint8Array> {
  if (entry.isEncrypted()) throw new RefusalError('encrypted_zip');
  refuseUnknownPacking(entry);
  try {
    let sum = 0;
    for await (const piece of await zip.openReadStreamPromise(entry)) {
      sum = crc32(piece, sum);
      yield piece;
    }
    if (sum !== entry.crc32) throw new RefusalError('damaged_file', 'ZIP');
  } catch (error) {
    refuse(error);
  }
}

/** Deflate64, LZMA, Zstandard and others: the archive is whole, but nothing here unpacks it. */
function refuseUnknownPacking({ compressionMethod: method }: Entry): void {
  if (method !== STORED && method !== DEFLATED)
    throw new RefusalError('unknown_packing', `ZIP 压缩方式 ${method}`);
}

/** Back slashes are DOS's. */
function nameOf(entry: Entry): string {
  const raw = entry.fileNameRaw;
  const name = unicodeName(entry) ?? new TextDecoder(isGbk(raw, entry) ? 'gb18030' : 'utf-8').decode(raw);
  return name.replaceAll('\\', '/');
}

/** The flag that names are UTF-8. */
const UTF8_FLAG = 0x800;
/** Two letters out of GB 2312's Chinese characters, or ASCII. */
const ONLY_GB2312 = /^(?:[\0-\x7f]|[\xb0-\xf7][\xa1-\xfe])*$/u;

/**
 * Whether a name is what Chinese Windows writes. The flag is often wrong where the bytes are no UTF-8, and missing where
 * they are. Short Chinese names may fit both (一 is һ): one that is no Chinese as UTF-8 and is as GB 2312 is taken for that.
 */
function isGbk(raw: Buffer, { generalPurposeBitFlag }: Entry): boolean {
  if (!isUtf8(raw)) return true;
  if ((generalPurposeBitFlag & UTF8_FLAG) !== 0) return false;
  // Letters of the West, of Russia and others; Chinese begins further on.
  const isForeign = /^[\0-\u07ff]*$/u.test(raw.toString());
  const pairs = raw.toString('latin1');
  return isForeign && /[\x80-\xff]/u.test(pairs) && ONLY_GB2312.test(pairs);
}

const UNICODE_PATH = 0x7075;

/** What Info-ZIP's extra field says (APPNOTE 4.6.9), where it was made for the name that stands there. */
function unicodeName({ extraFields, fileNameRaw }: Entry): string | null {
  const field = extraFields.find(({ id, data }) => id === UNICODE_PATH && data.length > 5)?.data;
  if (field === undefined || field[0] !== 1 || field.readUInt32LE(1) !== crc32(fileNameRaw)) return null;
  const name = field.subarray(5);
  return isUtf8(name) ? name.toString() : null;
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
