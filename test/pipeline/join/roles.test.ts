/** What a page without an invoice is, next to one. */
import { expect, test } from 'vitest';
import { quadOf } from '../../../src/document/geometry.js';
import type { Sheet } from '../../../src/document/sheet.js';
import type { Slip } from '../../../src/document/slip.js';
import { pageFactsOf } from '../../../src/pipeline/join/roles.js';

const sheet = (page: number, texts: readonly string[], score = 0.95): Sheet => ({
  page,
  width: 210,
  height: 297,
  turns: 0,
  lines: texts.map((text, row) => ({
    text,
    score,
    source: 'ocr:paddle',
    quad: quadOf([0.1, 0.1 + row * 0.05, 0.5, 0.13 + row * 0.05]),
  })),
  codes: [],
});

const invoice: Slip = {
  id: '1',
  kind: 'digital_general',
  pages: [1],
  member: null,
  fields: {},
  lines: [],
  findings: [],
  qr: null,
};

/** Of the second page, the first one being an invoice. */
const roleAfterInvoice = (...args: [texts: readonly string[], score?: number]) =>
  pageFactsOf([sheet(1, ['电子发票']), sheet(2, ...args)], [invoice], [])[1]?.role;

test.each([
  ['a handwritten receipt', ['收据', '今收到 王样例', '人民币 壹佰元整']],
  ['the lower half of a taxi receipt', ['上车 09:12', '里程 7.4km', '金额 23.00']],
  ['a card slip', ['样例商户', '¥ 88']],
])('%s after an invoice is not taken for its back', (_, texts) => {
  expect(roleAfterInvoice(texts)).toBe('other');
});

test('nor one of which most was read badly', () => {
  const [first, ...rest] = sheet(
    2,
    ['收款收据', ...Array.from({ length: 9 }, () => '王才样列乃囗丿亅二丷')],
    0.4,
  ).lines;
  if (first === undefined) throw new Error('it has lines');
  const page = { ...sheet(2, []), lines: [{ ...first, score: 0.9 }, ...rest] };
  expect(pageFactsOf([sheet(1, ['电子发票']), page], [invoice], [])[1]?.role).toBe('other');
});

test('rules, a few words and what shines through are backs', () => {
  expect(roleAfterInvoice(['填开说明', '本联由购买方作为记账凭证，付款后请妥善保管。'])).toBe('back');
  expect(roleAfterInvoice(['第 2 页'])).toBe('back');
  expect(
    roleAfterInvoice(
      Array.from({ length: 9 }, () => '囗丿亅二丷乃才列王样'),
      0.4,
    ),
  ).toBe('back');
  // Shining through, an amount may come out as one by chance.
  expect(
    roleAfterInvoice(
      Array.from({ length: 9 }, () => '囗丿亅二丷 00.81'),
      0.4,
    ),
  ).toBe('back');
});
