import { expect, test } from 'vitest';
import { closest, mayHold } from '../../../src/pipeline/extract/approximate.js';

test('a part is found where it comes closest, a character misread, lost or added', () => {
  expect(closest('发票代码', '增值税发票代码:1')).toEqual({ distance: 0, from: 3, to: 7 });
  expect(closest('发票代码', '发栗代码')).toMatchObject({ distance: 1, from: 0, to: 4 });
  expect(closest('发票代码', '')).toEqual({ distance: 4, from: 0, to: 0 });
});

test('what is told to be too far off at a glance is so', () => {
  expect(mayHold('发票代码', '开票日期', 1)).toBe(false);
  expect(mayHold('发票代码', '发栗代码', 1)).toBe(true);
  const texts = ['', '发', '代码', '票发码代', '发票号码', '发发票票', '开票日期', '1发票12代码'];
  for (const pattern of texts)
    for (const text of texts)
      for (const most of [0, 1, 2, 3])
        if (closest(pattern, text).distance <= most) expect(mayHold(pattern, text, most)).toBe(true);
});
