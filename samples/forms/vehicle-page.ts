/** A whole page of a motor or used vehicle invoice, on paper or as 数电票, around the rows of its table. */
import { formatInvoiceQr } from '../../src/invoice/qr.js';
import type { Ink } from '../draw/canvas.js';
import { BLACK } from '../draw/layout.js';
import type { Random } from '../truth/random.js';
import type { DrawnForm, SampleSet } from './form.js';
import { FormPen } from './pen.js';
import { drawTable, type TableRow, type ValuePart } from './ruled-table.js';
import type { Dealer } from './vehicle-facts.js';
import {
  type Copy,
  drawDigitalHead,
  drawFoot,
  drawHead,
  drawMachineRow,
  drawPaperSeals,
  type Look,
  type PaperNumbers,
  tableStyle,
} from './vehicle-frame.js';

const BROWN: Ink = [128, 58, 20];

/** A value of one part: its field, as printed, and in its normal form where that differs. */
export const is = (field: ValuePart['field'], printed: string, normal = printed): ValuePart[] => [
  { field, printed, normal },
];

export interface PaperPage {
  readonly kind: 'motor_vehicle_paper' | 'used_vehicle_paper';
  readonly title: string;
  /** Of the QR: `03`, `15`. */
  readonly type: string;
  /** What the QR says, in fen. */
  readonly amount: bigint;
  readonly foot: readonly [seal: string, remark: string];
  readonly issuer: Dealer;
  readonly drawer: string;
  readonly copy: Copy;
  readonly look: Look;
  readonly numbers: PaperNumbers;
  readonly rows: readonly TableRow[];
}

export async function drawPaperPage(page: PaperPage, set: SampleSet): Promise<DrawnForm> {
  const { copy, look, numbers, issuer } = page;
  const pen = await FormPen.open(241, 178, 'paper', set);
  const qr = look.qr
    ? formatInvoiceQr({
        type: page.type,
        code: numbers.code,
        number: numbers.number,
        amount: page.amount,
        date: numbers.date,
        checkCode: '',
      })
    : null;
  const style = tableStyle(pen, look, copy.ink);
  drawHead(pen, page.title, copy, numbers, look, qr);
  const top = drawMachineRow(pen, numbers, look, style);
  const bottom = drawTable(pen, page.rows, { x0: look.left, x1: look.right, top }, style);
  drawFoot(pen, bottom, page.foot, issuer, page.drawer, look, style);
  drawPaperSeals(pen, issuer);
  return pen.finish(page.kind, 'needle', { qr });
}

/** `YYYY-MM-DD` since there are 数电票 of vehicles. */
export function digitalDate(random: Random): string {
  const year = random.whole(2023, 2026);
  const [month, day] = [random.whole(1, 9), random.whole(1, 28)];
  return `${year}-${String(month).padStart(2, '0')}-${String(day).padStart(2, '0')}`;
}

export interface DigitalPage {
  readonly kind: 'digital_motor_vehicle' | 'digital_used_vehicle';
  readonly title: string;
  /** Of the QR: `83`, `84`. */
  readonly type: string;
  /** What the QR says, in fen. */
  readonly amount: bigint;
  readonly number: string;
  readonly date: string;
  readonly issuer: Dealer;
  readonly drawer: string;
  readonly heightMm: number;
  /** Upper edge of the table, in mm. */
  readonly top: number;
  readonly rows: readonly TableRow[];
}

export async function drawDigitalPage(page: DigitalPage, set: SampleSet): Promise<DrawnForm> {
  const { kind, title, type, number, date, amount } = page;
  const pen = await FormPen.open(210, page.heightMm, 'screen', set);
  const qr = drawDigitalHead(pen, kind, title, type, { dealer: page.issuer, number, date, amount }, BROWN);
  const style = {
    rules: BROWN,
    ruleWidth: 0.2,
    label: { face: pen.faces.label, size: 2.9, ink: BROWN },
    value: { face: pen.faces.value, size: 2.9, ink: BLACK },
    drift: [0, 0] as const,
  };
  const bottom = drawTable(pen, page.rows, { x0: 8, x1: 202, top: page.top }, style);
  pen.print('开票人：', 10, bottom + 3, style.label);
  pen.value('drawer', page.drawer, 24, bottom + 3, style.value);
  pen.print('样票：均为虚构，不得作为凭证', 150, bottom + 3, { ...style.label, size: 2.3 });
  return pen.finish(kind, 'screen', { qr });
}
