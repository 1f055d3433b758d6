/** What happens to a page before any camera sees it: worn print, another seal, pen strokes. All on the page's own pixels. */
import { PDFDocument } from 'pdf-lib';
import sharp from 'sharp';
import type { Box } from '../../src/document/geometry.js';
import type { Kind } from '../../src/invoice/kinds.js';
import type { Raster } from '../../src/ports/image.js';
import { Canvas } from '../draw/canvas.js';
import { embedFaces } from '../draw/faces.js';
import { needles, rasterOf } from '../draw/picture.js';
import { drawSellerSeal } from '../draw/seal.js';
import type { DrawnForm } from '../forms/form.js';
import type { Random } from '../truth/random.js';
import { between, chance, smoothNoise } from './random.js';

export interface Ink {
  /** Contrast left of thermal print, 1 for fresh. Only what is printed thermally fades. */
  readonly fade: number;
  /** Blur of a carbon copy in mm, 0 for an original. Only what a needle printer struck has copies. */
  readonly carbon: number;
  /** One more seal, over values. */
  readonly seal: boolean;
  /** Strokes of a pen: ticks, underlines, a signature. */
  readonly strokes: number;
}

/** Distance between the rows of dots of a needle printer, in mm: 24 needles, the rows of one pass told apart. */
const DOT_PITCH = 0.28;
/** Kinds whose forms draw the dots of their meter or ticket machine themselves. */
const DRAWN_IN_DOTS: ReadonlySet<Kind> = new Set<Kind>([
  'taxi_paper',
  'bus_paper',
  'toll_paper',
  'train_paper',
  'vat_general_roll',
]);
/** The width and height of a seller's seal with room round it, in mm. */
const SEAL = { width: 42, height: 32 };
const POINTS = 72 / 25.4;

/** The first page of a form on its paper, `perMm` pixels a millimetre. */
export async function printed(form: DrawnForm, perMm: number, ink: Ink, random: Random): Promise<Raster> {
  const raster = await rasterOf(form.pdf, perMm * 25.4);
  const scale = raster.width / form.widthMm;
  if (form.paper === 'needle' && !DRAWN_IN_DOTS.has(form.truth.kind))
    needles(raster, Math.max(3, Math.round(DOT_PITCH * scale)));
  if (form.paper === 'thermal' && ink.fade < 1) fade(raster, ink.fade, random);
  if (ink.seal) await stamp(raster, form, scale, random);
  const carbon = form.paper === 'needle' ? ink.carbon * scale : 0;
  const copied = carbon >= 0.3 ? await carbonCopy(raster, carbon) : raster;
  return ink.strokes > 0 ? penned(copied, form, ink.strokes, random) : copied;
}

/** Heat and light turn thermal print pale, in bands along the roll. */
function fade({ data, width, height }: Raster, contrast: number, random: Random): void {
  const seed = random.whole(1, 1e6);
  const bands = Float32Array.from(
    { length: width },
    (_, x) => contrast * (0.82 + 0.36 * smoothNoise((x / width) * 7, 0.5, 16, seed)),
  );
  for (let y = 0; y < height; y++) {
    const along = 0.9 + 0.2 * smoothNoise(0.5, (y / height) * 5, 16, seed + 1);
    for (let x = 0; x < width; x++) {
      const left = Math.min(1, (bands[x] ?? 1) * along);
      for (let at = (y * width + x) * 3, end = at + 3; at < end; at++) {
        data[at] = 255 - (255 - (data[at] ?? 0)) * left;
      }
    }
  }
}

/** The second or third sheet under the ribbon: soft and pale. */
async function carbonCopy({ data, width, height }: Raster, sigma: number): Promise<Raster> {
  const soft = await sharp(data, { raw: { width, height, channels: 3 } })
    .blur(sigma)
    .linear(0.85, 38)
    .raw()
    .toBuffer();
  return { data: soft, width, height };
}

/** A seal of the seller, on white. */
async function sealOf(form: DrawnForm, perMm: number): Promise<Raster> {
  const document = await PDFDocument.create({ updateMetadata: false });
  const faces = await embedFaces(document, 'screen');
  const page = document.addPage([SEAL.width * POINTS, SEAL.height * POINTS]);
  const canvas = new Canvas(page, SEAL.height);
  const { fields } = form.truth;
  drawSellerSeal(canvas, faces, SEAL.width / 2, SEAL.height / 2, {
    name: fields.sellerName ?? fields.marketName ?? fields.company ?? fields.issuer ?? '样票业务往来单位',
    taxId: fields.sellerTaxId ?? fields.marketTaxId ?? '',
  });
  return rasterOf(await document.save(), perMm * 25.4);
}

