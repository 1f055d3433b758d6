import { expect, test } from 'vitest';
import { replacedTexts } from '../../../src/adapters/pdf/revisions.js';
import { quadOf } from '../../../src/document/geometry.js';
import type { TextLine } from '../../../src/document/sheet.js';
import { BUDGETS } from '../../../src/pipeline/budgets.js';

const line = (text: string, top: number): TextLine => ({
  ...{ text, score: 1, source: 'text' },
  quad: quadOf([0.1, top, 0.3, top + 0.01]),
});

test('a page of more text than any invoice has is not compared with its earlier revisions', () => {
  const filler = (length: number) => line('文'.repeat(length), 0.9);
  const replaced = (length: number) =>
    replacedTexts([line('113.00', 0.2), filler(length)], [line('913.00', 0.2), filler(length)]);
  expect(replaced(1000)).toMatchObject([{ before: '113.00', now: { text: '913.00' } }]);
  expect(replaced(BUDGETS.editSigns.chars)).toEqual([]);
});
