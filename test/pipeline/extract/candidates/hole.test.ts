import { expect, it } from 'vitest';
import type { TextLine } from '../../../../src/document/sheet.js';
import { candidateFrom } from '../../../../src/pipeline/extract/candidates/candidate.js';
import { uprightSpans } from '../../../../src/pipeline/extract/frame.js';

/** The score of a text whose characters stand at these places, each one place wide, on a line of so much room. */
function scoreOf(text: string, places: readonly number[], room: number): number | undefined {
  const line: TextLine = {
    text,
    score: 0.99,
    source: 'ocr:paddle',
    quad: [
      [0.1, 0.1],
      [0.5, 0.1],
      [0.5, 0.14],
      [0.1, 0.14],
    ],
    chars: places.map((place) => [place / room, (place + 1) / room] as const),
  };
  const [span] = uprightSpans({ page: 1, width: 1000, height: 500, turns: 0, lines: [line], codes: [] });
  return candidateFrom('sellerName', text, span?.glyphs ?? [], 'label')?.score;
}

it('a name in which a character was passed over is worth less than one without a hole', () => {
  expect(scoreOf('南京玉壶贸易公司', [0, 1, 2, 3, 4, 5, 6, 7], 8)).toBeCloseTo(0.99);
  expect(scoreOf('南京玉壶贸易公司', [0, 1, 3, 4, 5, 6, 7, 8], 9)).toBeCloseTo(0.495);
});

it('figures between characters, which are narrower, are no hole', () => {
  expect(scoreOf('虚构路10号楼东侧', [0, 1, 2, 2.7, 3.2, 4, 5, 6, 7], 8)).toBeCloseTo(0.99);
});
