/** The few pixel operations that this engine needs before it can look. */
import type { Raster } from '../../ports/image.js';

/** As a binary PNM (P6), which needs no compression and no package. */
export function bitmapOf({ data, width, height }: Raster): Buffer {
  return Buffer.concat([Buffer.from(`P6\n${width} ${height}\n255\n`, 'ascii'), data]);
}

/** Turned clockwise by quarter turns. */
export function turned(image: Raster, turns: 0 | 1 | 2 | 3): Raster {
  if (turns === 0) return image;
  const { data, width, height } = image;
  const [w, h] = turns === 2 ? [width, height] : [height, width];
  const out = new Uint8Array(data.length);
  for (let y = 0; y < h; y++) {
    for (let x = 0; x < w; x++) {
      const [u, v] =
        turns === 1
          ? [y, height - 1 - x]
          : turns === 2
            ? [width - 1 - x, height - 1 - y]
            : [width - 1 - y, x];
      const from = (v * width + u) * 3;
      const to = (y * w + x) * 3;
      out[to] = data[from] ?? 0;
      out[to + 1] = data[from + 1] ?? 0;
      out[to + 2] = data[from + 2] ?? 0;
    }
  }
  return { data: out, width: w, height: h };
}

/** With the longer side at most `side`, each pixel the mean of those under it. */
export function reduced(image: Raster, side: number): Raster {
  const factor = side / Math.max(image.width, image.height);
  if (factor >= 1) return image;
  const width = Math.max(1, Math.round(image.width * factor));
  const height = Math.max(1, Math.round(image.height * factor));
  const sums = new Float64Array(width * height * 3);
  const counts = new Uint32Array(width * height);
  for (let y = 0; y < image.height; y++) {
    const row = Math.min(height - 1, Math.floor((y * height) / image.height)) * width;
    for (let x = 0; x < image.width; x++) {
      const to = row + Math.min(width - 1, Math.floor((x * width) / image.width));
      const from = (y * image.width + x) * 3;
      counts[to] = (counts[to] ?? 0) + 1;
      for (let c = 0; c < 3; c++) sums[to * 3 + c] = (sums[to * 3 + c] ?? 0) + (image.data[from + c] ?? 0);
    }
  }
  const data = new Uint8Array(sums.length);
  for (let index = 0; index < sums.length; index++)
    data[index] = (sums[index] ?? 0) / (counts[Math.floor(index / 3)] || 1);
  return { data, width, height };
}
