/**
 * 增值税普通发票（卷票）: a strip of 57 or 76 mm from a till's thermal printer, one field a line, goods in two rows each
 * with prices that include the tax (DOMAIN 1.1, 3.1).
 */

import type { FieldName } from '../../src/invoice/fields.js';
import { formatMoney } from '../../src/invoice/money.js';
import { Canvas, type Ink, type TextStyle } from '../draw/canvas.js';
import { emptyDocument } from '../draw/document.js';
import { embedFaces, type Faces } from '../draw/faces.js';
import { BLACK, broken, grouped, longDate } from '../draw/layout.js';
import { drawQr } from '../draw/qr.js';
import { drawControlSeal, drawSellerSeal } from '../draw/seal.js';
import { chanceRecipe } from '../recipes.js';
import { compose, settled } from '../truth/compose.js';
import { type SampleInvoice, type SampleLine, SPECIMEN_MARK } from '../truth/invoice.js';
import { formTruthOf } from '../truth/labels.js';
import { POOLS } from '../truth/pools.js';
import type { DrawnForm, FormTruth, SampleForm, SampleSet } from './form.js';

const POINTS = 72 / 25.4;
const RED: Ink = [200, 60, 50];
const MARGIN = 4;

/** Width of the strip in mm, height of its text, and order of the columns of figures, by set. */
const STRIPS = {
  fit: { width: 76, size: 3.1, columns: ['单价', '数量', '金额'] },
  measure: { width: 57, size: 2.6, columns: ['数量', '单价', '金额'] },
} as const;

type Strip = (typeof STRIPS)[SampleSet];

/** A line's amount with its tax, and the price of one of it. */
const grossOf = (line: SampleLine): bigint => line.amount + (line.tax ?? 0n);
const priceOf = (line: SampleLine): string =>
  line.quantity === '' ? '' : formatMoney(grossOf(line) / BigInt(line.quantity));

/** Lines whose price times quantity gives the amount to the 分, as tills print them. */
function asTill(invoice: SampleInvoice): SampleInvoice {
  const lines = invoice.lines
    .filter(({ quantity, amount }) => quantity !== '' && amount > 0n)
    .map((line) => {
      const rest = grossOf(line) % BigInt(line.quantity);
      return { ...line, amount: line.amount - rest };
    });
  return settled({ ...invoice, lines });
}

function truthOf(invoice: SampleInvoice): FormTruth {
  const { fields, kind, qr } = formTruthOf(invoice);
  const shown: readonly FieldName[] = [
    'invoiceCode',
    'invoiceNumber',
    'issueDate',
    'checkCode',
    'machineNumber',
    'buyerName',
    'buyerTaxId',
    'sellerName',
    'sellerTaxId',
    'grossTotal',
    'grossTotalWords',
    'province',
    'copy',
    'payee',
  ];
  return {
    kind,
    qr,
    fields: Object.fromEntries(Object.entries(fields).filter(([name]) => shown.includes(name as FieldName))),
    lines: invoice.lines.map((line) => ({
      name: line.name,
      quantity: line.quantity,
      unitPrice: priceOf(line),
      amount: formatMoney(grossOf(line)),
    })),
  };
}

/** Draws down the strip and keeps where it has come to. */
class Till {
  y = 0;
  readonly canvas: Canvas;
  readonly faces: Faces;
  readonly strip: Strip;

  constructor(canvas: Canvas, faces: Faces, strip: Strip) {
    this.canvas = canvas;
    this.faces = faces;
    this.strip = strip;
  }

  get print(): TextStyle {
    return { face: this.faces.value, size: this.strip.size, ink: BLACK };
  }

  /** A label and its value, broken at the strip's edge. */
  field(label: string, value: string, as?: FieldName): void {
    const style = this.print;
    const room = this.strip.width - 2 * MARGIN;
    const lead = style.face.width(label, style.size);
    const [first = '', ...rest] = broken(value, style.face, style.size, room - lead);
    this.canvas.text(label, MARGIN, this.y, style);
    this.canvas.text(first, MARGIN + lead, this.y, { ...style, ...(as === undefined ? {} : { as }) });
    this.y += style.size * 1.45;
    for (const row of rest) {
      this.canvas.text(row, MARGIN + lead, this.y, { ...style, ...(as === undefined ? {} : { as }) });
      this.y += style.size * 1.45;
    }
  }

