import { isNegative, money } from '../format/numbers.js';

/** An amount with ¥ and separators; red below zero, and the minus stays. */
export function Money({ value }: { value: string }) {
  return <span className={isNegative(value) ? 'figures negative' : 'figures'}>{money(value)}</span>;
}
