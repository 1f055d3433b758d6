/** 财政电子票据: fees, donations, hospital bills. Its QR is a web address, not an invoice's (DOMAIN 2.4). */
import type { LineItem } from '../../src/document/slip.js';
import { formatMoney } from '../../src/invoice/money.js';
import { toWords } from '../../src/invoice/words.js';
import type { Ink, TextStyle } from '../draw/canvas.js';
import { BLACK, longDate } from '../draw/layout.js';
import { drawQr } from '../draw/qr.js';
import type { Random } from '../truth/random.js';
import type { DrawnForm, SampleForm, SampleSet } from './form.js';
import { FormPen } from './pen.js';
import { type Holder, VehicleFacts } from './vehicle-facts.js';

interface Fee {
  readonly code: string;
  readonly name: string;
  readonly unit: string;
  readonly quantity: bigint;
  readonly price: bigint;
}

interface Bill {
  readonly title: string;
  readonly billCode: string;
  readonly billNumber: string;
  readonly checkCode: string;
  readonly date: string;
  readonly payer: Holder;
  readonly fees: readonly Fee[];
  readonly issuer: string;
  readonly reviewer: string;
  readonly payee: string;
  readonly qr: string;
}

const FEES: Readonly<
  Record<SampleSet, readonly (readonly [name: string, unit: string, price: readonly [number, number]])[]>
> = {
  fit: [
    ['学费', '元/学年', [3800, 6800]],
    ['住宿费', '元/学年', [800, 1500]],
    ['职业资格考试报名费', '元/人·科', [60, 220]],
    ['不动产登记费', '元/件', [80, 550]],
    ['公益事业捐赠', '元', [100, 9000]],
  ],
  measure: [
    ['城镇垃圾处理费', '元/户', [60, 360]],
    ['驾驶人考试费', '元/人次', [40, 450]],
    ['机动车号牌工本费', '元/副', [55, 120]],
    ['培训费', '元', [300, 4800]],
    ['诉讼费', '元/件', [50, 2400]],
  ],
};

const TITLES: Readonly<Record<SampleSet, readonly string[]>> = {
  fit: ['非税收入统一票据（电子）', '公益事业捐赠统一票据（电子）'],
  measure: ['非税收入一般缴款书（电子）', '资金往来结算票据（电子）'],
};

function billOf(random: Random, set: SampleSet): Bill {
  const facts = new VehicleFacts(random, set);
  const place = facts.dealer().place;
  const date = `${random.whole(2019, 2026)}-${String(random.whole(1, 9)).padStart(2, '0')}-${String(random.whole(1, 28)).padStart(2, '0')}`;
  const letters = [...'0123456789abcdef'];
  const checkCode = Array.from({ length: 6 }, () => random.pick(letters)).join('');
  const billCode = `${place.district.slice(0, 2)}0${random.whole(1, 6)}99${date.slice(2, 4)}`;
  const billNumber = `00${random.digits(8)}`;
  const issuers =
    set === 'fit' ? ['虚构理工学院', '样例市公共资源交易中心'] : ['乌有职业大学', '亡是区人民法院'];
  return {
    title: `${place.title}${random.pick(['省', '市'])}${random.pick(TITLES[set])}`,
    billCode,
    billNumber,
    checkCode,
    date,
    payer: facts.holder(),
    fees: random.some(FEES[set], random.whole(1, 3)).map(([name, unit, [low, high]]) => ({
      code: random.digits(6),
      name,
      unit,
      quantity: BigInt(random.pick([1, 1, 1, 2, 3])),
      price: BigInt(random.whole(low * 100, high * 100)),
    })),
    issuer: random.pick(issuers),
    reviewer: facts.person().name,
    payee: facts.person().name,
    qr: `http://einvoice.example.cn/page/${billCode}/${billNumber}/${checkCode}`,
  };
}

const lineOf = ({ name, unit, quantity, price }: Fee): LineItem => ({
  name,
  unit,
  quantity: String(quantity),
  unitPrice: formatMoney(price),
  amount: formatMoney(quantity * price),
});

