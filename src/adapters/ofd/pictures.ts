/** The pictures of an OFD, in the formats that its producers use. */
import { fileKind } from '../../document/file-kind.js';
import { RefusalError } from '../../document/refusal.js';
import { BUDGETS } from '../../pipeline/budgets.js';
import type { BoardPicture, Drawing } from '../../ports/drawing.js';
import type { ImageTools, Raster } from '../../ports/image.js';
import type { PdfReader } from '../../ports/pdf.js';
import { jbig2InPdf, jbig2Size } from './jbig2.js';
import { scaled } from './matrix.js';

export interface PictureTools {
  readonly drawing: Drawing;
  readonly image: ImageTools;
  /** Decodes JBIG2, which PDFs hold too. */
  readonly pdf: PdfReader;
}

/** Longer side that a picture is decoded at: an A4 page at the dots that pages are drawn with. */
const LONGEST_SIDE = 2400;

/** `null` for a picture that is damaged, too large or of a format that is none of theirs: the page is drawn without it. */
export async function decodedPicture(bytes: Uint8Array, tools: PictureTools): Promise<BoardPicture | null> {
  try {
    const size = jbig2Size(bytes);
    if (size !== null) {
      const raster = await fromJbig2(bytes, size, tools);
      return raster === null ? null : await tools.drawing.picture(await tools.image.encode(raster, 'png'));
    }
    const kind = fileKind(bytes);
    if (kind === 'picture' && !isHeif(bytes)) {
      await tools.image.probe(bytes);
      return await tools.drawing.picture(bytes);
    }
    if (kind === 'picture' || kind === 'tiff') {
      const raster = await tools.image.decode(bytes, { maxSide: LONGEST_SIDE });
      return await tools.drawing.picture(await tools.image.encode(raster, 'png'));
    }
    return fitsAsBmp(bytes) ? await tools.drawing.picture(bytes) : null;
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
    const size = jbig2Size(bytes);
    if (size !== null) return await fromJbig2(bytes, size, tools);
    if (fileKind(bytes) === null) return await drawnAlone(bytes, maxSide, tools);
    return await tools.image.decode(bytes, { maxSide });
  } catch (error) {
    if (error instanceof RefusalError) return null;
    throw error;
  }
}

/** A BMP, which only the canvas decodes. */
async function drawnAlone(bytes: Uint8Array, maxSide: number, tools: PictureTools): Promise<Raster | null> {
  const picture = await decodedPicture(bytes, tools);
  if (picture === null) return null;
  const scale = Math.min(1, maxSide / Math.max(picture.width, picture.height));
  const [width, height] = [picture.width, picture.height].map((side) =>
    Math.max(1, Math.round(side * scale)),
  );
  if (width === undefined || height === undefined) return null;
  return tools.drawing.sheet(width, height, async (board) =>
    board.place(picture, scaled(width, height), { alpha: 1, darken: false, clips: [] }),
  );
}

async function fromJbig2(
  bytes: Uint8Array,
  { width, height }: { readonly width: number; readonly height: number },
  { pdf }: PictureTools,
): Promise<Raster | null> {
  if (width * height > BUDGETS.imagePixels || width * height === 0) return null;
  const document = await pdf.open(jbig2InPdf(bytes, width, height));
  try {
    const page = await document.page(1);
    // The page is as many points wide as the picture has pixels: at 72 dpi one becomes the other.
    return await page.render(72, LONGEST_SIDE);
  } finally {
    await document.close();
  }
}

const isHeif = (bytes: Uint8Array): boolean => String.fromCharCode(...bytes.subarray(4, 8)) === 'ftyp';

/** A BMP whose header names a size within the budget of pixels. */
function fitsAsBmp(bytes: Uint8Array): boolean {
  if (bytes.length < 26 || bytes[0] !== 0x42 || bytes[1] !== 0x4d) return false;
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  return Math.abs(view.getInt32(18, true) * view.getInt32(22, true)) <= BUDGETS.imagePixels;
}
