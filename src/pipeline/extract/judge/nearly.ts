/**
 * Testimony of known companies: where one half of a known pair of name and tax id was read exactly and the other half
 * nearly, the known half is one more thing that the print may say. It never stands without a reading.
 */

import type { KnownParty } from '../../../document/ledger.js';
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

/** What known companies add to what was recognised; what was written down as characters needs no support. */
export function nearlyRead(candidates: readonly Candidate[], known: KnownParties): Candidate[] {
  return SIDES.flatMap(([nameField, idField]) => {
    const names = candidates.filter(({ field }) => field === nameField);
    const ids = candidates.filter(({ field }) => field === idField);
    return [
      ...pairs(ids, (id) => known.byId(id)).flatMap(({ name }) => near(names, name, nameReach(squash(name)))),
      ...pairs(names, (name) => known.byName(name)).flatMap(({ taxId }) => near(ids, taxId, ID_REACH)),
    ];
  });
}

/** The known companies of one half as it was read, each once. */
const pairs = (read: readonly Candidate[], find: (value: string) => readonly KnownParty[]): KnownParty[] => [
  ...new Set([...new Set(read.map(({ value }) => value))].flatMap(find)),
];

/** The readings that come near the known value without being it, as testimony for it. */
function near(readings: readonly Candidate[], value: string, reach: number): Candidate[] {
  const recognised = readings.filter(({ source }) => source.startsWith('ocr:'));
  return recognised.flatMap(({ look: _, ...reading }): Candidate[] => {
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
