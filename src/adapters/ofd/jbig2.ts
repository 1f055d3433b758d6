/** JBIG2, the format in which tax software writes the QR (ITU-T T.88, annex D). */

const MAGIC = [0x97, 0x4a, 0x42, 0x32, 0x0d, 0x0a, 0x1a, 0x0a];
/** Segment type 48: page information, which begins with width and height. */
const PAGE_INFORMATION = 48;

/** Magic, flags, and the number of pages unless flag 2 says that it is unknown. */
const headerBytes = (bytes: Uint8Array): number => ((bytes[8] ?? 0) & 2 ? 9 : 13);

/** Size in pixels of a JBIG2 file of one page written in sequence; `null` for anything else. */
export function jbig2Size(bytes: Uint8Array): { width: number; height: number } | null {
  const start = headerBytes(bytes);
  if (!MAGIC.every((byte, index) => bytes[index] === byte) || ((bytes[8] ?? 0) & 1) === 0) return null;
  // The first segment: number (4), flags, referred-to count, page (1 or 4), length (4).
  if (bytes.length < start + 19 || ((bytes[start + 4] ?? 0) & 0x3f) !== PAGE_INFORMATION) return null;
  const data = start + 4 + 1 + 1 + ((bytes[start + 4] ?? 0) & 0x40 ? 4 : 1) + 4;
  if (bytes.length < data + 8) return null;
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  return { width: view.getUint32(data), height: view.getUint32(data + 4) };
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
