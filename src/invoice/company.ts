/** The legal endings of company names, in one place. Pure. */
import { foldedName } from './text.js';

/** Longest first, so that each name loses its whole ending. */
const ENDINGS = [
  '集团股份有限公司',
  '股份有限责任公司',
  '集团有限责任公司',
  '集团有限公司',
  '股份有限公司',
  '有限责任公司',
  '集团公司',
  '有限公司',
  '股份公司',
  '责任公司',
  '公司',
] as const;

/** A company's name in two: what it is called, and the legal ending it bears (`''`: none). */
export interface CompanyName {
  readonly stem: string;
  readonly ending: string;
}

/**
 * Splits off the legal ending of a name, brackets, spaces, case and dots brought to one form first. A name that is
 * nothing but an ending has no stem to stand on: it stays whole.
 */
export function companyName(name: string): CompanyName {
  const whole = foldedName(name);
  const ending = ENDINGS.find((one) => whole.endsWith(one) && whole.length > one.length) ?? '';
  return { stem: whole.slice(0, whole.length - ending.length), ending };
}

/**
 * Whether two names differ in their legal ending alone: 云溪科技有限公司 and 云溪科技有限责任公司. Most often the same
 * company, told in a hurry; but 有限公司 and 股份有限公司 are two forms in law, so such names are alike, never the same.
 */
export function differInEndingOnly(a: string, b: string): boolean {
  const [one, other] = [companyName(a), companyName(b)];
  return one.stem === other.stem && one.ending !== other.ending;
}
