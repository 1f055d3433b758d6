/** What the lines add up to, as testimony about the totals (DOMAIN 6.1). */
import type { LineItem } from '../../../document/slip.js';
import { formatMoney, parseMoney } from '../../../invoice/money.js';
import type { Candidate } from './candidate.js';

/** Sums of the lines' amounts and taxes; none when a line lacks its figure. `near` lends its page. */
export function lineSumCandidates(lines: readonly LineItem[], near: readonly Candidate[]): Candidate[] {
  const page = near[0]?.page ?? 1;
  const base = { channel: 'sum', source: 'rule', score: 1, page, box: null } as const;
  const net = sumOf(lines.map((line) => line.amount));
  const tax = sumOf(lines.map((line) => (line.taxAmount === '***' ? undefined : line.taxAmount)));
  return [
    ...(net === null ? [] : [{ ...base, field: 'netTotal' as const, value: net }]),
    ...(tax === null ? [] : [{ ...base, field: 'taxTotal' as const, value: tax }]),
    ...(isExempt(lines) && !near.some(({ field }) => field === 'taxTotal')
      ? [{ ...base, field: 'taxTotal' as const, value: '***' }]
      : []),
  ];
}

/** Forms print `***` for the tax where no line bears any (DOMAIN 6.2). */
const isExempt = (lines: readonly LineItem[]): boolean =>
  lines.length > 0 && lines.every(({ taxRate }) => taxRate === '免税' || taxRate === '不征税');

function sumOf(values: readonly (string | undefined)[]): string | null {
  if (values.length === 0) return null;
  let sum = 0n;
  for (const value of values) {
    const fen = value === undefined ? null : parseMoney(value);
    if (fen === null) return null;
    sum += fen;
  }
  return formatMoney(sum);
}
