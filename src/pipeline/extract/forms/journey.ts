/**
 * Train journeys, as printed on paper tickets (火车票) and on the 铁路电子客票: `北京南站 G123 上海虹桥站`,
 * `2024年05月20日 10:00开 05车12F号`, `¥553.0元 二等座`, `1101011990****2012 张三`.
 */
import type { FieldName } from '../../../invoice/fields.js';
import { formatMoney, parseMoney } from '../../../invoice/money.js';
import { closest } from '../approximate.js';
import { type Candidate, type Channel, candidateFrom, present } from '../candidates/candidate.js';
import { type Glyph, heightOf, middleOf, type Span, textOf } from '../frame.js';
import { gapBefore, type Row, rowFrom, splitAtGaps } from '../rows.js';
import { dateOf } from '../shapes.js';

/** 年月日 and the colon may be misread, the figures not. */
const DEPARTURE = /((?:19|20)\d{2}\D{1,2}\d{1,2}\D{1,2}\d{1,2}(?:日|\D)?)(\d{2})[:：.;；](\d{2})/u;
const CLEAN_DEPARTURE = /(?:19|20)\d{2}年\d{1,2}月\d{1,2}日\d{1,2}[:：]\d{2}开/u;
const SEAT = /(?:加?\d{1,2})车(?:无座|\d{1,3}[A-F]?号?(?:[上中下]铺)?)/u;
const FARE =
  /(?:票价[:：]?)?[¥￥Y羊半￦]?(\d{1,5}[.,]\d{1,2})(?:元|兀|π)|(?:票价[:：]?)?[¥￥](\d{1,5}\.\d{1,2})|票价[:：]?[Y羊半]?(\d{1,5}\.\d{1,2})/u;
