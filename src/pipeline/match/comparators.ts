/** How far apart two values of a field are: one small pure function a type. All values in normal form, none empty. */
import { BLOCKCHAIN_CHECK_CODE_DIGITS, CHECK_CODE_DIGITS } from '../../document/inputs.js';
import type { Level } from '../../document/level.js';
import { daysBetween, parseDate } from '../../invoice/dates.js';
import { parseMoney } from '../../invoice/money.js';
import { sameName, squash } from '../../invoice/text.js';

export type Comparator = (ours: string, theirs: string) => Level;

/** Characters that recognition takes for one another (BASELINE: 8/B, O/0, 4/9 on smears; the rest by their shape). */
const CONFUSED = new Set(
  [
    '0O',
    '0D',
    '0Q',
    '06',
    '08',
    '1I',
    '1L',
    '17',
    '2Z',
    '27',
    '35',
    '38',
    '39',
    '3B',
    '49',
    '5S',
    '56',
    '6G',
    '68',
    '7T',
    '8B',
    '89',
  ].flatMap(([a = '', b = '']) => [a + b, b + a]),
);

/** Numbers, codes, tax ids: case does not count. */
export const compareIds: Comparator = (ours, theirs) => {
  const [a, b] = [ours.toUpperCase(), theirs.toUpperCase()];
  if (a === b) return 'equal';
  if (a.length === b.length) return compareSameLength(a, b);
  return Math.abs(a.length - b.length) <= 2 ? compareShortened(a, b) : 'different';
};

function compareSameLength(a: string, b: string): Level {
  const wrong = Array.from(a, (char, i) => char + b.charAt(i)).filter(([x, y]) => x !== y);
  if (wrong.length > 2) return 'different';
  return wrong.length === 1 && CONFUSED.has(wrong[0] ?? '') ? 'confusable' : 'near';
}

/** Recognition shortens runs (0000 → 000); otherwise one or two characters were lost or added. */
function compareShortened(a: string, b: string): Level {
  const [long, short] = a.length > b.length ? [a, b] : [b, a];
  const lost = long.length - short.length;
  let start = 0;
  while (start < short.length && long[start] === short[start]) start += 1;
  let end = 0;
  while (end < short.length - start && long.at(-1 - end) === short.at(-1 - end)) end += 1;
  if (start + end < short.length) return 'different';
  const gone = long.slice(start, start + lost);
  const inRun =
    gone === (long[start - 1] ?? '').repeat(lost) || gone === (long[start + lost] ?? '').repeat(lost);
  return lost === 1 && inRun ? 'confusable' : 'near';
}

/** Where only the last digits are known on one side, they decide; verification asks for no more (DOMAIN 9.1). */
export const compareCheckCodes: Comparator = (ours, theirs) => {
  const [short, long] = ours.length <= theirs.length ? [ours, theirs] : [theirs, ours];
  const enough =
    short.length >= CHECK_CODE_DIGITS ||
    (short.length === long.length && short.length >= BLOCKCHAIN_CHECK_CODE_DIGITS);
  return enough ? compareIds(short, long.slice(-short.length)) : 'different';
};

/** By cents. Near misses are those of the digits: one misread, or the decimal point lost. What is no money is zero (`***`). */
export const compareMoney: Comparator = (ours, theirs) => {
  const [a, b] = [parseMoney(ours) ?? 0n, parseMoney(theirs) ?? 0n];
  if (a === b) return 'equal';
  const level = compareIds(a.toString().replace('-', ''), b.toString().replace('-', ''));
  if (a === b * 100n || b === a * 100n || level === 'equal') return 'confusable';
  return level;
};

export const compareDates: Comparator = (ours, theirs) => {
  if (ours === theirs) return 'equal';
  const level = compareIds(ours, theirs);
  if (level === 'confusable') return level;
  const days = parseDate(ours) === ours && parseDate(theirs) === theirs ? daysBetween(ours, theirs) : null;
  return level === 'near' || (days !== null && Math.abs(days) === 1) ? 'near' : 'different';
};

/** Spaces, brackets and case apart. One character wrong is what recognition does (责/贵); further, shared pairs of characters count. */
export const compareNames: Comparator = (ours, theirs) => {
  if (sameName(ours, theirs)) return 'equal';
  const [a, b] = [Array.from(squash(ours)), Array.from(squash(theirs))];
  const wrong =
    a.length === b.length ? a.filter((char, i) => char !== b[i]).length : Number.POSITIVE_INFINITY;
  if (wrong === 1 && a.length >= 6) return 'confusable';
  return dice(a, b) >= 0.7 ? 'near' : 'different';
};

/** Sørensen–Dice of the pairs of neighbouring characters, 0..1. */
function dice(a: readonly string[], b: readonly string[]): number {
  const pairs = (chars: readonly string[]) => chars.slice(1).map((char, i) => `${chars[i]}${char}`);
  const [left, right] = [pairs(a), pairs(b)];
  const rest = [...right];
  const shared = left.filter((pair) => {
    const at = rest.indexOf(pair);
    if (at >= 0) rest.splice(at, 1);
    return at >= 0;
  });
  return left.length + right.length === 0 ? 0 : (2 * shared.length) / (left.length + right.length);
}
