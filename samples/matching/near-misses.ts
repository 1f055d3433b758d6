/** Slips that are all but an invoice of the ledger, and slips that are one: what the match must tell apart. */
import type { LedgerEntry } from '../../src/document/ledger.js';
import type { FieldResult, Slip, SlipFields } from '../../src/document/slip.js';
import type { Source } from '../../src/document/source.js';
import { shiftDate } from '../../src/invoice/dates.js';
import type { FieldName } from '../../src/invoice/fields.js';
import { formatMoney, parseMoney } from '../../src/invoice/money.js';
import type { Random } from '../truth/random.js';
import type { MemoryLedger } from './memory-ledger.js';
import { misreadCharacter, misreadName, mistyped, rewrittenName } from './misread.js';
import { fieldOf, printedFields, slipOf } from './slips.js';

export const NEAR_MISSES = ['digit', 'cent', 'day', 'party', 'sibling', 'number'] as const;
/**
 * One digit of a number, code, check code or tax id; one cent of an amount; one day; one party; another invoice of the
 * same seller with the same amount that the ledger does not know; the number of another invoice.
 */
export type NearMiss = (typeof NEAR_MISSES)[number];

type Values = Map<FieldName, string>;

/** How all but doubtful fields come in. */
const SOURCES: readonly Source[] = ['text', 'qr', 'ocr:paddle', 'person', 'xml'];
/** Most of what differs is accepted, as it is in a forgery; some is not. */
const DOUBTFUL = 0.25;

/** One near miss of an entry; `null` where the entry allows none of that kind, or the result would be another entry's own slip. */
export function nearMiss(
  kind: NearMiss,
  entry: LedgerEntry,
  ledger: MemoryLedger,
  random: Random,
): Slip | null {
  const before = printedFields(entry, random);
  const after = changed(kind, entry, before, ledger, random);
  if (after === null || isSomeones(after, entry, ledger)) return null;
  const [source, doubt] = [random.pick(SOURCES), random.next() < DOUBTFUL];
  return slipOf(
    entry,
    accepted(after, source, (field) => doubt && after.get(field) !== before.get(field)),
  );
}

function accepted(values: Values, source: Source, doubtful: (field: FieldName) => boolean): SlipFields {
  const fields = [...values].map(([field, value]): [FieldName, FieldResult] => [
    field,
    fieldOf(value, source, !doubtful(field)),
  ]);
  return Object.fromEntries(fields);
}

function changed(
  kind: NearMiss,
  entry: LedgerEntry,
  values: Values,
  ledger: MemoryLedger,
  random: Random,
): Values | null {
  switch (kind) {
    case 'digit':
      return change(
        values,
        ['invoiceNumber', 'invoiceCode', 'checkCode', 'sellerTaxId', 'buyerTaxId'],
        random,
        (value) => (random.next() < 0.8 ? misreadCharacter(value, random) : mistyped(value, random)),
      );
    case 'cent':
      return change(values, ['netTotal', 'taxTotal', 'grossTotal'], random, (value) =>
        formatMoney((parseMoney(value) ?? 0n) + (random.next() < 0.5 ? 1n : -1n)),
      );
    case 'day':
      return change(values, ['issueDate'], random, (value) => shiftDate(value, random.next() < 0.5 ? 1 : -1));
    case 'party':
      return otherParty(values, ledger, random);
    case 'sibling':
      return sibling(entry, values, random);
    case 'number':
      return numberOfAnother(entry, values, ledger, random);
  }
}

function change(
  values: Values,
  fields: readonly FieldName[],
  random: Random,
  to: (value: string) => string,
): Values | null {
  const field = random.pick(fields.filter((name) => values.has(name)));
  const value = values.get(field) ?? '';
  const other = to(value);
  return other === value ? null : new Map(values).set(field, other);
}

/** Another company's name, tax id or both; or the same name misread, or with another legal ending. */
function otherParty(values: Values, ledger: MemoryLedger, random: Random): Values | null {
  const side = random.pick(['seller', 'buyer'] as const);
  const other = random.pick(ledger.entries);
  const name = values.get(`${side}Name`) ?? '';
  const chance = random.next();
  if (chance < 0.15) return new Map(values).set(`${side}Name`, misreadName(name, random));
  const ending = name.endsWith('有限责任公司') ? '有限公司' : '有限责任公司';
  if (chance < 0.25 && name.endsWith('公司'))
    return new Map(values).set(`${side}Name`, name.replace(/(?:股份)?有限(?:责任)?公司$/u, ending));
  const [otherName, otherId] = [other[`${side}Name`] ?? '', other[`${side}TaxId`] ?? ''];
  if (otherId === values.get(`${side}TaxId`)) return null;
  const result = new Map(values);
  if (chance < 0.75) result.set(`${side}Name`, otherName);
  if (chance >= 0.5) result.set(`${side}TaxId`, otherId);
  return result;
}

