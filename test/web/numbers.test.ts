/** What the page does to numbers before a person sees them. */
import { describe, expect, it } from 'vitest';
import { isNegative, money, percent, quantity, sumMoney } from '../../web/src/format/numbers.js';

describe('money', () => {
  it.each([
    ['0.00', '¥0.00'],
    ['999.99', '¥999.99'],
    ['1234.50', '¥1,234.50'],
    ['-12345678.90', '-¥12,345,678.90'],
    ['12345678901234567.89', '¥12,345,678,901,234,567.89'],
  ])('shows %s as %s', (value, shown) => expect(money(value)).toBe(shown));

  it('leaves what is no amount as it is printed', () => {
    expect(money('***')).toBe('***');
    expect(money('免税')).toBe('免税');
  });

  it('knows what is printed red', () => {
    expect(isNegative('-0.01')).toBe(true);
    expect(isNegative('0.01')).toBe(false);
  });
});

describe('quantity', () => {
  it('groups the whole part and keeps the places', () => {
    expect(quantity('1234.50000')).toBe('1,234.50000');
    expect(quantity('0.0001')).toBe('0.0001');
  });
});

describe('percent', () => {
  it.each([
    [1, '100%'],
    [0.99999, '99.9%'],
    [0.975, '97.5%'],
    [0.29, '29.0%'],
    [0, '0.0%'],
  ])('shows %d as %s: never better than it is', (share, shown) => expect(percent(share)).toBe(shown));
});

describe('sumMoney', () => {
  it('adds exactly, red amounts too', () => {
    expect(sumMoney(['0.10', '0.20'])).toBe('0.30');
    expect(sumMoney(['100.00', '-100.01'])).toBe('-0.01');
    expect(sumMoney([])).toBe('0.00');
  });

  it('gives no sum where a line has none', () => {
    expect(sumMoney(['1.00', '***'])).toBeNull();
  });
});
