/** What each original of a record says about one field, the most believable first: what merging and comparing work with. */
import { BLOCKCHAIN_CHECK_CODE_DIGITS, CHECK_CODE_DIGITS } from '../../document/inputs.js';
import type { RecordSource } from '../../document/record.js';
import type { FieldResult, Slip } from '../../document/slip.js';
import type { Source } from '../../document/source.js';
import { comparable } from '../../invoice/compare.js';
import { FIELDS, type FieldName } from '../../invoice/fields.js';
import { sameName } from '../../invoice/text.js';

/** One original's word about one field. */
export interface Voice {
  readonly from: RecordSource;
  readonly result: FieldResult;
}

/** DOMAIN's rule 5, a person above all; what we computed ourselves below whatever was read. */
const TRUST: Readonly<Record<Source, number>> = {
  person: 5,
  xml: 4,
  xbrl: 4,
  ofd: 4,
  qr: 3,
  text: 2,
  'ocr:paddle': 1,
  'ocr:tesseract': 1,
  ledger: 0,
  rule: 0,
};

export const trustOf = (source: Source): number => TRUST[source];
export const isElectronic = (source: Source): boolean => TRUST[source] === TRUST.xml;
/** Gives the characters as they were written, not as they look. */
export const isExactSource = (source: Source): boolean =>
  isElectronic(source) || source === 'text' || source === 'qr';

/** The best that a slip rests on, fields that a person set apart: they do not make a photo an original. */
export function carrierTrust({ fields }: Slip): number {
  const sources = Object.values(fields).flatMap(({ source, agreeing = [] }) => [source, ...agreeing]);
  return Math.max(0, ...sources.filter((source) => source !== 'person' && source !== 'qr').map(trustOf));
}

/** The same original handed in twice says nothing twice: the first of each remains, in their order. */
export function distinct(sources: readonly RecordSource[]): RecordSource[] {
  const known = new Map<string, RecordSource>();
  for (const source of sources) {
    const key = `${source.sha256} ${source.slipId}`;
    if (!known.has(key)) known.set(key, source);
  }
  return [...known.values()];
}

/** Who says anything about `field`, best first; equals stay in the order in which they were handed in. */
export function voicesOn(field: FieldName, sources: readonly RecordSource[]): Voice[] {
  return sources
    .flatMap((from): Voice[] => {
      const result = from.slip.fields[field];
      return result === undefined ? [] : [{ from, result }];
    })
    .toSorted((a, b) => compareRanks(rankOf(a), rankOf(b)));
}

/** Blank or masked (`王*明`, `***`): a copy on which the value does not stand differs from nothing. */
export const tells = (value: string): boolean => value !== '' && !value.includes('*');

/** Good enough to act on, or to accuse with. */
export const isSolid = ({ result }: Voice): boolean =>
  tells(result.value) && (result.accepted || isElectronic(result.source));

/**
 * A value that stands there and can be acted on goes before one that cannot, whatever it was read from: acceptance is
 * measured, and the order of trust is only what one believes before looking.
 */
const rankOf = (voice: Voice): readonly number[] => [
  voice.result.source === 'person' ? 1 : 0,
  isSolid(voice) ? 1 : 0,
  trustOf(voice.result.source),
  voice.result.accepted ? 1 : 0,
  tells(voice.result.value) ? 1 : 0,
  voice.result.confidence,
];

function compareRanks(a: readonly number[], b: readonly number[]): number {
  for (const [index, ours] of a.entries()) {
    const theirs = b[index] ?? 0;
    if (ours !== theirs) return theirs - ours;
  }
  return 0;
}

/** Whether two values of a field say the same. */
export function sameValue(field: FieldName, a: string, b: string): boolean {
  const [ours, theirs] = [comparable(field, a), comparable(field, b)];
  if (ours === theirs) return true;
  if (field === 'checkCode') return sameCheckCode(ours, theirs);
  const { type } = FIELDS[field];
  if (type === 'name') return sameName(unmarked(ours), unmarked(theirs));
  return type === 'id' && ours.toUpperCase() === theirs.toUpperCase();
}

/** A QR of older make, and a person who asks the tax office, gives the last digits only (DOMAIN 9.1). */
function sameCheckCode(a: string, b: string): boolean {
  const [short, long] = a.length <= b.length ? [a, b] : [b, a];
  const enough = short.length >= CHECK_CODE_DIGITS || short.length === BLOCKCHAIN_CHECK_CODE_DIGITS;
  return enough && long.endsWith(short);
}

/** 数电票 print `（个人）` behind a person's name; their XML may leave it away. */
const unmarked = (name: string): string => name.replace(/\(个人\)$/u, '');
