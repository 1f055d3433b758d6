/** The few pixel operations that this engine needs before it can look. */
import type { Raster } from '../../ports/image.js';

/** As a binary PNM (P6), which needs no compression and no package. */
export function bitmapOf({ data, width, height }: Raster): Buffer {
  return Buffer.concat([Buffer.from(`P6\n${width} ${height}\n255\n`, 'ascii'), data]);
}
