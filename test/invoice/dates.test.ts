import { describe, expect, it } from 'vitest';
import {
  daysBetween,
  isRealDay,
  parseDate,
  shiftDate,
  timeInShanghai,
  todayInShanghai,
} from '../../src/invoice/dates.js';

describe('parseDate', () => {
  it.each([
    '2024年05月28日',
    '2024 年 05 月 28 日',
    '2024年5月28日',
    '2024-05-28',
    '2024/5/28',
    '2024.05.28',
    '20240528',
    '20240528182202',
    '2024-05-28 18:22:02',
    '2024-05-28T18:22:02.000+08:00',
    '2024年05月28日08:30开',
    '２０２４－０５－２８',
    '2024—05—28',
  ])('%s', (text) => {
    expect(parseDate(text)).toBe('2024-05-28');
  });

  it.each([
    '',
    '2024-02-30',
    '2023-02-29',
    '2024年13月01日',
    '20240532',
    '24-05-28',
    '2024',
    '0204-05-28',
    '3024-05-28',
    '2024-05-28 猫',
  ])('refuses %j', (text) => {
    expect(parseDate(text)).toBeNull();
  });
});

it('isRealDay knows leap years of every century', () => {
  expect([
    isRealDay('2000', '2', '29'),
    isRealDay('1900', '02', '29'),
    isRealDay('1932', '02', '29'),
  ]).toEqual([true, false, true]);
});

it('todayInShanghai is eight hours ahead of UTC', () => {
  expect(todayInShanghai(new Date('2026-11-21T15:59:59Z'))).toBe('2026-11-21');
  expect(todayInShanghai(new Date('2026-11-21T16:00:00Z'))).toBe('2026-11-22');
});

describe('daysBetween and shiftDate', () => {
  it.each([
    ['2024-02-28', '2024-03-01', 2],
    ['2024-12-31', '2025-01-01', 1],
    ['2025-01-01', '2024-12-31', -1],
    ['2024-01-01', '2024-01-01', 0],
  ])('%s to %s is %i days', (a, b, days) => {
    expect(daysBetween(a, b)).toBe(days);
    expect(shiftDate(a, days)).toBe(b);
  });

  it('throw on what is no date', () => {
    expect(() => daysBetween('2024-02-30', '2024-03-01')).toThrow(RangeError);
    expect(() => shiftDate('20240301', 1)).toThrow(RangeError);
  });
});

it('timeInShanghai writes the time of day there to the second, midnight as 00', () => {
  expect(timeInShanghai(new Date('2026-11-21T15:59:59.999Z'))).toBe('2026-11-21 23:59:59');
  expect(timeInShanghai(new Date('2026-11-21T16:00:00Z'))).toBe('2026-11-22 00:00:00');
});
