/** Money as integer 分, never a float (DOMAIN, design rule 3). Pure. */
import { normalise } from './text.js';

/** An amount in 分 (hundredths of a yuan). */
export type Fen = bigint;

const MONEY = /^(-?)(\d{1,15}|\d{1,3}(?:,\d{3}){1,4})(?:\.(\d{1,2})0*)?$/;

/** The outward form, as most amounts come: nothing of it has to be brought to another one. */
const PLAIN = /^-?\d{1,13}\.\d{2}$/;

/** Every dash that stands for a minus once NFKC has folded the full-width ones. */
const DASHES = /[‐‑‒–—―−]/gu;

/**
 * An amount as printed or stored: `¥4,449.00`, `￥-12.3`, `－12.30`, `57`, `12.30元`. Spaces only around sign and ¥,
 * commas only between groups of three, at most two places (further zeros allowed). Brackets are not a minus: Chinese
 * invoices print a sign. `null` for anything else.
 */
export function parseMoney(text: string): Fen | null {
  if (PLAIN.test(text)) return BigInt(text.replace('.', ''));
  const bare = normalise(text)
    .replace(DASHES, '-')
    .replace(/^(?:CNY|RMB)\s*/i, '')
    .replace(/^¥?\s*(-?)\s*¥?\s*/, '$1')
    .replace(/\s*元$/, '');
  const [, sign, whole = '', places = ''] = MONEY.exec(bare) ?? [];
  if (sign === undefined) return null;
  const fen = BigInt(whole.replaceAll(',', '') + places.padEnd(2, '0'));
  return sign === '-' ? -fen : fen;
}

/** The outward form (CONTRACT): a decimal string with two places, `-12.30`. */
export function formatMoney(fen: Fen): string {
  const digits = (fen < 0n ? -fen : fen).toString().padStart(3, '0');
  return `${fen < 0n ? '-' : ''}${digits.slice(0, -2)}.${digits.slice(-2)}`;
}

/** Without its sign. */
export function absolute(fen: Fen): Fen {
  return fen < 0n ? -fen : fen;
}
