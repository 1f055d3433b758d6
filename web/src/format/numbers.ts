/** Numbers as people read them. Money arrives as a decimal string and never becomes a float. */

/** `"-1234.50"` → `-¥1,234.50`. Anything that is not a decimal string comes back as it is (`***`, `免税`). */
export function money(value: string): string {
  const match = /^(-?)(\d+)(\.\d+)?$/.exec(value);
  if (match === null) return value;
  const [, sign = '', whole = '', fraction = ''] = match;
  return `${sign}¥${grouped(whole)}${fraction}`;
}

/** `"12345.678"` → `12,345.678`; the places stay as printed. */
export function quantity(value: string): string {
  const match = /^(-?)(\d+)(\.\d+)?$/.exec(value);
  if (match === null) return value;
  const [, sign = '', whole = '', fraction = ''] = match;
  return `${sign}${grouped(whole)}${fraction}`;
}

/** Whether a decimal string is below zero: such amounts are printed red. */
export function isNegative(value: string): boolean {
  return value.startsWith('-');
}

/**
 * A probability as percent with one place, cut instead of rounded: 0.9997 is 99.9 %, because 100 % would be a promise.
 * Exactly 1 is 100 %.
 */
export function percent(probability: number): string {
  if (probability >= 1) return '100%';
  const tenths = Math.floor(Math.max(0, probability) * 1000 + 1e-9) / 10;
  return `${tenths.toFixed(1)}%`;
}

/** Bytes in the unit a person would use. */
export function fileSize(bytes: number): string {
  if (bytes < 1024) return `${bytes} B`;
  if (bytes < 1024 * 1024) return `${(bytes / 1024).toFixed(0)} KB`;
  if (bytes < 1024 ** 3) return `${(bytes / 1024 / 1024).toFixed(1)} MB`;
  return `${(bytes / 1024 ** 3).toFixed(2)} GB`;
}

/** Adds up decimal strings with two places exactly; `null` when one of them is something else. */
export function sumMoney(values: readonly string[]): string | null {
  let cents = 0n;
  for (const value of values) {
    const match = /^(-?)(\d+)\.(\d\d)$/.exec(value);
    if (match === null) return null;
    const [, sign, whole = '', fraction = ''] = match;
    const amount = BigInt(whole + fraction);
    cents += sign === '-' ? -amount : amount;
  }
  const digits = (cents < 0n ? -cents : cents).toString().padStart(3, '0');
  return `${cents < 0n ? '-' : ''}${digits.slice(0, -2)}.${digits.slice(-2)}`;
}

function grouped(digits: string): string {
  return digits.replace(/\B(?=(\d{3})+$)/g, ',');
}