/** The next of the same run: all the same but the number, the check code, and sometimes the day. */
function sibling(entry: LedgerEntry, values: Values, random: Random): Values {
  const number = values.get('invoiceNumber') ?? '';
  const next = String(BigInt(number) + BigInt(random.whole(1, 9))).padStart(number.length, '0');
  const result = new Map(values).set('invoiceNumber', next.slice(-number.length));
  if (entry.checkCode !== null) result.set('checkCode', random.digits(entry.checkCode.length));
  return random.next() < 0.3
    ? result.set('issueDate', shiftDate(entry.issueDate, random.whole(1, 20)))
    : result;
}

/** Of the same seller where it has another, else of anybody; with the code that goes with the number. */
function numberOfAnother(
  entry: LedgerEntry,
  values: Values,
  ledger: MemoryLedger,
  random: Random,
): Values | null {
  const sisters = ledger.ofSeller(entry.sellerTaxId).filter(({ id }) => id !== entry.id);
  const other = random.pick(sisters.length > 0 && random.next() < 0.7 ? sisters : ledger.entries);
  if (other.id === entry.id) return null;
  const result = new Map(values).set('invoiceNumber', other.invoiceNumber);
  if (other.invoiceCode === null) result.delete('invoiceCode');
  else result.set('invoiceCode', other.invoiceCode);
  return result;
}

/** Whether an entry of the ledger says all that these values say: then they are its own slip, and no miss at all. */
function isSomeones(values: Values, entry: LedgerEntry, ledger: MemoryLedger): boolean {
  const number = values.get('invoiceNumber') ?? '';
  return ledger.withNumber(number).some((other) => {
    const printed = new Map(rawFields(other, number));
    // A check code that the slip's form does not carry cannot tell them apart.
    return [...values].every(([field, value]) => printed.get(field) === value) && other.kind === entry.kind;
  });
}

function rawFields(entry: LedgerEntry, number: string): [FieldName, string | null][] {
  const printed = entry.alias?.slice(-8) === number;
  return [
    ['invoiceNumber', printed ? number : entry.invoiceNumber],
    ['invoiceCode', printed ? (entry.alias?.slice(0, -8) ?? null) : entry.invoiceCode],
    ['issueDate', entry.issueDate],
    ['checkCode', entry.checkCode],
    ['buyerName', entry.buyerName],
    ['buyerTaxId', entry.buyerTaxId],
    ['sellerName', entry.sellerName],
    ['sellerTaxId', entry.sellerTaxId],
    ['netTotal', entry.netTotal === null ? null : formatMoney(entry.netTotal)],
    ['taxTotal', entry.taxTotal === null ? null : formatMoney(entry.taxTotal)],
    ['grossTotal', entry.grossTotal === null ? null : formatMoney(entry.grossTotal)],
    ['drawer', entry.drawer],
  ];
}

/** Fields that no kind is verified by: a paper may well not show them. */
const DISPENSABLE: readonly FieldName[] = [
  'buyerName',
  'buyerTaxId',
  'sellerName',
  'sellerTaxId',
  'taxTotal',
  'drawer',
];

/**
 * A slip of the entry, every field of which was read rightly and accepted, in one of the forms in which an invoice comes
 * in: names written otherwise, fields left out, a number split in 12 + 8 or run together with its code, only the end of
 * the check code.
 */
export function truePair(entry: LedgerEntry, random: Random): Slip {
  const values = printedFields(entry, random);
  for (const field of DISPENSABLE) if (random.next() < 0.2) values.delete(field);
  for (const field of ['buyerName', 'sellerName'] as const) {
    const name = values.get(field);
    if (name !== undefined && random.next() < 0.5) values.set(field, rewrittenName(name, random));
  }
  const [number = '', code] = [values.get('invoiceNumber'), values.get('invoiceCode')];
  const checkCode = values.get('checkCode');
  if (checkCode !== undefined && random.next() < 0.4) values.set('checkCode', checkCode.slice(-6));
  if (number.length === 20 && code === undefined && random.next() < 0.1) {
    values.set('invoiceCode', number.slice(0, 12)).set('invoiceNumber', number.slice(12));
  } else if (code !== undefined && random.next() < 0.1) {
    values.set('invoiceNumber', code + number).delete('invoiceCode');
  }
  return slipOf(
    entry,
    accepted(values, random.pick(SOURCES), () => false),
  );
}
