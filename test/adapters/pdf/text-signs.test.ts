/** What an editor leaves in a PDF's text, each way drawn by hand, and what it must not be confused with. */
import { PDFDocument, PDFName, rgb, StandardFonts } from 'pdf-lib';
import { describe, expect, test } from 'vitest';
import { pdfReader } from '../../../src/adapters/pdf/pdf.js';
import { songPdf, ucs2 } from './song-pdf.js';

const write = (text: string, x: number, y: number, size = 20) =>
  `BT /F1 ${size} Tf 1 0 0 1 ${x} ${y} Tm ${ucs2(text)} Tj ET\n`;

async function signsOf(bytes: Uint8Array) {
  const document = await pdfReader().open(bytes);
  try {
    const page = await document.page(1);
    return { signs: await page.signs(), traces: await document.traces() };
  } finally {
    await document.close();
  }
}

const told = async (content: string) =>
  (await signsOf(songPdf({ content }))).signs.map(({ what, text }) => `${what} ${text}`);

/** As an editor saves: objects set anew, and a table of where they are, behind the whole file. */
function savedOver(pdf: Uint8Array, number: number, object: string): Uint8Array {
  const before = Buffer.from(pdf).toString('latin1');
  const previous = /startxref\s+(\d+)\s+%%EOF\s*$/u.exec(before)?.[1] ?? '';
  const body = `${number} 0 obj\n${object}\nendobj\n`;
  const place = String(before.length).padStart(10, '0');
  const table = `xref\n${number} 1\n${place} 00000 n \ntrailer\n<< /Size 9 /Root 1 0 R /Prev ${previous} >>\n`;
  return Buffer.from(`${before}${body}${table}startxref\n${before.length + body.length}\n%%EOF\n`, 'latin1');
}

const stream = (content: string) => `<< /Length ${content.length} >>\nstream\n${content}\nendstream`;

describe('numbers set by two hands', () => {
  test('in two sizes are told with their place', async () => {
    const content = `${write('371.', 20, 100)}${write('52', 60, 100, 22)}`;
    const { signs } = await signsOf(songPdf({ content }));
    expect(signs).toMatchObject([{ what: 'mixed', text: '371.52' }]);
    const [x0, y0, x1, y1] = signs[0]?.boxes[0] ?? [0, 0, 0, 0];
    expect([x0, x1].map((x) => Math.round(x * 400))).toEqual([20, 82]);
    expect(y0).toBeLessThan(0.5);
    expect(y1).toBeGreaterThan(0.5);
  });

  test('in two fonts are told, but not beside a word of another font', async () => {
    const document = await PDFDocument.create();
    const page = document.addPage([400, 200]);
    const [one, other] = [StandardFonts.Helvetica, StandardFonts.Courier].map((font) =>
      document.embedFont(font),
    );
    const [plain, typed] = [await one, await other];
    if (plain === undefined || typed === undefined) throw new Error('two fonts');
    page.drawText('CNY', { x: 20, y: 150, size: 20, font: typed });
    page.drawText('449.00', { x: 20 + typed.widthOfTextAtSize('CNY', 20), y: 150, size: 20, font: plain });
    page.drawText('12', { x: 20, y: 100, size: 20, font: plain });
    page.drawText('345', { x: 20 + plain.widthOfTextAtSize('12', 20), y: 100, size: 20, font: typed });
    const { signs } = await signsOf(await document.save());
    expect(signs.map(({ what, text }) => `${what} ${text}`)).toEqual(['mixed 12345']);
  });

  test('over each other are told; the same ones twice are print made bold', async () => {
    expect(await told(`${write('99.00', 20, 100)}${write('88', 21, 100)}`)).toEqual(['overlaid 99/88']);
    expect(await told(`${write('99.00', 20, 100)}${write('99.00', 20.4, 100)}`)).toEqual([]);
  });

  test('are told for one place, and not where a stamp of another ink or a watermark lies over print', async () => {
    const print = write('99.00', 20, 100);
    expect(await told(`${print}q 0.8 0 0 rg ${write('88', 21, 100)} Q`)).toEqual([]);
    expect(await told(`${print}${write('88', 18, 100, 40)}`)).toEqual([]);
  });

  test('in a font of its own an amount is told beside others that share theirs', async () => {
    const document = await PDFDocument.create();
    const page = document.addPage([400, 200]);
    const [plain, typed] = await Promise.all(
      [StandardFonts.Helvetica, StandardFonts.Helvetica].map((font) => document.embedFont(font)),
    );
    if (plain === undefined || typed === undefined) throw new Error('two fonts');
    for (const [row, amount] of ['100.00', '13.00', '113.00'].entries())
      page.drawText(amount, { x: 20, y: 150 - 30 * row, size: 12, font: plain });
    page.drawText('226.00', { x: 200, y: 60, size: 12, font: typed });
    const { signs } = await signsOf(await document.save());
    expect(signs.map(({ what, text }) => `${what} ${text}`)).toEqual(['stray 226.00']);
  });

  test('are not numbers that stand near each other', async () => {
    expect(
      await told(`${write('100.00', 20, 100)}${write('13%', 120, 100, 14)}${write('371.52', 20, 60, 14)}`),
    ).toEqual([]);
  });
});

