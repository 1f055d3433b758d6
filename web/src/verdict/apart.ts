/** How far apart two values of a field are, in English. In Chinese the server says it. Pure. */
import type { FieldKey, VerdictReason } from '../api/types.js';
import { money } from '../format/numbers.js';
import { fieldLook } from '../i18n/labels.js';
import { differenceOf } from './difference.js';

const DAY_MS = 86_400_000;
/** Fen in a yuan. */
const FEN = 100n;

/** What each level means beside the plain difference; of `different` there is nothing to add. */
const LEVELS: Readonly<Record<string, string>> = { confusable: 'easily misread', near: 'close' };

/** `null`: both agree, or one of them is not known. */
export function apartInEnglish(
  reason: Pick<VerdictReason, 'field' | 'ours' | 'theirs' | 'level' | 'agree'>,
): string | null {
  const { field, ours, theirs, level = 'different', agree } = reason;
  if (agree || ours === null || theirs === null) return null;
  const told = ofMoney(field, ours, theirs) ?? ofDays(ours, theirs) ?? ofCharacters(field, ours, theirs);
  return [told, LEVELS[level]].filter((part) => part !== undefined).join(' – ');
}

function ofMoney(field: FieldKey, ours: string, theirs: string): string | null {
  const [a, b] = [fenOf(ours), fenOf(theirs)];
  if (fieldLook(field) !== 'money' || a === null || b === null) return null;
  if (a === -b) return 'opposite sign';
  if (a === b * 100n || b === a * 100n) return 'decimal point moved (100 times)';
  const gap = a > b ? a - b : b - a;
  return `${money(`${gap / FEN}.${String(gap % FEN).padStart(2, '0')}`)} apart`;
}

function fenOf(value: string): bigint | null {
  const [, sign, whole = '', fen = ''] = /^(-?)(\d+)\.(\d\d)$/.exec(value) ?? [];
  if (sign === undefined) return null;
  return BigInt(`${sign}${whole}${fen}`);
}

function ofDays(ours: string, theirs: string): string | null {
  const [a, b] = [dayOf(ours), dayOf(theirs)];
  if (a === null || b === null) return null;
  const days = Math.round((a - b) / DAY_MS);
  const words = `${counted(Math.abs(days), 'day')} apart`;
  const [year, month, day] = theirs.split('-');
  return ours === `${year}-${day}-${month}` ? `month and day changed about, ${words}` : words;
}

function dayOf(value: string): number | null {
  if (!/^\d{4}-\d\d-\d\d$/.test(value)) return null;
  const at = Date.parse(value);
  return Number.isNaN(at) ? null : at;
}

function ofCharacters(field: FieldKey, ours: string, theirs: string): string {
  const found = differenceOf(ours, theirs);
  if (found === null) return 'another value';
  const { replaced, more, fewer, first } = found;
  const unit = fieldLook(field) === 'id' ? 'digit' : 'character';
  const parts = [
    replaced === 0 ? '' : `${counted(replaced, unit)} ${replaced === 1 ? 'differs' : 'differ'}`,
    more === 0 ? '' : `${counted(more, unit)} too many`,
    fewer === 0 ? '' : `${counted(fewer, unit)} missing`,
  ].filter((part) => part !== '');
  const one = replaced + more + fewer === 1;
  return `${parts.join(', ')}${one ? ` (place ${first})` : ''}`;
}

const counted = (n: number, unit: string): string => `${n} ${unit}${n === 1 ? '' : 's'}`;
