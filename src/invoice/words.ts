/** 大写金额: writes amounts in words and reads them back (DOMAIN 5). Pure. */
import type { Fen } from './money.js';
import { normalise } from './text.js';

const DIGITS = '零壹贰叁肆伍陆柒捌玖';
const PLACES = ['', '拾', '佰', '仟'];
const HUNDRED_MILLION = 100_000_000n;
const LIMIT = HUNDRED_MILLION * HUNDRED_MILLION;

/** Digit `value` (0-9) in words. */
const digit = (value: bigint | number): string => DIGITS.charAt(Number(value));

/**
 * The canonical spelling, as tax systems print it (DOMAIN 5.1, generator): 圆, 整 after 圆 and 角, none after 分,
 * `（负数）` before a negative amount. Throws RangeError from 10^16 yuan on.
 */
export function toWords(fen: Fen): string {
  if (fen < 0n) return `（负数）${toWords(-fen)}`;
  const yuan = fen / 100n;
  if (yuan >= LIMIT) throw new RangeError('amount too large for words');
  const jiao = (fen / 10n) % 10n;
  const cents = fen % 10n;
  const whole = yuan > 0n || fen === 0n ? `${yuanWords(yuan)}圆` : '';
  if (jiao === 0n && cents === 0n) return `${whole}整`;
  if (cents === 0n) return `${whole}${digit(jiao)}角整`;
  if (jiao > 0n) return `${whole}${digit(jiao)}角${digit(cents)}分`;
  return `${whole}${whole === '' ? '' : '零'}${digit(cents)}分`;
}

function yuanWords(yuan: bigint): string {
  if (yuan === 0n) return '零';
  return joined(yuan, HUNDRED_MILLION, '亿', (part) => joined(part, 10_000n, '万', sectionWords));
}

/** `value` split at `base`: the upper part, its unit, a 零 where the lower part does not fill its first place. */
function joined(value: bigint, base: bigint, unit: string, words: (part: bigint) => string): string {
  const upper = value / base;
  const lower = value % base;
  if (upper === 0n) return words(lower);
  const gap = lower > 0n && lower < base / 10n ? '零' : '';
  return `${words(upper)}${unit}${gap}${lower === 0n ? '' : words(lower)}`;
}

/** 1 to 9999. */
function sectionWords(section: bigint): string {
  let words = '';
  let gap = false;
  const digits = section.toString();
  for (let i = 0; i < digits.length; i += 1) {
    const value = Number(digits.charAt(i));
    if (value === 0) {
      gap = true;
      continue;
    }
    words += `${gap ? '零' : ''}${digit(value)}${PLACES[digits.length - 1 - i] ?? ''}`;
    gap = false;
  }
  return words;
}

/** What one character means; `lawful` is false for look-alikes and for spellings that only deserve a warning. */
interface Token {
  readonly type: 'digit' | 'place' | 'wan' | 'yi' | 'yuan' | 'jiao' | 'fen' | 'whole';
  /** Of a digit 0-9, of a place 10, 100 or 1000; 0 for the rest. */
  readonly value: number;
  readonly lawful: boolean;
}

/** Characters by meaning (DOMAIN 5.1, variant table): lawful ones, then the doubtful. */
const SPELLINGS: readonly [Token['type'], number, string, string][] = [
  ['digit', 0, '零〇', '○0Oo'],
  ['digit', 1, '壹弌', '查'],
  ['digit', 2, '贰貳弍貮', '贡'],
  ['digit', 3, '叁叄參参', ''],
  ['digit', 4, '肆', ''],
  ['digit', 5, '伍', '五任'],
  ['digit', 6, '陆陸', '陈'],
  ['digit', 7, '柒', '染'],
  ['digit', 8, '捌', '别'],
  ['digit', 9, '玖', '久'],
  ['place', 10, '拾', '十'],
  ['place', 100, '佰', '百伯'],
  ['place', 1000, '仟', '千什'],
  ['wan', 0, '万萬', ''],
  ['yi', 0, '亿億', ''],
  ['yuan', 0, '圆元圓', '园'],
  ['jiao', 0, '角', ''],
  ['fen', 0, '分', ''],
  ['whole', 0, '整正', ''],
];

