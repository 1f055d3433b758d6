/** An invoice as PDF with a text layer. The same invoice gives the same bytes on every machine. */
import { PDFDocument } from 'pdf-lib';
import type { Place } from '../forms/form.js';
import type { SampleInvoice } from '../truth/invoice.js';
import { Canvas, type Ink } from './canvas.js';
import { drawDigitalForm, partsOf } from './digital-form.js';
import { embedFaces, type Faces } from './faces.js';
import { drawGoodsList, listHeight } from './goods-list.js';
import { BLACK, grouped, longDate } from './layout.js';
import { type Look, plainLook } from './look.js';
import { drawQr } from './qr.js';
import { drawVatForm, type FormStyle } from './vat-form.js';

const POINTS = 72 / 25.4;
const HEIGHT = 140;
const BROWN: Ink = [156, 82, 35];
/** Second copy of a special invoice (抵扣联) is printed green, second copy of a general one (发票联) brown-red. */
const GREEN: Ink = [42, 110, 72];
const RUSSET: Ink = [150, 70, 40];
const RIBBON: Ink = [50, 70, 165];
/** Paper forms stand this far right of the electronic one's boxes. */
const SPROCKETS = 15;

/** A fixed time: bytes must not depend on when they were made. */
export const MADE = new Date('2025-01-01T00:00:00Z');

/** Width of an invoice's paper in mm. */
export const widthOf = (invoice: SampleInvoice): number => (invoice.kind.endsWith('_paper') ? 240 : 210);

/** A drawn invoice: its pages, and where on the first of them each field's value stands. */
export interface DrawnInvoice {
  readonly pdf: Uint8Array;
  readonly widthMm: number;
  readonly heightMm: number;
  readonly places: readonly Place[];
}

/** The page alone. */
export async function drawPdf(invoice: SampleInvoice): Promise<Uint8Array> {
  return (await drawInvoice(invoice, plainLook('fit'))).pdf;
}

/** An empty document; `id` names it. */
export async function emptyDocument(id: string): Promise<PDFDocument> {
  const document = await PDFDocument.create({ updateMetadata: false });
  document.setTitle(`样票 ${id}`);
  document.setProducer('Yanpiao samples');
  document.setCreationDate(MADE);
  document.setModificationDate(MADE);
  return document;
}

export async function drawInvoice(invoice: SampleInvoice, look: Look): Promise<DrawnInvoice> {
  const document = await emptyDocument(invoice.id);
  const paper = invoice.kind.endsWith('_paper');
  const faces = await embedFaces(document, paper ? 'paper' : 'screen', look.set);
  const sheet = (height: number, shift = 0, width = widthOf(invoice)) =>
    new Canvas(document.addPage([width * POINTS, height * POINTS]), height, shift);
  const digital = invoice.code === null && invoice.blank === undefined;
  const parts = digital ? partsOf(faces, invoice, look) : [];
  const heightMm = HEIGHT + (parts[0]?.extra ?? 0);
  const canvas = sheet(heightMm, paper ? SPROCKETS : 0);
  if (paper) drawPaper(canvas, faces, invoice, look);
  else if (!digital) drawElectronic(canvas, faces, invoice, look);
  parts.forEach((part, index) => {
    drawDigitalForm(index === 0 ? canvas : sheet(HEIGHT + part.extra), faces, invoice, part);
  });
  if (invoice.listed === true) drawGoodsList(sheet(listHeight(invoice), 0, 210), faces, invoice);
  return { pdf: await document.save(), widthMm: widthOf(invoice), heightMm, places: canvas.places };
}

function drawTitle(canvas: Canvas, faces: Faces, text: string, ink: Ink): void {
  canvas.text(text, 105, 7, { face: faces.label, size: 6.7, ink, align: 'center', fit: 80 });
  canvas.line(68.5, 17.8, 141.5, 17.8, 0.3, ink);
  canvas.line(68.5, 18.8, 141.5, 18.8, 0.3, ink);
}

