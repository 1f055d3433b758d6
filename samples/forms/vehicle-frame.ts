/** What motor and used vehicle invoices share: numbers, ink, title, seals, the box of the tax-control code. */
import type { Kind } from '../../src/invoice/kinds.js';
import { formatInvoiceQr } from '../../src/invoice/qr.js';
import type { Ink, TextStyle } from '../draw/canvas.js';
import { BLACK, longDate } from '../draw/layout.js';
import { drawQr, drawQrBadge } from '../draw/qr.js';
import { drawControlSeal, drawSellerSeal } from '../draw/seal.js';
import type { Random } from '../truth/random.js';
import type { SampleSet } from './form.js';
import type { FormPen } from './pen.js';
import type { TableStyle } from './ruled-table.js';
import type { Dealer } from './vehicle-facts.js';

/** A copy of the form: its name, the colour its labels are printed in and what stands down its right edge. */
export interface Copy {
  readonly name: string;
  readonly ink: Ink;
  readonly edge: string;
}

/** How one sheet is printed. The sets share neither geometry nor ink. */
export interface Look {
  readonly left: number;
  readonly right: number;
  readonly tableTop: number;
  readonly rowHeight: number;
  readonly labelSize: number;
  readonly valueSize: number;
  readonly titleSize: number;
  readonly print: Ink;
  readonly drift: readonly [number, number];
  readonly date: (iso: string) => string;
  readonly money: (figures: string) => string;
  readonly qr: boolean;
}

const spacedDate = (iso: string): string => iso.replace(/^(\d+)-(\d+)-(\d+)$/, '$1 年 $2 月 $3 日');
const commas = (figures: string): string => figures.replace(/\B(?=(\d{3})+\.)/g, ',');

/** A look by chance within what the set may use. */
export function lookOf(random: Random, set: SampleSet): Look {
  const between = (low: number, high: number) => low + random.next() * (high - low);
  const fit = set === 'fit';
  return {
    left: fit ? between(17, 20) : between(13, 16.5),
    right: fit ? between(222, 225) : between(226, 229),
    tableTop: fit ? between(42, 46) : between(38.5, 41.5),
    rowHeight: fit ? between(7.7, 8.2) : between(7.1, 7.6),
    labelSize: fit ? 3.1 : 2.9,
    valueSize: fit ? between(3.2, 3.5) : between(3, 3.3),
    titleSize: fit ? 7 : 7.6,
    print: random.pick<Ink>(
      fit
        ? [
            [40, 50, 120],
            [30, 30, 50],
          ]
        : [
            [60, 60, 140],
            [20, 20, 24],
          ],
    ),
    drift: [between(-1.2, 1.5), between(-1, fit ? 1.8 : 2.2)],
    date: fit
      ? random.pick([(iso: string) => iso, longDate])
      : random.pick([(iso: string) => iso, spacedDate]),
    money: random.pick(
      fit
        ? [(figures: string) => `￥${figures}`, (figures: string) => `￥ ${figures}`]
        : [(figures: string) => `¥${figures}`, (figures: string) => `￥${commas(figures)}`],
    ),
    qr: random.next() < 0.5,
  };
}

export function tableStyle(pen: FormPen, look: Look, ink: Ink): TableStyle {
  return {
    rules: ink,
    ruleWidth: 0.25,
    label: { face: pen.faces.label, size: look.labelSize, ink },
    value: { face: pen.faces.struck, size: look.valueSize, ink: look.print },
    drift: look.drift,
  };
}

export interface PaperNumbers {
  readonly code: string;
  readonly number: string;
  readonly machine: string;
  /** Lines of the tax-control code. */
  readonly cipher: readonly string[];
  readonly date: string;
}

