/** What honest people and their programs do to the PDF of an invoice. */
import { degrees, PDFDocument, rgb, StandardFonts } from 'pdf-lib';
import type { Random } from '../truth/random.js';
import { contentNumber, openPage, savedOver, streamObject } from './page-text.js';
import { scanOf, signed } from './pdf.js';

export interface Original {
  readonly pdf: Uint8Array;
  readonly random: Random;
}

type Treat = (original: Original) => Promise<Uint8Array>;

export const PDF_INNOCENT = {
  /** As the issuing program wrote it. */
  as_issued: async ({ pdf }) => pdf,
  /** Saved anew by a library, as mail gateways and archives do. */
  saved: async ({ pdf }) =>
    (await PDFDocument.load(pdf, { updateMetadata: false })).save({ useObjectStreams: false }),
  signed: async ({ pdf }) => signed(pdf),
  /** A seal put on in a new revision. */
  sealed: async ({ pdf }) => {
    const { page, content } = await added(pdf, [SEAL]);
    return savedOver(pdf, [[contentNumber(page), streamObject(content)]]);
  },
  /** Signed when it was sealed, as issuing programs do. */
  sealed_signed: async ({ pdf }) => {
    const { page, content } = await added(pdf, [SEAL]);
    return signed(savedOver(pdf, [[contentNumber(page), streamObject(content)]]));
  },
  /** The accountant's note, with the date and an amount, in a new revision. */
  noted: async ({ pdf, random }) => {
    const { page, content } = await added(pdf, []);
    const font = page.texts.find(({ text }) => /^\d{4}年/u.test(text))?.font ?? '';
    const said = `${random.whole(2023, 2025)}-0${random.whole(1, 9)}-1${random.digits(1)} ${random.whole(100, 999)}.00`;
    const code = page.spell(said.replaceAll(' ', ''), font);
    const note =
      code === null
        ? ''
        : `q 0.8 0 0 rg BT /${font} 11 Tf 1 0 0 1 18 ${random.whole(300, 330)} Tm ${code} Tj ET Q\n`;
    return savedOver(pdf, [[contentNumber(page), streamObject(content + note)]]);
  },
  /** Large pale figures across the whole page: who may use it, and when. */
  watermarked: async ({ pdf, random }) => {
    const document = await PDFDocument.load(pdf, { updateMetadata: false });
    const font = await document.embedFont(StandardFonts.Helvetica);
    const page = document.getPage(0);
    for (let row = 0; row < 6; row++)
      page.drawText(`COPY 2025-0${random.whole(1, 9)}-1${random.digits(1)}  No. ${random.digits(8)}`, {
        x: 10 + row * 8,
        y: 20 + row * 62,
        size: random.whole(28, 44),
        font,
        color: rgb(0.8, 0.8, 0.8),
        opacity: 0.4,
        rotate: degrees(row % 2 === 0 ? 0 : 30),
      });
    return document.save();
  },
  scanned: async ({ pdf }) => {
    const { page } = await openPage(pdf);
    return (await scanOf(pdf, page.getWidth(), page.getHeight())).save();
  },
  /** A scan with a number stamped at its edge, as archives do. */
  scanned_numbered: async ({ pdf, random }) => {
    const { page } = await openPage(pdf);
    const scanned = await scanOf(pdf, page.getWidth(), page.getHeight());
    const font = await scanned.embedFont(StandardFonts.Helvetica);
    scanned.getPage(0).drawText(`2025-${random.digits(6)}`, { x: 20, y: 12, size: 10, font });
    return scanned.save();
  },
  /** A scan with its own recognition under it, unseen. */
  scanned_searchable: async ({ pdf }) => {
    const { page, texts } = await openPage(pdf);
    const scanned = await scanOf(pdf, page.getWidth(), page.getHeight());
    const font = await scanned.embedFont(StandardFonts.Helvetica);
    const sheet = scanned.getPage(0);
    for (const { text, x, y, size } of texts)
      if (/^[\x20-\x7e]+$/u.test(text)) sheet.drawText(text, { x, y, size, font, opacity: 0 });
    return scanned.save();
  },
} as const satisfies Record<string, Treat>;
export type PdfInnocent = keyof typeof PDF_INNOCENT;

/** A ring, red: of seals no more than that is text or covers any. */
const SEAL = 'q 0.85 0.1 0.1 RG 2 w 300 350 m 340 350 340 380 300 380 c 260 380 260 350 300 350 c S Q\n';

async function added(pdf: Uint8Array, more: readonly string[]) {
  const page = await openPage(pdf);
  return { page, content: `${page.content}\n${more.join('')}` };
}
