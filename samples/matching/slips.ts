/** Slips of ledger entries as they come in: read from originals, scans and photos, or typed by a person. */
import type { LedgerEntry } from '../../src/document/ledger.js';
import type { FieldResult, Slip } from '../../src/document/slip.js';
import type { Source } from '../../src/document/source.js';
import { FIELDS, type FieldName } from '../../src/invoice/fields.js';
import { formatMoney } from '../../src/invoice/money.js';
import type { Random } from '../truth/random.js';
import { weighted } from './companies.js';
import { misreadDate, misreadId, misreadMoney, misreadName, mistyped, rewrittenName } from './misread.js';

/** How a kind of carrier is read. Shares of fields; docs/accuracy.md says where they were measured. */
export interface Carrier {
  readonly source: Source;
  /** Share of fields of which nothing is read, and of those that are read wrongly. */
  readonly missing: number;
  readonly wrong: number;
  /** Share accepted of the right ones, and of the wrong ones. */
  readonly accepted: number;
  readonly acceptedWrong: number;
  /** How often the QR was read, which says number, code, date and one amount exactly. */
  readonly qr: number;
  /** How often a seal or a fold spoils the seller's fields altogether. */
  readonly spoilt: number;
}

/**
 * Half of what is not exact in docs/accuracy.md ("Drawn pictures", `exact %`) is missing there, half is wrong; `accepted
 * %` and `accepted, wrong` are its columns; the QR rates are its too. People who type make some one slip in a hundred
 * fields, and nothing tells: all is accepted.
 */
export const CARRIERS = {
  original: { source: 'text', missing: 0.004, wrong: 0, accepted: 1, acceptedWrong: 0, qr: 0.9, spoilt: 0 },
  scan: {
    source: 'ocr:paddle',
    missing: 0.007,
    wrong: 0.007,
    accepted: 0.96,
    acceptedWrong: 0.15,
    qr: 0.97,
    spoilt: 0,
  },
  photo: {
    source: 'ocr:paddle',
    missing: 0.022,
    wrong: 0.022,
    accepted: 0.915,
    acceptedWrong: 0.1,
    qr: 0.96,
    spoilt: 0.02,
  },
  bad: {
    source: 'ocr:paddle',
    missing: 0.1,
    wrong: 0.1,
    accepted: 0.83,
    acceptedWrong: 0.2,
    qr: 0.5,
    spoilt: 0.15,
  },
  typed: { source: 'person', missing: 0, wrong: 0.01, accepted: 1, acceptedWrong: 1, qr: 0, spoilt: 0 },
} as const satisfies Record<string, Carrier>;
export type CarrierName = keyof typeof CARRIERS;

/** What an intake is made of: half originals; as many scans as good photos, some bad ones, some typed questions. */
const MIX: readonly (readonly [CarrierName, number])[] = [
  ['original', 0.5],
  ['scan', 0.18],
  ['photo', 0.18],
  ['bad', 0.08],
  ['typed', 0.06],
];

/** Fields of a pair that people type into the form for a question. */
const TYPED: ReadonlySet<FieldName> = new Set([
  'invoiceNumber',
  'invoiceCode',
  'issueDate',
  'grossTotal',
  'netTotal',
  'checkCode',
]);
const IN_QR: ReadonlySet<FieldName> = new Set(['invoiceNumber', 'invoiceCode', 'issueDate', 'checkCode']);

/** What the paper of an entry says, every field. A 数电纸质 form shows its printed pair half of the time. */
export function printedFields(entry: LedgerEntry, random: Random): Map<FieldName, string> {
  const { alias, netTotal, taxTotal, grossTotal } = entry;
  const printed = alias !== null && random.next() < 0.5;
  const values: readonly (readonly [FieldName, string | null])[] = [
    ['invoiceCode', printed ? alias.slice(0, -8) : entry.invoiceCode],
    ['invoiceNumber', printed ? alias.slice(-8) : entry.invoiceNumber],
    ['issueDate', entry.issueDate],
    ['checkCode', entry.checkCode],
    ['buyerName', entry.buyerName],
    ['buyerTaxId', entry.buyerTaxId],
    ['sellerName', entry.sellerName],
    ['sellerTaxId', entry.sellerTaxId],
    ['netTotal', netTotal === null ? null : formatMoney(netTotal)],
    ['taxTotal', taxTotal === null ? null : formatMoney(taxTotal)],
    ['grossTotal', grossTotal === null ? null : formatMoney(grossTotal)],
    ['drawer', entry.drawer],
  ];
  return new Map(values.flatMap(([field, value]) => (value === null ? [] : [[field, value] as const])));
}

/** One slip of an entry, as `carrier` gives it; a carrier by chance, as an intake has them, where none is asked for. */
export function readSlip(entry: LedgerEntry, random: Random, carrier?: CarrierName): Slip {
  const how: Carrier = CARRIERS[carrier ?? weighted(MIX, random)];
  const qr = random.next() < how.qr;
  const spoilt = random.next() < how.spoilt;
  const fields = [...printedFields(entry, random)].flatMap(([field, value]) => {
    const read = readField(field, value, how, qr, spoilt && field.startsWith('seller'), random);
    return read === null ? [] : [[field, read] as const];
  });
  return slipOf(entry, Object.fromEntries(fields));
}

export const slipOf = (entry: LedgerEntry, fields: Slip['fields']): Slip => ({
  ...{ id: '1', kind: entry.kind, pages: [1], member: null, lines: [], findings: [], qr: null },
  fields,
});

function readField(
  field: FieldName,
  value: string,
  how: Carrier,
  qr: boolean,
  spoilt: boolean,
  random: Random,
): FieldResult | null {
  if (how.source === 'person' && !TYPED.has(field)) return null;
  if (qr && IN_QR.has(field)) return fieldOf(value, 'qr', true);
  const chance = random.next();
  if (chance < (spoilt ? 0.5 : how.missing)) return null;
  if (chance < (spoilt ? 0.95 : how.missing + how.wrong)) {
    const wrong = how.source === 'person' ? mistyped(value, random) : misread(field, value, random);
    return fieldOf(wrong, how.source, random.next() < how.acceptedWrong);
  }
  const written = FIELDS[field].type === 'name' && random.next() < 0.3 ? rewrittenName(value, random) : value;
  return fieldOf(written, how.source, random.next() < how.accepted);
}

/** A value of a field, misread as its type is. */
export function misread(field: FieldName, value: string, random: Random): string {
  switch (FIELDS[field].type) {
    case 'money':
      return misreadMoney(value, random);
    case 'date':
      return misreadDate(value, random);
    case 'name':
      return misreadName(value, random);
    default:
      return misreadId(value, random);
  }
}

/** A field result of that value; confidences are those of a typical accepted and a typical doubtful field. */
export const fieldOf = (value: string, source: Source, accepted: boolean): FieldResult => ({
  ...{ value, source, accepted, confidence: accepted ? 0.998 : 0.8 },
  ...{ box: null, page: 1, rivals: [] },
});
