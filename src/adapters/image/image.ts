/** Pictures through sharp (libvips), HEIC through libheif, and BMP. */
import type { Metadata, Sharp } from 'sharp';
import type { FileBytes } from '../../document/file-bytes.js';
import { RefusalError } from '../../document/refusal.js';
import { BUDGETS } from '../../pipeline/budgets.js';
import type { ImageInfo, ImageTools, PixelRect, Raster } from '../../ports/image.js';
import { bmpRaster } from './bmp.js';
import { allOf } from './file.js';
import { decodeHeic } from './heic.js';
import { type Picture, pictureOf, type VipsPicture } from './picture.js';

/** What libvips names the formats we take. Left out on purpose: `svg`, which it would draw, scripts, links and all. */
const FORMATS = ['jpeg', 'png', 'webp', 'gif', 'tiff', 'heif'];

/** JPEG quality for a person's eye: no visible loss on small print. */
const JPEG_QUALITY = 85;

/** Stateless: one serves a whole process. */
export function imageTools(): ImageTools {
  return { probe, decode, asPng, scale, crop, turn, encode };
}

/** Loads libvips on first use: one thread (a reader is one of several processes), and no cache of past pictures. */
async function vips() {
  const { default: sharp } = await import('sharp');
  sharp.concurrency(1);
  sharp.cache(false);
  return sharp;
}

async function probe(file: FileBytes): Promise<ImageInfo> {
  const picture = await pictureOf(file, 0);
  const { width, height } = await sizeOf(picture);
  return { width, height, pages: picture.pages };
}

/** As it is shown. Throws RefusalError. */
async function sizeOf(picture: Picture): Promise<{ readonly width: number; readonly height: number }> {
  if (picture.bmp !== null) return picture.bmp;
  const info = await header(picture);
  return isHevc(info) ? info : info.autoOrient;
}

/** The header of one frame, its size checked before anybody decodes it. */
async function header(picture: VipsPicture): Promise<Metadata> {
  const info = await metadata(picture);
  if (!FORMATS.includes(info.format)) throw new RefusalError('unsupported_type', info.format);
  const { width, height } = info;
  const most = isHevc(info) ? BUDGETS.heicPixels : BUDGETS.imagePixels;
  if (width * height > most) throw new RefusalError('too_many_pixels', `${width} × ${height}`);
  return info;
}

async function metadata({ input, page }: VipsPicture): Promise<Metadata> {
  const sharp = await vips();
  try {
    return await sharp(input, { page, limitInputPixels: false, failOn: 'none' }).metadata();
  } catch (error) {
    throw new RefusalError('damaged_file', undefined, { cause: error });
  }
}

const isHevc = (info: Metadata) => info.format === 'heif' && info.compression === 'hevc';

async function decode(file: FileBytes, options: { frame?: number; maxSide?: number } = {}): Promise<Raster> {
  const { frame = 0, maxSide } = options;
  return toRaster(await upright(await pictureOf(file, frame), maxSide));
}

async function asPng(bytes: Uint8Array, maxSide: number): Promise<Uint8Array> {
  const picture = await upright(await pictureOf(bytes, 0), maxSide);
  // Packed no more than it takes: it is unpacked at once.
  return orDamaged(() => picture.toColourspace('srgb').png({ compressionLevel: 1 }).toBuffer());
}

/** Whatever else a decoder says, it says of the file. */
async function orDamaged<T>(work: () => Promise<T>): Promise<T> {
  try {
    return await work();
  } catch (error) {
    throw error instanceof RefusalError
      ? error
      : new RefusalError('damaged_file', undefined, { cause: error });
  }
}

/** One frame, turned and shrunk, still to be decoded. */
async function upright(picture: Picture, maxSide: number | undefined): Promise<Sharp> {
  const sharp = await vips();
  if (picture.bmp !== null) {
    const { data, width, height } = bmpRaster(picture.bytes, picture.bmp);
    return shrunk(sharp(data, { raw: { width, height, channels: 3 } }), maxSide, Math.max(width, height));
  }
  const info = await header(picture);
  if (isHevc(info)) {
    const { data, width, height } = await orDamaged(async () => decodeHeic(await allOf(picture.file)));
    return shrunk(sharp(data, { raw: { width, height, channels: 4 } }), maxSide, Math.max(width, height));
  }
  const source = sharp(picture.input, {
    page: picture.page,
    pages: 1,
    limitInputPixels: BUDGETS.imagePixels,
    // A truncated file is refused: half an invoice read as a whole one would be a lie. Of a TIFF, libvips only then
    // says that a strip is missing or cannot be unpacked when every error counts.
    failOn: info.format === 'tiff' ? 'error' : 'truncated',
  });
  return shrunk(source.autoOrient(), maxSide, Math.max(info.width, info.height));
}

function shrunk(image: Sharp, maxSide: number | undefined, longSide: number): Sharp {
  if (maxSide === undefined) return image;
  const side = wholeShare(longSide, maxSide);
  return image.resize({ width: side, height: side, fit: 'inside', withoutEnlargement: true });
}

/** Least share of the allowed side for which it pays to be content with a half, a quarter or an eighth. */
const WORTH_LESS = 0.85;

/**
 * The side to shrink to: half the picture's, a quarter or an eighth where that comes near `maxSide` from below, for a
 * JPEG is decoded at such a size for less than at its own and need not be resampled (48 MP: 8064 pixels to 4032).
 */
function wholeShare(longSide: number, maxSide: number): number {
  const share = [2, 4, 8].find((by) => Math.ceil(longSide / by) <= maxSide);
  const side = share === undefined || longSide <= maxSide ? maxSide : Math.ceil(longSide / share);
  return side >= WORTH_LESS * maxSide ? side : maxSide;
}

/** To 8-bit RGB over white, whatever it was (CMYK, 16 bits, grey, transparent). */
async function toRaster(image: Sharp): Promise<Raster> {
  const flat = image.flatten({ background: '#ffffff' }).toColourspace('srgb').removeAlpha();
  const { data, info } = await orDamaged(() =>
    flat.raw({ depth: 'uchar' }).toBuffer({ resolveWithObject: true }),
  );
  if (info.channels !== 3) throw new Error(`expected 3 channels, got ${info.channels}`);
  return { data, width: info.width, height: info.height };
}

async function ofRaster(image: Raster): Promise<Sharp> {
  const sharp = await vips();
  return sharp(image.data, { raw: { width: image.width, height: image.height, channels: 3 } });
}

async function scale(image: Raster, side: number): Promise<Raster> {
  if (Math.max(image.width, image.height) === side) return image;
  const ratio = side / Math.max(image.width, image.height);
  const width = Math.max(1, Math.round(image.width * ratio));
  const height = Math.max(1, Math.round(image.height * ratio));
  return toRaster((await ofRaster(image)).resize({ width, height, fit: 'fill' }));
}

async function crop(image: Raster, rect: PixelRect): Promise<Raster> {
  return toRaster((await ofRaster(image)).extract(rect));
}

async function turn(image: Raster, turns: 0 | 1 | 2 | 3): Promise<Raster> {
  return turns === 0 ? image : toRaster((await ofRaster(image)).rotate(turns * 90));
}

async function encode(image: Raster, format: 'jpeg' | 'png'): Promise<Uint8Array> {
  const picture = await ofRaster(image);
  return format === 'jpeg' ? picture.jpeg({ quality: JPEG_QUALITY }).toBuffer() : picture.png().toBuffer();
}
