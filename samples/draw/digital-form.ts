/** 数电票, 210×140 mm (DOMAIN 7.2): no column rules, vertical labels as separate characters, no 密码区. */
import { formatMoney } from '../../src/invoice/money.js';
import type { Party, SampleInvoice, SampleLine } from '../truth/invoice.js';
import type { Canvas, Ink } from './canvas.js';
import type { Faces } from './faces.js';
import { BLACK, broken, drawCrossedCircle, drawNote, longDate, taxText, yuan } from './layout.js';
import { drawQr, drawQrBadge } from './qr.js';
import { drawControlSeal } from './seal.js';

const MAROON: Ink = [128, 0, 0];
const GREY: Ink = [120, 120, 120];
const RULE = 0.3;
/** Pitch of the item rows. */
const STEP = 4.5;

const TITLES = {
  digital_special: '电子发票（增值税专用发票）',
  digital_general: '电子发票（普通发票）',
} as const;

/** Left edges of the eight columns, and the right edge of the last. */
const COLUMNS = [4.5, 41.5, 65.5, 77.5, 102.5, 127.5, 153.5, 178.5, 205.5] as const;

const HEADERS: readonly (readonly [string, number])[] = [
  ['项目名称', 15.5],
  ['规格型号', 41.6],
  ['单 位', 66.5],
  ['数 量', 92.5],
  ['单 价', 117.5],
  ['金 额', 143],
  ['税率/征收率', 157],
  ['税 额', 194],
];

/** Rows of goods that fit the page of 140 mm; each further one makes page and table longer by a step. */
const ROWS = 7;

/** How much longer than 140 mm an invoice's page is. */
export function extraHeight(faces: Faces, invoice: SampleInvoice): number {
  const rows = invoice.lines.reduce((sum, line) => sum + rowsOf(faces, line).length, 0);
  return Math.max(0, rows - ROWS) * STEP;
}

/** `extra` is {@link extraHeight}: everything below the goods stands so much lower. */
export function drawDigitalForm(canvas: Canvas, faces: Faces, invoice: SampleInvoice, extra: number): void {
  drawHead(canvas, faces, invoice);
  drawFrame(canvas, extra);
  drawParty(canvas, faces, 'buyer', invoice.buyer, 4.5);
  drawParty(canvas, faces, 'seller', invoice.seller, 105);
  drawItems(canvas, faces, invoice, extra);
  drawFoot(canvas, faces, invoice, extra);
}

const label = (faces: Faces) => ({ face: faces.label, size: 3.175, ink: MAROON });
const value = (faces: Faces) => ({ face: faces.value, size: 3.175, ink: BLACK });
const figures = (faces: Faces) => ({ face: faces.figures, size: 4.23, ink: BLACK });

function drawHead(canvas: Canvas, faces: Faces, invoice: SampleInvoice): void {
  const title = invoice.kind === 'digital_special' ? TITLES.digital_special : TITLES.digital_general;
  canvas.text(title, 102, 8, { face: faces.label, size: 7.07, ink: MAROON, align: 'center', fit: 90 });
  canvas.line(65.5, 17.8, 138.5, 17.8, RULE, MAROON);
  canvas.line(65.5, 18.8, 138.5, 18.8, RULE, MAROON);
  drawQr(canvas, invoice.qr, 6.5, 6, 20);
  drawQrBadge(canvas, faces, 6.5, 6, 20);
  canvas.text('发票号码：', 154, 11, label(faces));
  canvas.text(invoice.number, 169, 11, { ...value(faces), as: 'invoiceNumber' });
  canvas.text('开票日期：', 154, 17, label(faces));
  canvas.text(longDate(invoice.date), 169, 17, { ...value(faces), as: 'issueDate' });
  canvas.text('下载次数：1', 206.5, 29.5, { face: faces.label, size: 2.8, ink: GREY, turned: true });
  drawControlSeal(canvas, faces, 105, 18, invoice.place.authority);
}

function drawFrame(canvas: Canvas, extra: number): void {
  const [table, total, bottom] = [95.8 + extra, 103.8 + extra, 124 + extra];
  canvas.rectangle(4.5, 30, 205.5, bottom, RULE, MAROON);
  for (const y of [52, table, total]) canvas.line(4.5, y, 205.5, y, RULE, MAROON);
  for (const x of [10.5, 105, 111]) canvas.line(x, 30, x, 52, RULE, MAROON);
  canvas.line(56, table, 56, total, RULE, MAROON);
  canvas.line(10.5, total, 10.5, bottom, RULE, MAROON);
}

