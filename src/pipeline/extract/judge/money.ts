/**
 * Net, tax and gross judged together: net + tax = gross holds on nearly every invoice, so the three are one question
 * with two unknowns. Every combination of values read (and of "something else") is weighed; a field's probability is
 * the sum over the combinations that give it that value.
 */
import { formatMoney, parseMoney } from '../../../invoice/money.js';
import type { Models } from '../../models.js';
import { type Hypothesis, normalised } from './hypotheses.js';

export type MoneyField = 'netTotal' | 'taxTotal' | 'grossTotal';
export const MONEY_FIELDS: readonly MoneyField[] = ['netTotal', 'taxTotal', 'grossTotal'];

export type Probabilities = readonly (readonly [Hypothesis, number])[];

export interface MoneyJudgement {
  readonly fields: Readonly<Record<MoneyField, Probabilities>>;
  /** A field that nobody read, as it follows from the other two, with its probability. */
  readonly derived: {
    readonly field: MoneyField;
    readonly value: string;
    readonly probability: number;
  } | null;
}

/** At most this many hypotheses of a field enter the combinations: the weakest of a long list never win. */
const KEPT = 8;

export function judgeMoney(
  hypotheses: Readonly<Record<MoneyField, readonly Hypothesis[]>>,
  models: Models,
): MoneyJudgement {
  const kept = Object.fromEntries(
    MONEY_FIELDS.map((field) => [
      field,
      [...hypotheses[field]].sort((a, b) => b.weight - a.weight).slice(0, KEPT),
    ]),
  ) as unknown as Record<MoneyField, Hypothesis[]>;
  const combinations = kept.netTotal.flatMap((net) =>
    kept.taxTotal.flatMap((tax) =>
      kept.grossTotal.map((gross) => ({
        parts: { netTotal: net, taxTotal: tax, grossTotal: gross },
        weight: net.weight + tax.weight + gross.weight + identityWeight(net, tax, gross, models),
      })),
    ),
  );
  const chances = normalised(combinations.map(({ weight }) => weight));
  const fields = Object.fromEntries(
    MONEY_FIELDS.map((field) => [
      field,
      kept[field].map((hypothesis): [Hypothesis, number] => [
        hypothesis,
        combinations.reduce(
          (sum, { parts }, index) => (parts[field] === hypothesis ? sum + (chances[index] ?? 0) : sum),
          0,
        ),
      ]),
    ]),
  ) as unknown as Record<MoneyField, Probabilities>;
  return { fields, derived: derivedField(hypotheses, fields) };
}

/**
 * The prior of a combination. Two known parts fix the third, so one "something else" is no free choice, each further
 * one is (the weight of "something else" already counts it as free). A combination that breaks the identity is as rare
 * as invoices are on which it does not hold, and its third part one of many.
 */
function identityWeight(net: Hypothesis, tax: Hypothesis, gross: Hypothesis, models: Models): number {
  const { wrongValues, checks } = models.calibration.evidence;
  const holds = checks.sumHolds?.ifRight ?? 0.5;
  const unknown = [net, tax, gross].filter(({ key }) => key === null).length;
  if (unknown > 0) return Math.log(holds) - Math.log(wrongValues);
  const [a, b, c] = [amountOf(net), amountOf(tax), amountOf(gross)];
  return a !== null && b !== null && c !== null && a + b === c
    ? Math.log(holds)
    : Math.log(1 - holds) - Math.log(wrongValues);
}

/** In 分; `***` (tax of an exempt invoice) counts as nothing. */
const amountOf = ({ key }: Hypothesis): bigint | null =>
  key === null ? null : key === '***' ? 0n : parseMoney(key);

/** What follows for the one field without readings. A tax of nothing is not claimed: the form may say `***`. */
function derivedField(
  hypotheses: Readonly<Record<MoneyField, readonly Hypothesis[]>>,
  fields: Readonly<Record<MoneyField, Probabilities>>,
): MoneyJudgement['derived'] {
  const unread = MONEY_FIELDS.filter((field) => hypotheses[field].length === 1);
  const [field] = unread;
  if (unread.length !== 1 || field === undefined) return null;
  const best = (name: MoneyField): readonly [bigint, number] | null => {
    const [top] = [...fields[name]].sort((a, b) => b[1] - a[1]);
    const value = top === undefined ? null : amountOf(top[0]);
    return top === undefined || value === null ? null : [value, top[1]];
  };
  const [net, tax, gross] = [best('netTotal'), best('taxTotal'), best('grossTotal')];
  const derived = ((): readonly [bigint, number] | null => {
    if (field === 'grossTotal') return net && tax && [net[0] + tax[0], net[1] * tax[1]];
    if (field === 'taxTotal') return net && gross && [gross[0] - net[0], gross[1] * net[1]];
    return gross && tax && [gross[0] - tax[0], gross[1] * tax[1]];
  })();
  if (derived === null || derived[0] === 0n) return null;
  return { field, value: formatMoney(derived[0]), probability: derived[1] };
}
