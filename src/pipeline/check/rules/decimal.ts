/** Decimal numbers with as many places as printed (unit prices carry 15), without floats. */
import { absolute, type Fen } from '../../../invoice/money.js';

/** `units` / 10^`places` */
interface Decimal {
  readonly units: bigint;
  readonly places: number;
}

function parseDecimal(text: string): Decimal | null {
  const [, sign, whole = '', fraction = ''] =
    /^(-?)(\d{1,15})(?:\.(\d{1,20}))?$/.exec(text.replaceAll(',', '')) ?? [];
  if (sign === undefined) return null;
  const units = BigInt(whole + fraction);
  return { units: sign === '-' ? -units : units, places: fraction.length };
}

/** A number with this many places may have been cut to what fits the column; with fewer it is meant as printed. */
const ROUNDED_FROM = 4;

/**
 * Whether price × quantity is the amount: within 0.01 after rounding (DOMAIN 6.1), and half of the last printed place
 * of a long factor. `null` unless both are plain numbers.
 */
export function isProduct(price: string, quantity: string, amount: Fen): boolean | null {
  const a = parseDecimal(price);
  const b = parseDecimal(quantity);
  if (a === null || b === null) return null;
  // In half units of the product's last place, times 100 for 分: every term is whole.
  const fen = 2n * 10n ** BigInt(a.places + b.places);
  const slack = (rounding(a) * absolute(b.units) + rounding(b) * absolute(a.units)) * 100n + fen + fen / 2n;
  return absolute(200n * a.units * b.units - amount * fen) <= slack;
}

/** Half a last place, in half units of it. */
const rounding = ({ places }: Decimal): bigint => (places < ROUNDED_FROM ? 0n : 1n);
