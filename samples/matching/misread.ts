/** What recognition, and people who type, make of a value: always another value. */
import { isRealDay } from '../../src/invoice/dates.js';
import { formatMoney, parseMoney } from '../../src/invoice/money.js';
import { CONFUSIONS } from '../../src/pipeline/match/edits.js';
import type { Random } from '../truth/random.js';

/** Which characters recognition puts in the place of one. */
const lookalikes = (char: string): string[] =>
  CONFUSIONS.flatMap((pair) => (pair.startsWith(char) ? [pair.charAt(1)] : []));

/** Characters of names that recognition confuses (BASELINE: 责/贵; the rest by their shape). */
const CHARACTERS: Readonly<Record<string, string>> = {
  责: '贵',
  限: '眼',
  云: '去',
  科: '料',
  技: '枝',
  贸: '贺',
  易: '昜',
  理: '埋',
  商: '啇',
  司: '同',
  公: '么',
  泽: '译',
  林: '材',
  明: '朋',
  木: '本',
  石: '右',
  玉: '王',
  样: '祥',
  例: '列',
};

/** The same text with the character at `at` replaced. */
const put = (text: string, at: number, char: string): string =>
  [...text].map((old, index) => (index === at ? char : old)).join('');

/** One digit or letter misread: mostly as one that looks like it; digits stay digits. */
export function misreadCharacter(value: string, random: Random): string {
  const places = [...value].flatMap((char, at) => (/[0-9A-Z]/.test(char) ? [at] : []));
  const at = random.pick(places);
  const old = value.charAt(at);
  const alike = lookalikes(old).filter((char) => /\d/.test(char));
  const other = () => String((Number(/\d/.test(old) ? old : 7) + random.whole(1, 9)) % 10);
  const char = alike.length > 0 && random.next() < 0.75 ? random.pick(alike) : other();
  return put(value, at, char === old ? other() : char);
}

/** A number, code or tax id as recognition misreads it: look-alikes, shortened runs, two characters. */
export function misreadId(value: string, random: Random): string {
  const chance = random.next();
  const run = /(.)\1/.exec(value);
  if (chance < 0.15 && run !== null) return value.slice(0, run.index) + value.slice(run.index + 1);
  if (chance < 0.2) return value.slice(0, -1);
  const once = misreadCharacter(value, random);
  if (chance < 0.9) return once;
  const twice = misreadCharacter(once, random);
  return twice === value ? once : twice;
}

/** A digit misread, the decimal point or two digits lost; always in the form of money. */
export function misreadMoney(value: string, random: Random): string {
  const chance = random.next();
  const fen = parseMoney(value) ?? 0n;
  const other =
    chance < 0.1
      ? fen * 100n
      : chance < 0.2
        ? fen / 10n
        : (parseMoney(misreadCharacter(chance < 0.3 ? misreadCharacter(value, random) : value, random)) ??
          0n);
  return formatMoney(other === fen ? fen + 1n : other);
}

/** A digit misread, so that it still is a day of these years. */
export function misreadDate(value: string, random: Random): string {
  for (let tries = 0; tries < 200; tries += 1) {
    const other = misreadCharacter(value, random);
    const [year = '', month = '', day = ''] = other.split('-');
    if (other !== value && Number(year) >= 2020 && Number(year) <= 2029 && isRealDay(year, month, day))
      return other;
  }
  return value.endsWith('01') ? put(value, 9, '7') : put(value, 9, '1');
}

/** A character taken for one that looks like it, the end cut off, the legal ending or a piece of another line read along. */
export function misreadName(value: string, random: Random): string {
  const chars = [...value];
  const chance = random.next();
  if (chance < 0.2 && chars.length > 6) return chars.slice(0, -random.whole(1, 3)).join('');
  if (chance < 0.27) return `${value}${random.pick(['名', '称', '纳'])}`;
  if (chance < 0.32) return chars.slice(random.whole(1, 2)).join('');
  const places = chars.flatMap((char, at) => (CHARACTERS[char] === undefined ? [] : [at]));
  const at = places.length > 0 ? random.pick(places) : random.whole(0, chars.length - 1);
  const once = put(value, at, CHARACTERS[chars[at] ?? ''] ?? '口');
  return chance < 0.85 ? once : put(once, random.whole(0, chars.length - 1), '囗');
}

/** The same name as another carrier writes it: nothing of it is wrong. */
export function rewrittenName(value: string, random: Random): string {
  return random.pick([
    value.replaceAll('（', '(').replaceAll('）', ')'),
    value.replaceAll('(', '（').replaceAll(')', '）'),
    value.replace(/(.{4})/u, '$1 '),
    value.normalize('NFKC'),
  ]);
}

/** Two neighbouring digits changed about: what people who type do. Unchanged where all are alike. */
export function mistyped(value: string, random: Random): string {
  const places = [...value].flatMap((char, at) =>
    /\d/.test(char) && /\d/.test(value.charAt(at + 1)) && char !== value.charAt(at + 1) ? [at] : [],
  );
  if (places.length === 0) return misreadCharacter(value, random);
  const at = random.pick(places);
  return value.slice(0, at) + value.charAt(at + 1) + value.charAt(at) + value.slice(at + 2);
}
