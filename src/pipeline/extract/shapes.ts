/**
 * Shapes of values: what a run of printed characters says as digits, money or a date, and whether it had to be set
 * right on the way. A shape set right (`repaired`) is weaker evidence and says so.
 */
import { parseDate } from '../../invoice/dates.js';
import { formatMoney, parseMoney } from '../../invoice/money.js';

export interface Shaped {
  readonly value: string;
  readonly repaired: boolean;
}

/** Letters that OCR reads for digits (DOMAIN 7.4). */
const AS_DIGIT: Readonly<Record<string, string>> = {
  O: '0',
  o: '0',
  Q: '0',
  D: '0',
  〇: '0',
  I: '1',
  l: '1',
  i: '1',
  '|': '1',
  '!': '1',
  Z: '2',
  z: '2',
  S: '5',
  s: '5',
  B: '8',
  b: '6',
};

/** Digits of one of these lengths, separators left out; `null` when the text is nothing of the kind. */
export function digitsOf(text: string, lengths: readonly number[]): Shaped | null {
  const bare = text.replace(/[\s.,·'`。-]/gu, '');
  const mapped = Array.from(bare, (char) => AS_DIGIT[char] ?? char).join('');
  if (!/^\d+$/.test(mapped) || !lengths.includes(mapped.length)) return null;
  return { value: mapped, repaired: mapped !== bare };
}

/** What OCR makes of ¥ in front of a figure. */
const YEN = /^[¥Y￥羊半Ұ￦VxX(⊗]+/u;

/** An amount with two places; a comma, a raised dot or a full stop for the decimal point counts as repaired. */
export function moneyOf(text: string): Shaped | null {
  const bare = text.replace(/\s/gu, '').replace(/元$/u, '');
  const strict = /^¥?-?\d[\d,]*\.\d{2}$/u.test(bare) ? parseMoney(bare) : null;
  if (strict !== null) return { value: formatMoney(strict), repaired: false };
  const figures = bare.replace(YEN, '').replace(/^-¥/u, '-');
  const mapped = Array.from(figures, (char) => AS_DIGIT[char] ?? char).join('');
  const [, sign, whole, places] = /^(-?)(\d[\d,.]*?)[.,。·:]+(\d{2})$/u.exec(mapped) ?? [];
  if (whole === undefined || places === undefined) return null;
  const fen = parseMoney(`${sign}${whole.replace(/[.,]/gu, '')}.${places}`);
  return fen === null
    ? null
    : { value: formatMoney(fen), repaired: mapped !== figures || !/\.\d{2}$/u.test(bare) };
}

/** An amount whose decimal point was lost: the last two digits are taken for 分. Only ever a repair. */
export function pointlessMoneyOf(text: string): Shaped | null {
  const [, sign, digits] = /^(?:[¥Y￥羊半]+)?(-?)(\d{3,11})$/u.exec(text.replace(/\s/gu, '')) ?? [];
  if (digits === undefined) return null;
  const fen = parseMoney(`${sign}${digits.slice(0, -2)}.${digits.slice(-2)}`);
  return fen === null ? null : { value: formatMoney(fen), repaired: true };
}

/** A day; digits glued to 年月日 by OCR, or those misread, count as repaired. */
export function dateOf(text: string): Shaped | null {
  const bare = text.replace(/\s/gu, '');
  const plain = parseDate(bare);
  if (plain !== null) return { value: plain, repaired: false };
  const mapped = Array.from(bare, (char) => AS_DIGIT[char] ?? char).join('');
  const loose = /((?:19|20)\d{2})\D{0,2}(0?[1-9]|1[0-2])\D{1,2}(0?[1-9]|[12]\d|3[01])(?!\d)/u.exec(mapped);
  const tight = /((?:19|20)\d{2})\D{0,2}(\d{2})\D{0,2}(\d{2})(?!\d)/u.exec(mapped);
  for (const match of [tight, loose]) {
    if (match === null) continue;
    const [, year = '', month = '', day = ''] = match;
    const value = parseDate(`${year}-${month.padStart(2, '0')}-${day.padStart(2, '0')}`);
    if (value !== null) return { value, repaired: true };
  }
  return null;
}

/** Provinces' characters on plates. Their serial part has neither I nor O, so that they cannot be taken for digits (GA 36). */
const PLATE_START = '[京津沪渝冀豫云辽黑湘皖鲁新苏浙赣鄂桂甘晋蒙陕吉闽贵粤青藏川宁琼]';
const PLATE = new RegExp(
  `^${PLATE_START}[A-HJ-Z](?:[A-HJ-NP-Z\\d]{5,6}|[A-HJ-NP-Z\\d]{4}[挂学警港澳领试超])$`,
  'u',
);

/** A number plate: a province's character, a letter and 5 or 6 letters or digits; a rule read into it counts as repaired. */
export function plateOf(text: string): Shaped | null {
  const bare = text.replace(/[\s·.•-]/gu, '');
  if (PLATE.test(bare)) return { value: bare, repaired: false };
  const rest = Array.from(bare.slice(2), (char) =>
    char === 'O' || char === 'I' ? (AS_DIGIT[char] ?? char) : char,
  );
  for (const tried of [`${bare.slice(0, 1)}${bare.slice(2)}`, `${bare.slice(0, 2)}${rest.join('')}`]) {
    const seam = tried.length < bare.length;
    if (seam && !/[I1l|!/]/u.test(bare.charAt(1))) continue;
    if (PLATE.test(tried)) return { value: tried, repaired: true };
  }
  return null;
}

/** Whether a text is meant as a plate, whatever OCR made of it: vessels and trains have names of their own. */
export const isMeantAsPlate = (text: string): boolean =>
  new RegExp(`^${PLATE_START}\\s?[\\dA-Za-z|!]`, 'u').test(text);
