/** PDFs as people make them of e-invoices: printed together, in one file, turned, scanned with a text layer over it. */
import {
  decodePDFRawStream,
  degrees,
  PDFDocument,
  PDFRawStream,
  setTextRenderingMode,
  TextRenderingMode,
} from 'pdf-lib';
import { beforeAll, expect, test } from 'vitest';
import { Canvas } from '../../samples/draw/canvas.js';
import { drawDigitalForm, partsOf } from '../../samples/draw/digital-form.js';
import { emptyDocument } from '../../samples/draw/document.js';
import { embedFaces } from '../../samples/draw/faces.js';
import { plainLook } from '../../samples/draw/look.js';
import { jpeg, rasterOf } from '../../samples/draw/picture.js';
import { compose } from '../../samples/truth/compose.js';
import type { SampleInvoice } from '../../samples/truth/invoice.js';
import { randomFor } from '../../samples/truth/random.js';
import { assembleReadTools } from '../../src/assemble-reading.js';
import type { DocumentReading } from '../../src/document/report.js';
import { formatMoney } from '../../src/invoice/money.js';
import { beginDocument, readDocument } from '../../src/pipeline/line.js';
import type { ReadTools } from '../../src/pipeline/tools.js';

const POINTS = 72 / 25.4;
const A4: [number, number] = [595, 842];

const invoice = (seed: number): SampleInvoice =>
  compose(
    {
      id: `page-${seed}`,
      kind: 'digital_general',
      date: '2025-03-14',
      lines: 1 + (seed % 3),
      rates: 'one',
      buyer: 'company',
    },
    randomFor(seed, 'pages'),
  );

/** E-invoices, a page each; fonts are embedded once. */
async function printed(invoices: readonly SampleInvoice[]): Promise<PDFDocument> {
  const document = await emptyDocument('pages');
  const faces = await embedFaces(document, 'screen', 'fit');
  for (const each of invoices) {
    const [part] = partsOf(faces, each, plainLook('fit'));
    if (part === undefined) throw new Error('an invoice has a page');
    const height = 140 + part.extra;
    const canvas = new Canvas(document.addPage([210 * POINTS, height * POINTS]), height);
    drawDigitalForm(canvas, faces, each, part);
  }
  return PDFDocument.load(await document.save());
}

const toldIn = ({ slips }: DocumentReading) =>
  slips.map(({ pages, fields, lines }) => ({
    pages,
    number: fields.invoiceNumber?.value,
    gross: fields.grossTotal?.value,
    amounts: lines.map(({ amount }) => amount),
  }));

const truthOf = (each: SampleInvoice, ...pages: number[]) => ({
  pages,
  number: each.number,
  gross: formatMoney(each.gross),
  amounts: each.lines.map(({ amount }) => formatMoney(amount)),
});

let tools: ReadTools;
beforeAll(async () => {
  tools = await assembleReadTools();
});

test('29 e-invoices in one PDF are 29 slips; a copy at its end is joined to the first across parts', async () => {
  const invoices = Array.from({ length: 29 }, (_, nth) => invoice(nth + 1));
  const document = await printed(invoices);
  const [copy] = await document.copyPages(document, [0]);
  if (copy !== undefined) document.addPage(copy);
  const bytes = await document.save();
  expect((await beginDocument(bytes, tools)).parts.length).toBeGreaterThan(2);
  const reading = await readDocument(bytes, tools);
  expect(toldIn(reading)).toEqual(
    invoices.map((each, nth) => truthOf(each, nth + 1, ...(nth === 0 ? [30] : []))),
  );
  expect(new Set(reading.pageFacts.map(({ role }) => role))).toEqual(new Set(['slip']));
}, 60_000);

test('two e-invoices printed on one page are two slips', async () => {
  const both = [invoice(31), invoice(32)] as const;
  const source = await printed(both);
  const document = await PDFDocument.create();
  const page = document.addPage(A4);
  for (const [nth, form] of (await document.embedPdf(source, [0, 1])).entries()) {
    const scale = A4[0] / form.width;
    page.drawPage(form, { x: 0, y: 430 - nth * 420, xScale: scale, yScale: scale });
  }
  const reading = await readDocument(await document.save(), tools);
  expect(toldIn(reading)).toEqual(both.map((each) => truthOf(each, 1)));
}, 60_000);

