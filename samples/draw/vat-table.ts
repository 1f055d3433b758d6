/** The goods on the VAT form: its columns, those of a toll invoice, and what is struck into them. */
import { formatMoney } from '../../src/invoice/money.js';
import type { SampleInvoice, SampleLine } from '../truth/invoice.js';
import type { Canvas, Ink } from './canvas.js';
import type { Face, Faces } from './faces.js';
import { broken, taxText } from './layout.js';
import type { Look } from './look.js';

export interface ItemsStyle {
  /** Rules and printed labels. */
  readonly form: Ink;
  /** What is filled in. */
  readonly print: Ink;
  readonly face: Face;
  readonly itemHeader: string;
  /** Where what is filled in lies against the form: a needle printer is never quite true. */
  readonly drift: readonly [number, number];
  readonly look: Look;
}

export const TABLE = { top: 52, bottom: 96 } as const;
const STEP = 4.15;
const RIGHT = 205.5;

interface Column {
  readonly heading: string;
  /** Where the rule to its left stands, in mm. */
  readonly from: number;
  readonly align: 'left' | 'center' | 'right';
  /** Distance of the text from the column's edge, and the most room it may take. */
  readonly inset: number;
  readonly fit?: number;
  text(line: SampleLine): string;
}

const common = {
  amount: (line: SampleLine) => formatMoney(line.amount),
  rate: (line: SampleLine) => line.rate,
  tax: (line: SampleLine) => taxText(line.tax),
};

export const GOODS_COLUMNS: readonly Column[] = [
  { heading: '', from: 4.5, align: 'left', inset: 0.8, text: ({ name }) => name },
  { heading: '规格型号', from: 56.3, align: 'left', inset: 0.8, fit: 24.5, text: ({ spec }) => spec },
  { heading: '单位', from: 82.3, align: 'center', inset: 0, text: ({ unit }) => unit },
  { heading: '数 量', from: 94.3, align: 'right', inset: 1.1, fit: 19, text: ({ quantity }) => quantity },
  {
    heading: '单 价',
    from: 114.3,
    align: 'right',
    inset: 0.9,
    fit: 17.5,
    text: ({ unitPrice }) => unitPrice,
  },
  { heading: '金　额', from: 134.3, align: 'right', inset: 0.8, fit: 29, text: common.amount },
  { heading: '税率', from: 164.3, align: 'center', inset: 0, text: common.rate },
  { heading: '税　额', from: 175.3, align: 'right', inset: 0.8, fit: 29, text: common.tax },
];

const compact = (date: string) => date.replaceAll('-', '');

/** 通行费: plate and kind of vehicle, first and last day of passage in the place of unit, quantity and price. */
export const TOLL_COLUMNS: readonly Column[] = [
  { heading: '', from: 4.5, align: 'left', inset: 0.8, text: ({ name }) => name },
  {
    heading: '车牌号',
    from: 46,
    align: 'center',
    inset: 0,
    text: ({ passage }) => passage?.plateNumber ?? '',
  },
  { heading: '类型', from: 68, align: 'center', inset: 0, text: ({ passage }) => passage?.vehicleType ?? '' },
  {
    heading: '通行日期起',
    from: 84,
    align: 'center',
    inset: 0,
    text: ({ passage }) => compact(passage?.from ?? ''),
  },
  {
    heading: '通行日期止',
    from: 107,
    align: 'center',
    inset: 0,
    text: ({ passage }) => compact(passage?.to ?? ''),
  },
  { heading: '金　额', from: 130, align: 'right', inset: 0.8, fit: 29, text: common.amount },
  { heading: '税率', from: 162, align: 'center', inset: 0, text: common.rate },
  { heading: '税　额', from: 175.3, align: 'right', inset: 0.8, fit: 29, text: common.tax },
];

/** What stands on the form of an invoice whose goods are on a list: one line with the whole amount. */
export function formLines(invoice: SampleInvoice): readonly SampleLine[] {
  if (invoice.listed !== true) return invoice.lines;
  const rates = new Set(invoice.lines.map(({ rate }) => rate));
  const [rate = ''] = rates;
  return [
    {
      name: '(详见销货清单)',
      spec: '',
      unit: '',
      quantity: '',
      unitPrice: '',
      amount: invoice.net,
      rate: rates.size === 1 ? rate : '',
      tax: invoice.tax,
    },
  ];
}

export function drawItems(canvas: Canvas, faces: Faces, invoice: SampleInvoice, style: ItemsStyle): void {
  const columns = invoice.kind === 'toll_e' ? TOLL_COLUMNS : GOODS_COLUMNS;
  const label = { face: faces.label, size: 3.175, ink: style.form, align: 'center' } as const;
  columns.forEach((column, index) => {
    const heading = index === 0 ? style.itemHeader : column.heading;
    const middle = (column.from + (columns[index + 1]?.from ?? RIGHT)) / 2;
    if (!style.look.lost.includes(heading.replace(/\s/gu, ''))) canvas.text(heading, middle, 52.8, label);
  });
  let y = 57 + style.drift[1];
  for (const line of formLines(invoice)) y += drawItem(canvas, columns, line, y, style) * STEP;
  // More than eight go on a separate list.
  if (y > 57 + style.drift[1] + 8.5 * STEP) throw new Error(`${invoice.id} has more lines than its form`);
}

/** Draws one line of goods and says how many rows it took. */
function drawItem(
  canvas: Canvas,
  columns: readonly Column[],
  line: SampleLine,
  y: number,
  style: ItemsStyle,
): number {
  const text = { face: style.face, size: 3, ink: style.print, lean: style.look.lean };
  const [dx] = style.drift;
  const [first, second] = columns;
  const names = broken(line.name, text.face, text.size, (second?.from ?? 0) - (first?.from ?? 0) - 1);
  names.forEach((row, index) => {
    canvas.text(row, (first?.from ?? 0) + 0.8 + dx, y + index * STEP, text);
  });
  columns.slice(1).forEach((column, index) => {
    const end = columns[index + 2]?.from ?? RIGHT;
    const x = {
      left: column.from + column.inset,
      center: (column.from + end) / 2,
      right: end - column.inset,
    }[column.align];
    const fit = column.fit === undefined ? {} : { fit: column.fit };
    canvas.text(column.text(line), x + dx, y, { ...text, align: column.align, ...fit });
  });
  return names.length;
}