function drawParty(canvas: Canvas, faces: Faces, side: 'buyer' | 'seller', party: Party, left: number): void {
  const heading = { buyer: '购买方信息', seller: '销售方信息' }[side];
  canvas.column(heading, left + 3, 31.5, 4, label(faces));
  const x = left + 6.5;
  canvas.text('名称：', x, 33.8, label(faces));
  canvas.text(party.name, x + 9, 33.8, { ...value(faces), fit: 84, as: `${side}Name` });
  canvas.text('统一社会信用代码/纳税人识别号：', x, 44, label(faces));
  const end = x + faces.label.width('统一社会信用代码/纳税人识别号：', 3.175);
  canvas.text(party.taxId, end, 43.3, { ...figures(faces), fit: left + 99 - end, as: `${side}TaxId` });
}

function drawItems(canvas: Canvas, faces: Faces, invoice: SampleInvoice, extra: number): void {
  for (const [text, x] of HEADERS) canvas.text(text, x, 53, label(faces));
  let y = 57.5;
  for (const line of invoice.lines) y += drawItem(canvas, faces, line, y) * STEP;
  const sum = { ...figures(faces), size: 3.7, align: 'right' } as const;
  canvas.text('合', 20, 90.8 + extra, label(faces));
  canvas.text('计', 36, 90.8 + extra, label(faces));
  canvas.text(yuan(invoice.net), 153, 90.5 + extra, { ...sum, as: 'netTotal' });
  canvas.text(yuan(invoice.tax), 205, 90.5 + extra, { ...sum, as: 'taxTotal' });
}

/** Name and specification broken to their columns: one entry a row. */
function rowsOf(faces: Faces, line: SampleLine): { name: string; spec: string }[] {
  const { face, size } = value(faces);
  const names = broken(line.name, face, size, COLUMNS[1] - COLUMNS[0] - 1);
  const specs = broken(line.spec, face, size, COLUMNS[2] - COLUMNS[1] - 1);
  return Array.from({ length: Math.max(names.length, specs.length) }, (_, index) => ({
    name: names[index] ?? '',
    spec: specs[index] ?? '',
  }));
}

/** Draws one line of goods and says how many rows it took. */
function drawItem(canvas: Canvas, faces: Faces, line: SampleLine, y: number): number {
  const style = value(faces);
  const rows = rowsOf(faces, line);
  rows.forEach(({ name, spec }, index) => {
    canvas.text(name, COLUMNS[0] + 0.5, y + index * STEP, style);
    canvas.text(spec, COLUMNS[1] + 0.5, y + index * STEP, style);
  });
  canvas.text(line.unit, (COLUMNS[2] + COLUMNS[3]) / 2, y, { ...style, align: 'center' });
  const right = { ...style, align: 'right', fit: 22 } as const;
  canvas.text(line.quantity, COLUMNS[4] - 0.8, y, right);
  canvas.text(line.unitPrice, COLUMNS[5] - 0.8, y, right);
  canvas.text(formatMoney(line.amount), COLUMNS[6] - 0.8, y, right);
  canvas.text(line.rate, (COLUMNS[6] + COLUMNS[7]) / 2, y, { ...style, align: 'center' });
  canvas.text(taxText(line.tax), COLUMNS[8] - 0.5, y, right);
  return rows.length;
}

function drawFoot(canvas: Canvas, faces: Faces, invoice: SampleInvoice, extra: number): void {
  canvas.text('价税合计（大写）', 16.4, 98.2 + extra, label(faces));
  drawCrossedCircle(canvas, 59.8, 99.8 + extra, 1.9, BLACK);
  canvas.text(invoice.words, 62.9, 98 + extra, {
    ...value(faces),
    size: 3.7,
    fit: 78,
    as: 'grossTotalWords',
  });
  canvas.text('（小写）', 143, 98.2 + extra, label(faces));
  canvas.text(yuan(invoice.gross), 155.5, 97.8 + extra, { ...figures(faces), as: 'grossTotal' });
  canvas.column('备注', 7.5, 108 + extra, 6, label(faces));
  const place = { x: 11.5, y: 104.8 + extra, width: 192, step: 4.2, markWidth: 120 };
  drawNote(canvas, invoice, place, value(faces));
  canvas.text('开票人：', 19, 129.5 + extra, label(faces));
  canvas.text(invoice.drawer, 32, 129.5 + extra, { ...value(faces), as: 'drawer' });
}
