/** What a file is, by its first bytes, and how large it may be. Its name and declared type are never asked: both lie. */

import { namesInZip } from './zip-directory.js';

/** `picture` is one image (or its first frame); `tiff` may hold many pages; `zip` is one that is no OFD, as far as its bytes are there. */
export type FileKind = 'pdf' | 'ofd' | 'zip' | 'xml' | 'tiff' | 'picture';

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

/** BigTIFF included. BMP is not: nobody scans into it, and our decoder does not know it. */
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
const HEIF_BRANDS = ['heic', 'heix', 'heim', 'heis', 'hevc', 'hevx', 'mif1', 'msf1', 'avif', 'avis'];

/**
 * `head`: the file's first {@link HEAD_BYTES}, or more. An OFD is known by its directory, which a ZIP has at its end: of
 * less than the whole file it is a `zip`. `null`: nothing we read.
 */
export function fileKind(head: Uint8Array): FileKind | null {
  const magic = MAGIC.find(({ at, bytes: wanted }) =>
    wanted.every((byte, index) => head[at + index] === byte),
  );
  if (magic) return magic.kind;
  const text = (from: number, to: number) => String.fromCharCode(...head.subarray(from, to));
  if (text(0, 4) === 'RIFF' && text(8, 12) === 'WEBP') return 'picture';
  if (text(4, 8) === 'ftyp' && HEIF_BRANDS.includes(text(8, 12))) return 'picture';
  if (text(0, 4) === 'PK\x03\x04') return holdsOfdRoot(head) ? 'ofd' : 'zip';
  if (text(0, 2) !== 'PK' && text(0, HEAD_BYTES).includes('%PDF-')) return 'pdf';
  return isXml(head) ? 'xml' : null;
}

function holdsOfdRoot(archive: Uint8Array): boolean {
  for (const name of namesInZip(archive)) if (isOfdRoot(name)) return true;
  return false;
}

/** Producers write `/OFD.xml` and `./OFD.xml` as well. */
const isOfdRoot = (name: string): boolean => /^(?:\.?\/)?OFD\.xml$/u.test(name);

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
