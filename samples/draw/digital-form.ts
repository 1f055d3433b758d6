/**
 * 数电票, 210×140 mm (DOMAIN 7.2): no column rules, vertical labels as separate characters, no 密码区. A long one fills
 * several pages, each with the heads and its own 小计.
 */
import type { Party, SampleInvoice, SampleLine } from '../truth/invoice.js';
import type { Canvas, Ink } from './canvas.js';
import { drawHeadings, drawItem, rowsOf, STEP } from './digital-table.js';
import type { Faces } from './faces.js';
import { BLACK, drawCrossedCircle, drawNote, longDate, yuan } from './layout.js';
import type { Look } from './look.js';
import { drawQr, drawQrBadge } from './qr.js';
import { drawControlSeal } from './seal.js';

export const MAROON: Ink = [128, 0, 0];
const GREY: Ink = [120, 120, 120];
const RULE = 0.3;

const TITLES = {
  digital_special: '电子发票（增值税专用发票）',
  digital_general: '电子发票（普通发票）',
} as const;

/** Rows of goods that fit the page of 140 mm; each further one makes page and table longer by a step. */
const ROWS = 7;

/** One page of an invoice. */
export interface Part {
  readonly lines: readonly SampleLine[];
  readonly number: number;
  readonly of: number;
  /** How much longer than 140 mm the page is: everything below the goods stands so much lower. */
  readonly extra: number;
  readonly look: Look;
}

/** The pages of an invoice. */
export function partsOf(faces: Faces, invoice: SampleInvoice, look: Look): Part[] {
  const size = look.linesPerPage ?? invoice.lines.length;
  const of = Math.max(1, Math.ceil(invoice.lines.length / size));
  return Array.from({ length: of }, (_, index) => {
    const lines = invoice.lines.slice(index * size, (index + 1) * size);
    const goods = lines.reduce((sum, line) => sum + rowsOf(faces, invoice, line), 0);
    const block = (invoice.special?.block.length ?? 0) > 0 ? 3 : 0;
    const rows = goods + block + (of > 1 ? 1 : 0);
    return { lines, number: index + 1, of, extra: Math.max(0, rows - ROWS) * STEP, look };
  });
}

export function drawDigitalForm(canvas: Canvas, faces: Faces, invoice: SampleInvoice, part: Part): void {
  drawHead(canvas, faces, invoice, part);
  drawFrame(canvas, part.extra);
  drawParty(canvas, faces, 'buyer', invoice.buyer, 4.5, part.look);
  drawParty(canvas, faces, 'seller', invoice.seller, 105, part.look);
  drawItems(canvas, faces, invoice, part);
  drawFoot(canvas, faces, invoice, part);
}

const label = (faces: Faces) => ({ face: faces.label, size: 3.175, ink: MAROON });
const value = (faces: Faces) => ({ face: faces.value, size: 3.175, ink: BLACK });
const figures = (faces: Faces) => ({ face: faces.figures, size: 4.23, ink: BLACK });

