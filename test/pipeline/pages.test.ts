/** PDFs as people make them of e-invoices: printed together, in one file, turned, signed, with a receipt behind. */
import { degrees, PDFDocument } from 'pdf-lib';
import { beforeAll, expect, test } from 'vitest';
import { SAMPLE_FORMS } from '../../samples/forms/index.js';
import { cmsOver } from '../../samples/sign/cms.js';
import { signedPdf } from '../../samples/sign/pdf.js';
import { randomFor } from '../../samples/truth/random.js';
import { zip } from '../../samples/zip.js';
import { assembleReadTools } from '../../src/assemble-reading.js';
import type { Slip } from '../../src/document/slip.js';
import { beginDocument, readDocument } from '../../src/pipeline/line.js';
import type { ReadTools } from '../../src/pipeline/tools.js';
import { SIGNERS } from '../adapters/signing/signers.js';
import { invoice, POINTS, printed, toldIn, truthOf } from './printed.js';

const A4: [number, number] = [595, 842];

const signed = (pdf: Uint8Array) => signedPdf(pdf, (content) => cmsOver(content, SIGNERS.RSA));

/** The worst that was found about the file's signatures. */
function signatureSaid({ findings }: Slip): string {
  const found = findings.filter(({ id }) => id === 'F1');
  const worst = found.find(({ result }) => result !== 'holds') ?? found[0];
  return `F1 ${worst?.result ?? 'not asked'}`;
}

let tools: ReadTools;
beforeAll(async () => {
  tools = await assembleReadTools();
});

test('29 e-invoices in one PDF are 29 slips; a copy at its end is joined to the first across parts', async () => {
  const invoices = Array.from({ length: 29 }, (_, nth) => invoice(nth + 1));
  const document = await printed(invoices);
  const [copy] = await document.copyPages(document, [0]);
  if (copy !== undefined) document.addPage(copy);
  const bytes = signed(await document.save());
  expect((await beginDocument(bytes, tools)).parts.length).toBeGreaterThan(2);
  const reading = await readDocument(bytes, tools);
  expect(toldIn(reading)).toEqual(
    invoices.map((each, nth) => truthOf(each, nth + 1, ...(nth === 0 ? [30] : []))),
  );
  expect(new Set(reading.pageFacts.map(({ role }) => role))).toEqual(new Set(['slip']));
  // Of each, in whatever part it stands, and of the one that was judged again from what its parts kept.
  expect(reading.slips.map(signatureSaid)).toEqual(invoices.map(() => 'F1 holds'));
}, 180_000);

test('what a signature is worth is told of a PDF in a ZIP as well', async () => {
  const bytes = signed(await (await printed([invoice(36)])).save());
  const tampered = Uint8Array.from(bytes);
  // A comment in the header: every page stays as it is.
  tampered[11] = 0x41;
  const archive = zip([
    { name: 'a/intact.pdf', data: bytes },
    { name: 'b/changed.pdf', data: tampered },
  ]);
  const { slips } = await readDocument(archive, tools);
  expect(slips.map((slip) => [slip.member, signatureSaid(slip)])).toEqual([
    ['a/intact.pdf', 'F1 holds'],
    ['b/changed.pdf', 'F1 broken'],
  ]);
}, 180_000);

test('a small taxi receipt alone on a page after an invoice is a slip', async () => {
  const form = SAMPLE_FORMS.find(({ kind }) => kind === 'taxi_paper');
  if (form === undefined) throw new Error('there is such a form');
  const { pdf, truth, widthMm } = await form.draw(randomFor(1, form.name), 'measure');
  const document = await printed([invoice(37)]);
  const page = document.addPage(A4);
  const [receipt] = await document.embedPdf(pdf);
  const scale = receipt === undefined ? 1 : (widthMm * POINTS) / receipt.width;
  if (receipt !== undefined) page.drawPage(receipt, { x: 60, y: 300, xScale: scale, yScale: scale });
  const reading = await readDocument(await document.save(), tools);
  expect(reading.pageFacts.map(({ role }) => role)).toEqual(['slip', 'slip']);
  expect(reading.slips[1]).toMatchObject({ kind: 'taxi_paper', pages: [2] });
  expect(reading.slips[1]?.fields.grossTotal?.value).toBe(truth.fields.grossTotal);
}, 180_000);

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
}, 180_000);

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
