/**
 * The VAT form (DOMAIN 7.1): as an electronic invoice of 210×140 mm in brown, and struck by a needle printer into a
 * pre-printed paper of 240×140 mm, on which the same boxes stand 15 mm further right between the sprocket holes.
 */
import type { FieldName } from '../../src/invoice/fields.js';
import type { Party, SampleInvoice } from '../truth/invoice.js';
import type { Canvas, Ink, TextStyle } from './canvas.js';
import type { Faces } from './faces.js';
import { broken, drawCrossedCircle, drawNote, yuan } from './layout.js';
import type { Look } from './look.js';
import { drawControlSeal, drawSellerSeal } from './seal.js';
import { drawItems, GOODS_COLUMNS, type ItemsStyle, TABLE, TOLL_COLUMNS } from './vat-table.js';

/** How one sort of form differs from the other. */
export interface FormStyle extends ItemsStyle {
  readonly look: Look;
  readonly seal: { readonly x: number; readonly y: number };
}

const RULE = 0.25;

export function drawVatForm(canvas: Canvas, faces: Faces, invoice: SampleInvoice, style: FormStyle): void {
  drawFrame(canvas, invoice, style);
  drawParty(canvas, faces, 'buyer', invoice.buyer, { top: 30, rows: [31.6, 36.8, 42, 47.2] }, style);
  drawCipher(canvas, faces, invoice, style);
  drawItems(canvas, faces, invoice, style);
  drawTotals(canvas, faces, invoice, style);
  drawParty(canvas, faces, 'seller', invoice.seller, { top: 104, rows: [105, 109.8, 114.5, 119.3] }, style);
  drawFoot(canvas, faces, invoice, style);
  drawControlSeal(canvas, faces, 105, 18, invoice.place.authority);
  const [x, y] = style.look.seal ?? [style.seal.x, style.seal.y];
  drawSellerSeal(canvas, faces, x, y, invoice.seller);
}

const label = (faces: Faces, style: { form: Ink }) => ({ face: faces.label, size: 3.175, ink: style.form });
const value = ({ face, print, look }: FormStyle) => ({ face, size: 3.175, ink: print, lean: look.lean });

/** A printed label, unless this form lacks it. */
function printed(canvas: Canvas, text: string, x: number, y: number, style: TextStyle, { lost }: Look): void {
  const bare = text.replace(/[\s:：]/gu, '');
  if (!lost.includes(bare)) canvas.text(text, x, y, style);
}

function drawFrame(canvas: Canvas, invoice: SampleInvoice, { form }: FormStyle): void {
  const columns = invoice.kind === 'toll_e' ? TOLL_COLUMNS : GOODS_COLUMNS;
  canvas.rectangle(4.5, 30, 205.5, 124, RULE, form);
  for (const y of [TABLE.top, TABLE.bottom, 104]) canvas.line(4.5, y, 205.5, y, RULE, form);
  for (const { from } of columns.slice(1)) canvas.line(from, TABLE.top, from, TABLE.bottom, RULE, form);
  canvas.line(56.3, TABLE.bottom, 56.3, 104, RULE, form);
  for (const [y0, y1] of [
    [30, 52],
    [104, 124],
  ] as const) {
    for (const x of [11.5, 119.3, 124.3]) canvas.line(x, y0, x, y1, RULE, form);
  }
}

const HEADINGS = { buyer: '购买方', seller: '销售方' } as const;
const OLD_HEADINGS = { buyer: '购货单位', seller: '销货单位' } as const;
const PARTY_LABELS = ['名　　　　称:', '纳税人识别号:', '地 址、 电 话:', '开户行及账号:'] as const;

/** Length in mm of a value of a party's box. */
const WIDTH = 82;

function drawParty(
  canvas: Canvas,
  faces: Faces,
  side: 'buyer' | 'seller',
  party: Party,
  place: { top: number; rows: readonly [number, number, number, number] },
  style: FormStyle,
): void {
  const [dx, dy] = style.drift;
  const heading = style.look.old ? OLD_HEADINGS[side] : HEADINGS[side];
  canvas.column(heading, 8, place.top + 2.8, style.look.old ? 4.6 : 5.8, label(faces, style));
  PARTY_LABELS.forEach((text, index) => {
    printed(canvas, text, 13, place.rows[index] ?? 0, { ...label(faces, style), fit: 22 }, style.look);
  });
  const [name, taxId, address, bank] = place.rows;
  const x = 36 + dx;
  drawName(canvas, party.name, x, name + dy, style, `${side}Name`);
  canvas.text(party.taxId, x, taxId + dy - 0.4, {
    face: faces.figures,
    size: 4.2,
    ink: style.print,
    fit: WIDTH,
    lean: style.look.lean,
    as: `${side}TaxId`,
  });
  const small = { ...value(style), size: 2.8, fit: WIDTH };
  canvas.text(party.addressPhone, x, address + dy, { ...small, as: `${side}AddressPhone` });
  const account = `${party.bank} ${party.account}`.trim();
  canvas.text(account, x, bank + dy, { ...small, as: `${side}BankAccount` });
}

