/** What a VAT form says above its table and down its edges: its copy, and a machine number whose label was not read. */
import { expect, test } from 'vitest';
import type { Point } from '../../../src/document/geometry.js';
import type { Sheet, TextLine } from '../../../src/document/sheet.js';
import { gatherSlips } from '../../../src/pipeline/extract/extract.js';
import { LEGACY, PAPER, type Print, sheetOf } from './forms.js';

const WIDE = { width: 240, height: 140, source: 'ocr:paddle', score: 0.95 } as const;

/** A run printed down the sheet from a point, 3 mm a character, as OCR finds it: its first corner is its right one. */
function down(text: string, x: number, y: number): TextLine {
  const at = (px: number, py: number): Point => [px / WIDE.width, py / WIDE.height];
  const end = y + 3 * text.length;
  return {
    text,
    quad: [at(x + 3, y), at(x + 3, end), at(x, end), at(x, y)],
    score: 0.95,
    source: 'ocr:paddle',
  };
}

const readOf = (sheet: Sheet, field: 'copy' | 'machineNumber'): (readonly [string, string])[] =>
  (gatherSlips([sheet])[0]?.candidates ?? [])
    .filter((candidate) => candidate.field === field)
    .map(({ value, channel }) => [value, channel]);

test.each<readonly [string, readonly TextLine[]]>([
  ['in one run', [down('第二联:抵扣联购买方扣税凭证', 209, 56)]],
  [
    'in pieces',
    [down('凭证', 209, 92), down('二联', 209, 58), down('抵扣', 209, 68), down('联购买方', 209, 75)],
  ],
])('reads the copy from the edge of the paper, %s', (_, edge) => {
  const sheet = sheetOf(PAPER, WIDE);
  expect(readOf({ ...sheet, lines: [...sheet.lines, ...edge] }, 'copy')).toEqual([['抵扣联', 'place']]);
});

test.each<readonly [string, string, string]>([
  ['联购买方扣税凭证', '抵扣联', 'place'],
  ['联购买方相税凭证', '抵扣联', 'repair'],
  ['购买方记账凭证', '发票联', 'place'],
  ['销售方记账凭', '记账联', 'repair'],
])('tells the copy by its use where its name was lost: %s', (edge, copy, channel) => {
  const sheet = sheetOf(PAPER, WIDE);
  expect(readOf({ ...sheet, lines: [...sheet.lines, down(edge, 209, 60)] }, 'copy')).toEqual([
    [copy, channel],
  ]);
});

test('does not tell whose 记账凭证 it is when that was lost', () => {
  const sheet = sheetOf(PAPER, WIDE);
  expect(readOf({ ...sheet, lines: [...sheet.lines, down('方记账凭证', 209, 60)] }, 'copy')).toEqual([]);
});

test('reads the copy below the title in spread characters, though other text stands in its row', () => {
  const title: Print[] = [
    ['抵', 92, 20, 5],
    ['扣', 103, 20, 5],
    ['联', 114, 20, 5],
  ];
  expect(readOf(sheetOf([...PAPER, ...title], WIDE), 'copy')).toEqual([['抵扣联', 'label']]);
});

test('takes no copy from runs inside the form', () => {
  const sheet = sheetOf(PAPER, WIDE);
  expect(readOf({ ...sheet, lines: [...sheet.lines, down('第二联:抵扣联', 100, 60)] }, 'copy')).toEqual([]);
});

test('takes twelve digits above the parties for the machine number where its label was not read', () => {
  const lost = LEGACY.filter(([text]) => text !== '机器编号:');
  expect(readOf(sheetOf(lost), 'machineNumber')).toEqual([['661900017724', 'place']]);
  const run = LEGACY.map(([text, ...place]): Print => [text === '机器编号:' ? '机器编号:6' : text, ...place]);
  expect(readOf(sheetOf(run), 'machineNumber')).toEqual([['661900017724', 'place']]);
});
