/** How far apart two values of a field are: one small pure function a type. All values in normal form, none empty. */
import { BLOCKCHAIN_CHECK_CODE_DIGITS, CHECK_CODE_DIGITS } from '../../document/inputs.js';
import type { Level } from '../../document/level.js';
import { companyName, differInEndingOnly } from '../../invoice/company.js';
import { daysBetween, isRealDay, parseDate } from '../../invoice/dates.js';
import { absolute, formatMoney, parseMoney } from '../../invoice/money.js';
import { foldedName } from '../../invoice/text.js';
import { describeEdits, editsBetween, isConfusion } from './edits.js';

/** `apart` tells a person, in Chinese; `null` where both are equal. */
export interface Distance {
  readonly level: Level;
  readonly apart: string | null;
}

export type Comparator = (ours: string, theirs: string) => Distance;

const EQUAL: Distance = { level: 'equal', apart: null };

/** Numbers, codes, tax ids: case does not count. By edits, and by whether recognition makes such an edit. */
export const compareIds: Comparator = (ours, theirs) => {
  const [a, b] = [ours.toUpperCase(), theirs.toUpperCase()];
  if (a === b) return EQUAL;
  const edits = editsBetween(a, b);
  if (edits === null) return { level: 'different', apart: farApart(a, b) };
  const confused = edits.length === 1 && edits.every(isConfusion);
  return { level: confused ? 'confusable' : 'near', apart: describeEdits(edits, '位') };
};

function farApart(a: string, b: string): string {
  if (a.length !== b.length) return `位数不同（${a.length} 位，底账 ${b.length} 位）`;
  return `${Array.from(a).filter((char, i) => char !== b[i]).length} 位不同`;
}

/** Where only the last digits are known on one side, they decide; verification asks for no more (DOMAIN 9.1). */
export const compareCheckCodes: Comparator = (ours, theirs) => {
  const length = Math.min(ours.length, theirs.length);
  const enough =
    length >= CHECK_CODE_DIGITS || (ours.length === theirs.length && length >= BLOCKCHAIN_CHECK_CODE_DIGITS);
  if (enough) return compareIds(ours.slice(-length), theirs.slice(-length));
  return { level: 'different', apart: `位数不足（校验码至少比对后 ${CHECK_CODE_DIGITS} 位）` };
};

/**
 * By 分. Near misses are those of the digits (one misread, the decimal point or the sign lost) and one 分, which rounding
 * makes. What is no money is zero (`***`).
 */
export const compareMoney: Comparator = (ours, theirs) => {
  const [a, b] = [parseMoney(ours) ?? 0n, parseMoney(theirs) ?? 0n];
  if (a === b) return EQUAL;
  if (a === -b) return { level: 'confusable', apart: '正负号相反' };
  if (a === b * 100n || b === a * 100n)
    return { level: 'confusable', apart: '小数点位置不同（相差 100 倍）' };
  const level = compareIds(absolute(a).toString(), absolute(b).toString()).level;
  const difference = absolute(a - b);
  return {
    level: level === 'different' && difference === 1n ? 'near' : level,
    apart: `相差 ${formatMoney(difference)} 元`,
  };
};

/** By days. A look-alike digit, a neighbouring day, or month and day changed about are near misses. */
export const compareDates: Comparator = (ours, theirs) => {
  if (ours === theirs) return EQUAL;
  const { level, apart } = compareIds(ours, theirs);
  if (parseDate(ours) !== ours || parseDate(theirs) !== theirs) return { level, apart };
  const days = daysBetween(theirs, ours);
  const words = `${days < 0 ? '早' : '晚'} ${Math.abs(days)} 天`;
  if (isSwapped(ours, theirs)) return { level: 'near', apart: `月、日互换，${words}` };
  if (level === 'confusable') return { level, apart: `${apart}，${words}` };
  return { level: level === 'near' || Math.abs(days) === 1 ? 'near' : 'different', apart: words };
};

function isSwapped(ours: string, theirs: string): boolean {
  const [year = '', month = '', day = ''] = theirs.split('-');
  return isRealDay(year, day, month) && ours === `${year}-${day}-${month}`;
}

/** Shorter names are too alike by chance for one character to tell nothing. */
const TELLING_LENGTH = 6;
/** From this share of common pairs of characters on, two names are probably one, told in two ways. */
const ALIKE = 0.7;

/**
 * Spaces, brackets, case and the middle dot apart. One character wrong is what recognition does (责/贵); another legal
 * ending, a name cut short, and names that share most of their pairs of characters are near.
 */
export const compareNames: Comparator = (ours, theirs) => {
  const [a, b] = [foldedName(ours), foldedName(theirs)];
  if (a === b) return EQUAL;
  if (differInEndingOnly(a, b)) return { level: 'near', apart: endings(a, b) };
  const long = Math.min(a.length, b.length) >= TELLING_LENGTH;
  const edits = long ? editsBetween(a, b) : null;
  if (edits !== null) {
    const [edit] = edits;
    const misread = edits.length === 1 && edit?.type === 'other';
    return { level: misread ? 'confusable' : 'near', apart: describeEdits(edits, '字') };
  }
  if (long && isPart(a, b)) return { level: 'near', apart: '名称只有一部分' };
  const alike = dice(a, b);
  return alike >= ALIKE
    ? { level: 'near', apart: `名称相近（${Math.round(alike * 100)}%）` }
    : { level: 'different', apart: '名称不同' };
};

function endings(ours: string, theirs: string): string {
  const [a, b] = [companyName(ours).ending, companyName(theirs).ending];
  return `仅企业后缀不同（${a === '' ? '无' : a}↔${b === '' ? '无' : b}）`;
}

const isPart = (a: string, b: string): boolean => a.includes(b) || b.includes(a);

/** Sørensen–Dice of the pairs of neighbouring characters, 0..1. */
function dice(a: string, b: string): number {
  const [left, right] = [pairsOf(a), pairsOf(b)];
  if (left.length + right.length === 0) return 0;
  let shared = 0;
  for (const pair of left) {
    const at = right.indexOf(pair);
    if (at < 0) continue;
    right[at] = '';
    shared += 1;
  }
  return (2 * shared) / (left.length + right.length);
}

const pairsOf = (text: string): string[] =>
  Array.from({ length: Math.max(0, text.length - 1) }, (_, at) => text.slice(at, at + 2));