function drawHead(canvas: Canvas, faces: Faces, invoice: SampleInvoice, part: Part): void {
  const title = invoice.kind === 'digital_special' ? TITLES.digital_special : TITLES.digital_general;
  canvas.text(title, 102, 8, { face: faces.label, size: 7.07, ink: MAROON, align: 'center', fit: 90 });
  canvas.line(65.5, 17.8, 138.5, 17.8, RULE, MAROON);
  canvas.line(65.5, 18.8, 138.5, 18.8, RULE, MAROON);
  drawQr(canvas, invoice.qr, 6.5, 6, 20);
  drawQrBadge(canvas, faces, 6.5, 6, 20);
  if (invoice.special !== undefined) {
    const business = { ...label(faces), size: 4.2, fit: 27, as: 'specialBusiness' } as const;
    canvas.text(invoice.special.label, 29, 9, business);
  }
  canvas.text('发票号码：', 154, 11, label(faces));
  canvas.text(invoice.number, 169, 11, { ...value(faces), as: 'invoiceNumber' });
  canvas.text('开票日期：', 154, 17, label(faces));
  canvas.text(longDate(invoice.date), 169, 17, { ...value(faces), as: 'issueDate' });
  if (part.of > 1) canvas.text(`共${part.of}页 第${part.number}页`, 154, 23, label(faces));
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

function drawParty(
  canvas: Canvas,
  faces: Faces,
  side: 'buyer' | 'seller',
  party: Party,
  left: number,
  look: Look,
): void {
  const heading = { buyer: '购买方信息', seller: '销售方信息' }[side];
  canvas.column(heading, left + 3, 31.5, 4, label(faces));
  const x = left + 6.5;
  if (!look.lost.includes('名称')) canvas.text('名称：', x, 33.8, label(faces));
  canvas.text(party.name, x + 9, 33.8, { ...value(faces), fit: 84, as: `${side}Name` });
  const id = '统一社会信用代码/纳税人识别号：';
  if (!look.lost.includes('统一社会信用代码/纳税人识别号')) canvas.text(id, x, 44, label(faces));
  const end = x + faces.label.width(id, 3.175);
  canvas.text(party.taxId, end, 43.3, { ...figures(faces), fit: left + 99 - end, as: `${side}TaxId` });
}

function drawItems(canvas: Canvas, faces: Faces, invoice: SampleInvoice, part: Part): void {
  const { extra } = part;
  drawHeadings(canvas, faces, invoice);
  let y = 57.5;
  for (const line of part.lines) y += drawItem(canvas, faces, invoice, line, y) * STEP;
  drawBlock(canvas, faces, invoice, y);
  const sum = { ...figures(faces), size: 3.7, align: 'right' } as const;
  if (part.of > 1) {
    const add = (values: readonly (bigint | null)[]) => values.reduce<bigint>((s, v) => s + (v ?? 0n), 0n);
    canvas.text('小计', 20, 86.3 + extra, label(faces));
    canvas.text(yuan(add(part.lines.map(({ amount }) => amount))), 153, 86 + extra, sum);
    canvas.text(yuan(add(part.lines.map(({ tax }) => tax))), 205, 86 + extra, sum);
  }
  if (part.number < part.of && part.look.set === 'fit') return;
  canvas.text('合', 20, 90.8 + extra, label(faces));
  canvas.text('计', 36, 90.8 + extra, label(faces));
  if (part.number < part.of) return;
  canvas.text(yuan(invoice.net), 153, 90.5 + extra, { ...sum, as: 'netTotal' });
  canvas.text(yuan(invoice.tax), 205, 90.5 + extra, { ...sum, as: 'taxTotal' });
}

/** The table of 特定业务 below the goods. */
function drawBlock(canvas: Canvas, faces: Faces, { special }: SampleInvoice, y: number): void {
  for (const { heading, x, text, as } of special?.block ?? []) {
    canvas.text(heading, x, y + 1.5, { ...label(faces), size: 2.9 });
    canvas.text(text, x, y + 1.5 + STEP, { ...value(faces), size: 2.9, as });
  }
}

function drawFoot(canvas: Canvas, faces: Faces, invoice: SampleInvoice, part: Part): void {
  const { extra } = part;
  const last = part.number === part.of;
  canvas.text('价税合计（大写）', 16.4, 98.2 + extra, label(faces));
  if (last) {
    drawCrossedCircle(canvas, 59.8, 99.8 + extra, 1.9, BLACK);
    const words = { ...value(faces), size: 3.7, fit: 78, as: 'grossTotalWords' } as const;
    canvas.text(invoice.words, 62.9, 98 + extra, words);
  }
  canvas.text('（小写）', 143, 98.2 + extra, label(faces));
  if (last) {
    canvas.text(yuan(invoice.gross), 155.5, 97.8 + extra, { ...figures(faces), as: 'grossTotal' });
  }
  canvas.column('备注', 7.5, 108 + extra, 6, label(faces));
  const mark = part.look.markBelow ? { mark: [19, 135.2 + extra] as const } : {};
  const place = { x: 11.5, y: 104.8 + extra, width: 192, step: 4.2, markWidth: 120, ...mark };
  if (last) drawNote(canvas, invoice, place, value(faces));
  canvas.text('开票人：', 19, 129.5 + extra, label(faces));
  canvas.text(invoice.drawer, 32, 129.5 + extra, { ...value(faces), as: 'drawer' });
}
