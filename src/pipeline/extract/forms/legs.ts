/** The legs of an air itinerary: `自：北京首都 国航 CA1501 Y 2019-05-20 08:30`, then `至：…` for each further airport. */
import type { LineItem } from '../../../document/slip.js';
import { textOf } from '../frame.js';
import { type Row, splitAtGaps } from '../rows.js';
import { dateOf } from '../shapes.js';
import type { FormPage } from './form.js';

const AIRPORT = /^(?:自|至|目)?(?:FROM|TO)?[:：.]?/iu;
const FLIGHT = /^(?:[A-Z]{2}|\d[A-Z]|[A-Z]\d)\d{3,4}[A-Z]?$/u;

interface Stop {
  readonly airport: string;
  readonly carrier?: string;
  readonly flight?: string;
  readonly class?: string;
  readonly date?: string;
  readonly time?: string;
}

/** The legs of a page, in their order; none where fewer than two airports were read. */
export function legsIn({ rows }: FormPage): LineItem[] {
  const stops = rows.flatMap((row) => stopIn(row) ?? []);
  return stops.slice(0, -1).flatMap((stop, index): LineItem[] => {
    const to = stops[index + 1]?.airport;
    if (to === undefined || stop.flight === undefined) return [];
    const { airport, ...flown } = stop;
    return [{ name: `${airport}-${to}`, from: airport, to, ...flown }];
  });
}

function stopIn(row: Row): Stop | null {
  if (!/^(?:自|至|目|FROM|TO)/iu.test(row.text)) return null;
  const cells = splitAtGaps(row.glyphs, 1.1 * row.height, 0.6 * row.height).map(textOf);
  const [first = '', ...rest] = cells;
  const named = first.replace(AIRPORT, '');
  const airport = named === '' ? (rest.shift() ?? '') : named;
  if (!/\p{Script=Han}{2}/u.test(airport)) return null;
  const date = rest.map((cell) => dateOf(cell)?.value).find((value) => value !== undefined);
  const time = rest.map((cell) => /(\d{2}[:：]\d{2})$/u.exec(cell)?.[1]?.replace('：', ':')).find(Boolean);
  const flight = rest.find((cell) => FLIGHT.test(cell));
  const carrier = rest.find((cell) => /^\p{Script=Han}{2,6}$|^[A-Z]{2}$/u.test(cell));
  const seat = rest.find((cell) => /^[A-Z]$/u.test(cell));
  return {
    airport,
    ...(carrier === undefined ? {} : { carrier }),
    ...(flight === undefined ? {} : { flight }),
    ...(seat === undefined ? {} : { class: seat }),
    ...(date === undefined ? {} : { date }),
    ...(time === undefined ? {} : { time }),
  };
}