/** `¥5530元`: tickets print one decimal, and its point is the first to fade. */
const POINTLESS_FARE = /[¥￥Y羊半](\d{2,5})元/u;
const MASKED_ID = /(?<!\d)(\d{10})[\dA-Za-z]?([*xX×+·.•※"'＊-]{2,7})(?:\d?\*+)?(\d{3}[\dXx])(?!\d)/u;
/** The stars were not read at all; the figures before them are a district and a year of birth. */
const STARS_LOST = /(?<!\d)([1-9]\d{5}(?:19|20)\d{2})([*]{0,1})(\d{3}[\dXx])(?![\d*])/u;
/** A number that lost a figure is none, but the name behind it is as good as ever. */
const SHORT_ID = /(?<!\d)[1-9]\d{6,9}\*{2,6}\d{2,3}[\dXx](?!\d)/u;
const WHOLE_ID = /(?<!\d)([1-9]\d{5}(?:19|20)\d{9}[\dXx])(?!\d)/u;
/** Trains by their letter; those without have four figures. */
const TRAIN = /(?<![\dA-Z])([GDCZTKYLSPN]\d{1,4}|[1-9]\d{3})(?![\dA-Z.:年])/u;

const CLASSES = [
  '新空调高级软卧',
  '新空调硬座',
  '新空调硬卧',
  '新空调软卧',
  '新空调软座',
  '优选一等座',
  '二等座包座',
  '高级软卧',
  '高级动卧',
  '商务座',
  '特等座',
  '一等座',
  '二等座',
  '一等卧',
  '二等卧',
  '硬座',
  '硬卧',
  '软座',
  '软卧',
  '动卧',
  '无座',
] as const;

const isHan = (char: string): boolean => /\p{Script=Han}/u.test(char);

/** A candidate from these characters of a row. */
function cut(
  field: FieldName,
  value: string,
  row: Row,
  range: readonly [number, number],
  channel: Channel = 'place',
): Candidate | null {
  return candidateFrom(field, value, row.glyphs.slice(...range), channel);
}

/** Whether a row says when a train leaves. */
export const departs = (row: Row): boolean => DEPARTURE.test(row.text) && dateOf(row.text) !== null;

/** The journey that the text of a ticket speaks of. */
export function journeyCandidates(rows: readonly Row[], spans: readonly Span[]): Candidate[] {
  return [
    ...routeCandidates(rows, spans),
    ...rows.flatMap((row) => [
      ...departureIn(row),
      seatIn(row),
      classIn(row),
      fareIn(row),
      ...passengerIn(row, spans),
    ]),
  ].filter(present);
}

function departureIn(row: Row): (Candidate | null)[] {
  const match = DEPARTURE.exec(row.text);
  const [whole, dated = '', hour = '', minute = ''] = match ?? [];
  const day = whole === undefined ? null : dateOf(dated);
  if (match === null || day === null || Number(hour) > 23 || Number(minute) > 59) return dayAlone(row);
  const clean = CLEAN_DEPARTURE.test(row.text);
  const from = match.index;
  const end = from + match[0].length;
  return [
    cut('travelDate', day.value, row, [from, from + dated.length], day.repaired ? 'repair' : 'place'),
    cut('departureTime', `${hour}:${minute}`, row, [end - 5, end], clean ? 'place' : 'repair'),
  ];
}

/** Date and time read as two rows, or the time not at all. */
function dayAlone(row: Row): (Candidate | null)[] {
  const day = /(?:19|20)\d{2}年\d{1,2}月\d{1,2}日/u.exec(row.text);
  const time = /(?<!\d)([01]\d|2[0-3])[:：]([0-5]\d)开/u.exec(row.text);
  const value = day === null || /开票|填开/u.test(row.text) ? null : dateOf(day[0]);
  return [
    day === null || value === null
      ? null
      : cut('travelDate', value.value, row, [day.index, day.index + day[0].length]),
    time === null
      ? null
      : cut('departureTime', `${time[1]}:${time[2]}`, row, [time.index, time.index + time[0].length]),
  ];
}

function seatIn(row: Row): Candidate | null {
  // The figures of the time may touch those of the carriage: `10:0005车12F号`.
  const bare = row.text.replace(/\d{1,2}[:：]\d{2}(?=开|\d{2}车)/u, (time) => '\ufffd'.repeat(time.length));
  const match = SEAT.exec(bare);
  if (match === null) return null;
  const tail = /号|无座/u.test(match[0]) ? '' : '号';
  const range = [match.index, match.index + match[0].length] as const;
  return cut('carriageSeat', `${match[0]}${tail}`, row, range, tail === '' ? 'place' : 'repair');
}

function classIn(row: Row): Candidate | null {
  for (const name of CLASSES) {
    const at = row.text.indexOf(name);
    // `05车无座` is a seat: its class is printed elsewhere.
    if (at < 0 || (name === '无座' && /车$/u.test(row.text.slice(0, at)))) continue;
    return cut('seatClass', name, row, [at, at + name.length]);
  }
  // 一 is one thin stroke, and lost before any other.
  const first = /(?<!\p{Script=Han})等座/u.exec(row.text) ?? beginsRun(row, '等座');
  if (first !== null) return cut('seatClass', '一等座', row, [first.index, first.index + 2], 'repair');
  if (row.text.length > 30 || !/[座卧]|空调/u.test(row.text)) return null;
  const [near, rival] = CLASSES.filter((name) => name.length > 2)
    .map((name) => ({ name, ...closest(name, row.text) }))
    .filter(({ name, distance }) => distance <= (name.length > 4 ? 2 : 1))
    .sort((a, b) => a.distance / a.name.length - b.distance / b.name.length);
  // `X等座` is any of three.
  if (near === undefined || (rival?.name.length === near.name.length && rival.distance === near.distance))
    return null;
  return cut('seatClass', near.name, row, [near.from, near.to], 'repair');
}

/** Where a run of the row begins with these words. */
function beginsRun(row: Row, words: string): { index: number } | null {
  const index = row.text.indexOf(words);
  return index > 0 && row.glyphs[index - 1]?.span !== row.glyphs[index]?.span ? { index } : null;
}

function fareIn(row: Row): Candidate | null {
  if (/退票费|手续费|保险|不含税|税额/u.test(row.text.split('票价')[0] ?? '')) return null;
  const match = FARE.exec(row.text);
  const printed = match?.[1] ?? match?.[2] ?? match?.[3];
  if (match !== null && printed !== undefined) {
    const fen = parseMoney(printed.replace(',', '.'));
    const at = row.text.indexOf(printed, match.index);
    // `用1.5元`: what stands before the figure was a figure, too.
    const cutOff = /[^¥￥Y羊半￦:：价]/u.test(row.text[at - 1] ?? '¥');
    const channel = printed.includes(',') || cutOff ? 'repair' : 'place';
    return fen === null ? null : cut('fare', formatMoney(fen), row, [at, at + printed.length], channel);
  }
  const lost = POINTLESS_FARE.exec(row.text);
  const figures = lost?.[1];
  if (lost === null || figures === undefined) return null;
  const fen = parseMoney(`${figures.slice(0, -1)}.${figures.slice(-1)}`);
  const range = [lost.index + 1, lost.index + 1 + figures.length] as const;
  return fen === null ? null : cut('fare', formatMoney(fen), row, range, 'repair');
}

function passengerIn(row: Row, spans: readonly Span[]): (Candidate | null)[] {
  const masked = MASKED_ID.exec(row.text) ?? STARS_LOST.exec(row.text);
  const match = masked ?? WHOLE_ID.exec(row.text);
  if (match === null) {
    const short = SHORT_ID.exec(row.text);
    const parts = passengerInParts(row, spans);
    return short === null ? parts : [...parts, nameAfter(row, short.index + short[0].length)];
  }
  const end = match.index + match[0].length;
  const last = (match[3] ?? '').toUpperCase();
  const value = masked === null ? match[0].toUpperCase() : `${match[1]}****${last}`;
  const id = cut('passengerId', value, row, [match.index, end], value === match[0] ? 'place' : 'repair');
  return [id, nameAfter(row, end)];
}

/** The passenger's name behind the number; what stands on the desk beside the ticket is no part of it. */
function nameAfter(row: Row, end: number): Candidate | null {
  const [own = []] = splitAtGaps(row.glyphs.slice(end), NAME_GAP * row.height, NAME_GAP * row.height);
  const after = gapBefore(row.glyphs, end) < NAME_AFTER * row.height ? textOf(own) : '';
  const name = /^[\p{Script=Han}·]{2,12}/u.exec(after)?.[0];
  return name === undefined ? null : cut('passengerName', name, row, [end, end + name.length]);
}

/** White space within a name, and between it and the number before it, in text heights at most. */
const NAME_GAP = 1.5;
const NAME_AFTER = 5;

/** Stars are small and high: a line may break at them. The run that goes on where the row's first part ends. */
function passengerInParts(row: Row, spans: readonly Span[]): (Candidate | null)[] {
  const first = /(?<!\d)([1-9]\d{5}(?:19|20)\d{2})[*xX×]+(\d{0,4})$/u.exec(row.text);
  const last = row.glyphs.at(-1);
  if (first === null || last === undefined) return [];
  for (const span of spans) {
    const near =
      Math.abs(middleOf(span) - row.y) < 0.7 * row.height && Math.abs(span.x0 - last.x1) < 2.5 * row.height;
    const rest = near ? /^\**(\d{3}[\dXx])(\p{Script=Han}{2,4})?$/u.exec(textOf(span.glyphs)) : null;
    if (rest === null || span === last.span) continue;
    const glyphs = [...row.glyphs.slice(first.index), ...span.glyphs];
    const name = rest[2] ?? '';
    return [
      candidateFrom('passengerId', `${first[1]}****${rest[1]?.toUpperCase()}`, glyphs, 'repair'),
      name === '' ? null : candidateFrom('passengerName', name, span.glyphs.slice(-name.length), 'place'),
    ];
  }
  return [];
}

/** What is no part of a station's name beside a train's number. */
const NOT_STATION = /[次开往至一二三]$/u;

/** The train and the stations left and right of it, on its height or nearly so. */
function routeCandidates(rows: readonly Row[], spans: readonly Span[]): (Candidate | null)[] {
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

/** Runs of characters by the white space between them. */
function runsOf(glyphs: readonly Glyph[]): Glyph[][] {
  const height = Math.max(0, ...glyphs.map(({ span }) => heightOf(span)));
  return splitAtGaps(glyphs, STATION_GAP * height);
}

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
