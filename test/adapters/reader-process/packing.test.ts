import { expect, test } from 'vitest';
import { packed, unpacked } from '../../../src/adapters/reader-process/packing.js';
import type { Sheet } from '../../../src/document/sheet.js';

test('a sheet is the same after it was packed, whatever its page says, and takes a fraction of the room', () => {
  const line = {
    quad: [
      [0, 0],
      [1, 0],
      [1, 1],
      [0, 1],
    ],
    score: 0.5,
    source: 'ocr:paddle',
  } as const;
  const sheet: Sheet = {
    page: 7,
    width: 595,
    height: 842,
    turns: 1,
    // A NUL and half a surrogate pair, which PostgreSQL would not take.
    lines: ['发票号码：\u0000\ud83d', ...Array.from({ length: 100 }, () => '购买方名称')].map((text) => ({
      ...line,
      text,
    })),
    codes: [],
  };
  const small = packed(sheet);
  expect(unpacked(small)).toEqual(sheet);
  expect(small.page).toBe(7);
  expect(small.packed).toMatch(/^[\w+/=]+$/);
  expect(small.packed.length).toBeLessThan(JSON.stringify(sheet).length / 5);
  expect(() => unpacked({ page: 7, packed: 'AAAA' })).toThrow();
});
