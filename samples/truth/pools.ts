/** Who deals in what, by what a sample is for: the two pools share no company, no goods and no person. */
import type { SampleSet } from '../forms/form.js';
import { COMPANIES, type Company, MEASURED_COMPANIES, PEOPLE } from './companies.js';
import { GOODS_OF_TRADE, type Good, type Trade } from './goods.js';
import { MEASURED_GOODS } from './goods-measured.js';

export interface Pool {
  readonly companies: readonly Company[];
  readonly goods: Readonly<Record<Trade, readonly Good[]>>;
  readonly people: readonly string[];
}

export const POOLS: Readonly<Record<SampleSet, Pool>> = {
  fit: { companies: COMPANIES, goods: GOODS_OF_TRADE, people: PEOPLE.fit },
  measure: { companies: MEASURED_COMPANIES, goods: MEASURED_GOODS, people: PEOPLE.measure },
};
