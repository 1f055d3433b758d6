/** The pictures of an OFD, in the formats that its producers use. */
import { fileKind } from '../../document/file-kind.js';
import { RefusalError } from '../../document/refusal.js';
import type { BoardPicture, Drawing } from '../../ports/drawing.js';
import type { ImageTools, Raster } from '../../ports/image.js';
import type { PdfReader } from '../../ports/pdf.js';

export interface PictureTools {
  readonly drawing: Drawing;
  readonly image: ImageTools;
  /** Decodes JBIG2, which PDFs hold too. */
  readonly pdf: PdfReader;
}

/** Longer side that a picture is decoded at: an A4 page at the dots that pages are drawn with. */
const LONGEST_SIDE = 2400;

/**
 * `null` for a picture that is damaged, too large or of a format that is none of theirs: the page is drawn without it.
 * The canvas sees only what was decoded and written anew: a damaged picture brings it down, and the process with it.
 */
export async function decodedPicture(bytes: Uint8Array, tools: PictureTools): Promise<BoardPicture | null> {
  try {
    const raster = await tools.pdf.bilevel(bytes, LONGEST_SIDE);
    if (raster === null && fileKind(bytes) === null) return null;
    const png = await (raster === null
      ? tools.image.asPng(bytes, LONGEST_SIDE)
      : tools.image.encode(raster, 'png'));
    return await tools.drawing.picture(png);
  } catch (error) {
    if (error instanceof RefusalError) return null;
    throw error;
  }
}

/** The same as pixels, without transparency, the longer side `maxSide` at most. */
export async function pictureRaster(
  bytes: Uint8Array,
  maxSide: number,
  tools: PictureTools,
): Promise<Raster | null> {
  try {
    const raster = await tools.pdf.bilevel(bytes, LONGEST_SIDE);
    if (raster === null) return await tools.image.decode(bytes, { maxSide });
    const isLarger = Math.max(raster.width, raster.height) > maxSide;
    return isLarger ? await tools.image.scale(raster, maxSide) : raster;
  } catch (error) {
    if (error instanceof RefusalError) return null;
    throw error;
  }
}
