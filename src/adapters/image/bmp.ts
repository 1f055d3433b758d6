/**
 * BMP, which libvips does not know: scanners of banks and tax offices save it still, and OFDs hold it. Packed as runs
 * or not at all, with 1 to 32 bits a pixel. Its transparency is left out: most programs leave it at zero by mistake.
 */
import { RefusalError } from '../../document/refusal.js';
import { BUDGETS } from '../../pipeline/budgets.js';
import type { Raster } from '../../ports/image.js';
import { unpackedRuns } from './bmp-runs.js';

/** How the pixels are packed. */
const [RGB, RUNS_8, RUNS_4, MASKS, ALPHA_MASKS] = [0, 1, 2, 3, 6];
const FILE_HEADER = 14;

export interface BmpHeader {
  readonly width: number;
  readonly height: number;
  /** The first row is the top one. */
  readonly downward: boolean;
  readonly bits: number;
  readonly packing: number;
  /** Where its palette (or the masks) and its pixels begin. */
  readonly palette: number;
  readonly start: number;
  /** Bytes of a colour in the palette. */
  readonly colourBytes: 3 | 4;
}

/** `null`: no BMP. Throws RefusalError `damaged_file` or `too_many_pixels`. */
export function bmpHeader(bytes: Uint8Array): BmpHeader | null {
  if (bytes.length < 26 || bytes[0] !== 0x42 || bytes[1] !== 0x4d) return null;
  const view = viewOf(bytes);
  const [start, length] = [view.getUint32(10, true), view.getUint32(14, true)];
  const isCore = length === 12;
  if (!isCore && (length < 16 || bytes.length < FILE_HEADER + Math.min(length, 40))) return null;
  const width = isCore ? view.getUint16(18, true) : view.getInt32(18, true);
  const signedHeight = isCore ? view.getUint16(20, true) : view.getInt32(22, true);
  const height = Math.abs(signedHeight);
  if (width <= 0 || height === 0) throw new RefusalError('damaged_file', 'BMP');
  if (width * height > BUDGETS.imagePixels) throw new RefusalError('too_many_pixels', `${width} × ${height}`);
  return {
    ...{ width, height, start, downward: signedHeight < 0, palette: FILE_HEADER + length },
    bits: view.getUint16(isCore ? 24 : 28, true),
    packing: length < 20 ? RGB : view.getUint32(30, true),
    colourBytes: isCore ? 3 : 4,
  };
}

/** Throws RefusalError `damaged_file` where it is cut off, `unsupported_type` for what only printers make (JPEG in BMP). */
export function bmpRaster(bytes: Uint8Array, header: BmpHeader): Raster {
  const { width, height, bits, packing } = header;
  const isPlain = packing === RGB && [1, 2, 4, 8, 16, 24, 32].includes(bits);
  const isMasked = (packing === MASKS || packing === ALPHA_MASKS) && (bits === 16 || bits === 32);
  if (isPlain || isMasked) return { data: fromRows(bytes, header), width, height };
  if (!(packing === RUNS_8 && bits === 8) && !(packing === RUNS_4 && bits === 4))
    throw new RefusalError('unsupported_type', `BMP ${bits}/${packing}`);
  const indexes = unpackedRuns(bytes.subarray(header.start), width, height, bits);
  const colours = paletteOf(bytes, header);
  const data = new Uint8Array(width * height * 3);
  for (let to = 0; to < indexes.length; to++) data.set(colours[indexes[to] ?? 0] ?? BLACK, to * 3);
  return { data, width, height };
}

const BLACK = [0, 0, 0];

function fromRows(bytes: Uint8Array, header: BmpHeader): Uint8Array {
  const { width, height, bits, start, downward } = header;
  // Rows are filled up to four bytes.
  const stride = Math.ceil((width * bits) / 32) * 4;
  // Some writers leave out what fills the last one.
  if (start + stride * (height - 1) + Math.ceil((width * bits) / 8) > bytes.length)
    throw new RefusalError('damaged_file', 'BMP');
  const colourAt =
    bits <= 8 ? byPalette(bytes, header) : bits === 24 ? byBytes(bytes) : byMasks(bytes, header);
  const data = new Uint8Array(width * height * 3);
  for (let y = 0; y < height; y++) {
    const row = start + stride * (downward ? y : height - 1 - y);
    for (let x = 0; x < width; x++) colourAt(row, x, data, (y * width + x) * 3);
  }
  return data;
}

/** Writes the colour of the pixel `x` of the row that begins at `row` to `data`, at `to`. */
type ColourAt = (row: number, x: number, data: Uint8Array, to: number) => void;

/** Blue, green, red. */
const byBytes =
  (bytes: Uint8Array): ColourAt =>
  (row, x, data, to) => {
    const from = row + x * 3;
    data[to] = bytes[from + 2] ?? 0;
    data[to + 1] = bytes[from + 1] ?? 0;
    data[to + 2] = bytes[from] ?? 0;
  };

function byPalette(bytes: Uint8Array, header: BmpHeader): ColourAt {
  const { bits } = header;
  const colours = paletteOf(bytes, header);
  return (row, x, data, to) => {
    // The first pixel is in the highest bits.
    const byte = bytes[row + ((x * bits) >> 3)] ?? 0;
    const index = (byte >> (8 - bits - ((x * bits) & 7))) & ((1 << bits) - 1);
    data.set(colours[index] ?? BLACK, to);
  };
}

/** As many as lie before the pixels, red first. */
function paletteOf(bytes: Uint8Array, { bits, palette, start, colourBytes }: BmpHeader): number[][] {
  const most = Math.min(1 << bits, Math.max(0, Math.floor((start - palette) / colourBytes)));
  return Array.from({ length: most }, (_, index) => {
    const at = palette + index * colourBytes;
    return [bytes[at + 2] ?? 0, bytes[at + 1] ?? 0, bytes[at] ?? 0];
  });
}

/** Where no masks are told, five bits for each colour of 16, eight of 32. */
function byMasks(bytes: Uint8Array, { bits, packing }: BmpHeader): ColourAt {
  const view = viewOf(bytes);
  const standard = bits === 16 ? [0x7c00, 0x3e0, 0x1f] : [0xff0000, 0xff00, 0xff];
  // Right behind the first 40 bytes of the header, or in the longer headers at the same place.
  const told = [54, 58, 62].map((at) => (at + 4 <= bytes.length ? view.getUint32(at, true) : 0));
  const channels = (packing === RGB ? standard : told).map((mask) => {
    const shift = mask === 0 ? 0 : 31 - Math.clz32(mask & -mask);
    return { mask, shift, most: mask >>> shift || 1 };
  });
  return (row, x, data, to) => {
    const value = bits === 16 ? view.getUint16(row + x * 2, true) : view.getUint32(row + x * 4, true);
    channels.forEach(({ mask, shift, most }, index) => {
      data[to + index] = Math.round((((value & mask) >>> shift) * 255) / most);
    });
  };
}

const viewOf = ({ buffer, byteOffset, byteLength }: Uint8Array) =>
  new DataView(buffer, byteOffset, byteLength);
