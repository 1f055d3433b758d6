/** The names in a ZIP's directory, to know what kind of container it is; nothing is opened. */

const END = [0x50, 0x4b, 0x05, 0x06];
const RECORD = [0x50, 0x4b, 0x01, 0x02];
const END_BYTES = 22;
const RECORD_BYTES = 46;
/** The end record may be followed by a comment of this length. */
const LONGEST_COMMENT = 0xffff;

/** Names as Latin-1, in their order, one by one (there may be a gigabyte of them); none where there is no directory, or one of ZIP64 (APPNOTE 4.3.12, 4.3.16). */
export function* namesInZip(bytes: Uint8Array): Generator<string> {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const end = lastOf(END, bytes);
  if (end === null) return;
  let at = view.getUint32(end + 16, true);
  for (let left = view.getUint16(end + 10, true); left > 0; left--) {
    if (at + RECORD_BYTES > end || !startsWith(RECORD, bytes, at)) break;
    const length = view.getUint16(at + 28, true);
    const start = at + RECORD_BYTES;
    yield String.fromCharCode(...bytes.subarray(start, start + length));
    at = start + length + view.getUint16(at + 30, true) + view.getUint16(at + 32, true);
  }
}

function lastOf(magic: readonly number[], bytes: Uint8Array): number | null {
  const first = Math.max(0, bytes.length - END_BYTES - LONGEST_COMMENT);
  for (let at = bytes.length - END_BYTES; at >= first; at--) if (startsWith(magic, bytes, at)) return at;
  return null;
}

const startsWith = (magic: readonly number[], bytes: Uint8Array, at: number): boolean =>
  magic.every((byte, index) => bytes[at + index] === byte);
