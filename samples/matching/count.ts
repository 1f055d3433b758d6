/** Counts levels over pairs of a drawn ledger: slips beside their own entries, and beside others of each relation. */
import type { LedgerEntry } from '../../src/document/ledger.js';
import type { Slip } from '../../src/document/slip.js';
import { MatchTally } from '../../src/learn/match-counts.js';
import { compareFields } from '../../src/pipeline/match/compare-entry.js';
import { editsBetween } from '../../src/pipeline/match/edits.js';
import { keyOf, type SlipKey } from '../../src/pipeline/match/key.js';
import { isNumber, type Unweighed } from '../../src/pipeline/match/weigh.js';
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

interface Subject extends DrawnSlip {
  readonly key: SlipKey;
  /** The slip beside its own entry. */
  readonly own: readonly Unweighed[];
  /** Other entries of the same seller. */
  readonly sisters: readonly LedgerEntry[];
}

function countSlip(tally: MatchTally, ledger: MemoryLedger, drawn: DrawnSlip, random: Random): void {
  const { slip, truth, known } = drawn;
  const key = keyOf(slip.fields);
  const own = compareFields(slip, key, truth);
  const sisters = ledger.ofSeller(truth.sellerTaxId).filter(({ id }) => id !== truth.id);
  const subject: Subject = { ...drawn, key, own, sisters };
  tally.addSlip(known);
  tally.addPair(own, 'same', { seller: true, buyer: true });
  countNumbers(tally, ledger, subject);
  countSisters(tally, subject, random);
  for (const entry of some(ledger.entries, OF_OTHERS, random)) {
    if (entry.sellerTaxId === truth.sellerTaxId) continue;
    const fields = withoutNumber(compareFields(slip, key, entry));
    tally.addPair(fields, 'stranger', { seller: false, buyer: entry.buyerTaxId === truth.buyerTaxId });
  }
  const any = random.pick(ledger.entries);
  if (any.id === truth.id) return;
  tally.addAlike('seller', any.sellerTaxId === truth.sellerTaxId);
  tally.addAlike('buyer', any.buyerTaxId === truth.buyerTaxId);
}

/** All that may be of one occasion, and some of the rest: so that each relation is counted as it is. */
function countSisters(tally: MatchTally, subject: Subject, random: Random): void {
  const { own, sisters } = subject;
  const day = own.find(({ compared }) => compared === 'date')?.ours;
  const number = own.find(({ compared }) => isNumber(compared))?.ours;
  for (const entry of sisters) {
    const sister: Sister = {
      entry,
      sameDay: entry.issueDate === day,
      nearNumber: number !== undefined && hasNear(entry, number),
      chosen: random.next() * sisters.length < OF_SELLER,
    };
    if (sister.sameDay || sister.nearNumber || sister.chosen) countSister(tally, subject, sister);
  }
}

interface Sister {
  readonly entry: LedgerEntry;
  readonly sameDay: boolean;
  readonly nearNumber: boolean;
  /** One of those taken by chance. */
  readonly chosen: boolean;
}

function countSister(
  tally: MatchTally,
  subject: Subject,
  { entry, sameDay, nearNumber, chosen }: Sister,
): void {
  const { slip, key, truth } = subject;
  const fields = withoutNumber(compareFields(slip, key, entry));
  const sameBuyer = entry.buyerTaxId === truth.buyerTaxId;
  const relation = nearNumber || sameDay ? 'run' : 'seller';
  for (const field of fields.filter(isPlain)) {
    if (field.compared !== 'date') tally.addField(field, relation);
    else if (nearNumber || chosen) tally.addField(field, nearNumber ? 'run' : 'seller');
  }
  const parties = fields.filter((field) => !isPlain(field));
  if (chosen) tally.addPair(parties, 'seller', { seller: true, buyer: sameBuyer });
  tally.addAlike(relation === 'run' ? 'buyerOfRun' : 'buyerOfSeller', sameBuyer);
}

const hasNear = ({ invoiceNumber, alias }: LedgerEntry, number: string): boolean =>
  editsBetween(number, invoiceNumber) !== null ||
  (alias !== null && editsBetween(number, alias.slice(-8)) !== null);

const withoutNumber = (fields: readonly Unweighed[]): Unweighed[] =>
  fields.filter(({ compared }) => !isNumber(compared));

/** No party, and no amount that agrees on another tax basis only. */
const isPlain = ({ group, otherBasis }: Unweighed): boolean =>
  (group === null || group === 'amount') && otherBasis !== true;

/**
 * Numbers are counted against all entries, since a number of another invoice is met so rarely that no choice of pairs
 * would hold one.
 */
function countNumbers(
  tally: MatchTally,
  ledger: MemoryLedger,
  { slip, truth, key, own, sisters }: Subject,
): void {
  const number = own.find(({ compared }) => isNumber(compared));
  if (number === undefined) return;
  const seen = { seller: 0, stranger: 0 };
  for (const { entry } of ledger.nearNumbers(number.ours)) {
    const field = compareFields(slip, key, entry).find(({ compared }) => isNumber(compared));
    if (entry.id === truth.id || field === undefined || field.level === 'different') continue;
    const relation = entry.sellerTaxId === truth.sellerTaxId ? 'seller' : 'stranger';
    seen[relation] += 1;
    tally.addField(field, relation);
  }
  const far: Unweighed = { ...number, level: 'different' };
  tally.addField(far, 'seller', Math.max(0, sisters.length - seen.seller));
  tally.addField(far, 'stranger', Math.max(0, ledger.entries.length - sisters.length - seen.stranger));
}

/** At most so many, chosen by chance (one may be chosen twice, which no count minds). */
const some = <T>(from: readonly T[], count: number, random: Random): T[] =>
  from.length <= count ? [...from] : Array.from({ length: count }, () => random.pick(from));