function drawElectronic(canvas: Canvas, faces: Faces, invoice: SampleInvoice, look: Look): void {
  const toll = invoice.kind === 'toll_e';
  const kind = invoice.kind === 'vat_special_e' ? '专用' : '普通';
  const label = { face: faces.label, size: 3.175, ink: BROWN };
  const value = { face: faces.value, size: 3.175, ink: BLACK };
  drawTitle(canvas, faces, `${invoice.place.title}增值税电子${kind}发票`, BROWN);
  drawQr(canvas, invoice.qr, 8.5, 3.5, 20);
  if (toll) canvas.text('通行费', 34, 9, { ...label, size: 6 });
  canvas.text('机器编号:', 5.5, 24.8, label);
  canvas.text(invoice.machineNumber ?? '', 22, 24.8, { ...value, as: 'machineNumber' });
  const head = [
    ['发票代码:', invoice.code ?? '', 'invoiceCode'],
    ['发票号码:', invoice.number, 'invoiceNumber'],
    ['开票日期:', longDate(invoice.date), 'issueDate'],
    ['校 验 码:', grouped(invoice.checkCode ?? ''), 'checkCode'],
  ] as const;
  head.forEach(([name, text, as], index) => {
    canvas.text(name, 148.5, 6.8 + index * 5.7, { ...label, fit: 15 });
    canvas.text(text, 164, 6.8 + index * 5.7, { ...value, as });
  });
  drawVatForm(canvas, faces, invoice, {
    form: BROWN,
    print: BLACK,
    face: faces.value,
    itemHeader: toll ? '项目名称' : '货物或应税劳务、服务名称',
    drift: look.shift,
    seal: { x: 178, y: 121 },
    look,
  });
}

/** Colours of the labels and of the print, and the copy at whose edge it says what it is for. */
function paperStyle(invoice: SampleInvoice, faces: Faces, look: Look): FormStyle {
  const form = look.ink ?? (invoice.kind.includes('special') ? GREEN : RUSSET);
  return {
    form,
    print: look.ribbon ?? RIBBON,
    face: faces.struck,
    itemHeader: look.old ? '货物或应税劳务名称' : '货物或应税劳务、服务名称',
    drift: [0.5 + look.shift[0], -0.5 + look.shift[1]],
    seal: { x: 172, y: 119 },
    look,
  };
}

function drawPaper(canvas: Canvas, faces: Faces, invoice: SampleInvoice, look: Look): void {
  const special = invoice.kind.includes('special');
  const style = paperStyle(invoice, faces, look);
  const { form, print } = style;
  const [dx, dy] = look.shift;
  const code = invoice.blank?.code ?? invoice.code ?? '';
  const number = invoice.blank?.number ?? invoice.number;
  drawTitle(canvas, faces, `${invoice.place.title}增值税${special ? '专用' : '普通'}发票`, form);
  const copy = invoice.copy ?? (special ? '抵扣联' : '发票联');
  const label = { face: faces.label, size: 3.175, ink: form };
  canvas.text([...copy].join('　'), 105, 21, { ...label, size: 5, align: 'center', ...copyOf(invoice) });
  drawQr(canvas, invoice.qr, 6, 5, 19, print);
  canvas.text(code, 28, 6.5, { face: faces.figures, size: 6, ink: BLACK, as: 'invoiceCode' });
  canvas.text('№', 150, 6.5, { face: faces.sign, size: 6.5, ink: BLACK });
  const large = { face: faces.figures, size: 7, ink: [35, 60, 140] } as const;
  canvas.text(number, 160, 6.5, { ...large, ...(invoice.blank === undefined ? NUMBER : {}) });
  const struck = { face: faces.struck, size: 3, ink: print, lean: look.lean };
  canvas.text(code, 205 + dx, 12.6 + dy, { ...struck, align: 'right' });
  canvas.text(number, 205 + dx, 16.4 + dy, { ...struck, align: 'right' });
  canvas.text('开票日期:', 158, 24, label);
  canvas.text(longDate(invoice.date), 174 + dx, 23.6 + dy, { ...struck, size: 3.3, as: 'issueDate' });
  const machine = invoice.machineNumber === null ? '' : `机器编号:${invoice.machineNumber}`;
  canvas.text(machine, 28 + dx, 16 + dy, { ...struck, as: 'machineNumber' });
  const check = invoice.checkCode === null ? '' : `校验码 ${grouped(invoice.checkCode)}`;
  canvas.text(check, 28 + dx, 23.6 + dy, { ...struck, as: 'checkCode' });
  const edge = { ...label, size: 2.9 };
  canvas.column(edgeText(copy, special), 209, 56, 4.2, edge);
  canvas.column('税总函〔样〕000号样票印制有限公司', 0.5, 44, 4.2, { ...edge, size: 2.6 });
  drawVatForm(canvas, faces, invoice, style);
}

const NUMBER = { as: 'invoiceNumber' } as const;
const copyOf = ({ copy }: SampleInvoice) => (copy === undefined ? {} : ({ as: 'copy' } as const));

/** What the right edge of a copy says (DOMAIN 7.1). */
function edgeText(copy: string, special: boolean): string {
  if (copy === '记账联') return '第一联：记账联销售方记账凭证';
  if (!special) return '第二联：发票联购买方记账凭证';
  return copy === '发票联' ? '第三联：发票联购买方记账凭证' : '第二联：抵扣联购买方扣税凭证';
}
