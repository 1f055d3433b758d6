/** A bundle of papers in one PDF, page by page and part by part, through the real line. */
import { PDFDocument, type PDFEmbeddedPage, type PDFPage } from 'pdf-lib';
import { beforeAll, expect, test } from 'vitest';
import { Canvas, type Ink } from '../../samples/draw/canvas.js';
import { embedFaces } from '../../samples/draw/faces.js';
import { drawQr } from '../../samples/draw/qr.js';
import type { FormTruth } from '../../samples/forms/form.js';
import { SAMPLE_FORMS } from '../../samples/forms/index.js';
import { randomFor } from '../../samples/truth/random.js';
import { zip } from '../../samples/zip.js';
import { assembleReadTools } from '../../src/assemble-reading.js';
import type { DocumentReading, PartReading, ReadProgress } from '../../src/document/report.js';
import { separatorText } from '../../src/document/separator.js';
import { joinParts, looseEnds } from '../../src/pipeline/join/parts.js';
import { beginDocument, judgeSheets, readDocument, readPart } from '../../src/pipeline/line.js';
import type { ReadTools } from '../../src/pipeline/tools.js';

const A4: [number, number] = [595, 842];
const INK: Ink = [60, 60, 60];

/** A PDF that grows page by page. */
class Bundle {
  readonly truths: FormTruth[] = [];
  readonly document: PDFDocument;

  private constructor(document: PDFDocument) {
    this.document = document;
  }

  static async begun(): Promise<Bundle> {
    return new Bundle(await PDFDocument.create());
  }

  async #drawn(form: string, seed: number): Promise<PDFDocument> {
    const found = SAMPLE_FORMS.find(({ name }) => name === form);
    if (found === undefined) throw new Error(`no form is called ${form}`);
    const { pdf, truth } = await found.draw(randomFor(seed, form), 'measure');
    this.truths.push(truth);
    return PDFDocument.load(pdf);
  }

  /** All pages of a form. */
  async form(name: string, seed: number): Promise<void> {
    const drawn = await this.#drawn(name, seed);
    for (const page of await this.document.copyPages(drawn, drawn.getPageIndices()))
      this.document.addPage(page);
  }

  /** Two forms, one below the other. */
  async two(name: string, seeds: readonly [number, number]): Promise<void> {
    const page = this.document.addPage(A4);
    for (const [nth, seed] of seeds.entries()) {
      const [first] = await this.document.embedPdf(await this.#drawn(name, seed));
      if (first !== undefined) onto(page, first, 430 - nth * 420);
    }
  }

  empty(): void {
    this.document.addPage(A4);
  }

  async text(...lines: string[]): Promise<void> {
    const { label: face } = await embedFaces(this.document, 'paper', 'measure');
    const canvas = new Canvas(this.document.addPage(A4), 297);
    for (const [row, text] of lines.entries())
      canvas.text(text, 20, 30 + row * 8, { face, size: 4, ink: INK });
  }

  separator(label?: string): void {
    drawQr(new Canvas(this.document.addPage(A4), 297), separatorText(label), 45, 40, 120);
  }

  bytes(): Promise<Uint8Array> {
    return this.document.save();
  }
}

function onto(page: PDFPage, form: PDFEmbeddedPage, y: number): void {
  const scale = 560 / form.width;
  page.drawPage(form, { x: 15, y, xScale: scale, yScale: scale });
}

let tools: ReadTools;
let bundle: Bundle;
let bytes: Uint8Array;
let whole: DocumentReading;
const told: ReadProgress[] = [];
beforeAll(async () => {
  tools = await assembleReadTools();
  bundle = await Bundle.begun();
  bundle.separator('甲');
  await bundle.form('digital_general', 1);
  bundle.empty();
  await bundle.text(
    '会议通知',
    ...Array.from({ length: 4 }, () => '请各部门于周五前报送全年工作总结及明年计划。'),
  );
  await bundle.form('vat_special_paper', 2);
  await bundle.text('填开说明', '本联由购买方作为记账凭证，请妥善保管。');
  await bundle.form('vat_special_paper/list', 3);
  bundle.separator();
  await bundle.form('digital_general', 1);
  await bundle.two('digital_special', [4, 5]);
  bytes = await bundle.bytes();
  whole = await readDocument(bytes, tools, (progress) => told.push(progress));
}, 180_000);

