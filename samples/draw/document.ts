/** An invoice as PDF with a text layer. The same invoice gives the same bytes on every machine. */
import { PDFDocument } from 'pdf-lib';
import type { Place, SampleSet } from '../forms/form.js';
import type { SampleInvoice } from '../truth/invoice.js';
import { Canvas, type Ink } from './canvas.js';
import { drawDigitalForm, extraHeight } from './digital-form.js';
import { embedFaces, type Faces } from './faces.js';
import { BLACK, longDate } from './layout.js';
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

/** A drawn invoice: its page, and where on it each field's value stands. */
export interface DrawnInvoice {
  readonly pdf: Uint8Array;
  readonly widthMm: number;
  readonly heightMm: number;
  readonly places: readonly Place[];
}

/** The page alone. */
export async function drawPdf(invoice: SampleInvoice): Promise<Uint8Array> {
  return (await drawInvoice(invoice)).pdf;
}

/** The page in the type of a set. */
export async function drawInvoice(invoice: SampleInvoice, set: SampleSet = 'fit'): Promise<DrawnInvoice> {
  const document = await PDFDocument.create({ updateMetadata: false });
  document.setTitle(`样票 ${invoice.id}`);
  document.setProducer('Yanpiao samples');
  document.setCreationDate(MADE);
  document.setModificationDate(MADE);
  const paper = invoice.kind.endsWith('_paper');
  const faces = await embedFaces(document, paper ? 'paper' : 'screen', set);
  const extra = invoice.code === null ? extraHeight(faces, invoice) : 0;
  const height = HEIGHT + extra;
  const page = document.addPage([widthOf(invoice) * POINTS, height * POINTS]);
  const canvas = new Canvas(page, height, paper ? SPROCKETS : 0);
  if (paper) drawPaper(canvas, faces, invoice);
  else if (invoice.code === null) drawDigitalForm(canvas, faces, invoice, extra);
  else drawElectronic(canvas, faces, invoice);
  return { pdf: await document.save(), widthMm: widthOf(invoice), heightMm: height, places: canvas.places };
}

/** Text of four groups of five digits, as 校验码 is printed. */
const grouped = (checkCode: string): string => checkCode.replace(/(\d{5})(?=\d)/g, '$1 ');

function drawTitle(canvas: Canvas, faces: Faces, text: string, ink: Ink): void {
  canvas.text(text, 105, 7, { face: faces.label, size: 6.7, ink, align: 'center', fit: 80 });
  canvas.line(68.5, 17.8, 141.5, 17.8, 0.3, ink);
  canvas.line(68.5, 18.8, 141.5, 18.8, 0.3, ink);
}

function drawElectronic(canvas: Canvas, faces: Faces, invoice: SampleInvoice): void {
  const kind = invoice.kind === 'vat_special_e' ? '专用' : '普通';
  const label = { face: faces.label, size: 3.175, ink: BROWN };
  const value = { face: faces.value, size: 3.175, ink: BLACK };
  drawTitle(canvas, faces, `${invoice.place.title}增值税电子${kind}发票`, BROWN);
  drawQr(canvas, invoice.qr, 8.5, 3.5, 20);
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
    itemHeader: '货物或应税劳务、服务名称',
    drift: [0, 0],
    seal: { x: 178, y: 121 },
  });
}

function drawPaper(canvas: Canvas, faces: Faces, invoice: SampleInvoice): void {
  const special = invoice.kind === 'vat_special_paper';
  const form = special ? GREEN : RUSSET;
  const style: FormStyle = {
    form,
    print: RIBBON,
    face: faces.struck,
    itemHeader: '货物或应税劳务、服务名称',
    drift: [0.5, -0.5],
    seal: { x: 172, y: 119 },
  };
  drawTitle(canvas, faces, `${invoice.place.title}增值税${special ? '专用' : '普通'}发票`, form);
  const copy = special ? '抵扣联' : '发票联';
  const label = { face: faces.label, size: 3.175, ink: form };
  canvas.text([...copy].join('　'), 105, 21, { ...label, size: 5, align: 'center' });
  drawQr(canvas, invoice.qr, 6, 5, 19, RIBBON);
  canvas.text(invoice.code ?? '', 28, 6.5, {
    face: faces.figures,
    size: 6,
    ink: BLACK,
    as: 'invoiceCode',
  });
  canvas.text('№', 150, 6.5, { face: faces.label, size: 6.5, ink: BLACK });
  canvas.text(invoice.number, 160, 6.5, {
    face: faces.figures,
    size: 7,
    ink: [35, 60, 140],
    as: 'invoiceNumber',
  });
  const struck = { face: faces.struck, size: 3, ink: RIBBON };
  canvas.text(invoice.code ?? '', 205, 12.6, { ...struck, align: 'right' });
  canvas.text(invoice.number, 205, 16.4, { ...struck, align: 'right' });
  canvas.text('开票日期:', 158, 24, label);
  canvas.text(longDate(invoice.date), 174, 23.6, { ...struck, size: 3.3, as: 'issueDate' });
  if (invoice.machineNumber !== null)
    canvas.text(`机器编号:${invoice.machineNumber}`, 28, 16, { ...struck, as: 'machineNumber' });
  if (invoice.checkCode !== null)
    canvas.text(`校验码 ${grouped(invoice.checkCode)}`, 28, 23.6, { ...struck, as: 'checkCode' });
  const edge = { ...label, size: 2.9 };
  canvas.column(
    special ? '第二联：抵扣联购买方扣税凭证' : '第二联：发票联购买方记账凭证',
    209,
    56,
    4.2,
    edge,
  );
  canvas.column('税总函〔样〕000号样票印制有限公司', 0.5, 44, 4.2, { ...edge, size: 2.6 });
  drawVatForm(canvas, faces, invoice, style);
}
