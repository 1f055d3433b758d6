/**
 * The middle of a train ticket: `北京南站 G123 上海虹桥站`, the train's number with the stations left and right of it.
 */
import type { FieldName } from '../../../invoice/fields.js';
import { type Candidate, type Channel, candidateFrom } from '../candidates/candidate.js';
import { type Glyph, heightOf, middleOf, type Span, textOf } from '../frame.js';
import { type Row, rowFrom, splitAtGaps } from '../rows.js';

/** Trains by their letter; those without have four figures. */
const TRAIN = /(?<![\dA-Z])([GDCZTKYLSPN]\d{1,4}|[1-9]\d{3})(?![\dA-Z.:年])/u;

const isHan = (char: string): boolean => /\p{Script=Han}/u.test(char);

/** A candidate from these characters of a row. */
export function cut(
  field: FieldName,
  value: string,
  row: Row,
  range: readonly [number, number],
  channel: Channel = 'place',
): Candidate | null {
  return candidateFrom(field, value, row.glyphs.slice(...range), channel);
}

/** What is no part of a station's name beside a train's number. */
const NOT_STATION = /[次开往至一二三]$/u;

/** The train and the stations left and right of it, on its height or nearly so. */
export function routeCandidates(rows: readonly Row[], spans: readonly Span[]): (Candidate | null)[] {
  for (const row of rows) {
    const glyphs = trainIn(row);
    const [first, last] = [glyphs[0], glyphs.at(-1)];
    if (first === undefined || last === undefined || /[¥￥*]|\d{7}/u.test(row.text)) continue;
    const train = textOf(glyphs);
    const beside = besideTrain(spans, first, last);
    const from = stationAmong(runsOf(beside.filter(({ x1 }) => x1 <= first.x0 + 1e-9)).reverse());
    const to = stationAmong(runsOf(beside.filter(({ x0 }) => x0 >= last.x1 - 1e-9)));
    if ((from === null || to === null) && !(/^[A-Z]/u.test(train) && (from ?? to) !== null)) continue;
    return [
      candidateFrom('trainNumber', train, glyphs, 'place'),
      ...(from === null ? [] : named('fromStation', from, to)),
      ...(to === null ? [] : named('toStation', to, from)),
    ];
  }
  return twoStations(rows);
}

/** A train's number in a row; what another run begins with is no part of it. */
function trainIn(row: Row): readonly Glyph[] {
  const match = TRAIN.exec(row.text);
  if (match?.[1] !== undefined) return row.glyphs.slice(match.index, match.index + match[1].length);
  for (const piece of splitAtGaps(row.glyphs, row.height, 0.3 * row.height)) {
    const apart = TRAIN.exec(textOf(piece));
    if (apart?.[1] !== undefined && /^[A-Z]/u.test(apart[1]))
      return piece.slice(apart.index, apart.index + apart[1].length);
  }
  return [];
}

/** Names of stations are set wide; what lies farther off, in heights of their text, is something else. */
const STATION_GAP = 2.2;

/** The nearest run that ends in 站, else the nearest: what a stamp says stands at that height, too. */
function stationAmong(runs: readonly (readonly Glyph[])[]): Row | null {
  const said = runs.find((run) => textOf(run).endsWith('站'));
  return stationOf(said ?? runs[0] ?? []);
}

/** Runs of characters by the white space between them, without such as are much smaller than the rest of their run. */
function runsOf(glyphs: readonly Glyph[]): Glyph[][] {
  const height = Math.max(0, ...glyphs.map(({ span }) => heightOf(span)));
  const parts = splitAtGaps(glyphs, STATION_GAP * height).flatMap((part) => {
    // With 站 a name is at its end.
    const end = part.findIndex(({ char, span }, at) => char === '站' && part[at + 1]?.span !== span) + 1;
    return end === 0 || end === part.length ? [part] : [part.slice(0, end), part.slice(end)];
  });
  return parts.map((run) => {
    const tallest = Math.max(0, ...run.map(({ span }) => heightOf(span)));
    return run.filter(({ char, span }) => char === '站' || heightOf(span) > SMALLER * tallest);
  });
}

/** What is smaller than this share of the tallest stands on another paper, but for the 站 of a ticket. */
const SMALLER = 0.6;

/** A ticket prints a small 站 after both names or after none: where only one was read, the other was lost. */
function named(field: FieldName, station: Row, other: Row | null): (Candidate | null)[] {
  if (other?.text.endsWith('站') !== true || station.text.endsWith('站'))
    return [candidateFrom(field, station.text, station.glyphs, 'place')];
  return [`${station.text}站`, station.text].map((name) =>
    candidateFrom(field, name, station.glyphs, 'repair'),
  );
}

/** What stands above the stations: the gate, the office that sold the ticket. */
const NO_STATION = /检票|候车|售$|[:：]/u;

/** The Chinese characters that stand at the height of a train's number. */
function besideTrain(spans: readonly Span[], first: Glyph, last: Glyph): Glyph[] {
  const y = (middleOf(first.span) + middleOf(last.span)) / 2;
  const tall = Math.max(heightOf(first.span), heightOf(last.span));
  return spans
    .filter(
      (span) =>
        Math.abs(middleOf(span) - y) < 0.75 * Math.max(tall, heightOf(span)) &&
        heightOf(span) > 0.45 * tall &&
        !NO_STATION.test(textOf(span.glyphs)),
    )
    .flatMap(({ glyphs }) => glyphs)
    .filter(({ char }) => isHan(char))
    .sort((a, b) => a.x0 - b.x0);
}

/** A station's name: two to eight characters, of which the last may be 站. */
function stationOf(glyphs: readonly Glyph[]): Row | null {
  const bare = glyphs.filter(({ char, x0, span }, index) => {
    const before = glyphs[index - 1];
    // Two boxes that overlap have read one character twice.
    const twice = before?.char === char && before.span !== span && x0 < before.x1;
    return !twice && !(index === 0 && char === '次');
  });
  const row = rowFrom(bare);
  const name = row.text.replace(NOT_STATION, '');
  if (name.length < 2 || name.length > 8 || /检票|候车|电子|发票|日期/u.test(name)) return null;
  return rowFrom(bare.slice(0, name.length));
}

/** The train's number was not read, but both stations say 站. */
function twoStations(rows: readonly Row[]): (Candidate | null)[] {
  for (const row of rows) {
    const match = /^(\p{Script=Han}{1,6}站)[^\p{Script=Han}站]*(\p{Script=Han}{1,6}站)$/u.exec(row.text);
    if (match === null) continue;
    const [whole, from = '', to = ''] = match;
    return [
      cut('fromStation', from, row, [0, from.length]),
      cut('toStation', to, row, [whole.length - to.length, whole.length]),
    ];
  }
  return [];
}
