/** Papers of kinds without a reader of their own: a machine-printed general invoice and an admission ticket. */
import { formatMoney } from '../../src/invoice/money.js';
import { toWords } from '../../src/invoice/words.js';
import type { Ink, TextStyle } from '../draw/canvas.js';
import { longDate } from '../draw/layout.js';
import { drawControlSeal, drawSellerSeal } from '../draw/seal.js';
import type { Random } from '../truth/random.js';
import type { DrawnForm, SampleForm, SampleSet } from './form.js';
import { FormPen } from './pen.js';
import { VehicleFacts } from './vehicle-facts.js';

const INK: Readonly<Record<SampleSet, Ink>> = { fit: [150, 60, 50], measure: [60, 80, 140] };

/** 1, region, year, …: no VAT code, so that the kind cannot be told from it. */
const codeOf = (region: string, year: string, random: Random): string =>
  `1${region}${year}09${random.digits(3)}`;

/** 通用机打发票, 210×127 mm, filled by a needle printer. */
async function drawMachine(random: Random, set: SampleSet): Promise<DrawnForm> {
  const facts = new VehicleFacts(random, set);
  const [seller, buyer] = [facts.dealer(), facts.dealer()];
  const date = `${random.whole(2013, 2022)}-0${random.whole(1, 9)}-${random.whole(10, 28)}`;
  const fen = BigInt(random.whole(2000, 900_000));
  const pen = await FormPen.open(210, 127, 'paper', set);
  const label: TextStyle = { face: pen.faces.label, size: 3.4, ink: INK[set] };
  const value: TextStyle = { face: pen.faces.struck, size: 3.4, ink: [40, 40, 90] };
  pen.print(`${seller.place.title}国家税务局通用机打发票`, 105, 8, { ...label, size: 6.5, align: 'center' });
  pen.value('copy', '发票联', 105, 18, { ...label, size: 5, align: 'center' }, '发票联');
  drawControlSeal(pen.canvas, pen.faces, 105, 20, seller.place.authority);
  const rows = [
    ['发票代码：', 'invoiceCode', codeOf(seller.place.codeRegion, date.slice(2, 4), random), 140, 26],
    ['发票号码：', 'invoiceNumber', random.digits(8), 140, 32],
    ['付款单位：', 'buyerName', buyer.name, 14, 42],
    ['收款单位：', 'sellerName', seller.name, 14, 49],
  ] as const;
  for (const [text, field, printed, x, y] of rows) {
    pen.print(text, x, y, label);
    pen.value(field, printed, x + 18, y, value);
  }
  pen.print('开票日期：', 14, 32, label);
  pen.value('issueDate', longDate(date), 32, 32, value, date);
  pen.print('项目', 20, 58, label);
  pen.print('金额', 150, 58, label);
  pen.print(random.pick(['场地服务', '物业服务', '修理']), 20, 65, value);
  pen.print(formatMoney(fen), 150, 65, value);
  const spoken = toWords(fen);
  pen.print('合计（大写）', 14, 88, label);
  pen.value('grossTotalWords', spoken, 38, 88, value);
  pen.print('（小写）', 140, 88, label);
  pen.value('grossTotal', `￥${formatMoney(fen)}`, 156, 88, value, formatMoney(fen));
  pen.canvas.rectangle(10, 40, 200, 95, 0.3, label.ink);
  pen.print('样票：公司与号码均为虚构，不得作为凭证', 120, 118, { ...label, size: 2.4 });
  drawSellerSeal(pen.canvas, pen.faces, 165, 104, seller);
  return pen.finish('other', 'needle');
}

/** A ticket of admission with an invoice's code and number. */
async function drawTicket(random: Random, set: SampleSet): Promise<DrawnForm> {
  const { place } = new VehicleFacts(random, set).dealer();
  const pen = await FormPen.open(180, 70, 'paper', set);
  const label: TextStyle = { face: pen.faces.label, size: 4, ink: INK[set] };
  pen.canvas.fill([[0, 0, 180, 70]], [236, 244, 236]);
  pen.print(`${place.city}${set === 'fit' ? '虚构园林' : '乌有山水'}门票`, 20, 12, { ...label, size: 9 });
  pen.print('发票代码：', 20, 34, label);
  pen.value('invoiceCode', codeOf(place.codeRegion, '19', random), 42, 34, {
    ...label,
    face: pen.faces.figures,
  });
  pen.print('发票号码：', 20, 42, label);
  pen.value('invoiceNumber', random.digits(8), 42, 42, { ...label, face: pen.faces.figures });
  pen.print(`票价：${random.whole(2, 20) * 10}元`, 110, 34, { ...label, size: 6 });
  pen.print('当日有效　请妥善保管　样票', 20, 58, { ...label, size: 3 });
  return pen.finish('other', 'card');
}

export const OTHER_FORMS: readonly SampleForm[] = [
  { kind: 'other', name: 'other/machine', draw: drawMachine },
  { kind: 'other', name: 'other/ticket', draw: drawTicket },
];
