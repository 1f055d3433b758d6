/**
 * Amounts judged together: the parts add up to the whole on nearly every invoice (DOMAIN 6.1), and where all lines bear
 * one rate, the tax follows from the net.
 */
import type { LineItem } from '../../../document/slip.js';
import type { FieldName } from '../../../invoice/fields.js';
import type { Kind } from '../../../invoice/kinds.js';
import { absolute, formatMoney, parseMoney } from '../../../invoice/money.js';
import { parseRate } from '../../../invoice/rates.js';
import type { Models } from '../../models.js';
import { shareOf } from './counts.js';
import { evidenceOf, type Hypothesis, wrongValues } from './hypotheses.js';
import { jointly, type Probabilities } from './joint.js';

/** Which fields of a form add up to which. */
interface Sum {
  readonly parts: readonly FieldName[];
  readonly whole: FieldName;
}

const VAT_SUM: Sum = { parts: ['netTotal', 'taxTotal'], whole: 'grossTotal' };
const FLIGHT_SUM: Sum = {
  parts: ['fare', 'fuelSurcharge', 'taxTotal', 'civilAviationFund'],
  whole: 'grossTotal',
};

const SUMS: Readonly<Partial<Record<Kind, Sum>>> = {
  digital_rail: { parts: ['netTotal', 'taxTotal'], whole: 'fare' },
  digital_air: FLIGHT_SUM,
};

export const sumOf = (kind: Kind): Sum => SUMS[kind] ?? VAT_SUM;

export interface SumJudgement {
  readonly fields: ReadonlyMap<FieldName, Probabilities>;
  /** A field that nobody read, as it follows from the others, with its probability. */
  readonly derived: {
    readonly field: FieldName;
    readonly value: string;
    readonly probability: number;
  } | null;
}

export function judgeSums(
  hypotheses: ReadonlyMap<FieldName, readonly Hypothesis[]>,
  kind: Kind,
  rate: number | null,
  models: Models,
): SumJudgement {
  const { parts, whole } = sumOf(kind);
  const fields = [...parts, whole];
  const tables = fields.map((field) => hypotheses.get(field) ?? []);
  const judged = jointly(
    tables,
    (combination) => sumPrior(combination, models) + ratePrior(combination, rate, models),
  );
  const byField = new Map(fields.map((field, index) => [field, judged[index] ?? []]));
  return { fields: byField, derived: derivedField(byField, whole) };
}

/** In 分; `***` (tax of an exempt invoice) counts as nothing. */
export const amountOf = (key: string | null): bigint | null =>
  key === null ? null : key === '***' ? 0n : parseMoney(key);

/**
 * The prior of a combination, the whole last. All parts but one fix that one, so one "something else" is no free
 * choice, each further one is (the weight of "something else" already counts it as free). A combination that breaks the
 * identity is as rare as invoices are on which it does not hold, and its last part one of many.
 */
function sumPrior(combination: readonly Hypothesis[], { calibration }: Models): number {
  const many = Math.log(wrongValues(calibration.evidence));
  const holds = shareOf(calibration.evidence.checks.sumHolds.ifRight);
  if (combination.some(({ key }) => key === null)) return Math.log(holds) - many;
  const amounts = combination.map(({ key }) => amountOf(key));
  return addsUp(amounts) ? Math.log(holds) : Math.log(1 - holds) - many;
}

/** Whether all but the last add up to the last. */
export function addsUp(amounts: readonly (bigint | null)[]): boolean {
  let sum = 0n;
  for (const [index, amount] of amounts.entries()) {
    if (amount === null) return false;
    if (index === amounts.length - 1) return sum === amount;
    sum += amount;
  }
  return false;
}

/** 税额 = 金额 × 税率, where all lines bear one rate. */
function ratePrior(combination: readonly Hypothesis[], rate: number | null, models: Models): number {
  const of = (wanted: FieldName) => amountOf(combination.find(({ field }) => field === wanted)?.key ?? null);
  const [net, tax] = [of('netTotal'), of('taxTotal')];
  if (rate === null || net === null || tax === null) return 0;
  return evidenceOf('rateHolds', taxFits(net, tax, rate), models.calibration.evidence);
}

/** Issuing systems round the tax of every line, and let each be off by up to 0.06 (DOMAIN 6.1); sums stay closer. */
const TAX_TOLERANCE = 6n;

/** Whether a tax is this rate (in basis points) of a net amount. */
export const taxFits = (net: bigint, tax: bigint, rate: number): boolean =>
  absolute(net * BigInt(rate) - tax * 10_000n) <= TAX_TOLERANCE * 10_000n;

/** The one rate of all lines, in basis points; `null` where there are several, or a line has none that is a number. */
export function soleRate(lines: readonly LineItem[]): number | null {
  const rates = new Set(lines.map((line) => parseRate(line.taxRate ?? '')));
  const [rate] = rates;
  return rates.size === 1 ? (rate ?? null) : null;
}

/** What follows for the one field without readings. A tax of nothing is not claimed: the form may say `***`. */
function derivedField(
  fields: ReadonlyMap<FieldName, Probabilities>,
  whole: FieldName,
): SumJudgement['derived'] {
  const unread = [...fields].filter(([, table]) => table.length === 1).map(([field]) => field);
  const [field] = unread;
  if (unread.length !== 1 || field === undefined) return null;
  let [sum, probability] = [0n, 1];
  for (const [name, table] of fields) {
    if (name === field) continue;
    const [best] = [...table].sort((a, b) => b[1] - a[1]);
    const amount = amountOf(best?.[0].key ?? null);
    if (best === undefined || amount === null) return null;
    // The whole is the sum of its parts; a part is the whole less the others.
    sum += field === whole || name === whole ? amount : -amount;
    probability *= best[1];
  }
  return sum === 0n ? null : { field, value: formatMoney(sum), probability };
}
