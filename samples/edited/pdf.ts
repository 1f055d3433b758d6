/** What forgers do to the PDF of an invoice, each way by its name. */
import { PDFDocument, type PDFFont, rgb, StandardFonts } from 'pdf-lib';
import sharp from 'sharp';
import type { Raster } from '../../src/ports/image.js';
import { embedFaces } from '../draw/faces.js';
import { rasterOf } from '../draw/picture.js';
import { sealedValue } from '../sign/ofd.js';
import { signedPdf } from '../sign/pdf.js';
import type { Random } from '../truth/random.js';
import {
  contentNumber,
  openPage,
  type PageText,
  type SetText,
  savedOver,
  setContent,
  setMore,
  streamObject,
} from './page-text.js';

/** One value of a page, and what it is to become. */
export interface Task {
  readonly pdf: Uint8Array;
  readonly old: string;
  readonly now: string;
  /** Which character differs. */
  readonly at: number;
  readonly random: Random;
}

/** `null` where the page holds no such value, or its font lacks a figure. */
type Forge = (task: Task) => Promise<Uint8Array | null>;

export const PDF_METHODS = {
  /** A new revision behind the old one, the figure set anew in its own font. */
  update: async (task) => {
    const { page, content } = await respelled(task);
    return content === null ? null : savedOver(task.pdf, [[contentNumber(page), streamObject(content)]]);
  },
  /** A new revision in which the value is painted over and typed anew. */
  update_covered: async (task) => {
    const { page, run, code } = await opened(task);
    if (run === null || code === null) return null;
    const typed = `q 0 0 0 rg BT /${run.font} ${run.size} Tf 1 0 0 1 ${run.x} ${run.y} Tm ${code} Tj ET Q\n`;
    const content = `${page.content}\n${whiteOver(run, task.old)}${typed}`;
    return savedOver(task.pdf, [[contentNumber(page), streamObject(content)]]);
  },
  /** Saved as a new file, the figure set anew in its own font. */
  rewritten: (task) => rewritten(task),
  digit_font: (task) => typedAnew(task, { what: 'digit', face: 'other', scale: 1, over: false }),
  digit_size: (task) => typedAnew(task, { what: 'digit', face: 'own', scale: 1.1, over: false }),
  /** The typeface of the page, embedded once more. */
  digit_subset: (task) => typedAnew(task, { what: 'digit', face: 'again', scale: 1, over: false }),
  value_font: (task) => typedAnew(task, { what: 'value', face: 'other', scale: 1, over: false }),
  value_size: (task) => typedAnew(task, { what: 'value', face: 'own', scale: 1.1, over: false }),
  value_subset: (task) => typedAnew(task, { what: 'value', face: 'again', scale: 1, over: false }),
  /** Painted over with white, and typed anew. */
  covered: (task) => typedAnew(task, { what: 'value', face: 'own', scale: 1, over: true }),
  covered_size: (task) => typedAnew(task, { what: 'value', face: 'own', scale: 1.12, over: true }),
  covered_font: (task) => typedAnew(task, { what: 'value', face: 'other', scale: 1, over: true }),
  covered_digit: (task) => typedAnew(task, { what: 'digit', face: 'again', scale: 1, over: true }),
  /** A picture of the page's own print with the other figure, laid over the value. */
  covered_picture: async (task) => {
    const { page, run } = await opened(task);
    const forged = await rewritten(task);
    if (run === null || forged === null) return null;
    const wide = await widthOf(page, run, task.old);
    const box = { x: run.x - 1, y: run.y - run.size * 0.25, width: wide + 2, height: run.size * 1.2 };
    const dots = 200 / 72;
    const patch = sharpOf(await rasterOf(forged, 200)).extract({
      left: Math.round(box.x * dots),
      top: Math.round((page.page.getHeight() - box.y - box.height) * dots),
      width: Math.round(box.width * dots),
      height: Math.round(box.height * dots),
    });
    page.page.drawImage(await page.document.embedPng(await patch.png().toBuffer()), box);
    return page.document.save();
  },
  /** The page as a picture that shows the forged value, over the old text. */
  picture_over_text: async (task) => {
    const { page } = await opened(task);
    const forged = await rewritten(task);
    if (forged === null) return null;
    const picture = await sharpOf(await rasterOf(forged, 150))
      .jpeg({ quality: 85 })
      .toBuffer();
    const [width, height] = [page.page.getWidth(), page.page.getHeight()];
    page.page.drawImage(await page.document.embedJpg(picture), { x: 0, y: 0, width, height });
    return page.document.save();
  },
  /** What a machine reads says the new value, what is drawn the old one. */
  unseen_text: async (task) => {
    const { page, run, code } = await opened(task);
    if (run === null || code === null) return null;
    const unseen = `q BT 3 Tr /${run.font} ${run.size} Tf 1 0 0 1 ${run.x} ${run.y} Tm ${code} Tj ET Q`;
    setContent(page, `${page.content}\n${unseen}`);
    return page.document.save();
  },
  /** Signed, then changed by a new revision. */
  signed_update: async (task) => {
    const { page, content } = await respelled(task);
    if (content === null) return null;
    return savedOver(signed(task.pdf), [[contentNumber(page), streamObject(content)]]);
  },
  /** Signed, then changed within the bytes that were signed. */
  signed_patched: async (task) => {
    const { page, content } = await respelled(task);
    if (content === null) return null;
    const plain = savedOver(task.pdf, [[contentNumber(page), streamObject(page.content)]]);
    const whole = Buffer.from(signed(plain));
    whole.write(content, whole.indexOf(Buffer.from(page.content, 'latin1')), 'latin1');
    return whole;
  },
  /** Signed, then saved anew without the signature. */
  signed_stripped: (task) => rewritten({ ...task, pdf: signed(task.pdf) }),
  /** As `rewritten`, by a program that says its name. */
  editor_named: (task) =>
    rewritten(task, task.random.pick(['Foxit PDF Editor', 'WPS PDF', 'PDFelement 10', 'Sejda 5'])),
  /** A scan, painted over with the colour of its paper, and typed on. */
  scan_typed: async (task) => {
    const { page, run } = await opened(task);
    if (run === null) return null;
    const wide = await widthOf(page, run, task.old);
    const scanned = await scanOf(task.pdf, page.page.getWidth(), page.page.getHeight());
    const sheet = scanned.getPage(0);
    sheet.drawRectangle({
      x: run.x - 1,
      y: run.y - 3,
      width: wide + 2,
      height: run.size * 1.15,
      color: PAPER,
    });
    const now = task.now.replace('¥', '');
    const font = await otherFace(scanned, now, run.font);
    sheet.drawText(now, { x: run.x, y: run.y, size: run.size, font });
    return scanned.save();
  },
} as const satisfies Record<string, Forge>;
export type PdfMethod = keyof typeof PDF_METHODS;

