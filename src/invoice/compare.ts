/** The form of a field's value, and the one rule by which two are equal or not (CONTRACT, labelled folders). Pure. */
import { parseDate } from './dates.js';
import { FIELDS, type FieldName } from './fields.js';
import { formatMoney, parseMoney } from './money.js';
import { normalise, plainId, squash } from './text.js';

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

/** A value as somebody wrote it, in the form of our own; `null` where it is no date, no amount, or blank. */
export function normalForm(field: FieldName, value: string): string | null {
  switch (FIELDS[field].type) {
    case 'date':
      return parseDate(value);
    case 'money': {
      const fen = parseMoney(value);
      return fen === null ? null : formatMoney(fen);
    }
    case 'id':
      return plainId(value) || null;
    default:
      return normalise(value) || null;
  }
}
