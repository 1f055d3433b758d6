/** A slip beside one entry, field by field, and what the fields say together. */
import type { LedgerEntry } from '../../document/ledger.js';
import type { ComparedField, Comparison } from '../../document/match.js';
import type { Slip } from '../../document/slip.js';
import { comparable } from '../../invoice/compare.js';
import type { FieldName } from '../../invoice/fields.js';
import { formatMoney, parseMoney } from '../../invoice/money.js';
import type { PartyShares } from '../../ports/ledger.js';
import {
  type Comparator,
  compareCheckCodes,
  compareDates,
  compareIds,
  compareMoney,
  compareNames,
} from './comparators.js';
import type { Compared, ComparedParty } from './counts.js';
import type { SlipKey } from './key.js';
import { type MatchModel, priorBits } from './model.js';
import { type Group, type Unweighed, weighed } from './weigh.js';

/** Net without tax, tax, gross with tax: amounts of two bases are not held against each other. */
type Basis = 'net' | 'tax' | 'gross';

/** How a field of the slip is held against the entry. */
interface Rule {
  readonly field: FieldName;
  readonly compared: Compared | ComparedParty;
  readonly compare: Comparator;
  readonly group: Group;
  readonly theirs: (entry: LedgerEntry) => string | null;
  readonly basis?: Basis;
}

/** The entry's amounts; of three of which two are known the third follows. */
function amountsOf({ netTotal, taxTotal, grossTotal }: LedgerEntry): Readonly<Record<Basis, bigint | null>> {
  return {
    net: netTotal ?? (grossTotal === null || taxTotal === null ? null : grossTotal - taxTotal),
    tax: taxTotal ?? (grossTotal === null || netTotal === null ? null : grossTotal - netTotal),
    gross: grossTotal ?? (netTotal === null || taxTotal === null ? null : netTotal + taxTotal),
  };
}

const money = (field: FieldName, basis: Basis): Rule => ({
  field,
  compared: basis === 'tax' ? 'tax' : 'money',
  compare: compareMoney,
  group: 'amount',
  basis,
  theirs: (entry) => {
    const fen = amountsOf(entry)[basis];
    return fen === null ? null : formatMoney(fen);
  },
});

const party = (side: 'seller' | 'buyer'): Rule[] => [
  {
    field: `${side}Name`,
    compared: `${side}Name`,
    compare: compareNames,
    group: side,
    theirs: (entry) => entry[`${side}Name`],
  },
  {
    field: `${side}TaxId`,
    compared: `${side}TaxId`,
    compare: compareIds,
    group: side,
    theirs: (entry) => entry[`${side}TaxId`],
  },
];

/** Every field that the ledger knows too; number and code come from the key. In the order in which a person reads. */
const RULES: readonly Rule[] = [
  {
    field: 'issueDate',
    compared: 'date',
    compare: compareDates,
    group: null,
    theirs: (entry) => entry.issueDate,
  },
  {
    field: 'checkCode',
    compared: 'checkCode',
    compare: compareCheckCodes,
    group: null,
    theirs: (entry) => entry.checkCode,
  },
  ...party('buyer'),
  ...party('seller'),
  money('netTotal', 'net'),
  money('taxTotal', 'tax'),
  money('grossTotal', 'gross'),
  // 二手车: 车价合计 is the invoice's whole amount. Rail: the fare is, and often the only amount printed.
  money('carTotal', 'gross'),
  money('fare', 'gross'),
  {
    field: 'drawer',
    compared: 'drawer',
    compare: compareNames,
    group: null,
    theirs: (entry) => entry.drawer,
  },
];

/** `fare` is the gross total on rail tickets only: on air itineraries it is the part before fuel, fund and tax. */
const applies = ({ field }: Rule, slip: Slip): boolean => field !== 'fare' || slip.kind === 'digital_rail';

/** What of the ledger the comparison knows besides the entry. */
export interface Ledgers {
  readonly model: MatchModel;
  readonly shares: PartyShares;
}

/** Every field that both sides know, not weighed yet. A blank or masked value (`***`) says nothing, except of a tax of zero. */
export function compareFields(slip: Slip, key: SlipKey, entry: LedgerEntry): Unweighed[] {
  const rules = RULES.filter((rule) => applies(rule, slip));
  return [...compareKey(slip, key, entry), ...rules.flatMap((rule) => compareRule(rule, slip, entry))];
}

/** A slip beside an entry, each field with its bits. */
export function compareEntry(
  slip: Slip,
  key: SlipKey,
  entry: LedgerEntry,
  { model, shares }: Ledgers,
): Omit<Comparison, 'probability'> {
  const fields: readonly ComparedField[] = weighed(compareFields(slip, key, entry), model, shares);
  const bits = fields.reduce((sum, field) => sum + field.bits, priorBits(model, shares.entries));
  return { entry, fields, bits };
}

/** Number and code. 数电纸质 entries are found by their pre-printed pair as well as by their 20 digits. */
function compareKey(slip: Slip, key: SlipKey, entry: LedgerEntry): Unweighed[] {
  const printed = entry.alias;
  const byAlias = printed !== null && key.number?.length === 8;
  const number = byAlias ? printed.slice(-8) : entry.invoiceNumber;
  const code = printed === null ? entry.invoiceCode : printed.slice(0, -8);
  const pair = (
    field: FieldName,
    compared: Compared,
    ours: string | null,
    theirs: string | null,
  ): Unweighed[] => {
    if (ours === null || theirs === null) return [];
    // A number rejoined from two fields rests on both; a code split off the number rests on the number.
    const whole = field === 'invoiceNumber' && key.key.type === 'number';
    const accepted = whole
      ? key.accepted
      : ((slip.fields[field] ?? slip.fields.invoiceNumber)?.accepted ?? false);
    return [{ field, ours, theirs, ...compareIds(ours, theirs), accepted, compared, group: null }];
  };
  return [
    ...pair('invoiceCode', 'code', key.code, code),
    ...pair('invoiceNumber', number.length === 20 ? 'number20' : 'number8', key.number, number),
  ];
}

function compareRule(rule: Rule, slip: Slip, entry: LedgerEntry): Unweighed[] {
  const { field, compared, group } = rule;
  const result = slip.fields[field];
  const theirs = rule.theirs(entry);
  if (result === undefined || theirs === null || theirs === '') return [];
  const ours = comparable(field, result.value);
  const masked = group === 'amount' ? false : ours.includes('*') || theirs.includes('*');
  if (masked || (ours === '' && field !== 'taxTotal')) return [];
  const distance = rule.compare(ours, comparable(field, theirs));
  const other = distance.level === 'equal' ? null : otherBasis(rule, ours, entry);
  return [
    {
      ...{ field, ours, theirs, compared, group, accepted: result.accepted },
      ...distance,
      ...(other === null ? {} : { otherBasis: true as const, apart: other }),
    },
  ];
}

const BASIS_NAME: Readonly<Record<Basis, string>> = { net: '合计金额', tax: '合计税额', gross: '价税合计' };

/** In words: which amount of the entry ours is, where it is not the one it was held against. */
function otherBasis({ basis }: Rule, ours: string, entry: LedgerEntry): string | null {
  const other = basis === 'net' ? 'gross' : basis === 'gross' ? 'net' : null;
  if (basis === undefined || other === null) return null;
  const fen = amountsOf(entry)[other];
  if (fen === null || fen === 0n || parseMoney(ours) !== fen) return null;
  return `等于底账的${BASIS_NAME[other]}，口径不同（${basis === 'net' ? '本栏不含税' : '本栏含税'}）`;
}
