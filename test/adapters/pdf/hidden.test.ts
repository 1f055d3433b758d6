/** Text that stands in the file and not before the eye, each way of hiding it drawn by hand. */
import { describe, expect, test } from 'vitest';
import { pdfReader } from '../../../src/adapters/pdf/pdf.js';
import { songPdf, ucs2 } from './song-pdf.js';

const write = (text: string, x: number, y: number, size = 20) =>
  `BT /F1 ${size} Tf 1 0 0 1 ${x} ${y} Tm ${ucs2(text)} Tj ET\n`;
const SEEN = write('金额 100.00', 20, 150);

async function textsOf(content: string) {
  const document = await pdfReader().open(songPdf({ content }));
  try {
    const page = await document.page(1);
    const texts = (lines: typeof page.lines) => lines.map(({ text }) => text);
    return { seen: texts(page.lines), hidden: texts(page.hidden) };
  } finally {
    await document.close();
  }
}

describe('text that no eye sees is told apart from the text layer', () => {
  const ways: readonly (readonly [string, string])[] = [
    ['set without being painted', `q 3 Tr ${write('金额 900.00', 20, 80)} Q`],
    ['white on white', `q 1 1 1 rg ${write('金额 900.00', 20, 80)} Q`],
    ['too small to be print', write('金额 900.00', 20, 80, 0.5)],
    ['under a shape painted later', `${write('金额 900.00', 20, 80)} q 1 1 1 rg 10 60 300 60 re f Q`],
    ['outside the clip', `q 0 0 10 10 re W n ${write('金额 900.00', 20, 80)} Q`],
  ];
  for (const [way, content] of ways)
    test(way, async () => {
      expect(await textsOf(SEEN + content)).toEqual({ seen: ['金额 100.00'], hidden: ['金额 900.00'] });
    });

  test('painted over with white, and set anew with another figure', async () => {
    const over = 'q 1 1 1 rg 10 70 300 30 re f Q ';
    const content = `${write('900.00', 20, 80)}${over}${write('100.00', 20, 80)}`;
    expect(await textsOf(content)).toEqual({ seen: ['100.00'], hidden: ['900.00'] });
  });

  test('a number of which one figure is painted over is told whole', async () => {
    const content = `${write('900.00', 20, 80)}q 1 1 1 rg 19 70 11 30 re f Q ${write('1', 20, 80)}`;
    expect((await textsOf(content)).hidden).toEqual(['900.00']);
  });

  test('a run of which only a part is seen is parted', async () => {
    const content = `BT /F1 20 Tf 1 0 0 1 20 80 Tm ${ucs2('合计')} Tj 3 Tr ${ucs2('九百')} Tj ET`;
    expect(await textsOf(content)).toEqual({ seen: ['合计'], hidden: ['九百'] });
  });
});

describe('text that is seen stays', () => {
  const ways: readonly (readonly [string, string])[] = [
    ['white on a dark shape', `q 0 0 0.5 rg 10 60 300 60 re f 1 1 1 rg ${write('金额 900.00', 20, 80)} Q`],
    ['under a shape that shows it', `${write('金额 900.00', 20, 80)} q 1 0 0 RG 10 60 300 60 re S Q`],
    [
      'a layer over print that says the same',
      `${write('金额 900.00', 20, 80)} q 3 Tr ${write('金额 900.00', 20, 80)} Q`,
    ],
    ['in a table of filled cells', `q 0.9 g 10 60 300 60 re f 0 g ${write('金额 900.00', 20, 80)} Q`],
  ];
  for (const [way, content] of ways)
    test(way, async () => {
      expect(await textsOf(SEEN + content)).toEqual({ seen: ['金额 100.00', '金额 900.00'], hidden: [] });
    });
});
