/**
 * The names in the directory of a compound file (MS-CFB: Outlook's MSG, and the DOC, XLS and PPT of before 2007 as well),
 * to know what kind of file it is; nothing is opened.
 */

const MAGIC = [0xd0, 0xcf, 0x11, 0xe0, 0xa1, 0xb1, 0x1a, 0xe1];
const HEADER_BYTES = 512;
const ENTRY_BYTES = 128;
/** Entries looked at: what tells an MSG stands among the first, and a chain that runs in circles ends here too. */
const MOST_ENTRIES = 4096;

/** Whether it begins as a compound file does. */
export const isCompound = (bytes: Uint8Array): boolean => MAGIC.every((byte, index) => bytes[index] === byte);

/**
 * Names in their order, `null` for each part of the directory that is not among `bytes` (of a file's beginning it may
 * be all of it). Sectors of the directory are followed through the first 109 of the allocation table (7 MB or more).
 */
export function* namesInCompound(bytes: Uint8Array): Generator<string | null> {
  if (bytes.length < HEADER_BYTES) return yield null;
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const shift = view.getUint16(30, true) === 12 ? 12 : 9;
  const offsetOf = (sector: number) => (sector + 1) * 2 ** shift;
  const perSector = 2 ** shift / 4;
  const next = (sector: number): number | null => {
    const table = Math.floor(sector / perSector);
    if (table >= 109) return null;
    const at = offsetOf(view.getUint32(76 + table * 4, true)) + (sector % perSector) * 4;
    return at + 4 <= bytes.length ? view.getUint32(at, true) : null;
  };
  let sector: number | null = view.getUint32(48, true);
  for (let seen = 0; seen < MOST_ENTRIES && sector !== null && sector < 0xfffffffa; sector = next(sector)) {
    const start = offsetOf(sector);
    for (let at = start; at < start + 2 ** shift; at += ENTRY_BYTES, seen += 1) {
      if (at + ENTRY_BYTES > bytes.length) return yield null;
      yield nameAt(view, at);
    }
  }
  if (sector === null) yield null;
}

/** UTF-16, its length in bytes at 64, the closing zero included. */
function nameAt(view: DataView, at: number): string {
  const units = Math.min(32, view.getUint16(at + 64, true) >> 1) - 1;
  return Array.from({ length: Math.max(0, units) }, (_, index) =>
    String.fromCharCode(view.getUint16(at + index * 2, true)),
  ).join('');
}