/** A party's name: small enough for its line, or broken over two where the issuing program does that. */
function drawName(canvas: Canvas, name: string, x: number, y: number, style: FormStyle, as: FieldName): void {
  const text = { ...value(style), as };
  if (!style.look.wrap || text.face.width(name, text.size) <= WIDTH) {
    canvas.text(name, x, y, { ...text, fit: WIDTH });
    return;
  }
  broken(name, text.face, 2.4, WIDTH * 0.7).forEach((row, index) => {
    canvas.text(row, x, y - 1 + index * 2.6, { ...text, size: 2.4 });
  });
}

function drawCipher(canvas: Canvas, faces: Faces, invoice: SampleInvoice, style: FormStyle): void {
  canvas.column('密码区', 121.8, 32.5, 6.4, label(faces, style));
  if (invoice.blank !== undefined) {
    const text = `数电发票号码：${invoice.number}`;
    canvas.text(text, 127 + style.drift[0], 38 + style.drift[1], { ...value(style), as: 'invoiceNumber' });
  }
  const { lean } = style.look;
  invoice.cipher.forEach((row, index) => {
    const place = {
      face: faces.figures,
      size: 4.23,
      ink: style.print,
      fit: 77,
      lean,
      as: 'cipherText',
    } as const;
    canvas.text(row, 126.5 + style.drift[0], 31.5 + index * 5 + style.drift[1], place);
  });
}

function drawTotals(canvas: Canvas, faces: Faces, invoice: SampleInvoice, style: FormStyle): void {
  const [dx, dy] = style.drift;
  const { look } = style;
  const sum = { face: faces.figures, size: 4.1, ink: style.print, lean: look.lean };
  if (!look.lost.includes('合计')) {
    canvas.text('合', 22, 91.6, label(faces, style));
    canvas.text('计', 38, 91.6, label(faces, style));
  }
  canvas.text(yuan(invoice.net), 163.6 + dx, 91.2 + dy, { ...sum, align: 'right', as: 'netTotal' });
  canvas.text(yuan(invoice.tax), 204.8 + dx, 91.2 + dy, { ...sum, align: 'right', as: 'taxTotal' });
  printed(canvas, '价税合计(大写)', 18, 98.6, label(faces, style), look);
  drawCrossedCircle(canvas, 60 + dx, 100.2 + dy, 1.8, style.print);
  canvas.text(invoice.words, 63 + dx, 98.4 + dy, {
    ...value(style),
    size: 3.6,
    fit: 90,
    as: 'grossTotalWords',
  });
  printed(canvas, '(小写)', 156.5, 98.6, label(faces, style), look);
  canvas.text(yuan(invoice.gross), 168.5 + dx, 98.2 + dy, { ...sum, as: 'grossTotal' });
}

function drawFoot(canvas: Canvas, faces: Faces, invoice: SampleInvoice, style: FormStyle): void {
  const [dx, dy] = style.drift;
  canvas.column('备注', 121.8, 107, 9, label(faces, style));
  const mark = style.look.markBelow ? { mark: [7, 133.5] as const } : {};
  const note = { x: 125.5 + dx, y: 105 + dy, width: 78, step: 4, markWidth: 34, ...mark };
  drawNote(canvas, invoice, note, { ...value(style), size: 2.9 });
  for (const [text, x, name, as] of [
    ['收款人:', 7, invoice.payee, 'payee'],
    ['复核:', 63.5, invoice.reviewer, 'reviewer'],
    ['开票人:', 105.5, invoice.drawer, 'drawer'],
    [style.look.old ? '销货单位:(章)' : '销售方:(章)', 150, '', undefined],
  ] as const) {
    const style0 = label(faces, style);
    canvas.text(text, x, 125.8, style0);
    canvas.text(name, x + faces.label.width(text, style0.size) + 0.8 + dx, 125.8 + dy, {
      ...value(style),
      ...(as === undefined ? {} : { as }),
    });
  }
}
