/** The 20-digit 数电 number, and what is told apart from it (DOMAIN 3.2). Pure. */
import { parseInvoiceCode } from './code.js';
import { digitalRegionName } from './regions.js';

export interface DigitalNumber {
  /** Equals the year of issue. */
  readonly year: number;
  readonly region: string;
  readonly regionName: string;
  /** 2 is common, 7 direct connection (乐企), 9 rail. */
  readonly channel: string;
  readonly sequence: string;
}

/** The first year of 数电 numbers. Legacy codes of 12 digits start with 0 or 1, hence below it. */
const FIRST_YEAR = 21;

/**
 * What keeps a text from being a 数电 number: `length` not 20 digits, `legacy` a year below 2021 (code and number run
 * together, see {@link splitUniqueCode}), `region` an unknown one. `null`: nothing.
 */
export function digitalNumberFault(number: string): 'length' | 'legacy' | 'region' | null {
  if (!/^\d{20}$/.test(number)) return 'length';
  if (Number(number.slice(0, 2)) < FIRST_YEAR) return 'legacy';
  return digitalRegionName(number.slice(2, 4)) === null ? 'region' : null;
}

/** Splits a 数电 number; `null` for anything that {@link digitalNumberFault} objects to. */
export function parseDigitalNumber(number: string): DigitalNumber | null {
  const regionName = digitalRegionName(number.slice(2, 4));
  if (digitalNumberFault(number) !== null || regionName === null) return null;
  return {
    year: 2000 + Number(number.slice(0, 2)),
    region: number.slice(2, 4),
    regionName,
    channel: number.charAt(4),
    sequence: number.slice(5),
  };
}

/**
 * Splits the Ministry of Finance's `UniqueCodeOfInvoice`, code and number run together: 10 + 8 or 12 + 8 digits.
 * `null` for a 数电 number and for anything without a code that names a kind or a known region.
 */
export function splitUniqueCode(text: string): { code: string; number: string } | null {
  if (!/^(?:\d{18}|\d{20})$/.test(text)) return null;
  if (text.length === 20 && Number(text.slice(0, 2)) >= FIRST_YEAR) return null;
  const code = text.slice(0, -8);
  const parsed = parseInvoiceCode(code);
  return parsed === null || (parsed.kind === null && parsed.regionName === null)
    ? null
    : { code, number: text.slice(-8) };
}

/**
 * The 数电 number that some interfaces split into a "code" of 12 and a number of 8 digits; `null` when the pair is a
 * true legacy code and number.
 */
export function rejoin(code: string, number: string): string | null {
  const whole = code + number;
  return code.length === 12 && parseDigitalNumber(whole) !== null ? whole : null;
}