/** `3` motor: 1 + region + year + 2…; `15` used: 0 + region + year + … 17 (DOMAIN 3.1); batches from 9 are not handed out. */
export function paperNumbers(kind: 'motor' | 'used', dealer: Dealer, random: Random): PaperNumbers {
  const year = random.whole(2012, 2025);
  const date = `${year}-${String(random.whole(1, 12)).padStart(2, '0')}-${String(random.whole(1, 28)).padStart(2, '0')}`;
  const region = dealer.place.codeRegion;
  const yy = String(year).slice(2);
  const width = random.pick([36, 40]);
  return {
    code:
      kind === 'motor'
        ? `1${region}${yy}29${random.digits(1)}${random.pick(['60', '30', '20'])}`
        : `0${region}${yy}9${random.digits(2)}17`,
    number: `${random.pick(['0', '1', '9'])}${random.digits(7)}`,
    machine: `${random.pick(['6699', '5399'])}${random.digits(8)}`,
    cipher: Array.from({ length: 4 }, () =>
      Array.from({ length: width }, () => random.pick([...'0123456789+-*/<>'])).join(''),
    ),
    date,
  };
}

/** Title, copy, code and number as printed beforehand, the date, and the QR where the form has one. */
export function drawHead(
  pen: FormPen,
  title: string,
  copy: Copy,
  numbers: PaperNumbers,
  look: Look,
  qr: string | null,
): void {
  const { label, figures } = pen.faces;
  const middle = pen.widthMm / 2;
  const plain: TextStyle = { face: label, size: 3.4, ink: copy.ink };
  pen.print(title, middle, 10, { face: label, size: look.titleSize, ink: copy.ink, align: 'center' });
  pen.canvas.line(middle - 42, 18.9, middle + 42, 18.9, 0.3, copy.ink);
  pen.canvas.line(middle - 42, 19.7, middle + 42, 19.7, 0.3, copy.ink);
  pen.value(
    'copy',
    [...copy.name].join('　'),
    middle,
    29.5,
    { ...plain, size: 4.6, align: 'center' },
    copy.name,
  );
  const right = look.right - 46;
  pen.print('发票代码', right, 19, plain);
  pen.value('invoiceCode', numbers.code, right + 16, 18.2, { face: figures, size: 4.4, ink: copy.ink });
  pen.print('发票号码', right, 25, plain);
  pen.value('invoiceNumber', numbers.number, right + 16, 24, { face: figures, size: 5, ink: [180, 40, 40] });
  const dateY = look.tableTop - 6;
  const [dx, dy] = look.drift;
  pen.print('开票日期', look.left + 1, dateY, plain);
  pen.value(
    'issueDate',
    look.date(numbers.date),
    look.left + 19 + dx,
    dateY + dy * 0.5,
    { face: pen.faces.struck, size: look.valueSize, ink: look.print },
    numbers.date,
  );
  if (qr !== null) drawQr(pen.canvas, qr, look.left + 2, 8, 20, look.print);
  pen.canvas.column(copy.edge, look.right + 4, look.tableTop + 14, 4, { ...plain, size: 2.8 });
}

/** 机打代码, 机打号码 and 机器编号 beside the tax-control code: the table's first row. Returns where it ends. */
export function drawMachineRow(pen: FormPen, numbers: PaperNumbers, look: Look, style: TableStyle): number {
  const [top, bottom] = [look.tableTop, look.tableTop + look.rowHeight * 2.4];
  const [dx, dy] = look.drift;
  const split = look.left + (look.right - look.left) * 0.36;
  const step = (bottom - top) / 3;
  const figures: TextStyle = { face: pen.faces.figures, size: look.valueSize * 1.05, ink: look.print };
  const rows = [
    ['机打代码', 'invoiceCode', numbers.code],
    ['机打号码', 'invoiceNumber', numbers.number],
    ['机器编号', 'machineNumber', numbers.machine],
  ] as const;
  rows.forEach(([name, field, text], index) => {
    const y = top + step * (index + 0.5) - style.label.size / 2;
    pen.print(name, look.left + 2, y, style.label);
    pen.value(field, text, look.left + 24 + dx, y + dy, figures);
  });
  pen.canvas.line(look.left + 21, top, look.left + 21, bottom, style.ruleWidth, style.rules);
  pen.canvas.line(split, top, split, bottom, style.ruleWidth, style.rules);
  pen.canvas.line(split + 6, top, split + 6, bottom, style.ruleWidth, style.rules);
  pen.canvas.column('税控码', split + 3, top + 2, (bottom - top - 3) / 3, style.label);
  const height = (bottom - top - 2) / numbers.cipher.length;
  numbers.cipher.forEach((line, index) => {
    pen.print(line, split + 8 + dx, top + 1 + index * height + dy * 0.5, {
      ...figures,
      fit: look.right - split - 12,
    });
  });
  pen.note('cipherText', numbers.cipher.join(''), [split + 8, top, look.right, bottom]);
  pen.canvas.rectangle(look.left, top, look.right, bottom, style.ruleWidth * 1.4, style.rules);
  return bottom;
}