const TOKENS: ReadonlyMap<string, Token> = new Map(
  SPELLINGS.flatMap(([type, value, lawful, doubtful]) => [
    ...Array.from(lawful, (char): [string, Token] => [char, { type, value, lawful: true }]),
    ...Array.from(doubtful, (char): [string, Token] => [char, { type, value, lawful: false }]),
  ]),
);

/** A value read so far and whether its spelling is lawful. */
interface Part {
  readonly value: bigint;
  readonly lawful: boolean;
}

/**
 * Reads an amount in words (DOMAIN 5.1, acceptor). The ⊗ before the words (and what OCR makes of it), 人民币 and ¥ are
 * skipped; `canonical` is false where the value is clear but the spelling is not lawful: a look-alike character, 百 for
 * 佰, a bare 拾, a missing 零, 万万 for 亿, no 整 after 圆. `null` for what has no single value (壹佰佰圆, 伍分叁角, 壹仟壹圆).
 */
export function parseWords(text: string): { fen: Fen; canonical: boolean } | null {
  const bare = normalise(text)
    .replace(/\s/gu, '')
    .replace(/^(?:[⊗⊠☒⨂×✕xX区囚8]|人民币|¥)+/u, '');
  const unsigned = bare.replace(/^(?:[(]负数?[)]|负数?)/u, '');
  const tokens = tokenise(unsigned);
  const amount = tokens === null ? null : readAmount(tokens);
  if (amount === null) return null;
  return { fen: unsigned === bare ? amount.value : -amount.value, canonical: amount.lawful };
}

function tokenise(text: string): readonly Token[] | null {
  const tokens: Token[] = [];
  for (const char of text) {
    const token = TOKENS.get(char);
    if (token === undefined) return null;
    if (token.type === 'wan' && tokens.at(-1)?.type === 'wan')
      tokens.splice(-1, 1, { type: 'yi', value: 0, lawful: false });
    else tokens.push(token);
  }
  return tokens;
}

function readAmount(tokens: readonly Token[]): Part | null {
  const yuanAt = tokens.findIndex((token) => token.type === 'yuan');
  const yuan = yuanAt < 0 ? null : readYuan(tokens.slice(0, yuanAt));
  if (yuanAt >= 0 && yuan === null) return null;
  const cents = readCents(tokens.slice(yuanAt + 1), yuan?.value ?? null);
  if (cents === null) return null;
  const lawful = tokens.every((token) => token.lawful) && (yuan?.lawful ?? true) && cents.lawful;
  return { value: (yuan?.value ?? 0n) * 100n + cents.value, lawful };
}

function readYuan(tokens: readonly Token[]): Part | null {
  const [first, ...rest] = tokens;
  if (first?.type === 'digit' && first.value === 0 && rest.length === 0) return { value: 0n, lawful: true };
  return readSplit(tokens, 'yi', HUNDRED_MILLION, (part) => readSplit(part, 'wan', 10_000n, readSection));
}

/** Reads both sides of a unit and checks the 零 between them. */
function readSplit(
  tokens: readonly Token[],
  unit: 'yi' | 'wan',
  base: bigint,
  read: (part: readonly Token[]) => Part | null,
): Part | null {
  const at = tokens.findIndex((token) => token.type === unit);
  if (at < 0) return read(tokens);
  const upper = read(tokens.slice(0, at));
  const rest = tokens.slice(at + 1);
  if (upper === null || rest.length === 0) return upper && { ...upper, value: upper.value * base };
  const spoken = rest[0]?.type === 'digit' && rest[0].value === 0;
  const lower = read(spoken ? rest.slice(1) : rest);
  if (lower === null) return null;
  const needed = lower.value < base / 10n;
  // A 零 may stand where the upper part ends in 0, as in 壹拾万零柒仟 (DOMAIN 5.1 rule 6); elsewhere it contradicts itself.
  if (spoken && !needed && upper.value % 10n !== 0n) return null;
  // A bare digit after 万 could be the next place as well as the last one.
  if (needed && !spoken && rest.length === 1) return null;
  return {
    value: upper.value * base + lower.value,
    lawful: upper.lawful && lower.lawful && (spoken || !needed),
  };
}

