/** Text layers that say otherwise than what is drawn: the eye's word counts. */
import {
  decodePDFRawStream,
  type PDFDocument,
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
import type { SampleInvoice } from '../../samples/truth/invoice.js';
import { assembleReadTools } from '../../src/assemble-reading.js';
import { formatMoney } from '../../src/invoice/money.js';
import { readDocument } from '../../src/pipeline/line.js';
import type { ReadTools } from '../../src/pipeline/tools.js';
import { invoice, POINTS, printed } from './printed.js';

let tools: ReadTools;
beforeAll(async () => {
  tools = await assembleReadTools();
});

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
}, 180_000);

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
}, 180_000);
