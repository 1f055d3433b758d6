/**
 * Train journeys, as printed on paper tickets (火车票) and on the 铁路电子客票: `北京南站 G123 上海虹桥站`,
 * `2024年05月20日 10:00开 05车12F号`, `¥553.0元`.
 */
import { formatMoney, parseMoney } from '../../../invoice/money.js';
import { type Candidate, candidateFrom, present } from '../candidates/candidate.js';
import type { Row } from '../rows.js';
import { dateOf } from '../shapes.js';
import type { FormReader } from './form.js';

const DEPARTURE = /((?:19|20)\d{2}年\d{1,2}月\d{1,2}日)\d{1,2}[:：]\d{2}开/u;
const ROUTE = /^(\p{Script=Han}{2,6}?站?)((?:[GDCZTKYLSP]\d{1,4})|\d{4})(?:次)?(\p{Script=Han}{2,6}?站?)$/u;
const FARE = /(?:票价[:：]?)?[¥￥Y]?(\d{1,4}\.\d{1,2})元|票价[:：]?[¥￥Y](\d{1,4}\.\d{1,2})/u;
const TICKET_NUMBER = /^(?:[A-Z]\d{2}[A-Z]?|\d{2}[A-Z]|[A-Z])?[A-Z]?\d{6}$/u;

/** The journey that rows of text speak of. */
export function journeyCandidates(rows: readonly Row[]): Candidate[] {
  return rows
    .flatMap((row): (Candidate | null)[] => {
      const departure = DEPARTURE.exec(row.text);
      const day = departure?.[1] === undefined ? null : dateOf(departure[1]);
      const route = ROUTE.exec(row.text);
      const fare = FARE.exec(row.text);
      const amount = parseMoney(fare?.[1] ?? fare?.[2] ?? '');
      return [
        departure === null || day === null ? null : part('travelDate', day.value, row, departure, 1),
        route === null ? null : part('fromStation', route[1] ?? '', row, route, 1),
        route === null ? null : part('trainNumber', route[2] ?? '', row, route, 2),
        route === null ? null : part('toStation', route[3] ?? '', row, route, 3),
        fare === null || amount === null
          ? null
          : part('fare', formatMoney(amount), row, fare, fare[1] === undefined ? 2 : 1),
      ];
    })
    .filter(present);
}

/** A candidate from one group of a match. */
function part(
  field: Candidate['field'],
  value: string,
  row: Row,
  match: RegExpExecArray,
  group: number,
): Candidate | null {
  const text = match[group] ?? '';
  const from = match.index + match[0].indexOf(text);
  return candidateFrom(field, value, row.glyphs.slice(from, from + text.length), 'place');
}

/**
 * A paper ticket, where the sheet has both a departure and a fare or route. Its number is the red code in the upper left
 * corner.
 */
export const trainForms: FormReader = ({ rows }) => {
  const journey = journeyCandidates(rows);
  const says = (field: Candidate['field']) => journey.some((candidate) => candidate.field === field);
  if (!says('travelDate') || !(says('fare') || says('trainNumber'))) return [];
  const departure = rows.findIndex(({ text }) => DEPARTURE.test(text));
  const numbers = rows.slice(0, departure).flatMap((row) => {
    const [first] = row.glyphs;
    const run = row.glyphs.filter(({ span }) => span === first?.span);
    const text = run.map(({ char }) => char).join('');
    return /[A-Z]/u.test(text) && TICKET_NUMBER.test(text)
      ? [candidateFrom('invoiceNumber', text, run, 'place')]
      : [];
  });
  const candidates = [...numbers.slice(0, 1).filter(present), ...journey];
  return [{ kind: 'train_paper', candidates, lines: [], qr: null }];
};
