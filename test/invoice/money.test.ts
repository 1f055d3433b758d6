import { describe, expect, it } from 'vitest';
import { absolute, formatMoney, parseMoney } from '../../src/invoice/money.js';
import { seeded } from '../support/vectors.js';

describe('parseMoney', () => {
  it.each([
    ['4449.00', 444900n],
    ['¥4,449.00', 444900n],
    ['￥ 1,234,567.8', 123456780n],
    ['１２．３０', 1230n],
    ['57', 5700n],
    ['64.9', 6490n],
    ['-12.30', -1230n],
    ['－12.30', -1230n],
    ['−¥12.30', -1230n],
    ['¥-12.30', -1230n],
    ['– 12.30', -1230n],
    ['12.30元', 1230n],
    ['12.3000', 1230n],
    ['0.01', 1n],
    ['-0.00', 0n],
  ])('%s is %s fen', (text, fen) => {
    expect(parseMoney(text)).toBe(fen);
  });

  it.each([
    '',
    '***',
    '12.345',
    '1,23',
    '1,2345.00',
    '12 34',
    '1.2.3',
    '.5',
    '5.',
    '(12.30)',
    '（12.30）',
    '--1',
    '12.3O',
    '9999999999999999',
    '1e3',
  ])('refuses %j', (text) => {
    expect(parseMoney(text)).toBeNull();
  });
});

describe('formatMoney', () => {
  it.each([
    [0n, '0.00'],
    [1n, '0.01'],
    [-1n, '-0.01'],
    [-1230n, '-12.30'],
    [123456789012345n, '1234567890123.45'],
  ])('%s fen is %s', (fen, text) => {
    expect(formatMoney(fen)).toBe(text);
  });

  it('is read back by parseMoney', () => {
    const random = seeded(7);
    for (let i = 0; i < 500; i += 1) {
      const fen = BigInt(random(2 ** 31)) * BigInt(random(2000) - 1000);
      expect(parseMoney(formatMoney(fen))).toBe(fen);
    }
  });
});

it('absolute drops the sign', () => {
  expect([absolute(-5n), absolute(5n), absolute(0n)]).toEqual([5n, 5n, 0n]);
});
