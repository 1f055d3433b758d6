import { describe, expect, it } from 'vitest';
import type { Sheet } from '../../../src/document/sheet.js';
import type { LineItem } from '../../../src/document/slip.js';
import { gatherSlips } from '../../../src/pipeline/extract/extract.js';
import { asOneRun, DIGITAL, LEGACY, PAPER, type Press, type Print, sheetOf } from './forms.js';

const OCR = { source: 'ocr:paddle', score: 0.97 } as const;

function linesOf(sheet: Sheet): readonly LineItem[] {
  const [slip, ...more] = gatherSlips([sheet]);
  expect(more).toEqual([]);
  return slip?.lines ?? [];
}

/** Prints with some in another's place, each at its own left edge. */
const printed = (prints: readonly Print[], others: Readonly<Record<string, readonly [string, number]>>) =>
  prints.map((print): Print => {
    const [text, , y, ...size] = print;
    const other = others[text];
    return other === undefined ? print : [other[0], other[1], y, ...size];
  });

describe('cells that OCR read in one run', () => {
  // Ends 1.3 mm before the specification begins.
  const NAME = '*测量仪器*红外线测距仪';
  const FULL = printed(DIGITAL, {
    '*信息技术服务*平台': [NAME, 5],
    维护费: ['主机', 5],
    年度: ['CJ-500', 41.5],
  });

  it.each<[string, Press]>([
    ['level', {}],
    ['tilted to the right', { tilt: 2.4 }],
    ['tilted to the left', { tilt: -3 }],
    ['taken from above', { tilt: 1, keystone: 0.08 }],
  ])('parts a name that fills its column from its specification: %s', (_, press) => {
    const sheet = asOneRun(sheetOf(FULL, { ...OCR, ...press }), NAME, 'CJ-500');
    expect(linesOf(sheet)).toEqual([
      {
        name: `${NAME}主机`,
        spec: 'CJ-500',
        unit: '项',
        quantity: '1',
        unitPrice: '18867.9245283019',
        amount: '18867.92',
        taxRate: '6%',
        taxAmount: '1132.08',
      },
    ]);
  });

  it.each(['A4 80g', 'A4'])(
    'parts them at the rule of the older form, whose heading begins later: %s',
    (spec) => {
      const name = '*纸制品*多用途静电复印纸白色整';
      const prints = printed(LEGACY, { 'A4 80g': [spec, 57] }).map(
        (print): Print => (print[2] === 57.5 && print[1] === 6 ? [name, 7.6, 57.5] : print),
      );
      const [line] = linesOf(asOneRun(sheetOf(prints, OCR), name, spec));
      expect(line).toMatchObject({ name, spec: spec === 'A4' ? 'A4' : expect.stringMatching(/^A4 ?80g$/) });
    },
  );

  it('parts a specification that fills its column from the unit', () => {
    const spec = '防爆型含支架与遮阳罩';
    const prints = printed(FULL, { 'CJ-500': ['500', 41.5], 项: [`${spec}台`, 70] });
    const cells = prints.flatMap((print): Print[] =>
      print[0] === '500'
        ? [[spec, 41.5, print[2], 2.3]]
        : print[0] === `${spec}台`
          ? [['台', 65.6, print[2]]]
          : [print],
    );
    const [line] = linesOf(asOneRun(sheetOf(cells, OCR), spec, '台'));
    expect(line).toMatchObject({ spec, unit: '台' });
  });

  it('leaves a name whole that stands on the edge with its last character', () => {
    const name = `${NAME})`;
    const prints = printed(FULL, { [NAME]: [name, 5], 'CJ-500': ['', 50] }).filter(([text]) => text !== '');
    const sheet = sheetOf(prints, OCR);
    // White space before the bracket, of a quarter of the text's height.
    const lines = sheet.lines.map((line) => {
      if (line.text !== name) return line;
      const places = [...name].map((_, index, { length }): [number, number] => [
        index / length,
        (index + (index < length - 2 ? 1 : 0.7)) / length,
      ]);
      return { ...line, chars: places };
    });
    const [line] = linesOf({ ...sheet, lines });
    expect(line?.name).toBe(`${name}主机`);
    expect(line).not.toHaveProperty('spec');
  });
});

describe('what is printed down the edges of the paper, a character a row', () => {
  const LEFT = [...'测字二〇二四第1000号样票'];
  const RIGHT = [...'第二联:发票联购货方记账凭证8'];
  const left = (step: number) => LEFT.map((char, row): Print => [char, 1, 46 + step * row]);
  const right = (step: number) => RIGHT.map((char, row): Print => [char, 206.5, 50 + step * row]);
  const item: LineItem = {
    name: '水泵',
    unit: '台',
    quantity: '2',
    unitPrice: '1500.00',
    amount: '3000.00',
    taxRate: '17%',
    taxAmount: '510.00',
  };

  it.each([3.6, 4, 4.4])('goes into no cell: %d mm a character', (step) => {
    expect(linesOf(sheetOf([...PAPER, ...left(step)], OCR))).toEqual([item]);
    expect(linesOf(sheetOf([...PAPER, ...right(step)], OCR))).toEqual([item]);
    expect(linesOf(sheetOf([...PAPER, ...left(step), ...right(step)], OCR))).toEqual([item]);
  });

  it('is not taken for the last digit of the tax', () => {
    expect(linesOf(sheetOf([...PAPER, ['8', 205.2, 58]], OCR))).toEqual([item]);
  });

  it('does not cost a wrapped name its rest, of one character', () => {
    const prints: Print[] = [...PAPER, ['组', 8, 61.6], ...left(4), ...right(4)];
    expect(linesOf(sheetOf(prints, OCR))).toEqual([{ ...item, name: '水泵组' }]);
  });

  it('leaves the first character of a name spaced out', () => {
    const prints = PAPER.flatMap((print): Print[] =>
      print[0] === '水泵'
        ? [
            ['水', 8, 58],
            ['泵', 14, 58],
          ]
        : [print],
    );
    expect(linesOf(sheetOf(prints, OCR))[0]?.name).toBe('水 泵');
  });
});
