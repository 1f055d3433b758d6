/**
 * The probabilities behind a match (Fellegi and Sunter's model of record linkage), derived from counts. Why it has the
 * shape it has: docs/decisions/0021.
 */
import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { LEVELS, type Level } from '../../document/level.js';
import { projectRoot } from '../../entry.js';
import {
  COMPARED,
  COMPARED_PARTIES,
  type Compared,
  type ComparedParty,
  type LevelCounts,
  MATCH_FILE,
  type MatchCounts,
  parseMatchCounts,
  readMatchCounts,
  type Trust,
} from './counts.js';

/** Probability of each level. */
type Probabilities = Readonly<Record<Level, number>>;

/** m and the three u of a comparator; see counts.ts. */
export interface FieldModel {
  readonly same: Probabilities;
  readonly stranger: Probabilities;
  readonly seller: Probabilities;
  readonly run: Probabilities;
}

export interface PartyModel {
  readonly same: Probabilities;
  readonly other: Probabilities;
}

export interface MatchModel {
  /** log2 of the odds that the ledger knows a slip's invoice at all. */
  readonly knownBits: number;
  readonly fields: Readonly<Record<Compared, Readonly<Record<Trust, FieldModel>>>>;
  readonly parties: Readonly<Record<ComparedParty, Readonly<Record<Trust, PartyModel>>>>;
  /** Probability that two invoices name one party. */
  readonly alike: Readonly<Record<keyof MatchCounts['alike'], number>>;
  /** How many other entries of its seller the ledgers held on which was counted, a slip. */
  readonly sisters: number;
}

/**
 * Added to the count of every level (Jeffreys' prior): what was never seen in a thousand pairs is rare, not impossible.
 */
const SMOOTHING = 0.5;

function smoothed(counts: LevelCounts): Probabilities {
  const total = counts.reduce((sum, value) => sum + value, SMOOTHING * LEVELS.length);
  const share = (at: number): number => ((counts[at] ?? 0) + SMOOTHING) / total;
  return { equal: share(0), confusable: share(1), near: share(2), different: share(3) };
}

const shareOf = ([part, whole]: readonly [number, number]): number =>
  (part + SMOOTHING) / (whole + 2 * SMOOTHING);

const trusted = <C, M>(counts: Readonly<Record<Trust, C>>, derive: (one: C) => M): Record<Trust, M> => ({
  accepted: derive(counts.accepted),
  doubtful: derive(counts.doubtful),
});

/** The probabilities that follow from counts. */
export function matchModel(counts: MatchCounts): MatchModel {
  const { prior, fields, parties, alike } = counts;
  const field = (name: Compared) =>
    trusted(fields[name], ({ same, stranger, seller, run }) => ({
      same: smoothed(same),
      stranger: smoothed(stranger),
      seller: smoothed(seller),
      run: smoothed(run),
    }));
  const party = (name: ComparedParty) =>
    trusted(parties[name], ({ same, other }) => ({ same: smoothed(same), other: smoothed(other) }));
  return {
    knownBits: Math.log2((prior.present + SMOOTHING) / (prior.absent + SMOOTHING)),
    fields: Object.fromEntries(COMPARED.map((name) => [name, field(name)])) as MatchModel['fields'],
    parties: Object.fromEntries(COMPARED_PARTIES.map((name) => [name, party(name)])) as MatchModel['parties'],
    sisters: sistersOf(counts),
    alike: {
      seller: shareOf(alike.seller),
      buyer: shareOf(alike.buyer),
      buyerOfSeller: shareOf(alike.buyerOfSeller),
      buyerOfRun: shareOf(alike.buyerOfRun),
    },
  };
}

/** Numbers were counted against every entry of the seller. */
function sistersOf({ fields, prior }: MatchCounts): number {
  const pairs = [fields.number20, fields.number8]
    .flatMap(({ accepted, doubtful }) => [...accepted.seller, ...doubtful.seller])
    .reduce((sum, value) => sum + value, 0);
  return Math.max(1, pairs / Math.max(1, prior.present + prior.absent));
}

const SHIPPED = new URL(`models/${MATCH_FILE}`, projectRoot());
let shipped: MatchModel | null = null;

/** The model that comes with the program, read once. */
export function defaultMatchModel(): MatchModel {
  shipped ??= matchModel(parseMatchCounts(readFileSync(SHIPPED, 'utf8')));
  return shipped;
}

/**
 * The counts of one's own (`yanpiao learn`), or those that come with the program: also, with a warning, where one's own
 * cannot be used. `folder`: a file URL with a trailing slash.
 */
export async function matchCountsInUse(
  folder: URL | null,
  onWarning: (message: string) => void,
): Promise<MatchCounts> {
  return (await ownCounts(folder, onWarning)) ?? parseMatchCounts(readFileSync(SHIPPED, 'utf8'));
}

/** The model of those counts. */
export async function loadMatchModel(
  folder: URL | null,
  onWarning: (message: string) => void,
): Promise<MatchModel> {
  const own = await ownCounts(folder, onWarning);
  return own === null ? defaultMatchModel() : matchModel(own);
}

async function ownCounts(
  folder: URL | null,
  onWarning: (message: string) => void,
): Promise<MatchCounts | null> {
  if (folder === null) return null;
  try {
    return await readMatchCounts(folder);
  } catch (error) {
    const why = error instanceof Error ? error.message : String(error);
    const file = fileURLToPath(new URL(MATCH_FILE, folder));
    onWarning(`${file} cannot be used (${why}); matching with what was shipped instead`);
    return null;
  }
}

/**
 * log2 of the odds that one entry, taken at random, is the slip's: that the ledger knows the invoice, shared among all
 * its entries.
 */
export const priorBits = ({ knownBits }: MatchModel, entries: number): number =>
  knownBits - Math.log2(Math.max(1, entries));

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
