/** What a file is, by its first bytes. Its name and declared type are never asked: both lie. */

/** `picture` is one image (or its first frame); `tiff` may hold many pages. */
export type FileKind = 'pdf' | 'tiff' | 'picture';

interface Magic {
  readonly kind: FileKind;
  readonly at: number;
  readonly bytes: readonly number[];
}

const ascii = (text: string) => [...text].map((char) => char.charCodeAt(0));

/** BigTIFF included. */
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

/** A PDF's header may stand anywhere in the first kilobyte (ISO 32000-1, annex H 3.4.1). */
const PDF_HEADER_WITHIN = 1024;

/** `null`: nothing we read. */
export function sniff(bytes: Uint8Array): FileKind | null {
  const magic = MAGIC.find(({ at, bytes: wanted }) =>
    wanted.every((byte, index) => bytes[at + index] === byte),
  );
  if (magic) return magic.kind;
  const text = (from: number, to: number) => String.fromCharCode(...bytes.subarray(from, to));
  if (text(0, 4) === 'RIFF' && text(8, 12) === 'WEBP') return 'picture';
  if (text(4, 8) === 'ftyp' && HEIF_BRANDS.includes(text(8, 12))) return 'picture';
  if (text(0, 2) !== 'PK' && text(0, PDF_HEADER_WITHIN).includes('%PDF-')) return 'pdf';
  return null;
}