/** By a key that nobody trusts. */
export const signed = (pdf: Uint8Array): Uint8Array => signedPdf(pdf, (content) => sealedValue(content));

const sharpOf = ({ data, width, height }: Raster) => sharp(data, { raw: { width, height, channels: 3 } });

/** Not quite white, as scanners deliver paper. */
const PAPER = rgb(0.97, 0.965, 0.95);

/** The page as a scanner delivers it, straight and of its own size. */
export async function scanOf(pdf: Uint8Array, width: number, height: number): Promise<PDFDocument> {
  const picture = await sharpOf(await rasterOf(pdf, 170))
    .linear([0.965, 0.96, 0.945], [0, 0, 0])
    .blur(0.5)
    .jpeg({ quality: 75 })
    .toBuffer();
  const document = await PDFDocument.create({ updateMetadata: false });
  document
    .addPage([width, height])
    .drawImage(await document.embedJpg(picture), { x: 0, y: 0, width, height });
  return document;
}

/** The last run that says the old value, for totals stand below the lines, and the new value in its font. */
async function opened(task: Task) {
  const page = await openPage(task.pdf);
  const run = page.texts.findLast(({ text }) => text === task.old) ?? null;
  return { page, run, code: run === null ? null : page.spell(task.now, run.font) };
}