function drawHead(pen: FormPen, bill: Bill, label: TextStyle, value: TextStyle): void {
  drawQr(pen.canvas, bill.qr, 10, 6, 18);
  pen.print(bill.title, pen.widthMm / 2, 11, { ...label, size: 6, align: 'center', fit: 110 });
  const right = 142;
  const rows = [
    ['票据代码：', 'billCode', bill.billCode, 12, 30],
    ['票据号码：', 'billNumber', bill.billNumber, right, 30],
    ['交款人统一社会信用代码：', 'payerTaxId', bill.payer.company ? bill.payer.id : '', 12, 36],
    ['校验码：', 'checkCode', bill.checkCode, right, 36],
    ['交款人：', 'payer', bill.payer.name, 12, 42],
  ] as const;
  for (const [text, field, printed, x, y] of rows) {
    pen.print(text, x, y, label);
    pen.value(field, printed, x + label.face.width(text, label.size) + 0.5, y, value);
  }
  pen.print('开票日期：', right, 42, label);
  pen.value('issueDate', longDate(bill.date), right + 16, 42, value, bill.date);
}

function drawFees(
  pen: FormPen,
  bill: Bill,
  label: TextStyle,
  value: TextStyle,
  rules: Ink,
  step: number,
): number {
  const columns = [10, 34, 84, 108, 126, 150, 182, 200];
  const heads = ['项目编码', '项目名称', '单位', '数量', '标准', '金额（元）', '备注'];
  const [top, bottom] = [48, 48 + step * 6];
  heads.forEach((text, index) => {
    const middle = ((columns[index] ?? 0) + (columns[index + 1] ?? 0)) / 2;
    pen.print(text, middle, top + 1.5, { ...label, align: 'center' });
  });
  bill.fees.forEach((fee, index) => {
    const y = top + 1.5 + step * (index + 1);
    const amount = formatMoney(fee.quantity * fee.price);
    const cells = [fee.code, fee.name, fee.unit, String(fee.quantity), formatMoney(fee.price), amount];
    cells.forEach((text, at) => {
      const [from, to] = [columns[at] ?? 0, columns[at + 1] ?? 0];
      if (at < 2) pen.print(text, from + 1.5, y, { ...value, fit: to - from - 2 });
      else if (at < 4) pen.print(text, (from + to) / 2, y, { ...value, align: 'center', fit: to - from - 1 });
      else pen.print(text, to - 2, y, { ...value, align: 'right' });
    });
  });
  for (const x of columns.slice(1, -1)) pen.canvas.line(x, top, x, bottom, 0.2, rules);
  pen.canvas.line(10, top + step, 200, top + step, 0.2, rules);
  pen.canvas.rectangle(10, top, 200, bottom, 0.3, rules);
  return bottom;
}

async function draw(random: Random, set: SampleSet): Promise<DrawnForm> {
  const bill = billOf(random, set);
  const pen = await FormPen.open(210, set === 'fit' ? 130 : 122, 'screen', set);
  const rules: Ink = set === 'fit' ? [150, 40, 40] : [60, 60, 60];
  const label: TextStyle = { face: pen.faces.label, size: 3.2, ink: rules };
  const value: TextStyle = { face: pen.faces.value, size: 3.2, ink: BLACK };
  drawHead(pen, bill, label, value);
  const step = set === 'fit' ? 7 : 6.2;
  let y = drawFees(pen, bill, label, value, rules, step);
  const total = bill.fees.reduce((sum, { quantity, price }) => sum + quantity * price, 0n);
  pen.print('金额合计（大写）', 12, y + 1.6, label);
  pen.value('grossTotalWords', toWords(total).replace('圆', '元'), 40, y + 1.6, value);
  pen.print('（小写）', 140, y + 1.6, label);
  pen.value('grossTotal', formatMoney(total), 154, y + 1.6, value);
  pen.canvas.rectangle(10, y, 200, y + step, 0.3, rules);
  y += step;
  pen.canvas.rectangle(10, y, 200, y + step * 2, 0.3, rules);
  pen.print('其他信息', 12, y + step * 0.7, label);
  pen.print('样票：单位与号码均为虚构，不得作为凭证', 34, y + step * 0.7, { ...label, size: 2.6 });
  y += step * 2 + 3;
  for (const [text, field, printed, x] of [
    ['收款单位（章）：', 'issuer', bill.issuer, 12],
    ['复核人：', 'reviewer', bill.reviewer, 100],
    ['收款人：', 'payee', bill.payee, 150],
  ] as const) {
    pen.print(text, x, y, label);
    pen.value(field, printed, x + label.face.width(text, label.size) + 1, y, value);
  }
  return pen.finish('fiscal_ebill', 'screen', { lines: bill.fees.map(lineOf) });
}

export const FISCAL_FORMS: readonly SampleForm[] = [{ kind: 'fiscal_ebill', name: 'fiscal_ebill', draw }];
