/**
 * What dot-matrix heads strike, as OCR misreads it: a zero with a slash looks like 8 or 日, 年月日 like figures, points
 * and colons vanish or turn into figures. Every reading that had to be set right says so.
 */
import { parseDate } from '../../../invoice/dates.js';
import { formatMoney, parseMoney } from '../../../invoice/money.js';
import type { Shaped } from '../shapes.js';

/** What a struck zero is read as. */
const ZERO = new Set([...'8OoQDBU日自身目口曰']);
/** Less often. */
const ZERO_AT_WORST = new Set([...'569']);
/** What a struck character between figures is read as, whatever it is. */
const MARKS = new Set([...'年月日目曰口#8B49A月E*:.;-车']);

/** One place of a pattern: the figures that may stand there, or a printed mark. */
type Slot = { readonly figures: string } | { readonly mark: string };

const figures = (allowed: string): Slot => ({ figures: allowed });
const mark = (printed: string): Slot => ({ mark: printed });
const ANY = '0123456789';

const DATE: readonly Slot[] = [
  figures('2'),
  figures('0'),
  figures('0123'),
  figures(ANY),
  mark('年'),
  figures('01'),
  figures(ANY),
  mark('月'),
  figures('0123'),
  figures(ANY),
  mark('日'),
];

/** Cost of an edit that nothing explains; of one that a struck face explains; of a mark lost or in excess. */
const STRANGE = 1;
const EXPLAINED = 0.5;
const UNLIKELY = 0.8;
const LOST_MARK = 0.6;
const LOST_FIGURE = 1.6;
const LOST_ZERO = 1.1;
/** Many meters leave the first zero out; the last is lost only to the reader. */
const LOST_LAST_ZERO = 1.3;
const EXCESS = 1;

interface Path {
  readonly at: number;
  readonly value: string;
  readonly cost: number;
}

/** How many paths are followed from slot to slot. */
const BEAM = 80;

function stepped(path: Path, slot: Slot, text: readonly string[]): Path[] {
  const char = text[path.at];
  if ('mark' in slot) {
    const lost = { ...path, cost: path.cost + LOST_MARK };
    if (char === undefined) return [lost];
    const cost = char === slot.mark ? 0 : MARKS.has(char) ? EXPLAINED : STRANGE;
    return [lost, { at: path.at + 1, value: path.value, cost: path.cost + cost }];
  }
  if (char === undefined) return [];
  const next = (figure: string, cost: number): Path => ({
    at: path.at + 1,
    value: path.value + figure,
    cost: path.cost + cost,
  });
  const paths = slot.figures.includes(char) ? [next(char, 0)] : [];
  if (slot.figures.includes('0') && ZERO.has(char)) paths.push(next('0', EXPLAINED));
  if (slot.figures.includes('0') && slot.figures !== ANY && ZERO_AT_WORST.has(char))
    paths.push(next('0', UNLIKELY));
  // `20241月14`: of a month or a day under ten the zero may have been lost.
  if (slot.figures.startsWith('01')) {
    const lost = slot.figures === ANY ? LOST_LAST_ZERO : LOST_ZERO;
    paths.push({ ...path, value: `${path.value}0`, cost: path.cost + lost });
  }
  if (slot.figures.length === 1)
    paths.push({ ...path, value: path.value + slot.figures, cost: path.cost + LOST_FIGURE });
  return paths;
}

/** The figures a text may stand for under a pattern, the likeliest first. */
function fitted(text: string, slots: readonly Slot[]): { value: string; cost: number }[] {
  const chars = [...text];
  let paths: Path[] = [{ at: 0, value: '', cost: 0 }];
  for (const slot of slots) {
    const next = paths.flatMap((path) => [
      ...stepped(path, slot, chars),
      ...stepped({ ...path, at: path.at + 1, cost: path.cost + EXCESS }, slot, chars),
    ]);
    paths = next.sort((a, b) => a.cost - b.cost).slice(0, BEAM);
  }
  const best = new Map<string, number>();
  for (const { at, value, cost } of paths) {
    const whole = cost + Math.max(0, chars.length - at) * EXCESS;
    best.set(value, Math.min(whole, best.get(value) ?? Number.POSITIVE_INFINITY));
  }
  return [...best].map(([value, cost]) => ({ value, cost })).sort((a, b) => a.cost - b.cost);
}

