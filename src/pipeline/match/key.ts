/** The key under which a slip stands in the ledger: a 20-digit number, or code and number (DOMAIN 3). Pure. */
import type { MatchKey } from '../../document/match.js';
import type { SlipFields } from '../../document/slip.js';
import { comparable } from '../../invoice/compare.js';
import { rejoin, splitUniqueCode } from '../../invoice/number.js';

/** A key and the slip's number and code as the key understands them; `code` is `null` where the paper shows none. */
export interface SlipKey {
  readonly key: MatchKey;
  readonly number: string | null;
  readonly code: string | null;
  /** Whether every field that the key is made of was accepted. */
  readonly accepted: boolean;
}

/**
 * Forms that are one invoice give one key: a 20-digit number split into 12 + 8 is rejoined, code and number run
 * together (18 or 20 digits) are split. The code beside a 20-digit number is the pre-printed one of 数电纸质 paper.
 */
export function keyOf(fields: SlipFields): SlipKey {
  const number = idValue(fields, 'invoiceNumber');
  const code = idValue(fields, 'invoiceCode');
  const both = (fields.invoiceNumber?.accepted ?? false) && (fields.invoiceCode?.accepted ?? false);
  const numberOnly = fields.invoiceNumber?.accepted ?? false;
  const whole = number !== null && code !== null ? rejoin(code, number) : null;
  if (whole !== null) return { ...found(whole), accepted: both };
  const pair = number === null ? null : splitUniqueCode(number);
  if (pair !== null) return { ...found(pair.number, pair.code), accepted: numberOnly };
  if (number !== null && /^\d{20}$/.test(number)) return { ...found(number, code), accepted: numberOnly };
  if (number === null || !/^\d{8}$/.test(number)) {
    return { key: { type: 'none' }, number, code, accepted: false };
  }
  if (code !== null && /^(?:\d{10}|\d{12})$/.test(code)) return { ...found(number, code), accepted: both };
  return { key: { type: 'number_only', number }, number, code: null, accepted: false };
}

function found(number: string, code: string | null = null): Omit<SlipKey, 'accepted'> {
  if (number.length === 20) return { key: { type: 'number', number }, number, code };
  return code === null
    ? { key: { type: 'number_only', number }, number, code }
    : { key: { type: 'code_number', code, number }, number, code };
}

function idValue(fields: SlipFields, field: 'invoiceNumber' | 'invoiceCode'): string | null {
  const value = fields[field]?.value;
  return value === undefined || value === '' ? null : comparable(field, value).toUpperCase();
}
