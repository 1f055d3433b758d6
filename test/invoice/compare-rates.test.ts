import { describe, expect, it } from 'vitest';
import { comparable } from '../../src/invoice/compare.js';
import { parseRate, ratePlausible } from '../../src/invoice/rates.js';

describe('comparable', () => {
  it.each([
    ['netTotal', '¥1,234.5', '1234.50'],
    ['netTotal', '-12.30', '－12.3'],
    ['issueDate', '2024年05月28日', '20240528'],
    ['sellerName', '晨星（苏州）科技', '晨星(苏州) 科技'],
    ['checkCode', '71250 06493 88152 20417', '71250064938815220417'],
    ['taxTotal', '***', '＊＊＊'],
  ] as const)('%s: %s equals %s', (field, a, b) => {
    expect(comparable(field, a)).toBe(comparable(field, b));
  });

  it.each([
    ['netTotal', '12.30', '12.31'],
    ['invoiceNumber', '01234567', '1234567'],
    ['sellerTaxId', '91330108MA27Y5XH5G', '91330108ma27y5xh5g'],
    ['issueDate', '2024-05-28', '2024-05-29'],
    ['sellerName', '晨星科技', '晨星科枝'],
  ] as const)('%s: %s differs from %s', (field, a, b) => {
    expect(comparable(field, a)).not.toBe(comparable(field, b));
  });
});

describe('parseRate', () => {
  it.each([
    ['13%', 1300],
    ['１３％', 1300],
    ['0.13', 1300],
    ['1.5%', 150],
    ['13.00%', 1300],
    ['0.06', 600],
    ['0%', 0],
    ['免税', null],
    ['***', null],
    ['', null],
    ['13.005%', null],
  ])('%s is %s', (cell, points) => {
    expect(parseRate(cell)).toBe(points);
  });
});

describe('ratePlausible', () => {
  it.each([
    ['13%', '2024-05-28', 'yes'],
    ['13%', '2017-06-30', 'yes'],
    ['13%', '2018-12-01', 'warning'],
    ['9%', '2019-03-31', 'impossible'],
    ['9%', '2019-04-01', 'yes'],
    ['16%', '2018-04-30', 'impossible'],
    ['16%', '2018-05-01', 'yes'],
    ['16%', '2019-04-01', 'warning'],
    ['10%', '2018-04-30', 'impossible'],
    ['17%', '2018-04-30', 'yes'],
    ['17%', '2018-05-01', 'warning'],
    ['11%', '2018-05-01', 'warning'],
    ['1%', '2020-02-29', 'impossible'],
    ['1%', '2020-03-01', 'yes'],
    ['1%', '2028-01-01', 'warning'],
    ['3%', '2024-01-01', 'yes'],
    ['4%', '2014-06-30', 'yes'],
    ['4%', '2014-07-01', 'warning'],
    ['0.06', '2024-01-01', 'yes'],
    ['免税', '2024-01-01', 'yes'],
    ['***', '2024-01-01', 'yes'],
    ['', '2024-01-01', 'yes'],
    ['12%', '2024-01-01', 'impossible'],
    ['13.5%', '2024-01-01', 'impossible'],
    ['1 3 O%', '2024-01-01', 'impossible'],
  ])('%s on %s: %s', (rate, date, expected) => {
    expect(ratePlausible(rate, date)).toBe(expected);
  });
});
