/**
 * Codes and numbers by DOMAIN 3, each from a block that is not handed out: batches from 9 in legacy codes, sequences
 * from 9 in 数电 numbers. So no sample bears the number of a real invoice.
 */
import type { VatKind } from './invoice.js';
import type { Place } from './places.js';
import type { Random } from './random.js';

export interface Numbers {
  readonly code: string | null;
  readonly number: string;
  readonly checkCode: string | null;
  readonly machineNumber: string | null;
  readonly cipher: readonly string[];
}

const CIPHER = '0123456789+-*/<>';

/** Last two digits of a 12-digit code: 04 and 05 paper of two and five copies, 06 and 07 roll, 11 to 13 electronic. */
const CODE_ENDS = {
  vat_general_paper: ['04', '05'],
  vat_general_e: ['11'],
  vat_special_e: ['13'],
  toll_e: ['12'],
  vat_general_roll: ['06', '07'],
} as const;

function codeOf(
  kind: keyof typeof CODE_ENDS | 'vat_special_paper',
  place: Place,
  year: string,
  random: Random,
): string {
  // 10 digits: region, year, batch, kind 1 (special), three copies, amount printed by computer.
  if (kind === 'vat_special_paper') return `${place.codeRegion}${year}9130`;
  return `0${place.codeRegion}${year}9${random.whole(0, 3)}0${random.pick(CODE_ENDS[kind])}`;
}

/** Four lines: 28 characters wide on an electronic form, 27 on paper (DOMAIN 3.4). */
function cipherOf(kind: VatKind, random: Random): string[] {
  const width = kind.endsWith('_e') ? 28 : 27;
  if (kind === 'vat_general_roll') return [];
  return Array.from({ length: 4 }, () =>
    Array.from({ length: width }, () => random.pick([...CIPHER])).join(''),
  );
}

export function numbersFor(kind: VatKind, place: Place, date: string, random: Random): Numbers {
  const year = date.slice(2, 4);
  if (
    kind === 'digital_special' ||
    kind === 'digital_general' ||
    kind === 'digital_special_paper' ||
    kind === 'digital_general_paper'
  ) {
    const number = `${year}${place.numberRegion}2900000${random.digits(9)}`;
    return { code: null, number, checkCode: null, machineNumber: null, cipher: [] };
  }
  return {
    code: codeOf(kind, place, year, random),
    number: `${random.whole(0, 8)}${random.digits(7)}`,
    checkCode: kind === 'vat_special_paper' ? null : random.digits(20),
    machineNumber: kind.endsWith('_paper') && kind.includes('special') ? null : `6699${random.digits(8)}`,
    cipher: cipherOf(kind, random),
  };
}