test.each([90, 180, 270])(
  'a page turned by %d degrees says the same',
  async (angle) => {
    const one = invoice(33);
    const document = await printed([one]);
    document.getPage(0).setRotation(degrees(angle));
    expect(toldIn(await readDocument(await document.save(), tools))).toEqual([truthOf(one, 1)]);
  },
  60_000,
);

/** Another amount, in every place. */
const inflated = (of: SampleInvoice): SampleInvoice => {
  const more = (fen: bigint) => fen + 7_654_300n;
  return {
    ...of,
    net: more(of.net),
    gross: more(of.gross),
    lines: of.lines.map((line) => ({ ...line, amount: more(line.amount) })),
  };
};

test('of a scan under invisible text the picture counts, and what the text says otherwise is told', async () => {
  const one = invoice(34);
  const picture = await jpeg(await rasterOf(await (await printed([one])).save(), 170));
  const document = await emptyDocument('scan');
  const faces = await embedFaces(document, 'screen', 'fit');
  const [part] = partsOf(faces, one, plainLook('fit'));
  if (part === undefined) throw new Error('an invoice has a page');
  const [width, height] = [210 * POINTS, (140 + part.extra) * POINTS];
  const page = document.addPage([width, height]);
  page.pushOperators(setTextRenderingMode(TextRenderingMode.Invisible));
  const [layer] = partsOf(faces, inflated(one), plainLook('fit'));
  if (layer !== undefined) drawDigitalForm(new Canvas(page, 140 + layer.extra), faces, inflated(one), layer);
  page.drawImage(await document.embedJpg(picture), { x: 0, y: 0, width, height });
  const reading = await readDocument(await document.save(), tools);
  expect(reading.slips).toHaveLength(1);
  const [slip] = reading.slips;
  expect(slip?.fields.grossTotal).toMatchObject({ value: formatMoney(one.gross), accepted: true });
  const found = slip?.findings.filter(({ id, result }) => id === 'F1' && result === 'broken') ?? [];
  expect(found.map(({ message }) => message).join()).toContain(
    `“¥${formatMoney(inflated(one).net)}”，该处所见为“¥${formatMoney(one.net)}”`,
  );
}, 60_000);

/** Every digit spelled as the next one: drawn as ever. */
function misspelt(document: PDFDocument): void {
  for (const [reference, object] of document.context.enumerateIndirectObjects()) {
    if (!(object instanceof PDFRawStream)) continue;
    const text = new TextDecoder('latin1').decode(decodePDFRawStream(object).decode());
    if (!text.includes('beginbfchar')) continue;
    const other = text.replaceAll(
      /(<[0-9A-Fa-f]{4}> <)003([0-9])>/gu,
      (_, before, digit) => `${before}003${(Number(digit) + 1) % 10}>`,
    );
    document.context.assign(reference, document.context.flateStream(other));
  }
}

test('a text layer that spells other digits than are drawn is not believed', async () => {
  const one = invoice(35);
  const document = await printed([one]);
  misspelt(document);
  const bytes = await document.save();
  const pdf = await tools.pdf.open(bytes);
  const page = await pdf.page(1);
  const layer = page.lines.map(({ text }) => text).join('');
  page.close();
  await pdf.close();
  expect(layer).not.toContain(one.number);
  const [slip] = (await readDocument(bytes, tools)).slips;
  expect(slip?.fields.invoiceNumber?.value).toBe(one.number);
  expect(slip?.fields.grossTotal?.value).toBe(formatMoney(one.gross));
  const heard = Object.values(slip?.fields ?? {}).flatMap(({ source, agreeing = [] }) => [
    source,
    ...agreeing,
  ]);
  expect(heard).toContain('ocr:paddle');
  expect(heard).not.toContain('text');
}, 60_000);
