/** The runs of BMP: RLE8 and RLE4. */

/** A pair whose first byte is 0 is a command, or tells how many pixels follow one by one. */
const [END_OF_LINE, END, MOVE] = [0, 1, 2];

/**
 * The palette's index of each pixel, the top row first; 0 where the runs leave something out, as their format allows.
 * `runs` ends where it likes: what is missing stays 0. Takes time in proportion to the runs and the pixels.
 */
export function unpackedRuns(runs: Uint8Array, width: number, height: number, bits: number): Uint8Array {
  const indexes = new Uint8Array(width * height);
  const perByte = 8 / bits;
  let [x, y] = [0, height - 1];
  const put = (index: number) => {
    if (x < width && y >= 0) indexes[y * width + x] = index;
    x += 1;
  };
  for (let at = 0; at + 1 < runs.length && y >= 0; ) {
    const [count, value] = [runs[at] ?? 0, runs[at + 1] ?? 0];
    at += 2;
    if (count > 0) {
      for (let number = 0; number < count; number++) put(indexIn(value, number, bits));
    } else if (value === END_OF_LINE) {
      [x, y] = [0, y - 1];
    } else if (value === END) {
      break;
    } else if (value === MOVE) {
      [x, y] = [x + (runs[at] ?? 0), y - (runs[at + 1] ?? 0)];
      at += 2;
    } else {
      for (let number = 0; number < value; number++)
        put(indexIn(runs[at + Math.floor(number / perByte)] ?? 0, number, bits));
      // Filled up to two bytes.
      at += Math.ceil(value / perByte / 2) * 2;
    }
  }
  return indexes;
}

/** The byte itself, or with 4 bits a pixel its halves by turns. */
const indexIn = (byte: number, number: number, bits: number): number =>
  bits === 8 ? byte : number % 2 === 0 ? byte >> 4 : byte & 15;
