/** The pages of a pile as the one PDF that the scanner makes of them. */
import { PDFDocument } from 'pdf-lib';
import { MADE } from '../draw/document.js';
import { PAGE_HEIGHT_MM, PAGE_WIDTH_MM } from './pile.js';

const POINTS = 72 / 25.4;

/** Pictures only, no text layer. */
export async function bound(pages: AsyncIterable<Uint8Array>): Promise<Uint8Array> {
  const document = await PDFDocument.create({ updateMetadata: false });
  document.setProducer('Yanpiao samples');
  document.setCreationDate(MADE);
  const [width, height] = [PAGE_WIDTH_MM * POINTS, PAGE_HEIGHT_MM * POINTS];
  for await (const jpeg of pages) {
    const image = await document.embedJpg(jpeg);
    document.addPage([width, height]).drawImage(image, { x: 0, y: 0, width, height });
  }
  return document.save();
}
