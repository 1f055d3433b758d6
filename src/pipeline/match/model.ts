/** The probabilities behind a match (Fellegi and Sunter's model of record linkage), from models/matching/fields.json. */
import { readFileSync } from 'node:fs';
import type { Level } from '../../document/level.js';
import { projectRoot } from '../../entry.js';

export const LEVELS: readonly Level[] = ['equal', 'confusable', 'near', 'different'];

/** What a comparator compares. Buyer and seller apart: a company's ledger is full of one of them. */
export const COMPARED = [
  'number20',
  'number8',
  'code',
  'date',
  'checkCode',
  'sellerTaxId',
  'sellerName',
  'buyerTaxId',
  'buyerName',
  'money',
  'drawer',
] as const;
export type Compared = (typeof COMPARED)[number];

/** By level in the order of {@link LEVELS}; each sums to 1. */
interface Probabilities {
  /** Of the level between a slip and its own entry. */
  readonly m: readonly number[];
  /** Of the level between a slip and another invoice's entry. */
  readonly u: readonly number[];
}

export interface MatchModel {
  /** Probability that a slip and an entry taken at random are the same invoice. */
  readonly prior: number;
  readonly comparators: Readonly<Record<Compared, Probabilities>>;
}

/** Throws Error that names what is wrong: a spoilt model must not judge anything. */
export function parseMatchModel(json: string): MatchModel {
  const model = JSON.parse(json) as MatchModel;
  if (!(model.prior > 0 && model.prior < 1)) throw new Error('match model: prior must lie between 0 and 1');
  for (const name of COMPARED) {
    const { m, u } = model.comparators?.[name] ?? {};
    for (const part of [m, u]) {
      const sum = part?.reduce((total, value) => total + value, 0) ?? 0;
      const sound =
        part?.length === LEVELS.length && part.every((value) => value > 0) && Math.abs(sum - 1) < 1e-6;
      if (!sound)
        throw new Error(
          `match model: m and u of ${name} must be ${LEVELS.length} positive numbers that sum to 1`,
        );
    }
  }
  return model;
}

let loaded: MatchModel | null = null;

/** The model that comes with the program, read once. */
export function defaultMatchModel(): MatchModel {
  loaded ??= parseMatchModel(readFileSync(new URL('models/matching/fields.json', projectRoot()), 'utf8'));
  return loaded;
}

/** log2 of m/u: what this level says for (positive) or against the pair. */
export function bitsOf(model: MatchModel, compared: Compared, level: Level): number {
  const at = LEVELS.indexOf(level);
  const { m, u } = model.comparators[compared];
  return Math.log2((m[at] ?? 1) / (u[at] ?? 1));
}

/** Prior odds in bits. */
export function priorBits({ prior }: MatchModel): number {
  return Math.log2(prior / (1 - prior));
}

/** No pair is ever surer than this: nothing was measured on more pairs. */
const SUREST = 1e-6;

/**
 * Probabilities of entries that exclude each other: a slip is one of them, or none of them (odds 1).
 * `bits` are log2 odds, in any order.
 */
export function exclusiveProbabilities(bits: readonly number[]): number[] {
  // Shifted by the largest exponent, so that nothing overflows.
  const top = Math.max(0, ...bits);
  const odds = bits.map((value) => 2 ** (value - top));
  const total = odds.reduce((sum, value) => sum + value, 2 ** -top);
  return odds.map((value) => Math.min(1 - SUREST, Math.max(SUREST, value / total)));
}
