/** Pixels of the JBIG2 files that OFDs bring, decoded by pdfjs: plain ones by its decoder alone, others as a PDF. */
import type { Raster } from '../../ports/image.js';
import { isPlainJbig2, jbig2InPdf, jbig2Size } from './jbig2.js';

/**
 * Pixels that the decoder alone is given at most, one byte each: a code has 10 000 to 100 000. It is plain JavaScript,
 * three times slower than the one that pages are drawn with, but that is set up anew for each file, which takes 30 ms.
 */
const PLAIN_PIXELS = 1_000_000;

/** Draws the one page of a PDF whose points are pixels, as far as those are at most `maxSide`. */
type DrawPdf = (pdf: Uint8Array, maxSide: number) => Promise<Raster>;

/** `null` for what is no such file, and for one of no pixels or more than `mostPixels`. Throws RefusalError. */
export async function bilevelRaster(
  file: Uint8Array,
  maxSide: number,
  mostPixels: number,
  draw: DrawPdf,
): Promise<Raster | null> {
  const size = jbig2Size(file);
  if (size === null) return null;
  const { width, height } = size;
  const pixels = width * height;
  if (pixels === 0 || pixels > mostPixels) return null;
  const isSmall = pixels <= PLAIN_PIXELS && Math.max(width, height) <= maxSide;
  const plain = isSmall && isPlainJbig2(file, size) ? await decoded(file) : null;
  if (plain === null) return draw(jbig2InPdf(file, width, height), maxSide);
  const data = new Uint8Array(pixels * 3);
  for (let at = 0; at < data.length; at++) data[at] = plain[Math.floor(at / 3)] ?? 255;
  return { data, width, height };
}

interface Decoder {
  readonly Jbig2Image: new () => { parse(file: Uint8Array): Uint8ClampedArray };
}

/** A grey a pixel; `null` where the decoder gives up: the other one may still make something of it. */
async function decoded(file: Uint8Array): Promise<Uint8ClampedArray | null> {
  // @ts-expect-error pdfjs ships this half without types.
  const { Jbig2Image }: Decoder = await import('pdfjs-dist/image_decoders/pdf.image_decoders.mjs');
  try {
    return new Jbig2Image().parse(file);
  } catch (error) {
    if (error instanceof Error) return null;
    throw error;
  }
}