/** One digit with its place inside a section. */
interface Placed {
  readonly value: number;
  readonly place: number;
  /** Whether a 零 stands before it. */
  readonly zero: boolean;
  /** A 拾 without 壹. */
  readonly bareTen: boolean;
}

/** 1 to 9999: places strictly falling, one 零 for a gap, 壹 before every 拾. */
function readSection(tokens: readonly Token[]): Part | null {
  const digits = placeDigits(tokens);
  if (digits === null || digits.length === 0) return null;
  let value = 0;
  let lawful = true;
  for (const [i, { value: figure, place, zero, bareTen }] of digits.entries()) {
    const above = digits[i - 1]?.place ?? place * 10;
    const gap = place * 10 < above;
    if (place >= above || (zero && !gap)) return null;
    // 壹仟壹 may mean 1001 as well as 1100.
    if (gap && !zero && place === 1) return null;
    lawful &&= !bareTen && zero === gap;
    value += figure * place;
  }
  return { value: BigInt(value), lawful };
}

/** Groups 零, digit and place; `null` where they do not follow each other. */
function placeDigits(tokens: readonly Token[]): readonly Placed[] | null {
  const digits: Placed[] = [];
  let rest = tokens;
  while (rest.length > 0) {
    const zero = rest[0]?.type === 'digit' && rest[0].value === 0;
    const [first, second] = zero ? rest.slice(1) : rest;
    const bareTen = first?.type === 'place' && first.value === 10;
    if (!bareTen && (first?.type !== 'digit' || first.value === 0)) return null;
    const placed = !bareTen && second?.type === 'place';
    const place = bareTen ? 10 : placed ? second.value : 1;
    digits.push({ value: bareTen ? 1 : first.value, place, zero, bareTen });
    rest = rest.slice((zero ? 1 : 0) + (placed ? 2 : 1));
  }
  return digits;
}

/** What follows 圆: 整, or 角 and 分. `yuan` is `null` when there was no 圆. */
function readCents(tokens: readonly Token[], yuan: bigint | null): Part | null {
  const shape = tokens
    .map((token) => (token.type === 'digit' ? (token.value === 0 ? '0' : 'd') : token.type))
    .join(' ');
  const match = /^(0 (?=d))?((?:d|0) jiao ?)?((?:d|0) fen ?)?(whole)?$/.exec(shape);
  if (match === null) return null;
  const [, zero, jiao, fen, whole] = match;
  if (yuan === null && (zero !== undefined || (jiao === undefined && fen === undefined))) return null;
  const digits = tokens.filter((token) => token.type === 'digit').slice(zero === undefined ? 0 : 1);
  const jiaoValue = jiao === undefined ? 0 : (digits[0]?.value ?? 0);
  const fenValue = fen === undefined ? 0 : (digits.at(-1)?.value ?? 0);
  const value = BigInt(jiaoValue * 10 + fenValue);
  return {
    value,
    lawful: lawfulCents({
      yuan,
      zero: zero !== undefined,
      jiao,
      fen,
      whole: whole !== undefined,
      jiaoValue,
      fenValue,
    }),
  };
}

/** DOMAIN 5.1 rules 4 to 6. */
function lawfulCents(part: {
  yuan: bigint | null;
  zero: boolean;
  jiao: string | undefined;
  fen: string | undefined;
  whole: boolean;
  jiaoValue: number;
  fenValue: number;
}): boolean {
  if ((part.jiao !== undefined && part.jiaoValue === 0) || (part.fen !== undefined && part.fenValue === 0))
    return false;
  if (part.jiao === undefined && part.fen === undefined) return part.whole;
  if (part.fen !== undefined && part.whole) return false;
  if (part.yuan === null) return true;
  if (part.jiao === undefined) return part.zero;
  return !part.zero || part.yuan % 10n === 0n;
}
