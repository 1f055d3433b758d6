/** Tax rates and when each was law (DOMAIN 6.4). Pure. */
import { squash } from './text.js';

/** Rates and levy rates there ever were, in basis points (13% is 1300), with the day before which they did not exist. */
const RATES: ReadonlyMap<number, { since: string; until: string }> = new Map(
  (
    [
      [0, '', ''],
      [50, '', ''],
      [100, '2020-03-01', '2027-12-31'],
      [150, '', ''],
      [200, '', ''],
      [300, '', ''],
      [400, '', '2014-06-30'],
      [500, '', ''],
      [600, '', ''],
      [900, '2019-04-01', ''],
      [1000, '2018-05-01', '2019-03-31'],
      [1100, '', '2018-04-30'],
      [1300, '', ''],
      [1600, '2018-05-01', '2019-03-31'],
      [1700, '', '2018-04-30'],
    ] as const
  ).map(([rate, since, until]) => [rate, { since, until }]),
);

/** 13% was abolished on 2017-07-01 and came back on 2019-04-01. */
const THIRTEEN_GAP = { from: '2017-07-01', to: '2019-03-31' };

/**
 * A rate cell in basis points: `13%` and `0.13` are 1300, `1.5%` is 150. `null` for words (免税, 不征税, 差额 `***`),
 * for an empty cell and for anything that is no number.
 */
export function parseRate(cell: string): number | null {
  const [, number, percent] = /^(\d{1,2}(?:\.\d{1,6})?)(%?)$/.exec(squash(cell)) ?? [];
  if (number === undefined) return null;
  const points = Number(number) * (percent === '%' ? 100 : 10_000);
  // Decimal fractions are not exact in binary; a basis point is the finest rate there is.
  return Math.abs(points - Math.round(points)) < 1e-6 && points <= 10_000 ? Math.round(points) : null;
}

/**
 * Whether `rate` (a cell as printed) can stand on an invoice issued on `date` (`YYYY-MM-DD`). `impossible`: never a
 * rate, or not one yet. `warning`: no longer one; red letters and late re-issues keep the rate of the old tax point.
 * 3% stays legal beside 1% (reduction waived). 5% after 2026-01-01 stays `yes`: the transition is unclear (DOMAIN 14.4).
 */
export function ratePlausible(rate: string, date: string): 'yes' | 'warning' | 'impossible' {
  const points = parseRate(rate);
  if (points === null) return /\d/.test(rate) ? 'impossible' : 'yes';
  const law = RATES.get(points);
  if (law === undefined || date < law.since) return 'impossible';
  if (law.until !== '' && date > law.until) return 'warning';
  return points === 1300 && date >= THIRTEEN_GAP.from && date <= THIRTEEN_GAP.to ? 'warning' : 'yes';
}
