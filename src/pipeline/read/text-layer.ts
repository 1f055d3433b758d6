/** Whether a PDF page's text layer can stand for the page. */
import type { TextLine } from '../../document/sheet.js';

/** An e-invoice has 300 characters and more; a scan that a program stamped with a date or a page number has a few. */
const FEWEST = 60;
/** Share of characters that stand for nothing: fonts without a mapping come out as private use or replacement signs. */
const MOST_GARBAGE = 0.1;

/**
 * Enough text, and not garbage. `isInvoice`: the page bears an invoice's QR, so Chinese must be there.
 */
export function isUseful(lines: readonly TextLine[], isInvoice: boolean): boolean {
  const text = textOf(lines);
  if ([...text].length < FEWEST || isGarbage(lines)) return false;
  return !isInvoice || /\p{Script=Han}/u.test(text);
}

/** The text of a font whose mapping to characters is missing. */
export function isGarbage(lines: readonly TextLine[]): boolean {
  const text = textOf(lines);
  const garbage = text.match(/[\p{Co}\p{Cn}\p{Cc}\uFFFD]/gu)?.length ?? 0;
  return garbage > MOST_GARBAGE * [...text].length;
}

const textOf = (lines: readonly TextLine[]): string =>
  lines
    .map((line) => line.text)
    .join('')
    .replace(/\s/gu, '');
