/** Identity numbers of taxpayers and their check characters (DOMAIN 4). Pure. Personal ids are checked, never logged. */
import { isRealDay } from './dates.js';
import { registryRegionKnown } from './regions.js';
import { plainId } from './text.js';

/** GB 32100-2015: no I, O, S, V, Z. */
const USCC_ALPHABET = '0123456789ABCDEFGHJKLMNPQRTUWXY';
const USCC_WEIGHTS = [1, 3, 9, 27, 19, 26, 16, 17, 20, 29, 25, 13, 8, 24, 10, 30, 28];
const ORGANISATION_WEIGHTS = [3, 7, 9, 10, 5, 8, 4, 2];
const RESIDENT_WEIGHTS = [7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2];

const weighted = (text: string, weights: readonly number[], rank: (char: string) => number): number =>
  weights.reduce((sum, weight, i) => sum + weight * rank(text.charAt(i)), 0);

/** The 18th character of a credit code (GB 32100-2015, weights 3^i mod 31). `null` unless given 17 of its alphabet. */
export function usccCheckCharacter(first17: string): string | null {
  if (!/^[0-9A-HJ-NPQRTUWXY]{17}$/.test(first17)) return null;
  const sum = weighted(first17, USCC_WEIGHTS, (char) => USCC_ALPHABET.indexOf(char));
  return USCC_ALPHABET.charAt((31 - (sum % 31)) % 31);
}

/** The 9th character of an organisation code (GB 11714; letters count A=10 … Z=35). `null` unless given 8 characters. */
export function organisationCheckCharacter(first8: string): string | null {
  if (!/^[0-9A-Z]{8}$/.test(first8)) return null;
  const check = 11 - (weighted(first8, ORGANISATION_WEIGHTS, (char) => Number.parseInt(char, 36)) % 11);
  return check === 10 ? 'X' : check === 11 ? '0' : String(check);
}

/**
 * Checks a 统一社会信用代码 (DOMAIN 4.1): its length, its alphabet, its own check character, and that of the
 * organisation code inside it. The first fault found is named.
 */
export function checkUscc(text: string): 'valid' | 'length' | 'alphabet' | 'check' | 'organisation' {
  const code = plainId(text);
  if (code.length !== 18) return 'length';
  const check = usccCheckCharacter(code.slice(0, 17));
  if (check === null || !USCC_ALPHABET.includes(code.charAt(17))) return 'alphabet';
  if (check !== code.charAt(17)) return 'check';
  return organisationCheckCharacter(code.slice(8, 16)) === code.charAt(16) ? 'valid' : 'organisation';
}

/** Checks a resident identity number (GB 11643, DOMAIN 4.3). The first fault found is named. */
export function checkResidentId(text: string): 'valid' | 'length' | 'alphabet' | 'check' | 'date' {
  const id = plainId(text);
  if (id.length !== 18) return 'length';
  if (!/^\d{17}[\dX]$/.test(id)) return 'alphabet';
  if ('10X98765432'.charAt(weighted(id, RESIDENT_WEIGHTS, Number) % 11) !== id.charAt(17)) return 'check';
  return /^(?:18|19|20)/.test(id.slice(6)) && isRealDay(id.slice(6, 10), id.slice(10, 12), id.slice(12, 14))
    ? 'valid'
    : 'date';
}

/**
 * Whether a text can be a taxpayer number at all (DOMAIN 4.2): 15 to 20 letters and digits, at least eight digits.
 * No check character is asked for: temporary and foreign taxpayers have none.
 */
export function looksLikeTaxId(text: string): boolean {
  const code = plainId(text);
  return /^[0-9A-Z]{15,20}$/.test(code) && code.replace(/\D/g, '').length >= 8;
}

/** Characters outside the alphabet and what they are misread from (DOMAIN 4.1). */
const FORCED: Readonly<Record<string, string>> = { O: '0', I: '1', Z: '2', S: '5', V: 'UY' };

/** Characters of the alphabet that OCR takes for each other (DOMAIN 7.4). */
const CONFUSED: Readonly<Record<string, string>> = {
  0: 'DQ',
  1: '7L',
  2: '7',
  3: '8',
  5: '6',
  6: '5G',
  7: '1',
  8: 'B3',
  B: '8',
  D: '0',
  G: '6',
  L: '1',
  Q: '0',
  U: 'Y',
  Y: 'U',
};

/**
 * Credit codes a misread one may stand for, each passing both checks with a known region. Characters outside the
 * alphabet are replaced; a text without any may have one confusable character changed instead. More changes are not
 * tried: both checks together let 1 of 341 through, so among the some 25 single changes a wrong code passes by accident
 * once in 14 times. Accept only a sole candidate (DOMAIN 4.1), and as a reading of its own, never in place of the first.
 * A valid code yields itself; a text of another length yields none.
 */
export function repairUscc(text: string): readonly string[] {
  const code = plainId(text);
  if (code.length !== 18) return [];
  const lawful = spellings(code);
  const passes = (candidate: string) =>
    checkUscc(candidate) === 'valid' && registryRegionKnown(candidate.slice(2, 8));
  const direct = lawful.filter(passes);
  return direct.length > 0 || !lawful.includes(code) ? direct : [...new Set(oneChange(code).filter(passes))];
}

/** The code with every character outside the alphabet replaced, in each possible way; none when there are too many. */
function spellings(code: string): readonly string[] {
  let partial = [''];
  for (const char of code) {
    const options = USCC_ALPHABET.includes(char) ? char : (FORCED[char] ?? '');
    partial = partial.flatMap((start) => Array.from(options, (option) => start + option));
    if (partial.length > 64) return [];
  }
  return partial;
}

function oneChange(code: string): readonly string[] {
  return Array.from(code).flatMap((char, i) =>
    Array.from(CONFUSED[char] ?? '', (other) => code.slice(0, i) + other + code.slice(i + 1)),
  );
}
