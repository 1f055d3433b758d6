/** The one rule by which two values of a field are equal or not (CONTRACT, labelled folders). Pure. */
import { parseDate } from './dates.js';
import { FIELDS, type FieldName } from './fields.js';
import { formatMoney, parseMoney } from './money.js';
import { squash } from './text.js';

/**
 * The form in which two values of `field` are equal or not: money and dates by value, all else NFKC without spaces and
 * with brackets unified. Case counts. A value that is no money or no date is compared as text.
 */
export function comparable(field: FieldName, value: string): string {
  const { type } = FIELDS[field];
  if (type === 'money') {
    const fen = parseMoney(value);
    if (fen !== null) return formatMoney(fen);
  }
  if (type === 'date') {
    const date = parseDate(value);
    if (date !== null) return date;
  }
  return squash(value);
}
