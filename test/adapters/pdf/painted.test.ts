import { PDFDocument, type PDFPage, StandardFonts } from 'pdf-lib';
import { describe, expect, it } from 'vitest';
import { pdfReader } from '../../../src/adapters/pdf/pdf.js';

/** Whether a page drawn by `draw` is told to hold nothing but its text. */
async function onlyText(
  draw: (page: PDFPage, document: PDFDocument) => Promise<void> | void,
): Promise<boolean> {
  const document = await PDFDocument.create();
  await draw(document.addPage([300, 200]), document);
  const opened = await pdfReader().open(await document.save());
  try {
    const page = await opened.page(1);
    return await page.paintsOnlyText();
  } finally {
    await opened.close();
  }
}

describe('what a page paints', () => {
  it('is nothing but text, or nothing at all', async () => {
    expect(await onlyText(() => undefined)).toBe(true);
    const text = async (page: PDFPage, document: PDFDocument) => {
      page.drawText('Page 7', {
        font: await document.embedFont(StandardFonts.Helvetica),
        size: 12,
        x: 20,
        y: 20,
      });
    };
    expect(await onlyText(text)).toBe(true);
  });

  it('is more as soon as a shape or a picture is there', async () => {
    expect(await onlyText((page) => page.drawRectangle({ x: 1, y: 1, width: 9, height: 9 }))).toBe(false);
    const dot =
      'iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNkYPhfDwAChwGA60e6kgAAAABJRU5ErkJggg==';
    const picture = async (page: PDFPage, document: PDFDocument) => {
      page.drawImage(await document.embedPng(dot), { x: 10, y: 10, width: 50, height: 50 });
    };
    expect(await onlyText(picture)).toBe(false);
  });
});