/** Stamps a seal, turned a little, so that it meets a value; ink mixes, so what lies below stays legible. */
async function stamp(page: Raster, form: DrawnForm, perMm: number, random: Random): Promise<void> {
  const seal = await sealOf(form, perMm);
  const strength = between(random, [0.4, 0.72]);
  const box: Box = form.places.length === 0 ? [0.4, 0.4, 0.6, 0.6] : random.pick(form.places).box;
  const [cx, cy] = [
    ((box[0] + box[2]) / 2) * page.width + (random.next() - 0.5) * seal.width * 0.6,
    ((box[1] + box[3]) / 2) * page.height + (random.next() - 0.5) * seal.height * 0.6,
  ];
  const turn = (random.next() - 0.5) * 0.7;
  const [cos, sin] = [Math.cos(turn), Math.sin(turn)];
  const reach = Math.hypot(seal.width, seal.height) / 2;
  const rows = [Math.max(0, Math.floor(cy - reach)), Math.min(page.height, Math.ceil(cy + reach))] as const;
  const columns = [Math.max(0, Math.floor(cx - reach)), Math.min(page.width, Math.ceil(cx + reach))] as const;
  for (let y = rows[0]; y < rows[1]; y++) {
    for (let x = columns[0]; x < columns[1]; x++) {
      const u = Math.round((x - cx) * cos + (y - cy) * sin + seal.width / 2);
      const v = Math.round((y - cy) * cos - (x - cx) * sin + seal.height / 2);
      if (u < 0 || v < 0 || u >= seal.width || v >= seal.height) continue;
      const from = (v * seal.width + u) * 3;
      const to = (y * page.width + x) * 3;
      for (let channel = 0; channel < 3; channel++) {
        const dye = 1 - strength * (1 - (seal.data[from + channel] ?? 255) / 255);
        page.data[to + channel] = (page.data[to + channel] ?? 0) * dye;
      }
    }
  }
}

const PENS = ['#1d2f8f', '#161616', '#b3202a'] as const;

/** Ticks and underlines beside values, a scrawl where nothing is printed: people write on paper, but not over figures. */
async function penned(page: Raster, form: DrawnForm, strokes: number, random: Random): Promise<Raster> {
  const { width, height } = page;
  const perMm = width / form.widthMm;
  const paths = Array.from({ length: strokes }, () => {
    const path = chance(random, 0.5)
      ? underline(form, page, perMm, random)
      : scrawl(form, page, perMm, random);
    const pen = `stroke="${random.pick(PENS)}" stroke-width="${(perMm * between(random, [0.3, 0.6])).toFixed(1)}"`;
    return `<path d="${path}" fill="none" ${pen} stroke-opacity="0.85" stroke-linecap="round"/>`;
  });
  const svg = `<svg xmlns="http://www.w3.org/2000/svg" width="${width}" height="${height}">${paths.join('')}</svg>`;
  const data = await sharp(page.data, { raw: { width, height, channels: 3 } })
    .composite([{ input: Buffer.from(svg), blend: 'over' }])
    .removeAlpha()
    .raw()
    .toBuffer();
  return { data, width, height };
}

function underline(form: DrawnForm, { width, height }: Raster, perMm: number, random: Random): string {
  const [x0, , x1, y1] = form.places.length === 0 ? [0.3, 0.5, 0.6, 0.55] : random.pick(form.places).box;
  const y = y1 * height + 0.4 * perMm;
  const wave = () => (y + (random.next() - 0.3) * 0.6 * perMm).toFixed(1);
  const middle = (((x0 + x1) / 2) * width).toFixed(1);
  return `M ${(x0 * width).toFixed(1)} ${wave()} Q ${middle} ${wave()} ${(x1 * width).toFixed(1)} ${wave()}`;
}

/** Loops like a signature, where no value stands; a small tick when there is no such place. */
function scrawl(form: DrawnForm, { width, height }: Raster, perMm: number, random: Random): string {
  const [long, high] = [18 / form.widthMm, 8 / form.heightMm];
  for (let attempt = 0; attempt < 30; attempt++) {
    const x = random.next() * (1 - long);
    const y = random.next() * (1 - high);
    const free = form.places.every(
      ({ box: [x0, y0, x1, y1] }) => x1 < x || x0 > x + long || y1 < y || y0 > y + high,
    );
    if (!free) continue;
    const spots = Array.from({ length: 13 }, (_, index) => {
      const across = x + long * Math.min(1, Math.max(0, index / 12 + (random.next() - 0.5) * 0.25));
      return `${(across * width).toFixed(1)} ${((y + random.next() * high) * height).toFixed(1)}`;
    });
    return `M ${spots[0]} ${spots.slice(1).reduce((path, spot, index) => `${path} ${index % 2 === 0 ? 'Q' : ''} ${spot}`, '')}`;
  }
  const [x, y] = [random.next() * 0.02 * width, random.next() * height];
  return `M ${x.toFixed(1)} ${y.toFixed(1)} l ${perMm.toFixed(1)} ${perMm.toFixed(1)} l ${(2 * perMm).toFixed(1)} ${(-3 * perMm).toFixed(1)}`;
}
