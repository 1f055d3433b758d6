/** Whether a PDF page's text layer can stand for the page. */
import type { TextLine } from '../../document/sheet.js';
import type { InvoiceQr } from '../../invoice/qr.js';

/** An e-invoice has 300 characters and more; a scan that a program stamped with a date or a page number has a few. */
const FEWEST = 60;
const INVOICE = 300;
/** Share of characters that stand for nothing: fonts without a mapping come out as private use or replacement signs. */
const MOST_GARBAGE = 0.1;
/**
 * Of the Chinese characters of an invoice 93 % and more are among the 3755 of GB 2312's first level, rare names included;
 * of characters taken at random from Unicode's main block 18 % are, which is what a wrong mapping yields.
 */
const LEAST_COMMON = 0.6;
/** Fewer prove nothing: a name may be rare. */
const ENOUGH_HAN = 30;

/**
 * Enough text, and not garbage. `invoices`: what the QRs of invoices on the page say: then Chinese must be there, and
 * the numbers that they say, or the layer says other digits than the page.
 */
export function isUseful(lines: readonly TextLine[], invoices: readonly InvoiceQr[]): boolean {
  const text = textOf(lines);
  if (distinctLength(lines) < FEWEST || isGarbage(lines)) return false;
  if (invoices.length === 0) return true;
  return (
    /\p{Script=Han}/u.test(text) && invoices.every(({ number }) => number === null || text.includes(number))
  );
}

/**
 * Whether recognition bears a layer out that says another number than the code: then the page itself says so. The number
 * must be like the code's, for a telephone's has as many digits, and recognition must not have read the code's.
 * `drawn`: what was recognised of the page.
 */
export function isBorneOut(
  lines: readonly TextLine[],
  drawn: readonly TextLine[],
  invoices: readonly InvoiceQr[],
): boolean {
  if (invoices.length === 0 || isScant(lines) || !isUseful(lines, [])) return false;
  const [said, read] = [numbersIn(lines), new Set(numbersIn(drawn))];
  return invoices.every(({ number }) => {
    if (number === null || said.includes(number)) return true;
    return !read.has(number) && said.some((other) => read.has(other) && isLike(other, number));
  });
}

/** Runs of digits as long as a number's at least, each by itself. */
const numbersIn = (lines: readonly TextLine[]): string[] =>
  lines.flatMap(({ text }) => text.replace(/\s/gu, '').match(/\d{8,}/gu) ?? []);

/** As long, and half of the digits the same: of two numbers of eight taken at random one in two hundred pairs is. */
const isLike = (one: string, other: string): boolean =>
  one.length === other.length && [...one].filter((digit, at) => digit === other[at]).length * 2 >= one.length;

/** Less than stands on any invoice. */
export const isScant = (lines: readonly TextLine[]): boolean => distinctLength(lines) < INVOICE;

/** The text of a font whose mapping to characters is missing or wrong. */
export function isGarbage(lines: readonly TextLine[]): boolean {
  const text = textOf(lines);
  const garbage = text.match(/[\p{Co}\p{Cn}\p{Cc}\uFFFD]/gu)?.length ?? 0;
  if (garbage > MOST_GARBAGE * [...text].length) return true;
  const han = text.match(/\p{Script=Han}/gu) ?? [];
  return (
    han.length >= ENOUGH_HAN && han.filter((char) => common().has(char)).length < LEAST_COMMON * han.length
  );
}

const textOf = (lines: readonly TextLine[]): string =>
  lines
    .map((line) => line.text)
    .join('')
    .replace(/\s/gu, '');

/** Characters, a line that is there again and again counted once: a watermark covers a page and says nothing. */
const distinctLength = (lines: readonly TextLine[]): number =>
  [...textOf([...new Map(lines.map((line) => [line.text, line])).values()])].length;

let commonCharacters: ReadonlySet<string> | null = null;

/** The first level of GB 2312: rows 16 to 55 of its table. */
function common(): ReadonlySet<string> {
  if (commonCharacters === null) {
    const bytes: number[] = [];
    for (let row = 0xb0; row <= 0xd7; row++)
      for (let cell = 0xa1; cell <= (row === 0xd7 ? 0xf9 : 0xfe); cell++) bytes.push(row, cell);
    commonCharacters = new Set(new TextDecoder('gbk').decode(Uint8Array.from(bytes)));
  }
  return commonCharacters;
}
