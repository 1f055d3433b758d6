/**
 * The VAT form (DOMAIN 7.1): as an electronic invoice of 210×140 mm in brown, and struck by a needle printer into a
 * pre-printed paper of 240×140 mm, on which the same boxes stand 15 mm further right between the sprocket holes.
 */
import { formatMoney } from '../../src/invoice/money.js';
import type { Party, SampleInvoice, SampleLine } from '../truth/invoice.js';
import type { Canvas, Ink } from './canvas.js';
import type { Face, Faces } from './faces.js';
import { broken, drawCrossedCircle, drawNote, taxText, yuan } from './layout.js';
import { drawControlSeal, drawSellerSeal } from './seal.js';

/** How one sort of form differs from the other. */
export interface FormStyle {
  /** Rules and printed labels. */
  readonly form: Ink;
  /** What is filled in. */
  readonly print: Ink;
  readonly face: Face;
  readonly itemHeader: string;
  /** Where what is filled in lies against the form: a needle printer is never quite true. */
  readonly drift: readonly [number, number];
  readonly seal: { readonly x: number; readonly y: number };
}

const RULE = 0.25;
const STEP = 4.15;
const TABLE = {
  top: 52,
  bottom: 96,
  columns: [4.5, 56.3, 82.3, 94.3, 114.3, 134.3, 164.3, 175.3, 205.5],
} as const;

export function drawVatForm(canvas: Canvas, faces: Faces, invoice: SampleInvoice, style: FormStyle): void {
  drawFrame(canvas, style);
  drawParty(canvas, faces, 'buyer', invoice.buyer, { top: 30, rows: [31.6, 36.8, 42, 47.2] }, style);
  drawCipher(canvas, faces, invoice, style);
  drawItems(canvas, faces, invoice, style);
  drawTotals(canvas, faces, invoice, style);
  drawParty(canvas, faces, 'seller', invoice.seller, { top: 104, rows: [105, 109.8, 114.5, 119.3] }, style);
  drawFoot(canvas, faces, invoice, style);
  drawControlSeal(canvas, faces, 105, 18, invoice.place.authority);
  drawSellerSeal(canvas, faces, style.seal.x, style.seal.y, invoice.seller);
}

const label = (faces: Faces, style: FormStyle) => ({ face: faces.label, size: 3.175, ink: style.form });
const value = (style: FormStyle) => ({ face: style.face, size: 3.175, ink: style.print });

function drawFrame(canvas: Canvas, { form }: FormStyle): void {
  canvas.rectangle(4.5, 30, 205.5, 124, RULE, form);
  for (const y of [TABLE.top, TABLE.bottom, 104]) canvas.line(4.5, y, 205.5, y, RULE, form);
  for (const x of TABLE.columns.slice(1, -1)) canvas.line(x, TABLE.top, x, TABLE.bottom, RULE, form);
  canvas.line(56.3, TABLE.bottom, 56.3, 104, RULE, form);
  for (const [y0, y1] of [
    [30, 52],
    [104, 124],
  ] as const) {
    for (const x of [11.5, 119.3, 124.3]) canvas.line(x, y0, x, y1, RULE, form);
  }
}

const HEADINGS = { buyer: '购买方', seller: '销售方' } as const;
const PARTY_LABELS = ['名　　　　称:', '纳税人识别号:', '地 址、 电 话:', '开户行及账号:'] as const;

function drawParty(
  canvas: Canvas,
  faces: Faces,
  side: 'buyer' | 'seller',
  party: Party,
  place: { top: number; rows: readonly [number, number, number, number] },
  style: FormStyle,
): void {
  const [dx, dy] = style.drift;
  canvas.column(HEADINGS[side], 8, place.top + 2.8, 5.8, label(faces, style));
  PARTY_LABELS.forEach((text, index) => {
    canvas.text(text, 13, place.rows[index] ?? 0, { ...label(faces, style), fit: 22 });
  });
  const [name, taxId, address, bank] = place.rows;
  const x = 36 + dx;
  canvas.text(party.name, x, name + dy, { ...value(style), fit: 82, as: `${side}Name` });
  canvas.text(party.taxId, x, taxId + dy - 0.4, {
    face: faces.figures,
    size: 4.2,
    ink: style.print,
    fit: 82,
    as: `${side}TaxId`,
  });
  const small = { ...value(style), size: 2.8, fit: 82 };
  canvas.text(party.addressPhone, x, address + dy, { ...small, as: `${side}AddressPhone` });
  const account = `${party.bank} ${party.account}`.trim();
  canvas.text(account, x, bank + dy, { ...small, as: `${side}BankAccount` });
}

