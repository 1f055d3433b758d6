/** Whether a line's figures make sense together (DOMAIN 6.1, 6.2): quantity × price = amount, amount × rate = tax. */
import type { LineItem } from '../../document/slip.js';

/**
 * What issuing systems allow between a product and what is printed, in yuan (DOMAIN 6.1): prices and taxes are often
 * derived from gross figures.
 */
const ROUNDING = 0.06;

/** Whether a quantity times a price is an amount, as nearly as the places printed tell. */
export function isProduct(quantity: string, unitPrice: string, amount: string): boolean {
  const places = /\.(\d+)$/u.exec(unitPrice)?.[1]?.length ?? 0;
  const loose = places >= 2 ? (0.5 * Math.abs(Number(quantity))) / 10 ** places : 0;
  return Math.abs(Number(quantity) * Number(unitPrice) - Number(amount)) <= ROUNDING + loose;
}

/** `null` where something is missing for the question. */
type Answer = boolean | null;

export function productHolds({ quantity, unitPrice, amount }: LineItem): Answer {
  if (quantity === undefined || unitPrice === undefined || amount === undefined || amount === '***')
    return null;
  return isProduct(quantity, unitPrice, amount);
}

export function taxHolds({ amount, taxRate, taxAmount }: LineItem): Answer {
  const percent = /^(\d{1,2}(?:\.\d+)?)%$/u.exec(taxRate ?? '')?.[1];
  if (percent === undefined || amount === undefined || taxAmount === undefined) return null;
  if (amount === '***' || taxAmount === '***') return null;
  const due = (Number(amount) * Number(percent)) / 100;
  return Math.abs(due - Number(taxAmount)) <= ROUNDING;
}

/** A run of figures as a quantity of few digits and the price after it, where the two make the amount; `null` where none do. */
export function partedByProduct(
  run: string,
  amount: string,
): { readonly quantity: string; readonly unitPrice: string } | null {
  const sign = run.startsWith('-') ? 1 : 0;
  const parts = [1, 2, 3, 4, 5].map((digits) => ({
    quantity: run.slice(0, sign + digits),
    unitPrice: run.slice(sign + digits),
  }));
  const fitting = parts.filter(
    ({ quantity, unitPrice }) =>
      /^-?[1-9]\d*$/u.test(quantity) &&
      /^(?:0|[1-9]\d*)\.\d{2,}$/u.test(unitPrice) &&
      isProduct(quantity, unitPrice, amount),
  );
  return fitting.length === 1 ? (fitting[0] ?? null) : null;
}

/** What OCR takes digits for. */
const DIGITS: Readonly<Record<string, string>> = {
  O: '0',
  o: '0',
  D: '0',
  d: '0',
  Q: '0',
  l: '1',
  I: '1',
  i: '1',
  '|': '1',
  Z: '2',
  z: '2',
  S: '5',
  s: '5',
  b: '6',
  G: '6',
  B: '8',
  g: '9',
  q: '9',
};

/** A text with letters replaced by the digits they look like. */
export const withDigits = (text: string | undefined): string | undefined =>
  text === undefined ? undefined : [...text].map((char) => DIGITS[char] ?? char).join('');