const numbersOf = ({ slips }: Pick<DocumentReading, 'slips'>) =>
  slips.map(({ pages, fields }) => [pages, fields.invoiceNumber?.value]);

const expected = () => {
  const numbers = bundle.truths.map(({ fields }) => fields.invoiceNumber);
  const pages = [[2], [5], [7, 8], [10], [11], [11]];
  return pages.map((of, nth) => [of, numbers[nth]]);
};

test('every page of a bundle is what it is, and every invoice is found once for each entry', () => {
  expect(whole.pageFacts.map(({ role, entry, label }) => [role, entry, label ?? ''])).toEqual([
    ['separator', 1, '甲'],
    ['slip', 1, ''],
    ['blank', 1, ''],
    ['other', 1, ''],
    ['slip', 1, ''],
    ['back', 1, ''],
    ['slip', 1, ''],
    ['slip', 1, ''],
    ['separator', 2, ''],
    ['slip', 2, ''],
    ['slip', 2, ''],
  ]);
  expect(numbersOf(whole)).toEqual(expected());
  expect(whole.slips.map(({ id }) => id)).toEqual(['1', '2', '3', '4', '5', '6']);
  expect(whole.slips[2]?.lines).toEqual(bundle.truths[2]?.lines);
  expect(told.every(({ pages }) => pages === 11)).toBe(true);
  expect(new Set(told.map(({ page }) => page)).size).toBe(11);
});

test('read in parts, by whoever and in any order, it says the same; a list finds its invoice across the border', async () => {
  const { contents, parts, reading } = await beginDocument(bytes, tools);
  if (contents === null) throw new Error('it has contents');
  expect([reading, parts.length]).toEqual([null, 3]);
  const read: PartReading[] = [];
  for (const part of [...parts].reverse()) read.push(await readPart(bytes, part, tools));
  const ends = looseEnds(read);
  expect(ends).toEqual([{ pages: [7, 8] }]);
  const tied = ends.map(({ pages }) => ({
    pages,
    slips: judgeSheets(
      read.flatMap(({ sheets }) => sheets).filter(({ page }) => pages.includes(page)),
      tools,
    ),
  }));
  const joined = joinParts(contents, read, tied);
  const lasting = ({ ms: _, cpuSeconds: __, ...rest }: DocumentReading) => rest;
  expect(lasting(joined)).toEqual(lasting(whole));
}, 180_000);

test('a ZIP is read member by member; what is broken in it takes nothing from the rest', async () => {
  const one = await Bundle.begun();
  await one.form('digital_general', 6);
  const broken = new TextEncoder().encode('<?xml version="1.0"?><EInvoice><broken>');
  const archive = zip([
    { name: 'a.xml', data: broken },
    { name: 'b.pdf', data: await one.bytes() },
    { name: 'c.txt', data: new Uint8Array([65]) },
  ]);
  const reading = await readDocument(archive, tools);
  expect([reading.carrier, reading.refusal]).toEqual(['zip', null]);
  expect(reading.members.map(({ name, refusal }) => [name, refusal?.code])).toEqual([
    ['a.xml', undefined],
    ['b.pdf', undefined],
    ['c.txt', 'unsupported_type'],
  ]);
  expect(reading.pageFacts.map(({ member, role, refusal }) => [member, role, refusal?.code])).toEqual([
    ['a.xml', 'refused', 'damaged_file'],
    ['b.pdf', 'slip', undefined],
  ]);
  expect(reading.slips.map(({ member, pages }) => [member, pages])).toEqual([['b.pdf', [2]]]);
}, 180_000);
