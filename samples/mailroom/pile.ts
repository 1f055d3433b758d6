/**
 * A mailroom's pile as a feeder scans it: A4 pages at 300 dpi, an invoice on each, and between them what such piles
 * hold: reverses, blank pages, separator sheets.
 */
import sharp, { type OverlayOptions } from 'sharp';
import { separatorText } from '../../src/document/separator.js';
import { scan } from '../damage/scan.js';
import { Canvas, type Ink } from '../draw/canvas.js';
import { emptyDocument } from '../draw/document.js';
import { embedFaces } from '../draw/faces.js';
import { rasterOf } from '../draw/picture.js';
import { drawQr } from '../draw/qr.js';
import type { FormTruth, SampleForm } from '../forms/form.js';
import { SAMPLE_FORMS } from '../forms/index.js';
import { type Random, randomFor } from '../truth/random.js';

export interface PileWanted {
  /** Invoices, one on a page. */
  readonly invoices: number;
  readonly seed: number;
  /** Whether reverses, blank pages and separators lie between them. */
  readonly mixed: boolean;
}

export interface PilePage {
  readonly role: 'slip' | 'back' | 'blank' | 'separator';
  /** A whole A4 page at {@link PILE_DPI}. */
  readonly jpeg: Uint8Array;
  /** Of a slip. */
  readonly truth: FormTruth | null;
}

export const PILE_DPI = 300;
const POINTS = 72 / 25.4;
const GREY: Ink = [120, 120, 120];
const PER_MM = PILE_DPI / 25.4;
/** A4. */
export const [PAGE_WIDTH_MM, PAGE_HEIGHT_MM] = [210, 297] as const;
const [WIDTH, HEIGHT] = [Math.round(PAGE_WIDTH_MM * PER_MM), Math.round(PAGE_HEIGHT_MM * PER_MM)];
/** The glass under the lid, a little off white. */
const LID = { r: 249, g: 249, b: 247 };

/** What arrives in the post, in turn. Forms wider than A4 are scanned along it: feeders do that by themselves. */
const KINDS = ['digital_general', 'vat_general_e', 'digital_special', 'vat_special_paper', 'vat_special_e'];
/** A separator before every so many invoices; a blank page after every so many. */
const [ENTRY_OF, BLANK_AFTER] = [10, 7];

/** Number of pages that a pile has. */
export function pagesOf({ invoices, mixed }: PileWanted): number {
  const numbers = Array.from({ length: invoices }, (_, index) => index);
  return numbers.reduce((sum, index) => sum + (mixed ? rolesAt(index).length : 1), 0);
}

/** The pages round invoice `index` (from 0) of a mixed pile. */
function rolesAt(index: number): PilePage['role'][] {
  return [
    ...(index % ENTRY_OF === 0 ? (['separator'] as const) : []),
    'slip',
    ...(kindAt(index).endsWith('_paper') ? (['back'] as const) : []),
    ...(index % BLANK_AFTER === BLANK_AFTER - 1 ? (['blank'] as const) : []),
  ];
}

const kindAt = (index: number): string => KINDS[index % KINDS.length] ?? '';

/** Page after page, none held. The same wish gives the same bytes. */
export async function* drawPile(wanted: PileWanted): AsyncGenerator<PilePage> {
  for (let index = 0; index < wanted.invoices; index++) {
    const random = randomFor(wanted.seed, `pile/${index}`);
    for (const role of wanted.mixed ? rolesAt(index) : (['slip'] as const))
      yield role === 'slip' ? await slipPage(formAt(index), random) : await otherPage(role, index, random);
  }
}

function formAt(index: number): SampleForm {
  const form = SAMPLE_FORMS.find(({ name }) => name === kindAt(index));
  if (form === undefined) throw new Error(`no form is called ${kindAt(index)}`);
  return form;
}

async function slipPage(form: SampleForm, random: Random): Promise<PilePage> {
  const drawn = await form.draw(random, 'measure');
  const turns = drawn.widthMm > PAGE_WIDTH_MM ? 1 : 0;
  const settings = {
    dpi: PILE_DPI,
    skew: random.whole(-8, 8) / 10,
    grey: random.whole(0, 3) === 0,
    turns,
  } as const;
  const { bytes } = await scan(drawn, random, settings);
  return { role: 'slip', jpeg: await onA4(bytes), truth: drawn.truth };
}

/** Laid into the upper left corner, cut where it stands over. */
async function onA4(jpeg: Uint8Array): Promise<Uint8Array> {
  const laid = await sharp(jpeg)
    .extract(await within(jpeg))
    .toBuffer();
  return page([{ input: laid, left: 0, top: 0 }]);
}

/** Where a scan is cut to fit, the same on both sides: that is the glass round the paper. */
async function within(jpeg: Uint8Array) {
  const { width, height } = await sharp(jpeg).metadata();
  const [w, h] = [Math.min(width, WIDTH), Math.min(height, HEIGHT)];
  return { left: Math.floor((width - w) / 2), top: Math.floor((height - h) / 2), width: w, height: h };
}

const page = (laid: OverlayOptions[]): Promise<Uint8Array> =>
  sharp({ create: { width: WIDTH, height: HEIGHT, channels: 3, background: LID } })
    .composite(laid)
    .jpeg({ quality: 82 })
    .toBuffer();

async function otherPage(
  role: 'back' | 'blank' | 'separator',
  index: number,
  random: Random,
): Promise<PilePage> {
  if (role === 'blank') return { role, jpeg: await page([await dust(random)]), truth: null };
  const document = await emptyDocument(`${role}-${index}`);
  const { label: face } = await embedFaces(document, 'paper', 'measure');
  const canvas = new Canvas(
    document.addPage([PAGE_WIDTH_MM * POINTS, PAGE_HEIGHT_MM * POINTS]),
    PAGE_HEIGHT_MM,
  );
  if (role === 'separator') drawQr(canvas, separatorText(`第${index / ENTRY_OF + 1}捆`), 45, 40, 120);
  else
    for (const [row, text] of RULES.entries())
      canvas.text(text, 20, 30 + row * 8, { face, size: 3, ink: GREY });
  const raster = await rasterOf(await document.save(), PILE_DPI);
  const { data, width, height } = raster;
  const input = await sharp(data, { raw: { width, height, channels: 3 } })
    .png()
    .toBuffer();
  return { role, jpeg: await page([{ input, left: 0, top: 0, blend: 'multiply' }]), truth: null };
}

/** Small print as on the reverse of a paper form. */
const RULES = [
  '填 开 说 明',
  '一、本联由购买方作为记账凭证，请妥善保管，遗失不补。',
  '二、请核对填写内容，涂改无效，手写无效。',
  '三、如有疑问，请向开具方查询。',
];

/** What the glass shows of an empty page: grain, and a speck here and there. */
async function dust(random: Random): Promise<OverlayOptions> {
  const specks = Array.from({ length: 6 }, () => {
    const [x, y] = [random.whole(0, WIDTH), random.whole(0, HEIGHT)];
    return `<circle cx="${x}" cy="${y}" r="${random.whole(1, 4)}" fill="#999"/>`;
  });
  const svg = `<svg xmlns="http://www.w3.org/2000/svg" width="${WIDTH}" height="${HEIGHT}">${specks.join('')}</svg>`;
  return { input: Buffer.from(svg), left: 0, top: 0 };
}
