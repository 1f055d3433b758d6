/**
 * Testimony of known companies: where one half of a known pair of name and tax id was read exactly and the other half
 * nearly, the known half is one more thing that the print may say. It never stands without a reading.
 */
import type { FieldName } from '../../../invoice/fields.js';
import { squash } from '../../../invoice/text.js';
import type { KnownParties } from '../../known-parties.js';
import { closest } from '../approximate.js';
import type { Candidate } from '../candidates/candidate.js';

const SIDES: readonly (readonly [FieldName, FieldName])[] = [
  ['buyerName', 'buyerTaxId'],
  ['sellerName', 'sellerTaxId'],
];

/** Of a name at most every sixth character may be misread, of a tax id two: more is another company. */
const nameReach = (name: string): number => Math.max(1, Math.floor(name.length / 6));
const ID_REACH = 2;

/** What known companies add to what was read. */
export function nearlyRead(candidates: readonly Candidate[], known: KnownParties): Candidate[] {
  if (known.length === 0) return [];
  return SIDES.flatMap(([nameField, idField]) => {
    const names = candidates.filter(({ field }) => field === nameField);
    const ids = candidates.filter(({ field }) => field === idField);
    return known.flatMap(({ name, taxId }) => [
      ...(ids.some((id) => same(id.value, taxId)) ? near(names, name, nameReach(squash(name))) : []),
      ...(names.some((read) => same(read.value, name)) ? near(ids, taxId, ID_REACH) : []),
    ]);
  });
}

const same = (a: string, b: string): boolean => squash(a) === squash(b);

/** The readings that come near the known value without being it, as testimony for it. */
function near(readings: readonly Candidate[], value: string, reach: number): Candidate[] {
  return readings.flatMap(({ look: _, ...reading }): Candidate[] => {
    const distance = editDistance(squash(reading.value), squash(value));
    if (distance === 0 || distance > reach) return [];
    return [{ ...reading, value, source: 'ledger', channel: 'repair' }];
  });
}

/** Edits from one text to the other, no less than their difference in length. */
function editDistance(a: string, b: string): number {
  const lengths = Math.abs(a.length - b.length);
  const { distance, from, to } = closest(a, b);
  return Math.max(lengths, distance + from + (b.length - to));
}