function drawCipher(canvas: Canvas, faces: Faces, { cipher }: SampleInvoice, style: FormStyle): void {
  canvas.column('密码区', 121.8, 32.5, 6.4, label(faces, style));
  cipher.forEach((row, index) => {
    const place = { face: faces.figures, size: 4.23, ink: style.print, fit: 77, as: 'cipherText' } as const;
    canvas.text(row, 126.5 + style.drift[0], 31.5 + index * 5 + style.drift[1], place);
  });
}

function drawItems(canvas: Canvas, faces: Faces, invoice: SampleInvoice, style: FormStyle): void {
  const headers = [style.itemHeader, '规格型号', '单位', '数 量', '单 价', '金　额', '税率', '税　额'];
  headers.forEach((text, index) => {
    const middle = ((TABLE.columns[index] ?? 0) + (TABLE.columns[index + 1] ?? 0)) / 2;
    canvas.text(text, middle, 52.8, { ...label(faces, style), align: 'center' });
  });
  let y = 57 + style.drift[1];
  for (const line of invoice.lines) y += drawItem(canvas, line, y, style) * STEP;
  // More than eight go on a separate list, which is not drawn yet.
  if (y > 57 + style.drift[1] + 8.5 * STEP) throw new Error(`${invoice.id} has more lines than its form`);
}

/** Draws one line of goods and says how many rows it took. */
function drawItem(canvas: Canvas, line: SampleLine, y: number, style: FormStyle): number {
  const text = { ...value(style), size: 3 };
  const [dx] = style.drift;
  const [name, spec, unit, quantity, price, amount, rate, tax, end] = TABLE.columns;
  const names = broken(line.name, text.face, text.size, spec - name - 1);
  names.forEach((row, index) => {
    canvas.text(row, name + 0.8 + dx, y + index * STEP, text);
  });
  canvas.text(line.spec, spec + 0.8 + dx, y, { ...text, fit: unit - spec - 1.5 });
  canvas.text(line.unit, (unit + quantity) / 2 + dx, y, { ...text, align: 'center' });
  const right = (width: number) => ({ ...text, align: 'right', fit: width }) as const;
  canvas.text(line.quantity, price - 1.1 + dx, y, right(19));
  canvas.text(line.unitPrice, amount - 0.9 + dx, y, right(17.5));
  canvas.text(formatMoney(line.amount), rate - 0.8 + dx, y, right(29));
  canvas.text(line.rate, (rate + tax) / 2 + dx, y, { ...text, align: 'center' });
  canvas.text(taxText(line.tax), end - 0.8 + dx, y, right(29));
  return names.length;
}

function drawTotals(canvas: Canvas, faces: Faces, invoice: SampleInvoice, style: FormStyle): void {
  const [dx, dy] = style.drift;
  const sum = { face: faces.figures, size: 4.1, ink: style.print, align: 'right' } as const;
  canvas.text('合', 22, 91.6, label(faces, style));
  canvas.text('计', 38, 91.6, label(faces, style));
  canvas.text(yuan(invoice.net), 163.6 + dx, 91.2 + dy, { ...sum, as: 'netTotal' });
  canvas.text(yuan(invoice.tax), 204.8 + dx, 91.2 + dy, { ...sum, as: 'taxTotal' });
  canvas.text('价税合计(大写)', 18, 98.6, label(faces, style));
  drawCrossedCircle(canvas, 60 + dx, 100.2 + dy, 1.8, style.print);
  canvas.text(invoice.words, 63 + dx, 98.4 + dy, {
    ...value(style),
    size: 3.6,
    fit: 90,
    as: 'grossTotalWords',
  });
  canvas.text('(小写)', 156.5, 98.6, label(faces, style));
  canvas.text(yuan(invoice.gross), 168.5 + dx, 98.2 + dy, {
    face: faces.figures,
    size: 4.1,
    ink: style.print,
    as: 'grossTotal',
  });
}

function drawFoot(canvas: Canvas, faces: Faces, invoice: SampleInvoice, style: FormStyle): void {
  const [dx, dy] = style.drift;
  canvas.column('备注', 121.8, 107, 9, label(faces, style));
  const note = { x: 125.5 + dx, y: 105 + dy, width: 78, step: 4, markWidth: 34 };
  drawNote(canvas, invoice, note, { ...value(style), size: 2.9 });
  for (const [text, x, name, as] of [
    ['收款人:', 7, invoice.payee, 'payee'],
    ['复核:', 63.5, invoice.reviewer, 'reviewer'],
    ['开票人:', 105.5, invoice.drawer, 'drawer'],
    ['销售方:(章)', 150, '', undefined],
  ] as const) {
    const style0 = label(faces, style);
    canvas.text(text, x, 125.8, style0);
    canvas.text(name, x + faces.label.width(text, style0.size) + 0.8 + dx, 125.8 + dy, {
      ...value(style),
      ...(as === undefined ? {} : { as }),
    });
  }
}