/** More than this must not be explained away in a date. */
const WORST_DATE = 2.2;
/** Two readings so close in cost are both worth telling. */
const CLOSE = 0.45;

/** The days a struck text may mean: one when it is clean; otherwise the likeliest, and those nearly as likely. */
export function struckDates(text: string): readonly Shaped[] {
  const bare = text.replace(/\s/gu, '');
  const plain = /^(20\d{2})(?:年(\d{1,2})月(\d{1,2})日?|[-/.](\d{2})[-/.](\d{2}))(?!\d)/u.exec(bare);
  if (plain !== null) {
    const [, year, month, day, otherMonth, otherDay] = plain;
    const value = parseDate(`${year}-${two(month ?? otherMonth)}-${two(day ?? otherDay)}`);
    if (value !== null) return [{ value, repaired: false }];
  }
  if (bare.length < 8 || bare.length > 14 || !/^\D?\D?[2Z]/u.test(bare)) return [];
  const days = fitted(bare, DATE).flatMap(({ value, cost }) => {
    const day = parseDate(`${value.slice(0, 4)}-${value.slice(4, 6)}-${value.slice(6, 8)}`);
    return day === null || cost > WORST_DATE ? [] : [{ day, cost }];
  });
  const least = days[0]?.cost ?? 0;
  return days
    .filter(({ cost }) => cost < least + CLOSE)
    .slice(0, 2)
    .map(({ day }) => ({ value: day, repaired: true }));
}

const two = (digits: string | undefined): string => (digits ?? '').padStart(2, '0');

/** `10:34`; also `1034`, `10834`, `10#34`; and `85:31`, where a struck zero made a time of day impossible. */
export function struckTime(text: string): Shaped | null {
  const bare = text.replace(/\s/gu, '');
  const match = /^(\d{2})(.?)(\d{2})$/u.exec(bare);
  const [, readHour = '', between = '', readMinute = ''] = match ?? [];
  const hour = within(readHour, 23);
  const minute = within(readMinute, 59);
  if (match === null || hour === null || minute === null) return null;
  const asRead = hour === readHour && minute === readMinute && /^[:：]$/u.test(between);
  return { value: `${hour}:${minute}`, repaired: !asRead };
}

/** Two figures up to a limit; the first is set to nought where it is what a struck zero is read as. */
function within(figures: string, most: number): string | null {
  if (Number(figures) <= most) return figures;
  return /^[869]/u.test(figures) ? `0${figures.slice(1)}` : null;
}

/** `00:02:19`, its colons misread or lost. */
export function struckDuration(text: string): Shaped | null {
  const bare = text.replace(/\s/gu, '').replace(/^日/u, '0');
  const [, hour, a = '', minute = '', b = '', second = ''] =
    /^(\d{2})(\D?|[18](?=\d{2}\D))(\d{2})(\D|[18]|)(\d{2})$/u.exec(bare) ?? [];
  if (hour === undefined) return shortDuration(bare);
  const noughts = (figures: string) => figures.replace(/^8/u, '0');
  if (minute.startsWith('8') || second.startsWith('8'))
    return { value: `${noughts(hour)}:${noughts(minute)}:${noughts(second)}`, repaired: true };
  if (Number(minute) > 59 || Number(second) > 59) return null;
  const clean = /^[:：]$/u.test(a) && /^[:：]$/u.test(b);
  return { value: `${hour}:${minute}:${second}`, repaired: !clean };
}

