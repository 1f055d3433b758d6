/** E-invoices printed as pages of one PDF, and what was read of them. */
import { PDFDocument } from 'pdf-lib';
import { Canvas } from '../../samples/draw/canvas.js';
import { drawDigitalForm, partsOf } from '../../samples/draw/digital-form.js';
import { emptyDocument } from '../../samples/draw/document.js';
import { embedFaces } from '../../samples/draw/faces.js';
import { plainLook } from '../../samples/draw/look.js';
import { compose } from '../../samples/truth/compose.js';
import type { SampleInvoice } from '../../samples/truth/invoice.js';
import { randomFor } from '../../samples/truth/random.js';
import type { DocumentReading } from '../../src/document/report.js';
import { formatMoney } from '../../src/invoice/money.js';

export const POINTS = 72 / 25.4;

export const invoice = (seed: number): SampleInvoice =>
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
export async function printed(invoices: readonly SampleInvoice[]): Promise<PDFDocument> {
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

export const toldIn = ({ slips }: DocumentReading) =>
  slips.map(({ pages, fields, lines }) => ({
    pages,
    number: fields.invoiceNumber?.value,
    gross: fields.grossTotal?.value,
    amounts: lines.map(({ amount }) => amount),
  }));

export const truthOf = (each: SampleInvoice, ...pages: number[]) => ({
  pages,
  number: each.number,
  gross: formatMoney(each.gross),
  amounts: each.lines.map(({ amount }) => formatMoney(amount)),
});
