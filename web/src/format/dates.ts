/** Dates and times as people read them, always in the time of China: an invoice's day is a day there. */
import type { Language } from '../i18n/language.js';

const ZONE = 'Asia/Shanghai';

/** An ISO time as `11-22 01:37`, with the year when it is not this one. */
export function moment(iso: string, language: Language): string {
  const date = new Date(iso);
  if (Number.isNaN(date.getTime())) return iso;
  const year = (at: Date) => new Intl.DateTimeFormat('en', { timeZone: ZONE, year: 'numeric' }).format(at);
  return new Intl.DateTimeFormat(language === 'zh' ? 'zh-CN' : 'en-GB', {
    timeZone: ZONE,
    ...(year(date) === year(new Date()) ? {} : { year: 'numeric' }),
    month: language === 'zh' ? '2-digit' : 'short',
    day: '2-digit',
    hour: '2-digit',
    minute: '2-digit',
    hourCycle: 'h23',
  }).format(date);
}

/** Milliseconds as seconds with one place, or as they are below a second. */
export function duration(ms: number): string {
  return ms < 1000 ? `${Math.round(ms)} ms` : `${(ms / 1000).toFixed(1)} s`;
}
