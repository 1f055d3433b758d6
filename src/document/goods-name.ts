/** The name of a line as it is printed: `*class*name` (DOMAIN 6.2), or a name alone. */
import { squash } from '../invoice/text.js';

export interface GoodsName {
  /** The short name of the tax classification between the asterisks; `null` where there is none. */
  readonly category: string | null;
  readonly name: string;
}

/** Both parts without spaces and with round brackets. */
export function goodsName(printed: string): GoodsName {
  const text = squash(printed);
  const [, category, name] = /^\*([^*]+)\*(.*)$/u.exec(text) ?? [];
  return category === undefined ? { category: null, name: text } : { category, name: name ?? '' };
}
