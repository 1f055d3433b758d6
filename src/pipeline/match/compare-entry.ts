/** A slip beside one entry, field by field, and what the fields say together. */
import type { LedgerEntry } from '../../document/ledger.js';
import type { ComparedField, Comparison } from '../../document/match.js';
import type { Slip } from '../../document/slip.js';
import { comparable } from '../../invoice/compare.js';
import type { FieldName } from '../../invoice/fields.js';
import { formatMoney } from '../../invoice/money.js';
import {
  type Comparator,
  compareCheckCodes,
  compareDates,
  compareIds,
  compareMoney,
  compareNames,
} from './comparators.js';
import type { SlipKey } from './key.js';
import { bitsOf, type Compared, type MatchModel, priorBits } from './model.js';

/** How a field of the slip is held against the entry. Fields of one group say the same thing twice: only one counts. */
interface Rule {
  readonly field: FieldName;
  readonly compared: Compared;
  readonly compare: Comparator;
  readonly group: 'amount' | 'seller' | 'buyer' | null;
  readonly theirs: (entry: LedgerEntry) => string | null;
}

const money = (field: FieldName, column: 'netTotal' | 'taxTotal' | 'grossTotal'): Rule => ({
  field,
  compared: 'money',
  compare: compareMoney,
  group: 'amount',
  theirs: (entry) => {
    const fen = entry[column];
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
  money('netTotal', 'netTotal'),
  money('taxTotal', 'taxTotal'),
  money('grossTotal', 'grossTotal'),
  // 二手车: 车价合计 is the invoice's whole amount. Rail: the fare is, and often the only amount printed.
  money('carTotal', 'grossTotal'),
  money('fare', 'grossTotal'),
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

/** Compares every field that both sides know. A blank or masked value (`***`) says nothing, except of a tax of zero. */
export function compareEntry(
  slip: Slip,
  key: SlipKey,
  entry: LedgerEntry,
  model: MatchModel,
): Omit<Comparison, 'probability'> {
  const rules = RULES.filter((rule) => applies(rule, slip));
  const raw = [
    ...compareKey(slip, key, entry, model),
    ...rules.flatMap((rule) => compareRule(rule, slip, entry, model)),
  ];
  const fields = countOnce(raw);
  const bits = fields.reduce((sum, field) => sum + field.bits, priorBits(model));
  return { entry, fields, bits };
}

interface Grouped extends ComparedField {
  readonly group: Rule['group'];
}

/** Number and code. 数电纸质 entries are found by their pre-printed pair as well as by their 20 digits. */
function compareKey(slip: Slip, key: SlipKey, entry: LedgerEntry, model: MatchModel): Grouped[] {
  const printed = entry.alias;
  const byAlias = printed !== null && key.number?.length === 8;
  const number = byAlias ? printed.slice(-8) : entry.invoiceNumber;
  const code = printed === null ? entry.invoiceCode : printed.slice(0, -8);
  const compared = number.length === 20 ? 'number20' : 'number8';
  const pair = (
    field: FieldName,
    compared: Compared,
    ours: string | null,
    theirs: string | null,
  ): Grouped[] => {
    if (ours === null || theirs === null) return [];
    const level = compareIds(ours, theirs);
    // A number rejoined from two fields rests on both; a code split off the number rests on the number.
    const whole = field === 'invoiceNumber' && key.key.type === 'number';
    const accepted = whole
      ? key.accepted
      : ((slip.fields[field] ?? slip.fields.invoiceNumber)?.accepted ?? false);
    return [{ field, ours, theirs, level, accepted, bits: bitsOf(model, compared, level), group: null }];
  };
  return [
    ...pair('invoiceCode', 'code', key.code, code),
    ...pair('invoiceNumber', compared, key.number, number),
  ];
}

function compareRule(rule: Rule, slip: Slip, entry: LedgerEntry, model: MatchModel): Grouped[] {
  const { field, compared, group } = rule;
  const result = slip.fields[field];
  const theirs = rule.theirs(entry);
  if (result === undefined || theirs === null || theirs === '') return [];
  const ours = comparable(field, result.value);
  const masked = group === 'amount' ? false : ours.includes('*') || theirs.includes('*');
  if (masked || (ours === '' && field !== 'taxTotal')) return [];
  const level = rule.compare(ours, comparable(field, theirs));
  return [
    { field, ours, theirs, level, accepted: result.accepted, bits: bitsOf(model, compared, level), group },
  ];
}

/**
 * The model takes fields to be independent, which net, tax and gross, or a name and its tax id, are not. Of each group
 * only the strongest voice counts: the one most against the pair, else the one most for it.
 */
function countOnce(fields: readonly Grouped[]): ComparedField[] {
  const voices = new Map<string, Grouped>();
  for (const field of fields) {
    if (field.group === null) continue;
    const voice = voices.get(field.group);
    const stronger =
      voice === undefined ||
      (field.bits < 0 ? field.bits < voice.bits : voice.bits >= 0 && field.bits > voice.bits);
    if (stronger) voices.set(field.group, field);
  }
  return fields.map(({ group, ...field }) => {
    const counts = group === null || voices.get(group)?.field === field.field;
    return counts ? field : { ...field, bits: 0 };
  });
}
