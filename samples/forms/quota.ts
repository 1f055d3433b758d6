/** 通用定额发票: a small printed slip of a fixed amount, stamped, at times scribbled on by hand. */
import { formatMoney } from '../../src/invoice/money.js';
import { toWords } from '../../src/invoice/words.js';
import type { Ink } from '../draw/canvas.js';
import type { Face } from '../draw/faces.js';
import { drawControlSeal, drawSellerSeal } from '../draw/seal.js';
import type { Random } from '../truth/random.js';
import type { DrawnForm, SampleForm, SampleSet } from './form.js';
import { FormPen } from './pen.js';
import { type Dealer, VehicleFacts } from './vehicle-facts.js';

const INKS: Readonly<Record<SampleSet, readonly Ink[]>> = {
  fit: [
    [150, 60, 45],
    [60, 90, 60],
  ],
  measure: [
    [120, 50, 110],
    [40, 80, 150],
  ],
};

const AMOUNTS = [1n, 2n, 5n, 10n, 20n, 50n, 100n];
const TINT: Readonly<Record<SampleSet, Ink>> = { fit: [252, 243, 232], measure: [238, 244, 250] };

interface Slip {
  readonly dealer: Dealer;
  readonly code: string;
  readonly number: string;
  readonly fen: bigint;
  readonly ink: Ink;
}

function slipOf(random: Random, set: SampleSet): Slip {
  const dealer = new VehicleFacts(random, set).dealer(set === 'fit' ? '停车管理' : '餐饮');
  const year = String(random.whole(15, 24));
  return {
    dealer,
    code: `1${dealer.place.codeRegion}${year}09${random.digits(3)}`,
    number: random.digits(8),
    fen: random.pick(AMOUNTS) * 100n,
    ink: random.pick(INKS[set]),
  };
}

const spoken = (fen: bigint): string => toWords(fen).replace('圆', '元');

/** Notes that people leave on slips. */
function scribble(pen: FormPen, hand: Face, random: Random, [x, y]: readonly [number, number]): void {
  const ink: Ink = random.pick<Ink>([
    [30, 40, 120],
    [20, 20, 20],
  ]);
  const note = random.pick(['停车费', '报销', '贾实', '已核']);
  if (random.next() < 0.6) pen.print(note, x, y, { face: hand, size: 6 + 3 * random.next(), ink });
  let [px, py] = [x + 2, y + 10];
  for (let stroke = 0; stroke < random.whole(3, 7); stroke++) {
    const [qx, qy] = [px + 2 + 4 * random.next(), y + 8 + 4 * random.next()];
    pen.canvas.line(px, py, qx, qy, 0.35, ink);
    [px, py] = [qx, qy];
  }
}

/** Wide, the amount on the right; as most provinces print it. */
async function drawWide(random: Random, set: SampleSet): Promise<DrawnForm> {
  const slip = slipOf(random, set);
  const pen = await FormPen.open(175, 77, 'paper', set);
  const { label, figures } = pen.faces;
  const plain = { face: label, size: 4, ink: slip.ink };
  pen.canvas.fill([[0, 0, pen.widthMm, pen.heightMm]], TINT[set]);
  pen.canvas.rectangle(6, 5, 169, 72, 0.5, slip.ink);
  const office = random.pick(['国家税务局', '地方税务局', '税务局']);
  pen.print(`${slip.dealer.place.title}${office}通用定额发票`, 87, 9, {
    ...plain,
    size: 6.5,
    align: 'center',
    fit: 120,
  });
  pen.value('copy', '发　票　联', 87, 18, { ...plain, size: 5, align: 'center' }, '发票联');
  drawControlSeal(pen.canvas, pen.faces, 87, 18, slip.dealer.place.authority);
  pen.print('发票代码', 14, 31, plain);
  pen.value('invoiceCode', slip.code, 34, 30.5, { face: figures, size: 5, ink: slip.ink });
  pen.print('发票号码', 14, 40, plain);
  pen.value('invoiceNumber', slip.number, 34, 39, { face: figures, size: 6, ink: [180, 40, 40] });
  const amount = { face: label, size: 9, ink: slip.ink };
  pen.value('faceAmount', spoken(slip.fen), 92, 33, amount, formatMoney(slip.fen));
  pen.print(`￥${formatMoney(slip.fen)}`, 100, 45, { ...plain, size: 6 });
  pen.print('收款单位（盖章有效）', 14, 56, plain);
  pen.print('开票日期：　　年　　月　　日', 100, 60, { ...plain, size: 3.4 });
  pen.print('样票：号码与公司均为虚构', 14, 66, { ...plain, size: 2.4 });
  if (random.next() < 0.7) drawSellerSeal(pen.canvas, pen.faces, 66, 55, slip.dealer);
  if (random.next() < 0.6) scribble(pen, await pen.hand(set), random, [126, 50]);
  return pen.finish('quota_paper', 'card');
}

/** Narrow and upright, the amount in the middle, words only. */
async function drawNarrow(random: Random, set: SampleSet): Promise<DrawnForm> {
  const slip = slipOf(random, set);
  const pen = await FormPen.open(82, 110, 'paper', set);
  const { label, figures } = pen.faces;
  const plain = { face: label, size: 3.8, ink: slip.ink };
  pen.canvas.fill([[0, 0, pen.widthMm, pen.heightMm]], TINT[set]);
  pen.print(`${slip.dealer.place.title}通用定额发票`, 41, 8, { ...plain, size: 6, align: 'center', fit: 70 });
  pen.value('copy', '发票联', 41, 17, { ...plain, size: 5, align: 'center' }, '发票联');
  drawControlSeal(pen.canvas, pen.faces, 41, 18, slip.dealer.place.authority);
  pen.print('发票代码：', 9, 32, plain);
  pen.value('invoiceCode', slip.code, 28, 31.5, { face: figures, size: 4.6, ink: slip.ink });
  pen.print('发票号码：', 9, 40, plain);
  pen.value('invoiceNumber', slip.number, 28, 39.5, { face: figures, size: 4.6, ink: slip.ink });
  const amount = { face: label, size: 10, ink: slip.ink, align: 'center' } as const;
  pen.value('faceAmount', `人民币${spoken(slip.fen)}`, 41, 54, { ...amount, fit: 72 }, formatMoney(slip.fen));
  pen.print('收款方（章）', 9, 78, plain);
  pen.print('手写无效　样票', 9, 100, { ...plain, size: 3 });
  if (random.next() < 0.7) drawSellerSeal(pen.canvas, pen.faces, 48, 84, slip.dealer);
  if (random.next() < 0.5) scribble(pen, await pen.hand(set), random, [44, 66]);
  return pen.finish('quota_paper', 'card');
}

export const QUOTA_FORMS: readonly SampleForm[] = [
  { kind: 'quota_paper', name: 'quota_paper', draw: drawWide },
  { kind: 'quota_paper', name: 'quota_paper/narrow', draw: drawNarrow },
];
