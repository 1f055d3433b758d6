/** Dates as `YYYY-MM-DD` strings; "today" is Asia/Shanghai (CONTRACT). Pure but for the clock in `todayInShanghai`. */
import { normalise } from './text.js';

const TIME = String.raw`(?:\s?T?\s?\d{1,2}:\d{2}(?::\d{2}(?:\.\d+)?)?\s?(?:Z|[+-]\d{2}:?\d{2})?\s?开?)?`;
const SEPARATED = new RegExp(
  String.raw`^(\d{4})\s?[年/.-]\s?(\d{1,2})\s?[月/.-]\s?(\d{1,2})\s?日?${TIME}$`,
  'u',
);
const COMPACT = /^(\d{4})(\d{2})(\d{2})(?:\d{6}|\d{9})?$/;

const DAY_MS = 86_400_000;

/**
 * A date as printed or stored: `2024年05月28日`, `2024-05-28`, `2024/5/28 18:22:02`, `20240528`, `20240528182202`.
 * The day as written counts, whatever zone a time carries. `null` unless it is a real day of the years 1950 to 2099.
 */
export function parseDate(text: string): string | null {
  const clean = normalise(text).replace(/[‐‑‒–—―−]/gu, '-');
  const [, year, month, day] = SEPARATED.exec(clean) ?? COMPACT.exec(clean) ?? [];
  if (year === undefined || month === undefined || day === undefined) return null;
  if (Number(year) < 1950 || Number(year) > 2099) return null;
  if (!isRealDay(year, month, day)) return null;
  return `${year}-${month.padStart(2, '0')}-${day.padStart(2, '0')}`;
}

const MOMENT =
  /^(?:D:)?(\d{4})-?(\d\d)-?(\d\d)[T ]?(\d\d):?(\d\d):?(\d\d)?(?:[.,]\d+)? ?(Z|[+-]\d\d[:']?\d\d)?'?$/u;

/**
 * A moment as signatures state it (`20200723130907.763Z`, `2020-01-25 07:31:56`, PDF's `D:20180323102019+08'00'`) in
 * ISO 8601, with the zone that it says, if any. `null` unless its day is a real one.
 */
export function parseMoment(text: string): string | null {
  const [, year, month, day, hour, minute, second = '00', zone = ''] = MOMENT.exec(text.trim()) ?? [];
  if (year === undefined || month === undefined || day === undefined || !isRealDay(year, month, day))
    return null;
  const offset = zone.length > 1 ? `${zone.slice(0, 3)}:${zone.slice(-2)}` : zone;
  return `${year}-${month}-${day}T${hour}:${minute}:${second}${offset}`;
}

/** Whether the digits name a day of the calendar: no 30 February. */
export function isRealDay(year: string, month: string, day: string): boolean {
  const date = new Date(Date.UTC(Number(year), Number(month) - 1, Number(day)));
  return date.getUTCMonth() === Number(month) - 1 && date.getUTCDate() === Number(day);
}

const SHANGHAI = new Intl.DateTimeFormat('en-CA', {
  timeZone: 'Asia/Shanghai',
  year: 'numeric',
  month: '2-digit',
  day: '2-digit',
});

/** The calendar day in Asia/Shanghai at `now`. */
export function todayInShanghai(now: Date = new Date()): string {
  const part = Object.fromEntries(SHANGHAI.formatToParts(now).map(({ type, value }) => [type, value]));
  return `${part.year}-${part.month}-${part.day}`;
}

const SHANGHAI_CLOCK = new Intl.DateTimeFormat('sv-SE', {
  timeZone: 'Asia/Shanghai',
  dateStyle: 'short',
  timeStyle: 'medium',
});

/** A moment as people in China write it: `2026-11-22 15:04:05`, in Asia/Shanghai. */
export const timeInShanghai = (moment: Date): string => SHANGHAI_CLOCK.format(moment);

/** Whole days from `a` to `b`, negative when `b` is earlier. Both `YYYY-MM-DD`; throws RangeError otherwise. */
export function daysBetween(a: string, b: string): number {
  return (midnight(b) - midnight(a)) / DAY_MS;
}

/** The day `days` after `date` (before, when negative). Throws RangeError unless `date` is `YYYY-MM-DD`. */
export function shiftDate(date: string, days: number): string {
  return new Date(midnight(date) + days * DAY_MS).toISOString().slice(0, 10);
}

function midnight(date: string): number {
  if (parseDate(date) !== date) throw new RangeError('not a YYYY-MM-DD date');
  return Date.parse(`${date}T00:00:00Z`);
}
