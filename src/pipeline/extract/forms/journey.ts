import { formatMoney, parseMoney } from '../../../invoice/money.js';
import { closest } from '../approximate.js';
import { type Candidate, candidateFrom, present } from '../candidates/candidate.js';
import { middleOf, type Span, textOf } from '../frame.js';
import { gapBefore, type Row, splitAtGaps } from '../rows.js';
import { dateOf } from '../shapes.js';
import { cut, routeCandidates } from './stations.js';

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
