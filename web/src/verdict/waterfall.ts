/** From the first guess to the verdict: what each field adds, in bits (Fellegi and Sunter's model). Pure. */
import type { FieldKey, VerdictReason } from '../api/types.js';

/** One bar. `from` and `to`: bits before and after it. */
export interface Step {
  readonly field: FieldKey | 'prior';
  readonly bits: number;
  readonly from: number;
  readonly to: number;
}

export interface Waterfall {
  readonly steps: readonly Step[];
  /** Where it ends: log2 of the odds that both are the same invoice. */
  readonly total: number;
  /** Smallest and largest bits that any bar reaches, zero among them. */
  readonly low: number;
  readonly high: number;
}

/**
 * The steps in the order of the reasons; a field that adds nothing (another speaks for it, or it could not be compared) has
 * none. `null`: the verdict carries no bits, as those of before they were kept.
 */
export function waterfallOf(
  reasons: readonly Pick<VerdictReason, 'field' | 'bits'>[],
  priorBits: number | undefined,
): Waterfall | null {
  const fields = reasons.flatMap(({ field, bits }) =>
    bits === undefined || bits === 0 ? [] : [{ field, bits }],
  );
  if (priorBits === undefined || fields.length === 0) return null;
  const steps: Step[] = [{ field: 'prior', bits: priorBits, from: 0, to: priorBits }];
  let total = priorBits;
  for (const { field, bits } of fields) {
    steps.push({ field, bits, from: total, to: total + bits });
    total += bits;
  }
  const reached = steps.map(({ to }) => to);
  return { steps, total, low: Math.min(0, ...reached), high: Math.max(0, ...reached) };
}

/** Odds in bits as a probability. */
export const probabilityOf = (bits: number): number => 1 / (1 + 2 ** -bits);

/** Where a bar stands between `low` and `high`, in per cent: its left edge and its width. */
export function barOf({ from, to }: Pick<Step, 'from' | 'to'>, { low, high }: Waterfall) {
  const span = high - low || 1;
  return { left: ((Math.min(from, to) - low) / span) * 100, width: (Math.abs(to - from) / span) * 100 };
}
