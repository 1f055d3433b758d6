/** BMP, in which some producers put their pictures, and which no decoder of ours knows. Uncompressed ones only. */
import { BUDGETS } from '../../pipeline/budgets.js';
import type { Raster } from '../../ports/image.js';

/** BITMAPFILEHEADER and BITMAPINFOHEADER. */
const HEADERS = 54;
const RGB = 0;
/** Masks of channels, which with 32 bits are nearly always those of plain RGB. */
const BITFIELDS = 3;

/** `null` for anything else, for one that is cut off, and for one past the budget of pixels. */
export function bmpRaster(bytes: Uint8Array): Raster | null {
  if (bytes.length < HEADERS || bytes[0] !== 0x42 || bytes[1] !== 0x4d) return null;
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const [start, header] = [view.getUint32(10, true), view.getUint32(14, true)];
  const [width, signedHeight] = [view.getInt32(18, true), view.getInt32(22, true)];
  const [bits, packing] = [view.getUint16(28, true), view.getUint32(30, true)];
  const height = Math.abs(signedHeight);
  const pixels = width * height;
  if (header < 40 || width <= 0 || pixels === 0 || pixels > BUDGETS.imagePixels) return null;
  if (![1, 4, 8, 24, 32].includes(bits) || !(packing === RGB || (packing === BITFIELDS && bits === 32)))
    return null;
  // Rows are filled up to four bytes, and run from the bottom unless the height is negative.
  const stride = Math.ceil((width * bits) / 32) * 4;
  if (start + stride * height > bytes.length) return null;
  const palette = 14 + header;
  const data = new Uint8Array(pixels * 3);
  for (let y = 0; y < height; y++) {
    const row = start + stride * (signedHeight < 0 ? y : height - 1 - y);
    for (let x = 0; x < width; x++) {
      const from = bits >= 24 ? row + (x * bits) / 8 : palette + 4 * indexAt(bytes, row, x, bits);
      const to = (y * width + x) * 3;
      // Blue, green, red.
      data[to] = bytes[from + 2] ?? 0;
      data[to + 1] = bytes[from + 1] ?? 0;
      data[to + 2] = bytes[from] ?? 0;
    }
  }
  return { data, width, height };
}

/** The colour's place in the palette: 1, 4 or 8 bits, the first pixel in the highest. */
function indexAt(bytes: Uint8Array, row: number, x: number, bits: number): number {
  const byte = bytes[row + ((x * bits) >> 3)] ?? 0;
  return (byte >> (8 - bits - ((x * bits) & 7))) & ((1 << bits) - 1);
}
