/** What a file is, by its first bytes, and how large it may be. Its name and declared type are never asked: both lie. */

import { isCompound, namesInCompound } from './compound-directory.js';
import { isMailHead } from './mail-head.js';
import { namesInZip } from './zip-directory.js';

/**
 * `picture` is one image (or its first frame); `tiff` may hold many pages; `zip` is one that is no OFD, as far as its
 * bytes are there; `mail` an EML, or an MSG, as far as its bytes are there.
 */
export type FileKind = 'pdf' | 'ofd' | 'zip' | 'xml' | 'tiff' | 'picture' | 'mail';

/** Bytes that {@link fileKind} wants to see: a PDF's header may stand anywhere in them (ISO 32000-1, annex H 3.4.1). */
export const HEAD_BYTES = 1024;

export interface FileLimits {
  /** Bytes of a picture. */
  readonly image: number;
  /** Bytes of an XML. */
  readonly xml: number;
  /** Bytes of anything else: PDF, TIFF, ZIP, mail. A mailroom scan of many pages is a TIFF. */
  readonly other: number;
}

/**
 * CONTRACT: an image 60 MB (phones write 3 to 15, flatbed scanners up to about 50); PDF, TIFF, ZIP, mail 1 GB. An XML is
 * read as a whole: an invoice is 5 KB of it and 0.7 KB more for each line of goods, so 32 MB are more than 40 000 lines.
 */
export const FILE_LIMITS: FileLimits = { image: 60 * 1024 ** 2, xml: 32 * 1024 ** 2, other: 1024 ** 3 };

interface Magic {
  readonly kind: FileKind;
  readonly at: number;
  readonly bytes: readonly number[];
}

const ascii = (text: string) => [...text].map((char) => char.charCodeAt(0));

/** BigTIFF included. JPEG 2000 and JPEG XL are not: nothing of ours decodes them. */
const MAGIC: readonly Magic[] = [
  { kind: 'picture', at: 0, bytes: [0xff, 0xd8, 0xff] }, // JPEG
  { kind: 'picture', at: 0, bytes: [0x89, ...ascii('PNG'), 0x0d, 0x0a, 0x1a, 0x0a] },
  { kind: 'picture', at: 0, bytes: ascii('GIF8') },
  { kind: 'tiff', at: 0, bytes: [...ascii('II'), 0x2a, 0x00] },
  { kind: 'tiff', at: 0, bytes: [...ascii('MM'), 0x00, 0x2a] },
  { kind: 'tiff', at: 0, bytes: [...ascii('II'), 0x2b, 0x00] },
  { kind: 'tiff', at: 0, bytes: [...ascii('MM'), 0x00, 0x2b] },
];

/** Major brands of the ISO base media format that hold pictures: HEIC, HEIF, AVIF. */
const HEIF_BRANDS = [
  ...['heic', 'heix', 'heim', 'heis', 'hevc', 'hevx', 'hevm', 'hevs'],
  ...['mif1', 'mif2', 'msf1', 'miaf', 'avif', 'avis'],
];

/** How a ZIP begins: with a file, with nothing but its end, or with the mark of one that was made in several pieces. */
const ZIP_STARTS = ['PK\x03\x04', 'PK\x05\x06', 'PK\x07\x08', 'PK\x30\x30'];

/** Lengths of the headers that a BMP has had since 1990 (BITMAPCOREHEADER to BITMAPV5HEADER). */
const BMP_HEADERS = [12, 16, 40, 52, 56, 64, 108, 124];

/**
 * `head`: the file's first {@link HEAD_BYTES}, or more. An OFD is known by its directory, which a ZIP has at its end: of
 * less than the whole file it is a `zip`. An MSG is told from a Word document by its directory, which may stand
 * anywhere: of less than the whole file either is a `mail`. `null`: nothing we read.
 */
export function fileKind(head: Uint8Array): FileKind | null {
  const magic = MAGIC.find(({ at, bytes: wanted }) =>
    wanted.every((byte, index) => head[at + index] === byte),
  );
  if (magic) return magic.kind;
  const text = (from: number, to: number) => String.fromCharCode(...head.subarray(from, to));
  if (text(0, 4) === 'RIFF' && text(8, 12) === 'WEBP') return 'picture';
  if (text(4, 8) === 'ftyp' && HEIF_BRANDS.includes(text(8, 12))) return 'picture';
  if (ZIP_STARTS.includes(text(0, 4))) return holdsOfdRoot(head) ? 'ofd' : 'zip';
  if (isCompound(head)) return isMessage(head) ? 'mail' : null;
  if (isBmp(head)) return 'picture';
  // A mail may speak of a PDF in its first lines.
  if (isMailHead(text(0, HEAD_BYTES))) return 'mail';
  if (text(0, 2) !== 'PK' && text(0, HEAD_BYTES).includes('%PDF-')) return 'pdf';
  return isXml(head) ? 'xml' : null;
}

/** By the name that every MSG has; where the directory is not all there it may well have it. */
function isMessage(compound: Uint8Array): boolean {
  for (const name of namesInCompound(compound))
    if (name === null || name === '__properties_version1.0') return true;
  return false;
}

/** Two letters are too little: the length of the header after them and where the pixels begin must fit as well. */
function isBmp(head: Uint8Array): boolean {
  if (head.length < 26 || head[0] !== 0x42 || head[1] !== 0x4d) return false;
  const view = new DataView(head.buffer, head.byteOffset, head.byteLength);
  const [start, header] = [view.getUint32(10, true), view.getUint32(14, true)];
  return BMP_HEADERS.includes(header) && start >= 14 + header;
}

function holdsOfdRoot(archive: Uint8Array): boolean {
  for (const name of namesInZip(archive)) if (isOfdRoot(name)) return true;
  return false;
}

/** Producers write `/OFD.xml` and `./OFD.xml` as well. */
export const isOfdRoot = (name: string): boolean => /^(?:\.?\/)?OFD\.xml$/u.test(name);

/** Roots of invoices, for files without a declaration; any prefix may stand before them. */
const XML_ROOT = /^<(?:[\w.-]+:)?(?:e?invoices?|xbrl|business|envelope|(?:request|response)_\w+)[\s/>]/iu;

/** By its declaration, or by such a root. UTF-16 has a zero in every second byte there. */
function isXml(head: Uint8Array): boolean {
  const text = String.fromCharCode(...head.subarray(0, HEAD_BYTES));
  const wide = /^(?:\xff\xfe|\xfe\xff|<\0|\0<)/u.test(text);
  const start = (wide ? text.replaceAll('\0', '') : text).replace(
    /^(?:\xef\xbb\xbf|\xff\xfe|\xfe\xff)?\s*/u,
    '',
  );
  return /^<\?xml\s/u.test(start) || XML_ROOT.test(start);
}

/** The limit, in bytes, of a file that begins with `head`. */
export function sizeLimit(head: Uint8Array, limits: FileLimits = FILE_LIMITS): number {
  const kind = fileKind(head);
  return kind === 'picture' ? limits.image : kind === 'xml' ? limits.xml : limits.other;
}
