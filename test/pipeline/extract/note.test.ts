/** The note of a VAT form beside which the seller's seal was pressed. */
import { expect, test } from 'vitest';
import { gatherSlips } from '../../../src/pipeline/extract/extract.js';
import { LEGACY, type Print, SELLER, sheetOf } from './forms.js';

const PLAIN = LEGACY.filter(([text]) => !text.startsWith('订单号'));

function noteOf(...prints: readonly Print[]): string | undefined {
  const press = { source: 'ocr:paddle', score: 0.95 } as const;
  const [slip] = gatherSlips([sheetOf([...PLAIN, ...prints], press)]);
  return slip?.candidates.find(({ field }) => field === 'note')?.value;
}

const NOTE: Print = ['订单号:90817263', 126, 106];
const misread = SELLER.taxId.replace('MA', 'NA').slice(0, -1);

test.each<readonly [string, readonly Print[]]>([
  ["the seller's tax id below it, misread", [[misread, 158, 116, 2]]],
  ["the seller's tax id under it", [[SELLER.taxId, 128, 111, 2]]],
  ['the words of the seal', [['发票专用章', 165, 112, 4]]],
  ['one of those words in its row', [['章', 170, 106]]],
  ["the end of the seller's name in its row", [[SELLER.name.slice(4, 8), 165, 106]]],
  ['what else stands far right of where it begins', [['云岺祥例', 170, 112, 4]]],
])('leaves out %s', (_, seal) => {
  expect(noteOf(NOTE, ...seal)).toBe('订单号:90817263');
});

test('is nothing where only the seal stands', () => {
  expect(
    noteOf([SELLER.taxId, 158, 116, 2], ['发票专用章', 165, 112, 4], ['云岺祥例', 172, 107, 4]),
  ).toBeUndefined();
});

test('keeps a second row, a piece apart and an id that nobody here has', () => {
  expect(noteOf(NOTE, ['合同号:HT-7', 160, 106], ['91330100MA2B3C4D5E', 126, 111])).toBe(
    '订单号:90817263 合同号:HT-7 91330100MA2B3C4D5E',
  );
});

test('is read where its heading was not', () => {
  const headless = PLAIN.filter(([text]) => text !== '备' && text !== '注');
  const [slip] = gatherSlips([sheetOf([...headless, NOTE], { source: 'ocr:paddle', score: 0.95 })]);
  const note = slip?.candidates.find(({ field }) => field === 'note');
  expect([note?.value, note?.channel]).toEqual(['订单号:90817263', 'place']);
});

test('closes its entries with semicolons, though they were read as colons', () => {
  expect(noteOf(['销方开户银行:样例银行海淀支行:银行账号:1109:收款人:舒样;', 126, 106])).toBe(
    '销方开户银行:样例银行海淀支行;银行账号:1109;收款人:舒样;',
  );
});

test('is doubted where it has a hole or ends in what announces a value', () => {
  const scoreOf = (...prints: readonly Print[]) =>
    gatherSlips([sheetOf([...PLAIN, ...prints], { source: 'ocr:paddle', score: 0.95 })])[0]?.candidates.find(
      ({ field }) => field === 'note',
    )?.score;
  expect(scoreOf(NOTE)).toBe(0.95);
  expect(scoreOf(['订单号:', 126, 106])).toBeLessThan(0.5);
  expect(scoreOf(NOTE, ['合同号:HT-7', 180, 106])).toBeLessThan(0.5);
});
