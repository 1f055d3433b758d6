/** What the head of a JPEG says about how it was made, without decoding it. */

export interface JpegHead {
  /** Steps by which the light's 64 frequencies were rounded, row by row of the 8 × 8 block as it is stored. */
  readonly steps: readonly number[];
  /** How to stand the picture up (EXIF, 1 to 8). */
  readonly orientation: number;
  /** The program that wrote it last, as it says itself; `null` where it says nothing. */
  readonly software: string | null;
}

/** Where the nth of the stored steps belongs (T.81, figure 5). */
const ZIGZAG = [
  0, 1, 8, 16, 9, 2, 3, 10, 17, 24, 32, 25, 18, 11, 4, 5, 12, 19, 26, 33, 40, 48, 41, 34, 27, 20, 13, 6, 7,
  14, 21, 28, 35, 42, 49, 56, 57, 50, 43, 36, 29, 22, 15, 23, 30, 37, 44, 51, 58, 59, 52, 45, 38, 31, 39, 46,
  53, 60, 61, 54, 47, 55, 62, 63,
] as const;

const MARKER = { tables: 0xdb, exif: 0xe1, scan: 0xda } as const;

/** `null`: it is no JPEG, or its steps are not told before its first scan. `bytes`: its beginning will do. */
export function jpegHead(bytes: Uint8Array): JpegHead | null {
  if (bytes[0] !== 0xff || bytes[1] !== 0xd8 || bytes[2] !== 0xff) return null;
  let steps: number[] | null = null;
  let facts: ExifFacts = { orientation: 1, software: null };
  for (let at = 2; at + 4 <= bytes.length; ) {
    if (bytes[at] !== 0xff) return null;
    const marker = bytes[at + 1] ?? 0;
    // Fill bytes may stand before a marker.
    if (marker === 0xff) {
      at++;
      continue;
    }
    if (marker === MARKER.scan) break;
    const length = ((bytes[at + 2] ?? 0) << 8) | (bytes[at + 3] ?? 0);
    const segment = bytes.subarray(at + 4, at + 2 + length);
    if (marker === MARKER.tables) steps = lightSteps(segment) ?? steps;
    if (marker === MARKER.exif) facts = exifFacts(segment) ?? facts;
    at += 2 + Math.max(2, length);
  }
  return steps === null ? null : { steps, ...facts };
}

/** Table 0 of a segment of tables: by custom, and by every encoder we know, that of the light. */
function lightSteps(segment: Uint8Array): number[] | null {
  for (let at = 0; at < segment.length; ) {
    const [wide, id] = [(segment[at] ?? 0) >> 4 === 0 ? 1 : 2, (segment[at] ?? 0) & 15];
    const values = segment.subarray(at + 1, at + 1 + 64 * wide);
    if (values.length < 64 * wide) return null;
    at += 1 + 64 * wide;
    if (id !== 0) continue;
    const steps = new Array<number>(64).fill(1);
    for (const [nth, place] of ZIGZAG.entries()) {
      const value = wide === 1 ? values[nth] : ((values[2 * nth] ?? 0) << 8) | (values[2 * nth + 1] ?? 0);
      steps[place] = Math.max(1, value ?? 1);
    }
    return steps;
  }
  return null;
}

interface ExifFacts {
  readonly orientation: number;
  readonly software: string | null;
}

const TAGS = { orientation: 0x0112, software: 0x0131 } as const;
/** Characters of a program's name that are kept. */
const LONGEST = 80;

/** The first directory of an EXIF segment. `null`: it is none, or says nothing that can be read. */
function exifFacts(segment: Uint8Array): ExifFacts | null {
  if (latin(segment.subarray(0, 4)) !== 'Exif') return null;
  const tiff = segment.subarray(6);
  const isLittle = tiff[0] === 0x49;
  const view = new DataView(tiff.buffer, tiff.byteOffset, tiff.byteLength);
  const fits = (at: number, size: number) => at >= 0 && at + size <= tiff.length;
  if (!fits(4, 4)) return null;
  const first = view.getUint32(4, isLittle);
  if (!fits(first, 2)) return null;
  let [orientation, software]: [number, string | null] = [1, null];
  const entries = view.getUint16(first, isLittle);
  for (let at = first + 2, left = entries; left > 0 && fits(at, 12); at += 12, left--) {
    const tag = view.getUint16(at, isLittle);
    if (tag === TAGS.orientation) orientation = view.getUint16(at + 8, isLittle);
    if (tag !== TAGS.software) continue;
    const length = view.getUint32(at + 4, isLittle);
    const start = length <= 4 ? at + 8 : view.getUint32(at + 8, isLittle);
    if (length <= 4096 && fits(start, length)) software = latin(tiff.subarray(start, start + length)) || null;
  }
  return { orientation: orientation >= 1 && orientation <= 8 ? orientation : 1, software };
}

/** Printable characters of ASCII up to the first zero. */
function latin(bytes: Uint8Array): string {
  const end = bytes.indexOf(0);
  const text = String.fromCharCode(...bytes.subarray(0, Math.min(end === -1 ? bytes.length : end, LONGEST)));
  return text.replace(/[^\x20-\x7e]/gu, '').trim();
}
