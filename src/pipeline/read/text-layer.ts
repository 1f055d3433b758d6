/** Whether a PDF page's text layer can stand for the page. */
import type { TextLine } from '../../document/sheet.js';

/** An e-invoice has 300 characters and more; a scan that a program stamped with a date or a page number has a few. */
const FEWEST = 60;
/** Share of characters that stand for nothing: fonts without a mapping come out as private use or replacement signs. */
const MOST_GARBAGE = 0.1;

/**
 * Enough text, and not the garbage of a font whose mapping to characters is missing. `isInvoice`: the page bears an
 * invoice's QR, so Chinese must be there.
 */
export function isUseful(lines: readonly TextLine[], isInvoice: boolean): boolean {
  const text = lines
    .map((line) => line.text)
    .join('')
    .replace(/\s/gu, '');
  const length = [...text].length;
  if (length < FEWEST) return false;
  const garbage = text.match(/[\p{Co}\p{Cn}\p{Cc}\uFFFD]/gu)?.length ?? 0;
  if (garbage / length > MOST_GARBAGE) return false;
  return !isInvoice || /\p{Script=Han}/u.test(text);
}
