import { describe, expect, it } from 'vitest';
import {
  struckAmounts,
  struckDates,
  struckDuration,
  struckKilometres,
  struckPlates,
  struckTime,
} from '../../../../src/pipeline/extract/forms/struck.js';

const clean = (value: string) => ({ value, repaired: false });
const mended = (value: string) => ({ value, repaired: true });

describe('struck dates', () => {
  it.each([
    ['2024年02月04日', [clean('2024-02-04')]],
    ['2020-04-27', [clean('2020-04-27')]],
    ['2024年日2月04日', [mended('2024-02-04')]],
    ['2024年028198', [mended('2024-02-19')]],
    ['2023412月169', [mended('2023-12-16')]],
    ['2619年54月28日', [mended('2019-04-28')]],
  ])('%s', (text, days) => {
    expect(struckDates(text)).toEqual(days);
  });

  it.each(['9000126310', '00:02:34', '20元', '2024年'])('finds no day in %s', (text) => {
    expect(struckDates(text)).toEqual([]);
  });

  it('tells a second day that is nearly as likely', () => {
    const days = struckDates('20241月148').map(({ value }) => value);
    expect(days).toContain('2024-01-14');
  });

  it('takes a lost zero for the first of a month rather than its last', () => {
    expect(struckDates('20241月148').map(({ value }) => value)[0]).toBe('2024-01-14');
  });
});

describe('struck times', () => {
  it.each([
    ['10:34', clean('10:34')],
    ['1034', mended('10:34')],
    ['10834', mended('10:34')],
    ['85:31', mended('05:31')],
    ['25:10', null],
    ['12:75', null],
  ])('%s', (text, time) => {
    expect(struckTime(text)).toEqual(time);
  });

  it.each([
    ['00:02:19', clean('00:02:19')],
    ['00:02134', mended('00:02:34')],
    ['000809', mended('00:08:09')],
    ['00:83:21', mended('00:03:21')],
    [':0:56', mended('00:00:56')],
    ['5:0:56', null],
    ['¥38.00元', null],
  ])('waits %s', (text, time) => {
    expect(struckDuration(text)).toEqual(time);
  });
});

describe('struck figures', () => {
  it.each([
    ['18.34KM', clean('18.34')],
    ['10.56K4', mended('10.56')],
    ['281KM', mended('2.81')],
    ['2.70元', null],
  ])('drives %s', (text, kilometres) => {
    expect(struckKilometres(text)).toEqual(kilometres);
  });

  it('takes a clean amount as it stands', () => {
    expect(struckAmounts('¥56.50元')).toEqual([clean('56.50')]);
    expect(struckAmounts('2.40元/km')).toEqual([clean('2.40')]);
  });

  it('marks what it set right', () => {
    expect(struckAmounts('羊34.00元')).toEqual([mended('34.00')]);
    expect(struckAmounts('¥3800元')[0]).toEqual(mended('38.00'));
    expect(struckAmounts('健小50元')).toEqual([]);
  });

  it('knows that plates bear no O and begin with a letter', () => {
    expect(struckPlates('XT0001')).toEqual([clean('XT0001')]);
    expect(struckPlates('8OP2290').map(({ value }) => value)).toEqual(['BDP2290', 'B0P2290']);
    expect(struckPlates('9000126310')).toEqual([]);
  });
});