/** `:0:56`, `0:02:19`: noughts in front were lost, and nothing but noughts stands there. */
function shortDuration(bare: string): Shaped | null {
  const [, hour = '', minute = '', second = ''] = /^(0{0,2})[:：](0|\d{2})[:：](\d{2})$/u.exec(bare) ?? [];
  if (second === '' || Number(minute) > 59 || Number(second) > 59) return null;
  return { value: `${hour.padStart(2, '0')}:${minute.padStart(2, '0')}:${second}`, repaired: true };
}

/** `18.34KM`: kilometres; the point may be lost, `KM` in part. */
export function struckKilometres(text: string): Shaped | null {
  const match = /^(\d{1,4})\s?([.,])?\s?(\d{1,2})\s?([KkX]\s?.?|公里)$/u.exec(text.trim());
  const [, whole = '', point, places = '', unit = ''] = match ?? [];
  if (match === null) return null;
  if (point !== undefined)
    return { value: `${whole}.${places}`, repaired: point !== '.' || !/^km$/iu.test(unit) };
  const digits = `${whole}${places}`;
  return digits.length < 3 ? null : { value: `${digits.slice(0, -2)}.${digits.slice(-2)}`, repaired: true };
}

/** What is read for a struck ¥, and for 元 behind the figure. */
const CURRENCY = /^[¥￥Y羊半关美￦#+=±专新三王]{0,2}/u;
const YUAN = /(?:元|兀|π|无|RMB)?(?:\/?[kK][mM]|\/公里|[/／][kK火]?\p{Script=Han}?)?$/u;

/**
 * Amounts a struck text may mean: one when it is clean, otherwise what it comes to with its point put back before the
 * last two figures or the last one.
 */
export function struckAmounts(text: string): readonly Shaped[] {
  const bare = text.replace(/\s/gu, '');
  const core = bare.replace(YUAN, '').replace(CURRENCY, '');
  const clean = /^(\d{1,4})\.(\d{2})$/u.exec(core);
  if (clean !== null) {
    const value = formatMoney(parseMoney(core) ?? 0n);
    const exact = /^[¥￥]?[\d.]+元?(?:\/km)?$/iu.test(bare);
    return [{ value, repaired: !exact }];
  }
  const digits = [...core].map((char) => (ZERO.has(char) && char !== '8' ? '0' : char)).join('');
  const pointed = /^(\d{1,4})[.,。·:：](\d{1,2})$/u.exec(digits);
  if (pointed !== null) return [amount(`${pointed[1]}.${(pointed[2] ?? '').padEnd(2, '0')}`)];
  if (!/^\d{3,6}$/u.test(digits)) return [];
  // `518元`: two of its figures were lost as one, or the last is what is left of a nought.
  const nought = digits.endsWith('8') ? [`${digits.slice(0, -1)}.00`] : [];
  const fen = `${digits.slice(0, -2)}.${digits.slice(-2)}`;
  const tenths = `${digits.slice(0, -1)}.${digits.slice(-1)}0`;
  // `5180元`: a struck zero looks like 8, and few fares end in 80.
  const zeroes = /^\d{2,4}80$/u.test(digits) ? [`${digits.slice(0, -2)}.00`] : [];
  return [fen, ...zeroes, ...nought, tenths].map(amount);
}

const amount = (text: string): Shaped => ({ value: formatMoney(parseMoney(text) ?? 0n), repaired: true });

/** Plates bear neither I nor O, and begin with a letter. */
export function struckPlates(text: string): readonly Shaped[] {
  const bare = text.replace(/[\s·.-]/gu, '').toUpperCase();
  const match = /^(\p{Script=Han}?)([A-Z0-9]{6,8})$/u.exec(bare);
  const [, province = '', rest = ''] = match ?? [];
  if (match === null || (rest.match(/\d/gu) ?? []).length < 3 || !/[A-Z]/u.test(rest)) return [];
  const first = rest.startsWith('8') ? `B${rest.slice(1)}` : rest;
  if (!/^[A-Z]/u.test(first)) return [];
  const possible = first.includes('O') ? [first.replaceAll('O', 'D'), first.replaceAll('O', '0')] : [first];
  return possible.map((plate) => ({ value: `${province}${plate}`, repaired: plate !== rest }));
}
