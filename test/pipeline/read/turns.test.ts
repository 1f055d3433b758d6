import { expect, test } from 'vitest';
import type { Quad } from '../../../src/document/geometry.js';
import type { TextLine } from '../../../src/document/sheet.js';
import { formatInvoiceQr, parseInvoiceQr } from '../../../src/invoice/qr.js';
import { isUseful } from '../../../src/pipeline/read/text-layer.js';
import { type Turns, turnedQuad, turnsByCodes, turnsByText } from '../../../src/pipeline/read/turns.js';

const TURNS: readonly Turns[] = [0, 1, 2, 3];
const UPRIGHT: Quad = [
  [0.05, 0.05],
  [0.15, 0.05],
  [0.15, 0.2],
  [0.05, 0.2],
];
const INVOICE = formatInvoiceQr({
  type: '32',
  code: '',
  number: '24332000000012345678',
  amount: 1200n,
  date: '20240301',
  checkCode: '',
});
/** The quad as it lies on a page that still needs `turns`. */
const lying = (turns: Turns) => turnedQuad(UPRIGHT, ((4 - turns) % 4) as Turns);

test.each(TURNS)('an invoice QR tells that the page needs %i quarter turns', (turns) => {
  const code = { text: INVOICE, quad: lying(turns), decoder: 'zxing' } as const;
  expect(turnsByCodes([code], 1000, 1000)).toBe(turns);
});

test('other codes, and codes on their corner, tell nothing', () => {
  expect(
    turnsByCodes([{ text: 'https://example.test', quad: UPRIGHT, decoder: 'zxing' }], 100, 100),
  ).toBeNull();
  expect(turnsByCodes([{ text: INVOICE, quad: null, decoder: 'zxing' }], 100, 100)).toBeNull();
  const corner: Quad = [
    [0.5, 0.1],
    [0.6, 0.2],
    [0.5, 0.3],
    [0.4, 0.2],
  ];
  expect(turnsByCodes([{ text: INVOICE, quad: corner, decoder: 'zxing' }], 100, 100)).toBeNull();
});

test('four quarter turns lead back, and a turn leads upright', () => {
  const round = TURNS.reduce<Quad>((quad) => turnedQuad(quad, 1), UPRIGHT);
  for (const [index, [x, y]] of round.entries()) {
    expect(x).toBeCloseTo(UPRIGHT[index]?.[0] ?? -1);
    expect(y).toBeCloseTo(UPRIGHT[index]?.[1] ?? -1);
  }
  expect(
    turnedQuad(
      [
        [0, 1],
        [0, 0],
        [1, 0],
        [1, 1],
      ],
      1,
    )[0],
  ).toEqual([0, 0]); // read upwards, turned clockwise
});

const line = (text: string, quad: Quad): TextLine => ({ text, quad, score: 1, source: 'text' });

test('a text layer lies as most of its characters run', () => {
  const wide: Quad = [
    [0.1, 0.1],
    [0.5, 0.1],
    [0.5, 0.12],
    [0.1, 0.12],
  ];
  const up = turnedQuad(wide, 3);
  expect(turnsByText([line('名称 云杉检测', wide), line('下载次数', up)], 600, 400)).toBe(0);
  expect(turnsByText([line('一', wide), line('下载次数 1 次', up)], 600, 400)).toBe(1);
  expect(turnsByText([], 600, 400)).toBe(0);
});

const INVOICES = [parseInvoiceQr(INVOICE)].filter((one) => one !== null);

test('a text layer is used when it is enough and no garbage', () => {
  const text =
    '发票号码24332000000012345678开票日期2024年03月01日购买方名称浙江云杉检测技术有限公司纳税人识别号项目名称';
  expect(isUseful([line(text, UPRIGHT)], INVOICES)).toBe(true);
  expect(isUseful([line('第 1 页', UPRIGHT)], [])).toBe(false);
  expect(isUseful([line(`${text}${'\uE000'.repeat(20)}`, UPRIGHT)], INVOICES)).toBe(false);
  const latin = 'abcdefghijklmnopqrstuvwxyz'.repeat(3);
  expect(isUseful([line(latin, UPRIGHT)], [])).toBe(true);
  expect(isUseful([line(latin, UPRIGHT)], INVOICES)).toBe(false); // an invoice without one Chinese character is a lost mapping
});
