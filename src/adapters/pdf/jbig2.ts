/** JBIG2, the format in which tax software writes the QR (ITU-T T.88, annex D). */

const MAGIC = [0x97, 0x4a, 0x42, 0x32, 0x0d, 0x0a, 0x1a, 0x0a];
/** Types of segments (T.88, 7.3). */
const TYPE = { genericRegion: 38, losslessRegion: 39, pageInformation: 48, endOfPage: 49, endOfFile: 51 };
/** Where a region is said to be: width, height, x, y, how it is combined, and the flags of a generic region. */
const REGION_BYTES = 18;

/** Magic, flags, and the number of pages unless flag 2 says that it is unknown. */
const headerBytes = (bytes: Uint8Array): number => ((bytes[8] ?? 0) & 2 ? 9 : 13);

export interface Jbig2Size {
  readonly width: number;
  readonly height: number;
}

interface Segment {
  readonly type: number;
  /** Where its data begins and ends. */
  readonly data: number;
  readonly end: number;
}

/** The segment at `at`; `null` where the file ends before its data or it refers to others, as none of a plain picture does. */
function segmentAt(bytes: Uint8Array, at: number): Segment | null {
  // Number (4), flags, count of those referred to, page (1 or 4), length of the data (4).
  const flags = bytes[at + 4] ?? 0;
  const data = at + 4 + 1 + 1 + ((flags & 0x40) === 0 ? 1 : 4) + 4;
  if (data > bytes.length || (bytes[at + 5] ?? 0) >> 5 !== 0) return null;
  const length = viewOf(bytes).getUint32(data - 4);
  return { type: flags & 0x3f, data, end: data + length };
}

const viewOf = ({ buffer, byteOffset, byteLength }: Uint8Array) =>
  new DataView(buffer, byteOffset, byteLength);

/** Size in pixels of a JBIG2 file of one page written in sequence; `null` for anything else. */
export function jbig2Size(bytes: Uint8Array): Jbig2Size | null {
  if (!MAGIC.every((byte, index) => bytes[index] === byte) || ((bytes[8] ?? 0) & 1) === 0) return null;
  const first = segmentAt(bytes, headerBytes(bytes));
  if (first?.type !== TYPE.pageInformation || bytes.length < first.data + 8) return null;
  const view = viewOf(bytes);
  return { width: view.getUint32(first.data), height: view.getUint32(first.data + 4) };
}

/**
 * Whether such a file is as tax software writes it: one region as large as the page, packed arithmetically, by itself.
 * Decoding one takes no more than its pixels do, whatever else the file says.
 */
export function isPlainJbig2(bytes: Uint8Array, { width, height }: Jbig2Size): boolean {
  const page = segmentAt(bytes, headerBytes(bytes));
  const region = page === null ? null : segmentAt(bytes, page.end);
  if (region === null || region.end > bytes.length || region.end < region.data + REGION_BYTES) return false;
  if (region.type !== TYPE.genericRegion && region.type !== TYPE.losslessRegion) return false;
  const view = viewOf(bytes);
  const said = [0, 4, 8, 12].map((offset) => view.getUint32(region.data + offset));
  const fills = [width, height, 0, 0].every((value, index) => said[index] === value);
  const isFax = (view.getUint8(region.data + REGION_BYTES - 1) & 1) === 1;
  return fills && !isFax && onlyEndsFrom(bytes, region.end);
}

function onlyEndsFrom(bytes: Uint8Array, start: number): boolean {
  for (let at = start; at < bytes.length; ) {
    const segment = segmentAt(bytes, at);
    if (segment === null || (segment.type !== TYPE.endOfPage && segment.type !== TYPE.endOfFile))
      return false;
    at = segment.end;
  }
  return true;
}

/** The picture as the only thing on a PDF page of one point a pixel: PDF readers know JBIG2, and nothing else of ours does. */
export function jbig2InPdf(bytes: Uint8Array, width: number, height: number): Uint8Array {
  const picture = Buffer.from(bytes.subarray(headerBytes(bytes)));
  const content = Buffer.from(`${width} 0 0 ${height} 0 0 cm /I Do`);
  const objects: [string, Buffer | null][] = [
    ['<</Type/Catalog/Pages 2 0 R>>', null],
    ['<</Type/Pages/Kids[3 0 R]/Count 1>>', null],
    [
      `<</Type/Page/Parent 2 0 R/MediaBox[0 0 ${width} ${height}]/Contents 4 0 R/Resources<</XObject<</I 5 0 R>>>>>>`,
      null,
    ],
    [`<</Length ${content.length}>>`, content],
    [
      `<</Type/XObject/Subtype/Image/Width ${width}/Height ${height}/ColorSpace/DeviceGray/BitsPerComponent 1/Filter/JBIG2Decode/Length ${picture.length}>>`,
      picture,
    ],
  ];
  const pieces: Buffer[] = [Buffer.from('%PDF-1.5\n')];
  const offsets: number[] = [];
  let at = pieces[0]?.length ?? 0;
  const add = (piece: Buffer) => {
    pieces.push(piece);
    at += piece.length;
  };
  for (const [index, [dictionary, stream]] of objects.entries()) {
    offsets.push(at);
    add(Buffer.from(`${index + 1} 0 obj${dictionary}`));
    if (stream !== null) for (const piece of ['stream\n', stream, '\nendstream']) add(Buffer.from(piece));
    add(Buffer.from('endobj\n'));
  }
  const rows = offsets.map((offset) => `${String(offset).padStart(10, '0')} 00000 n \n`).join('');
  const table = `xref\n0 ${objects.length + 1}\n0000000000 65535 f \n${rows}`;
  const start = at;
  add(Buffer.from(`${table}trailer<</Size ${objects.length + 1}/Root 1 0 R>>\nstartxref\n${start}\n%%EOF`));
  return new Uint8Array(Buffer.concat(pieces));
}
