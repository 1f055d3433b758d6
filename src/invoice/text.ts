/** Text as printed, brought to one form before anything is compared or parsed (DOMAIN 5.1, 12 T2). Pure. */

/**
 * CJK radicals of U+2E80..2EF3 that PDF fonts put in the place of the character they look like. NFKC folds the Kangxi
 * radicals (U+2F00 block) but not these (DOMAIN 5.1; pairs from Unicode's EquivalentUnifiedIdeograph). Written as
 * pairs: radical, character.
 */
const RADICAL_PAIRS =
  '⺁厂⺅亻⺇几⺈刀⺉刂⺊卜⺌小⺍小⺎兀⺏尣⺐尢⺒巳⺓幺⺔彑⺖忄⺗㣺⺘扌⺙攵⺛旡⺜日⺝月⺞歺⺟母⺠民⺡氵⺢氺⺣灬⺤爫⺥爫⺦丬' +
  '⺧牛⺨犭⺩王⺫罒⺬示⺭礻⺮竹⺯糹⺰纟⺱罓⺲罒⺶羊⺹耂⺺肀⺻聿⺼肉⺽臼⺾艹⺿艹⻀艹⻁虎⻂衤⻃覀⻄西⻅见⻆角⻈讠⻉贝⻊足⻋车' +
  '⻌辶⻍辶⻎辶⻏阝⻐钅⻑長⻒镸⻓长⻔门⻕阜⻖阝⻗雨⻘青⻙韦⻚页⻛风⻜飞⻝食⻞食⻟飠⻠饣⻢马⻣骨⻤鬼⻥鱼⻦鸟⻧卤⻨麦⻩黄⻪黾' +
  '⻫斉⻬齐⻭歯⻮齿⻯竜⻰龙⻱龜⻲亀⻳龟';

const RADICALS: ReadonlyMap<string, string> = new Map(
  Array.from(RADICAL_PAIRS.matchAll(/(.)(.)/gu), ([, radical = '', character = '']) => [radical, character]),
);

/** What is in that form already: visible ASCII, ¥ and common Chinese characters, with single spaces between them. */
const PLAIN = /^[!-~¥\u4e00-\u9fff]+(?: [!-~¥\u4e00-\u9fff]+)*$/;
/** The same without spaces, and without brackets but `()`. */
const SQUASHED = /^[!-Z\\^-z|~¥\u4e00-\u9fff]+$/;

/**
 * NFKC, radicals folded to characters, control and invisible characters out, every run of white space one space,
 * trimmed. Case and punctuation stay (full-width forms become half-width by NFKC).
 */
export function normalise(text: string): string {
  if (PLAIN.test(text)) return text;
  return text
    .normalize('NFKC')
    .replace(/[⺀-⻳]/gu, (radical) => RADICALS.get(radical) ?? radical)
    .replace(/\s+/gu, ' ')
    .replace(/[\p{Cc}\p{Cf}]/gu, '')
    .trim();
}

/** {@link normalise}, without any space, and every kind of bracket written as `(` or `)`. */
export function squash(text: string): string {
  if (SQUASHED.test(text)) return text;
  return normalise(text)
    .replace(/\s/gu, '')
    .replace(/[[{〔【〖]/gu, '(')
    .replace(/[\]}〕】〗]/gu, ')');
}

/** An identifier in its one form: {@link squash}ed, upper case. */
export const plainId = (text: string): string => squash(text).toUpperCase();

/**
 * Whether two company or person names are the same but for spaces, brackets, Latin case and the shape of the middle
 * dot. 有限公司 and 有限责任公司 stay different: an invoice and its ledger entry carry the registered name.
 */
export const sameName = (a: string, b: string): boolean => foldedName(a) === foldedName(b);

/** A name without what says nothing about whose it is: spaces, kinds of brackets, Latin case, shapes of the middle dot. */
export function foldedName(name: string): string {
  return squash(name)
    .toUpperCase()
    .replace(/[·•・‧∙⋅]/gu, '·');
}

/** Whether a text is whole: no NUL and no half of a surrogate pair. No database holds or compares such; JSON can carry them. */
export const isWhole = (text: string): boolean => !text.includes('\0') && !/\p{Surrogate}/u.test(text);
