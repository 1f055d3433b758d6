/** Vehicle identification numbers (车辆识别代号, GB 16735 after ISO 3779). Pure. */

/** 17 characters without I, O and Q. */
const SHAPE = /^[0-9A-HJ-NPR-Z]{17}$/;

const VALUES: ReadonlyMap<string, number> = new Map([
  ...Array.from('0123456789', (char, value): [string, number] => [char, value]),
  ...Array.from('ABCDEFGH', (char, index): [string, number] => [char, index + 1]),
  ...Array.from('JKLMN', (char, index): [string, number] => [char, index + 1]),
  ['P', 7] as [string, number],
  ['R', 9] as [string, number],
  ...Array.from('STUVWXYZ', (char, index): [string, number] => [char, index + 2]),
]);

const WEIGHTS = [8, 7, 6, 5, 4, 3, 2, 10, 0, 9, 8, 7, 6, 5, 4, 3, 2];

/** The ninth character as the other sixteen ask for it; `null` for what has not the shape. */
export function vinCheckDigit(text: string): string | null {
  if (!SHAPE.test(text)) return null;
  const sum = Array.from(text).reduce(
    (total, char, index) => total + (VALUES.get(char) ?? 0) * (WEIGHTS[index] ?? 0),
    0,
  );
  const rest = sum % 11;
  return rest === 10 ? 'X' : String(rest);
}

/**
 * `valid`, `shape` (not 17 lawful characters) or `check`: the ninth character is not the one that GB 16735 asks for.
 * Every vehicle made or sold in China bears the right one; some imported from Europe do not.
 */
export function checkVin(text: string): 'valid' | 'shape' | 'check' {
  const check = vinCheckDigit(text);
  if (check === null) return 'shape';
  return text[8] === check ? 'valid' : 'check';
}

/** Characters that recognition takes for one another in a number of this kind. I, O and Q cannot be meant. */
const LOOK_ALIKES: Readonly<Record<string, string>> = {
  '0': 'D',
  '1': 'L',
  '2': 'Z',
  '5': 'S',
  '6': 'G',
  '8': 'B',
  B: '8',
  D: '0',
  G: '6',
  L: '1',
  S: '5',
  U: 'V',
  V: 'U',
  Z: '2',
};

/** With the letters that no such number has set to the figures they look like. */
export const withoutForbidden = (text: string): string => text.replace(/[OQ]/g, '0').replace(/I/g, '1');

/** The numbers with a right check digit that differ from this one in a single look-alike; none for a valid one. */
export function repairVin(text: string): readonly string[] {
  if (checkVin(text) !== 'check') return [];
  const found = new Set<string>();
  Array.from(text).forEach((char, index) => {
    for (const other of LOOK_ALIKES[char] ?? '') {
      const repaired = text.slice(0, index) + other + text.slice(index + 1);
      if (checkVin(repaired) === 'valid') found.add(repaired);
    }
  });
  return [...found];
}
