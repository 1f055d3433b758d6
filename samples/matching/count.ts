/** Counts levels over pairs of a drawn ledger: slips beside their own entries, and beside others of each relation. */
import type { LedgerEntry } from '../../src/document/ledger.js';
import type { Slip } from '../../src/document/slip.js';
import { MatchTally, type Relation } from '../../src/learn/match-counts.js';
import { compareFields } from '../../src/pipeline/match/compare-entry.js';
import { keyOf, type SlipKey } from '../../src/pipeline/match/key.js';
import type { Unweighed } from '../../src/pipeline/match/weigh.js';
import { type Random, randomFor } from '../truth/random.js';
import type { MatchingSet } from './companies.js';
import { drawLedger } from './ledger.js';
import { MemoryLedger } from './memory-ledger.js';
import { readSlip } from './slips.js';

/** A slip and the entry it is of, which the ledger may or may not hold. */
export interface DrawnSlip {
  readonly slip: Slip;
  readonly truth: LedgerEntry;
  readonly known: boolean;
}

export interface Scene {
  readonly ledger: MemoryLedger;
  readonly slips: readonly DrawnSlip[];
}

/** One invoice in ten is not in the ledger: not imported yet, another company's, or false. */
const UNKNOWN = 0.1;

/** A ledger, and slips of invoices that it mostly knows. */
export function drawScene(set: MatchingSet, seed: number, entries: number, slips: number): Scene {
  const all = drawLedger({ set, seed, entries: Math.ceil(entries / (1 - UNKNOWN)) });
  const random = randomFor(seed, `matching/${set}/slips`);
  const known = new Set(all.filter(() => random.next() >= UNKNOWN));
  const drawn = Array.from({ length: slips }, (): DrawnSlip => {
    const truth = random.pick(all);
    return { slip: readSlip(truth, random), truth, known: known.has(truth) };
  });
  return { ledger: new MemoryLedger([...known]), slips: drawn };
}

/** Other entries of the same seller, and of others, that a slip is held against. */
const OF_SELLER = 30;
const OF_OTHERS = 30;

/** Counts of a scene. */
export function countScene({ ledger, slips }: Scene, seed: number): MatchTally {
  const [tally, random] = [new MatchTally(), randomFor(seed, 'matching/pairs')];
  for (const drawn of slips) countSlip(tally, ledger, drawn, random);
  return tally;
}

function countSlip(
  tally: MatchTally,
  ledger: MemoryLedger,
  { slip, truth, known }: DrawnSlip,
  random: Random,
): void {
  const key = keyOf(slip.fields);
  tally.addSlip(known);
  const own = compareFields(slip, key, truth);
  tally.addPair(own, 'same', { seller: true, buyer: true });
  const sisters = ledger.ofSeller(truth.sellerTaxId).filter(({ id }) => id !== truth.id);
  const run = countNumbers(tally, ledger, { slip, truth, key, own }, sisters.length);
  const ids = new Set(run.map(({ id }) => id));
  const apart = ({ id }: LedgerEntry): boolean => id !== truth.id && !ids.has(id);
  const others = [
    ...some(sisters, OF_SELLER, random).filter(apart),
    ...some(ledger.entries, OF_OTHERS, random).filter(apart),
    ...run,
  ];
  for (const entry of others) {
    const ofSeller = entry.sellerTaxId === truth.sellerTaxId;
    const ofBuyer = entry.buyerTaxId === truth.buyerTaxId;
    const relation: Relation = ofSeller ? (ids.has(entry.id) ? 'run' : 'seller') : 'stranger';
    const fields = compareFields(slip, key, entry).filter((field) => !isNumber(field));
    tally.addPair(fields, relation, { seller: ofSeller, buyer: ofBuyer });
    if (relation !== 'stranger') tally.addAlike(relation === 'run' ? 'buyerOfRun' : 'buyerOfSeller', ofBuyer);
  }
  const any = random.pick(ledger.entries);
  if (any.id === truth.id) return;
  tally.addAlike('seller', any.sellerTaxId === truth.sellerTaxId);
  tally.addAlike('buyer', any.buyerTaxId === truth.buyerTaxId);
}

const isNumber = ({ compared }: Unweighed): boolean => compared === 'number20' || compared === 'number8';

/**
 * Numbers are counted against all entries, since a number of another invoice is met so rarely that no choice of pairs
 * would hold one. Returns the entries of the same run: the same seller, at most two edits away.
 */
function countNumbers(
  tally: MatchTally,
  ledger: MemoryLedger,
  { slip, truth, key, own }: { slip: Slip; truth: LedgerEntry; key: SlipKey; own: readonly Unweighed[] },
  sisters: number,
): readonly LedgerEntry[] {
  const number = own.find(isNumber);
  if (number === undefined) return [];
  const near = ledger.nearNumbers(number.ours).filter(({ entry }) => entry.id !== truth.id);
  const run: LedgerEntry[] = [];
  const seen = { seller: 0, stranger: 0 };
  for (const { entry } of near) {
    const relation = entry.sellerTaxId === truth.sellerTaxId ? 'seller' : 'stranger';
    const field = compareFields(slip, key, entry).find(isNumber);
    if (field === undefined || field.level === 'different') continue;
    if (relation === 'seller') run.push(entry);
    seen[relation] += 1;
    tally.addField(field, relation);
  }
  const far: Unweighed = { ...number, level: 'different' };
  tally.addField(far, 'seller', Math.max(0, sisters - seen.seller));
  tally.addField(far, 'stranger', Math.max(0, ledger.entries.length - sisters - seen.stranger));
  return run;
}

/** At most so many, chosen by chance (one may be chosen twice, which no count minds). */
const some = <T>(from: readonly T[], count: number, random: Random): T[] =>
  from.length <= count ? [...from] : Array.from({ length: count }, () => random.pick(from));