  /** Cells that end at the given parts of the strip. */
  cells(cells: readonly string[], ends: readonly number[]): void {
    cells.forEach((cell, index) => {
      const x = MARGIN + (this.strip.width - 2 * MARGIN) * (ends[index] ?? 1);
      this.canvas.text(cell, x, this.y, { ...this.print, align: 'right' });
    });
    this.y += this.strip.size * 1.45;
  }
}

const ENDS = [0.45, 0.7, 1] as const;

function drawGoods(till: Till, invoice: SampleInvoice): void {
  const { strip } = till;
  till.canvas.text('项目', MARGIN, till.y, till.print);
  till.cells(strip.columns, ENDS);
  for (const line of invoice.lines) {
    till.field('', line.name);
    const cell = { 单价: priceOf(line), 数量: line.quantity, 金额: formatMoney(grossOf(line)) };
    till.cells(
      strip.columns.map((name) => cell[name]),
      ENDS,
    );
  }
}

function drawStrip(till: Till, invoice: SampleInvoice): void {
  const { canvas, faces, strip } = till;
  const middle = strip.width / 2;
  const red = { face: faces.label, ink: RED, align: 'center' } as const;
  canvas.text(`${invoice.place.title}增值税普通发票(卷票)`, middle, 5, {
    ...red,
    size: 4,
    fit: strip.width - 8,
  });
  drawControlSeal(canvas, faces, middle, 15, invoice.place.authority);
  canvas.text(invoice.copy ?? '', middle, 25.5, { ...red, size: 3.6, as: 'copy' });
  till.y = 32;
  till.field('发票代码:', invoice.code ?? '', 'invoiceCode');
  till.field('发票号码:', invoice.number, 'invoiceNumber');
  till.field('机打号码:', invoice.number);
  till.field('机器编号:', invoice.machineNumber ?? '', 'machineNumber');
  till.field('开票日期:', longDate(invoice.date), 'issueDate');
  till.field('收款员:', invoice.payee, 'payee');
  till.field('销售方名称:', invoice.seller.name, 'sellerName');
  till.field('纳税人识别号:', invoice.seller.taxId, 'sellerTaxId');
  till.field('购买方名称:', invoice.buyer.name, 'buyerName');
  till.field('纳税人识别号:', invoice.buyer.taxId, 'buyerTaxId');
  drawGoods(till, invoice);
  till.field('合计金额(小写):', `¥${formatMoney(invoice.gross)}`, 'grossTotal');
  till.field('合计金额(大写):', invoice.words, 'grossTotalWords');
  till.field('校验码:', grouped(invoice.checkCode ?? ''), 'checkCode');
  canvas.text(SPECIMEN_MARK, MARGIN, till.y, { ...till.print, size: 1.9, fit: strip.width - 8 });
  drawQr(canvas, invoice.qr, middle - 11, till.y + 4, 22);
  drawSellerSeal(canvas, faces, middle + 4, till.y + 32, invoice.seller);
}

/** Height in mm: what stands above and below the goods, and two rows or three for each of them. */
const heightOf = ({ lines }: SampleInvoice): number => 178 + Math.max(0, lines.length - 3) * 14;

export const ROLL_FORM: SampleForm = {
  kind: 'vat_general_roll',
  name: 'vat_general_roll',
  async draw(random, set): Promise<DrawnForm> {
    const recipe = {
      ...chanceRecipe('roll', 'vat_general_e', random),
      kind: 'vat_general_roll',
      red: false,
    } as const;
    const composed = compose({ ...recipe, discount: false }, random, POOLS[set]);
    const invoice = { ...asTill(composed), copy: '发票联' };
    const strip = STRIPS[set];
    const document = await emptyDocument(invoice.id);
    const height = heightOf(invoice);
    const page = document.addPage([strip.width * POINTS, height * POINTS]);
    const canvas = new Canvas(page, height);
    drawStrip(new Till(canvas, await embedFaces(document, 'screen', set), strip), invoice);
    return {
      pdf: await document.save(),
      widthMm: strip.width,
      heightMm: height,
      truth: truthOf(invoice),
      places: canvas.places,
      paper: 'thermal',
    };
  },
};