/** The content with the value's string set to the new one. */
async function respelled(task: Task): Promise<{ page: PageText; content: string | null }> {
  const { page, run, code } = await opened(task);
  if (run === null || code === null) return { page, content: null };
  return { page, content: page.content.slice(0, run.from) + code + page.content.slice(run.to) };
}

async function rewritten(task: Task, by?: string): Promise<Uint8Array | null> {
  const { page, content } = await respelled(task);
  if (content === null) return null;
  setContent(page, content);
  if (by !== undefined) page.document.setProducer(by);
  return page.document.save();
}

/** Half an em a figure is near enough for what is painted over. */
const whiteOver = ({ x, y, size }: SetText, text: string): string =>
  `q 1 1 1 rg ${x - 0.5} ${y - size * 0.22} ${text.length * 0.6 * size} ${size * 1.1} re f Q\n`;

interface Way {
  /** Whether all of the value is typed anew, or the figure that differs. */
  readonly what: 'digit' | 'value';
  /** `own`: what the page has. `again`: the same typeface, embedded once more. `other`: another typeface. */
  readonly face: 'own' | 'again' | 'other';
  readonly scale: number;
  /** Painted over instead of taken out. */
  readonly over: boolean;
}

async function typedAnew(task: Task, { what, face, scale, over }: Way): Promise<Uint8Array | null> {
  const { page, run } = await opened(task);
  if (run === null) return null;
  const [first, last] = what === 'value' ? [0, task.old.length] : [task.at, task.at + 1];
  const [before, old, behind] = [task.old.slice(0, first), task.old.slice(first, last), task.old.slice(last)];
  const now = task.now.slice(first, last);
  const x = run.x + (await widthOf(page, run, before));
  const end = x + (await widthOf(page, run, old));
  const kept = over
    ? [{ text: task.old, x: run.x }]
    : [
        { text: before, x: run.x },
        { text: behind, x: end },
      ];
  const left = inOwn(
    page,
    run,
    kept.filter(({ text }) => text !== ''),
  );
  const own = face === 'own' ? inOwn(page, { ...run, size: run.size * scale }, [{ text: now, x }]) : '';
  if (left === null || own === null) return null;
  // What was there is set in its own place and colour, what is typed behind everything else.
  setContent(page, `${page.content.slice(0, run.from)}<>${page.content.slice(run.to)}\n${left}`);
  if (over)
    page.page.drawRectangle({
      x: x - 0.3,
      y: run.y - run.size * 0.2,
      width: end - x + 0.6,
      height: run.size * 1.05,
      color: rgb(1, 1, 1),
    });
  if (face === 'own') setMore(page, own);
  else {
    const font = face === 'again' ? await sameFace(page, run) : await otherFace(page.document, now, run.font);
    page.page.drawText(now, { x, y: run.y, size: run.size * scale, font });
  }
  return page.document.save();
}

function inOwn(
  page: PageText,
  { font, size, y }: SetText,
  pieces: readonly { text: string; x: number }[],
): string | null {
  const set = pieces.map(({ text, x }) => {
    const code = page.spell(text, font);
    return code === null ? null : `q BT /${font} ${size} Tf 1 0 0 1 ${x} ${y} Tm ${code} Tj ET Q\n`;
  });
  return set.includes(null) ? null : set.join('');
}

async function sameFace({ document }: PageText, { font }: SetText): Promise<PDFFont> {
  const faces = await embedFaces(document, 'screen');
  return (isCourier(font) ? faces.figures : faces.value).font;
}

const isCourier = (font: string): boolean => font.startsWith('Courier');

/** What an editor has at hand; of a date with 年 a Chinese one, for the PDF's standard fonts are Latin. */
async function otherFace(document: PDFDocument, text: string, beside: string): Promise<PDFFont> {
  if (/\p{Script=Han}/u.test(text)) return (await embedFaces(document, 'paper')).struck.font;
  return document.embedFont(isCourier(beside) ? StandardFonts.Helvetica : StandardFonts.TimesRoman);
}

const widthOf = async (page: PageText, run: SetText, text: string): Promise<number> =>
  (await sameFace(page, run)).widthOfTextAtSize(text, run.size);
