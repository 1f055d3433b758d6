/**
 * An invoice's page as a picture, and what happens to pictures on the way in: turned, EXIF orientation, a light scan,
 * a snapshot on a desk. All fixed by a seed. Heavy damage (folds, glare, shadow, blur) is drawn by damage/.
 */
import { PDFDocument } from 'pdf-lib';
import sharp from 'sharp';
import { pdfReader } from '../../src/adapters/pdf/pdf.js';
import type { Raster } from '../../src/ports/image.js';
import type { Random } from '../truth/random.js';

const MAX_SIDE = 4000;

/** The first page of a PDF, drawn by the program's own renderer. */
export async function rasterOf(pdf: Uint8Array, dpi: number): Promise<Raster> {
  const document = await pdfReader().open(pdf);
  const page = await document.page(1);
  try {
    return await page.render(dpi, MAX_SIDE);
  } finally {
    page.close();
    await document.close();
  }
}

const open = ({ data, width, height }: Raster) => sharp(data, { raw: { width, height, channels: 3 } });

/** Screenshots and exports: no loss, few colours. */
export async function png(raster: Raster, turns: 0 | 1 | 2 | 3 = 0): Promise<Uint8Array> {
  return open(raster)
    .rotate(turns * 90)
    .png({ palette: true, colours: 64, dither: 0, effort: 9 })
    .toBuffer();
}

export async function jpeg(raster: Raster): Promise<Uint8Array> {
  return open(raster).jpeg({ quality: 82 }).toBuffer();
}

/**
 * A JPEG whose pixels lie on their side and whose EXIF orientation says how to stand it up: 6, as telephones write it
 * (turn clockwise by a quarter to see it upright).
 */
export async function jpegWithOrientation(raster: Raster): Promise<Uint8Array> {
  return open(raster).rotate(270).withMetadata({ orientation: 6 }).jpeg({ quality: 82 }).toBuffer();
}

/**
 * What a needle printer struck, told by its blue ribbon: rows of dots with a paler row between them. In place; every
 * third row is about the pitch of 24 needles at the resolution of a scan.
 */
export function needles({ data, width, height }: Raster, pitch = 3): void {
  for (let y = 2; y < height; y++) {
    if (y % pitch < pitch - Math.round(pitch / 3)) continue;
    for (let at = y * width * 3; at < (y + 1) * width * 3; at += 3) {
      if ((data[at + 2] ?? 0) - (data[at] ?? 0) < 30) continue;
      for (let channel = at; channel < at + 3; channel++) {
        data[channel] = Math.round((data[channel] ?? 0) * 0.55 + 255 * 0.45);
      }
    }
  }
}

/** Grain of a scanner or sensor, in place: up to `strength` of 255 either way, the same in all three channels. */
function grain(data: Uint8Array, random: Random, strength: number): void {
  for (let at = 0; at < data.length; at += 3) {
    const noise = Math.round((random.next() + random.next() - 1) * strength);
    for (let channel = at; channel < at + 3; channel++) {
      data[channel] = Math.max(0, Math.min(255, (data[channel] ?? 0) + noise));
    }
  }
}

/** As an office scanner delivers it: a little askew on the glass, paper not quite white, grain, JPEG. */
export async function scan(raster: Raster, random: Random, grey: boolean): Promise<Uint8Array> {
  const angle = (random.next() < 0.5 ? -1 : 1) * (0.4 + random.next() * 0.8);
  const paper = { r: 246, g: 245, b: 241 };
  const { data, info } = await open(raster)
    .rotate(angle, { background: { r: 255, g: 255, b: 255 } })
    .extend({ top: 24, bottom: 40, left: 30, right: 30, background: { r: 255, g: 255, b: 255 } })
    .linear([paper.r / 255, paper.g / 255, paper.b / 255], [0, 0, 0])
    .blur(0.5)
    .removeAlpha()
    .raw()
    .toBuffer({ resolveWithObject: true });
  grain(data, random, 9);
  const scanned = sharp(data, { raw: { width: info.width, height: info.height, channels: 3 } });
  return (grey ? scanned.greyscale() : scanned).jpeg({ quality: 72 }).toBuffer();
}

/** As a telephone sees it on a desk: some tilt, uneven light, the desk around it. No grain, so that PNG stays small. */
export async function snapshot(raster: Raster, random: Random): Promise<Uint8Array> {
  const angle = (random.next() < 0.5 ? -1 : 1) * (1 + random.next() * 1.5);
  const desk = { r: 142, g: 118, b: 92 };
  const tilted = await open(raster)
    .linear([0.97, 0.96, 0.93], [0, 0, 0])
    .rotate(angle, { background: desk })
    .extend({ top: 60, bottom: 90, left: 70, right: 70, background: desk })
    .toColourspace('srgb')
    .png()
    .toBuffer({ resolveWithObject: true });
  const { width, height } = tilted.info;
  const light = `<svg xmlns="http://www.w3.org/2000/svg" width="${width}" height="${height}"><defs>
    <radialGradient id="l" cx="35%" cy="25%" r="95%"><stop offset="0" stop-color="#fff"/>
    <stop offset="1" stop-color="#b9b4ac"/></radialGradient></defs><rect width="100%" height="100%" fill="url(#l)"/></svg>`;
  return sharp(tilted.data)
    .composite([{ input: Buffer.from(light), blend: 'multiply' }])
    .blur(0.6)
    .png({ palette: true, colours: 96, dither: 0.4, effort: 9 })
    .toBuffer();
}

/** A PDF that is nothing but a scanned page: no text layer. `widthMm` is the paper's. */
export async function scannedPdf(jpegBytes: Uint8Array, widthMm: number, made: Date): Promise<Uint8Array> {
  const document = await PDFDocument.create({ updateMetadata: false });
  document.setProducer('Yanpiao samples');
  document.setCreationDate(made);
  const image = await document.embedJpg(jpegBytes);
  const width = (widthMm * 72) / 25.4;
  const height = (width * image.height) / image.width;
  document.addPage([width, height]).drawImage(image, { x: 0, y: 0, width, height });
  return document.save();
}
