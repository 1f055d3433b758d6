/** What a person types into a search box, word by word. Pure. */
import { parseDate } from './dates.js';
import { type Fen, parseMoney } from './money.js';
import { squash } from './text.js';

export interface SearchWord {
  readonly text: string;
  /** Digits only, enough of them to say something of a number. */
  readonly digits: boolean;
  /** As a day, `YYYY-MM-DD`. */
  readonly date: string | null;
  /** As an amount. */
  readonly fen: Fen | null;
}

/** Words that are looked at. */
const MOST_WORDS = 6;
/** Fewer digits say nothing of a number. */
const FEWEST_DIGITS = 4;

/** `1,106.00` as `1106.00`: a comma otherwise stands between words. */
export const withoutThousands = (text: string): string =>
  text.replace(/(?<=\d)[,，](?=\d{3}(?:[^\d]|$))/gu, '');

/** The first words of a text, each once, in normal form, with what each may be besides a name. */
export function searchWords(text: string): readonly SearchWord[] {
  const words = [
    ...new Set(
      withoutThousands(text)
        .split(/[\s,，;；、]+/u)
        .map(squash),
    ),
  ].filter((word) => word !== '');
  return words.slice(0, MOST_WORDS).map((word) => ({
    text: word,
    digits: /^\d+$/.test(word) && word.length >= FEWEST_DIGITS,
    date: parseDate(word),
    fen: /^[¥￥]?-?\d[\d,]*(\.\d{1,2})?元?$/u.test(word) ? parseMoney(word.replace(/元$/u, '')) : null,
  }));
}