/** 开票单位(盖章) or 销货单位盖章, 开票人, and the seal over them. */
export function drawFoot(
  pen: FormPen,
  y: number,
  labels: readonly [seal: string, remark: string],
  dealer: Dealer,
  drawer: string,
  look: Look,
  style: TableStyle,
): void {
  const [dx, dy] = look.drift;
  pen.print(labels[0], look.left + 12, y + 3, style.label);
  pen.print('开票人', look.left + 108, y + 3, style.label);
  pen.value('drawer', drawer, look.left + 122 + dx, y + 3 + dy * 0.6, style.value);
  if (labels[1] !== '') pen.print(labels[1], look.left + 165, y + 3, style.label);
  pen.print('样票：公司、车辆与号码均为虚构，不得作为凭证', look.left + 130, y + 9, {
    ...style.label,
    size: 2.3,
  });
  drawSellerSeal(pen.canvas, pen.faces, look.left + 72, y + 2, dealer);
}

export function drawPaperSeals(pen: FormPen, dealer: Dealer): void {
  drawControlSeal(pen.canvas, pen.faces, pen.widthMm / 2, 19, dealer.place.authority);
}

/** A 数电 number of a year, from a block not handed out. */
export const digitalNumber = (dealer: Dealer, date: string, random: Random): string =>
  `${date.slice(2, 4)}${dealer.place.numberRegion}2900000${random.digits(9)}`;

/** Title, QR with its badge, number and date of a 数电票. Returns the QR's text. */
export function drawDigitalHead(
  pen: FormPen,
  kind: Kind,
  title: string,
  type: string,
  facts: { dealer: Dealer; number: string; date: string; amount: bigint },
  ink: Ink,
): string {
  const qr = formatInvoiceQr({
    type,
    code: '',
    number: facts.number,
    amount: facts.amount,
    date: facts.date,
    checkCode: '',
  });
  drawQr(pen.canvas, qr, 9, 6, 20);
  drawQrBadge(pen.canvas, pen.faces, 9, 6, 20);
  const label: TextStyle = { face: pen.faces.label, size: 3.2, ink };
  const value: TextStyle = { face: pen.faces.value, size: 3.2, ink: BLACK };
  pen.print(title, pen.widthMm / 2, 8, { ...label, size: 6.4, align: 'center', fit: 100 });
  const half = kind === 'digital_motor_vehicle' ? 46 : 44;
  pen.canvas.line(pen.widthMm / 2 - half, 17, pen.widthMm / 2 + half, 17, 0.25, ink);
  pen.canvas.line(pen.widthMm / 2 - half, 18, pen.widthMm / 2 + half, 18, 0.25, ink);
  const x = pen.widthMm - 58;
  pen.print('发票号码：', x, 10, label);
  pen.value('invoiceNumber', facts.number, x + 16, 10, value);
  pen.print('开票日期：', x, 16, label);
  pen.value('issueDate', longDate(facts.date), x + 16, 16, value, facts.date);
  drawControlSeal(pen.canvas, pen.faces, pen.widthMm / 2, 17.5, facts.dealer.place.authority);
  return qr;
}
