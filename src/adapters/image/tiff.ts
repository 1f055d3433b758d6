/**
 * The directories of a TIFF (TIFF 6.0; BigTIFF): which of them are pages, and whether their packing is one that is
 * decoded. libvips counts thumbnails as pages, and gives a white page for a packing that it was built without.
 */
import type { FileBytes } from '../../document/file-bytes.js';
import { RefusalError } from '../../document/refusal.js';
import { BUDGETS } from '../../pipeline/budgets.js';
import { type ReadAt, readingAt } from './file.js';

/** A page. */
export interface TiffFrame {
  /** Its place among all directories, from 0. */
  readonly directory: number;
  readonly compression: number;
  /** Where its JPEG lies, packed the old way (TIFF 6.0, section 22). */
  readonly jpeg: { readonly offset: number; readonly length: number } | null;
}

/** Packings of libvips' build: none, CCITT RLE, G3 and G4, LZW, JPEG, deflate (two numbers), PackBits, WebP. */
const DECODED = [1, 2, 3, 4, 5, 7, 8, 32946, 32773, 50001];
export const OLD_JPEG = 6;

const TAG = { newSubfile: 254, subfile: 255, compression: 259, jpegOffset: 513, jpegLength: 514 };
/** Bits of NewSubfileType: a smaller copy of another picture, a mask of one. */
const NO_PAGE_BITS = 1 | 4;
/** SubfileType: a smaller copy. */
const REDUCED = 2;

/**
 * Its pages; one more than {@link BUDGETS.pages} stand for any number. Throws RefusalError `damaged_file` where a
 * directory lies outside the file: pages would be missing.
 */
export const tiffFrames = (file: FileBytes): Promise<readonly TiffFrame[]> =>
  readingAt(file, async (read) => {
    const layout = layoutOf(await read(0, 16));
    const all: Directory[] = [];
    const seen = new Set<number>();
    let pages = 0;
    // libtiff goes no second round either.
    for (let at = layout.first; at !== 0 && !seen.has(at) && pages <= BUDGETS.pages; ) {
      if (all.length >= BUDGETS.tiff.directories)
        throw new RefusalError('too_many_pages', `> ${BUDGETS.tiff.directories}`);
      seen.add(at);
      const { next, tags } = await directoryAt(at, layout, read);
      all.push({ directory: all.length, tags });
      if (isPage(tags)) pages += 1;
      at = next;
    }
    // A lone picture that calls itself a thumbnail is what there is.
    const shown = pages > 0 ? all.filter(({ tags }) => isPage(tags)) : all;
    return shown.map(frameOf);
  });

/** Throws RefusalError `unsupported_type` for a packing that nothing here decodes. */
export function refuseUnknownPacking({ compression, jpeg }: TiffFrame): void {
  if (DECODED.includes(compression) || (compression === OLD_JPEG && jpeg !== null)) return;
  throw new RefusalError('unsupported_type', `TIFF 压缩方式 ${compression}`);
}

/** Values by tag, as far as they stand in the entry itself. */
type Tags = ReadonlyMap<number, number>;

interface Directory {
  readonly directory: number;
  readonly tags: Tags;
}

const isPage = (tags: Tags): boolean =>
  ((tags.get(TAG.newSubfile) ?? 0) & NO_PAGE_BITS) === 0 && tags.get(TAG.subfile) !== REDUCED;

function frameOf({ directory, tags }: Directory): TiffFrame {
  const [offset, length] = [tags.get(TAG.jpegOffset), tags.get(TAG.jpegLength)];
  const jpeg = offset === undefined || length === undefined ? null : { offset, length };
  return { directory, compression: tags.get(TAG.compression) ?? 1, jpeg };
}

interface Layout {
  readonly little: boolean;
  readonly big: boolean;
  /** Offset of the first directory. */
  readonly first: number;
}

function layoutOf(head: Uint8Array): Layout {
  if (head.length < 16) throw new RefusalError('damaged_file', 'TIFF');
  const view = viewOf(head);
  const little = view.getUint16(0) === 0x4949;
  const big = view.getUint16(2, little) === 43;
  return { little, big, first: big ? offset64(view, 8, little) : view.getUint32(4, little) };
}

async function directoryAt(
  at: number,
  { little, big }: Layout,
  read: ReadAt,
): Promise<{ next: number; tags: Tags }> {
  const [countBytes, entryBytes, offsetBytes] = big ? [8, 20, 8] : [2, 12, 4];
  // Most have no more than twenty entries: one look at the file is enough.
  let bytes = await read(at, 512);
  if (bytes.length < countBytes) throw new RefusalError('damaged_file', 'TIFF');
  const count = big ? offset64(viewOf(bytes), 0, little) : viewOf(bytes).getUint16(0, little);
  const length = countBytes + count * entryBytes + offsetBytes;
  if (count === 0 || count > BUDGETS.tiff.entries) throw new RefusalError('damaged_file', 'TIFF');
  if (length > bytes.length) bytes = await read(at, length);
  if (bytes.length < length) throw new RefusalError('damaged_file', 'TIFF');
  const view = viewOf(bytes);
  const tags = new Map<number, number>();
  for (let entry = countBytes; entry < length - offsetBytes; entry += entryBytes) {
    const value = entry + (big ? 12 : 8);
    const isShort = view.getUint16(entry + 2, little) === 3;
    tags.set(
      view.getUint16(entry, little),
      isShort ? view.getUint16(value, little) : view.getUint32(value, little),
    );
  }
  const end = length - offsetBytes;
  return { next: big ? offset64(view, end, little) : view.getUint32(end, little), tags };
}

const viewOf = ({ buffer, byteOffset, byteLength }: Uint8Array) =>
  new DataView(buffer, byteOffset, byteLength);

/** No file is so long that its offsets are no safe integers; one that says so ends outside. */
const offset64 = (view: DataView, at: number, little: boolean): number =>
  Number(view.getBigUint64(at, little));