describe('a file that was saved over', () => {
  const first = songPdf({ content: `${write('金额 100.00', 20, 150)}${write('小写 371.52', 20, 80)}` });

  test('tells the value that stood in its place', async () => {
    const changed = `${write('金额 100.00', 20, 150)}${write('小写 971.52', 20, 80)}`;
    const { signs, traces } = await signsOf(savedOver(first, 3, stream(changed)));
    expect(traces.updates).toBe(1);
    expect(signs).toMatchObject([{ what: 'replaced', text: '小写 371.52 → 小写 971.52' }]);
    expect(signs[0]?.boxes).toHaveLength(1);
  });

  test('tells a total that still stands on the page as the amount of its line', async () => {
    const twice = songPdf({ content: `${write('371.52', 20, 150)}${write('小写 371.52', 20, 80)}` });
    const changed = `${write('371.52', 20, 150)}${write('小写 971.52', 20, 80)}`;
    const { signs } = await signsOf(savedOver(twice, 3, stream(changed)));
    expect(signs.map(({ what, text }) => `${what} ${text}`)).toEqual(['replaced 小写 371.52 → 小写 971.52']);
  });

  test('is no sign where the pages say what they said, or more', async () => {
    const more = `${write('金额 100.00', 20, 150)}${write('小写 371.52', 20, 80)}${write('已报销', 200, 20)}`;
    for (const content of [more, more.replace(write('已报销', 200, 20), '')]) {
      const { signs, traces } = await signsOf(savedOver(first, 3, stream(content)));
      expect(traces.updates).toBe(1);
      expect(signs).toEqual([]);
    }
  });

  test('passes over what was cut off and is no whole PDF', async () => {
    const twoEnds = Buffer.from(
      Buffer.from(first).toString('latin1').replace('%PDF-1.4\n', '%PDF-1.4\n%%EOF\n'),
      'latin1',
    );
    const { signs, traces } = await signsOf(twoEnds);
    expect(traces.updates).toBe(1);
    expect(signs).toEqual([]);
  });

  test('once says nothing', async () => {
    expect(await signsOf(first)).toEqual({ signs: [], traces: { updates: 0, software: [] } });
  });
});

test('a number put on a scan is told, and one put on a patch apart', async () => {
  const document = await PDFDocument.create();
  document.setProducer('某某编辑器');
  document.catalog.delete(PDFName.of('Metadata'));
  const page = document.addPage([400, 200]);
  const pixel =
    'iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAIAAACQd1PeAAAADElEQVR4nGP4//8/AAX+Av4N70a4AAAAAElFTkSuQmCC';
  page.drawImage(await document.embedPng(pixel), { x: 0, y: 0, width: 400, height: 200 });
  page.drawText('9371.52', { x: 250, y: 60, size: 18 });
  page.drawRectangle({ x: 45, y: 95, width: 90, height: 26, color: rgb(0.96, 0.95, 0.93) });
  page.drawText('8000.00', { x: 50, y: 100, size: 18 });
  const { signs, traces } = await signsOf(await document.save());
  expect(signs).toMatchObject([
    { what: 'patched', text: '8000.00' },
    { what: 'on_picture', text: '9371.52' },
  ]);
  expect(traces.software).toContain('某某编辑器');
});
