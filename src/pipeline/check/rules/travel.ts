/** A3 the sum of an air itinerary, A4 the tax inside a rail fare (DOMAIN 6.1). */

import { absolute, type Fen } from '../../../invoice/money.js';
import { parseRate } from '../../../invoice/rates.js';
import { isDerived, moneyOf, type Outcome, type Rule, type Subject, textOf, yuan } from '../subject.js';

/** What an air passenger pays, in the order of the form; the fund and other taxes carry no VAT. */
const AIR_PARTS = ['fare', 'fuelSurcharge', 'taxTotal', 'civilAviationFund'] as const;

/** 票价 + 燃油附加费 + 增值税税额 + 民航发展基金 = 合计. Paper itineraries state no VAT. */
export const AIR_SUM: Rule = {
  id: 'A3',
  severity: 'E',
  apply(subject) {
    if (subject.kind !== 'digital_air' && subject.kind !== 'air_paper') return [];
    const parts = AIR_PARTS.filter((field) => field !== 'taxTotal' || subject.kind === 'digital_air');
    const amounts = parts.map((field) => moneyOf(subject, field));
    const total = moneyOf(subject, 'grossTotal');
    const known = amounts.filter((amount): amount is Fen => amount !== null);
    if (total === null || known.length < amounts.length) return [unknown('票价、税费或合计未读全，无法核对')];
    const fields = [...parts, 'grossTotal'] as const;
    if (fields.some((field) => isDerived(subject.slip.fields[field])))
      return [unknown('票价、税费、合计中有计算得出的，不能互相印证')];
    const sum = known.reduce((all, amount) => all + amount, 0n);
    const compared = `票价与各项税费之和 ${yuan(sum)}，合计 ${yuan(total)}`;
    if (sum === total) return [{ result: 'holds', message: compared }];
    // 其他税费 is printed but no field of ours: more in the total than in the parts proves nothing.
    if (total > sum) return [unknown(`${compared}；可能另有其他税费`)];
    return [{ result: 'broken', message: compared, fields }];
  },
};

/** |票价 ÷ (1 + 税率) − 金额| ≤ 0.01, where the ticket states both. */
export const RAIL_NET: Rule = {
  id: 'A4',
  severity: 'W',
  apply(subject) {
    if (subject.kind !== 'digital_rail') return [];
    const [fare, net] = [moneyOf(subject, 'fare'), moneyOf(subject, 'netTotal')];
    const rate = parseRate(textOf(subject, 'taxRate') ?? '');
    if (fare === null || net === null || rate === null || derived(subject)) return [];
    // Both sides times 1 + rate in hundredths of a percent: no division, no rounding.
    const off = absolute(fare * 10_000n - net * (10_000n + BigInt(rate)));
    const compared = `票价 ${yuan(fare)} 按税率 ${textOf(subject, 'taxRate')} 不含税，票面金额为 ${yuan(net)}`;
    const holds = off <= 10_000n + BigInt(rate);
    return [
      { result: holds ? 'holds' : 'broken', message: compared, fields: ['fare', 'netTotal', 'taxRate'] },
    ];
  },
};

const derived = ({ slip }: Subject): boolean =>
  isDerived(slip.fields.fare) || isDerived(slip.fields.netTotal);

const unknown = (message: string): Outcome => ({ result: 'unknown', message });
