/** What a measurement reads: drawn with fixed seeds of the set that nothing was fitted on. */

import { casesOf, DAMAGES, type Damage, type PictureCase } from '../samples/damage/pictures.js';
import type { SampleSet } from '../samples/forms/form.js';

export interface Selection {
  readonly set: SampleSet;
  readonly damages: readonly Damage[];
  readonly kinds: readonly string[] | undefined;
  /** Pictures of each kind in each damage. */
  readonly count: number;
  /** A tenth of them, spread over all kinds and damages. */
  readonly quick: boolean;
}

/** Two of each make about 200 pictures: a quarter of an hour on two cores. */
export const DEFAULTS: Selection = {
  set: 'measure',
  damages: DAMAGES,
  kinds: undefined,
  count: 2,
  quick: false,
};

/** A prime near ten: steps by ten would meet the same kinds again and again. */
const QUICK_STEP = 11;

export function selected({ set, damages, kinds, count, quick }: Selection): PictureCase[] {
  const cases = casesOf({ set, damages, each: count, ...(kinds === undefined ? {} : { kinds }) });
  return quick ? cases.filter((_, index) => index % QUICK_STEP === 0) : cases;
}
