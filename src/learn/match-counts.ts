/** Counts for the match: levels of pairs of which it is known whether they are one invoice. */
import { LEVELS } from '../document/level.js';
import {
  COMPARED,
  COMPARED_PARTIES,
  type Compared,
  type ComparedParty,
  type FieldCounts,
  type LevelCounts,
  type MatchCounts,
  type PartyCounts,
  type Trust,
} from '../pipeline/match/counts.js';
import { occasionOf, relationIn, type Unweighed } from '../pipeline/match/weigh.js';

/** What a pair is: one invoice, or two: of different sellers, of one seller, of one occasion of a seller's. */
export type Relation = keyof FieldCounts;

/** Whether two invoices name the same party; `null`: not known. */
export interface SameParties {
  readonly seller: boolean | null;
  readonly buyer: boolean | null;
}

type Levels = [number, number, number, number];
const none = (): Levels => [0, 0, 0, 0];
const noField = () => ({ same: none(), stranger: none(), seller: none(), run: none() });
const noParty = () => ({ same: none(), other: none() });
const byTrust = <T>(make: () => T): Record<Trust, T> => ({ accepted: make(), doubtful: make() });

/** Adds up pairs. What it holds is only what was added: {@link addMatchCounts} lays it on what was known. */
export class MatchTally {
  readonly #fields = new Map(COMPARED.map((name) => [name, byTrust(noField)]));
  readonly #parties = new Map(COMPARED_PARTIES.map((name) => [name, byTrust(noParty)]));
  readonly #alike = {
    seller: [0, 0],
    buyer: [0, 0],
    buyerOfSeller: [0, 0],
    buyerOfRun: [0, 0],
  } satisfies Record<keyof MatchCounts['alike'], [number, number]>;
  readonly #prior = { present: 0, absent: 0 };

  /** One slip whose invoice stands in the ledger, or does not. */
  addSlip(known: boolean): void {
    this.#prior[known ? 'present' : 'absent'] += 1;
  }

  /**
   * A pair's fields. Of two invoices of one seller each field is counted under the relation that the match reckons with
   * it. Amounts that agree on another tax basis only are left out.
   */
  addPair(fields: readonly Unweighed[], pair: 'same' | 'stranger' | 'seller', same: SameParties): void {
    const occasion = occasionOf(fields);
    for (const field of fields) {
      if (field.otherBasis === true) continue;
      const side = field.group === 'seller' || field.group === 'buyer' ? field.group : null;
      if (side !== null) this.#addParty(field, same[side]);
      else this.addField(field, pair === 'seller' ? relationIn(field.compared, occasion) : pair);
    }
  }

  /** One field of a pair, `weight` times. */
  addField(field: Unweighed, relation: Relation, weight = 1): void {
    const counts = this.#fields.get(field.compared as Compared)?.[trustOf(field)][relation];
    if (counts !== undefined) bump(counts, field, weight);
  }

  #addParty(field: Unweighed, same: boolean | null): void {
    if (same === null) return;
    const counts = this.#parties.get(field.compared as ComparedParty)?.[trustOf(field)];
    if (counts !== undefined) bump(counts[same ? 'same' : 'other'], field, 1);
  }

  /** Of two invoices, whether they name one party. */
  addAlike(which: keyof MatchCounts['alike'], alike: boolean): void {
    const counts = this.#alike[which];
    counts[0] = (counts[0] ?? 0) + (alike ? 1 : 0);
    counts[1] = (counts[1] ?? 0) + 1;
  }

  counts(): Omit<MatchCounts, 'about' | 'date' | 'from'> {
    return {
      prior: { ...this.#prior },
      fields: Object.fromEntries(this.#fields) as MatchCounts['fields'],
      parties: Object.fromEntries(this.#parties) as MatchCounts['parties'],
      alike: this.#alike as MatchCounts['alike'],
    };
  }
}

const trustOf = ({ accepted }: Unweighed): Trust => (accepted ? 'accepted' : 'doubtful');

function bump(counts: Levels, { level }: Unweighed, weight: number): void {
  const at = LEVELS.indexOf(level);
  counts[at] = (counts[at] ?? 0) + weight;
}

const sum = (a: LevelCounts, b: LevelCounts): LevelCounts => [
  a[0] + b[0],
  a[1] + b[1],
  a[2] + b[2],
  a[3] + b[3],
];
const pairSum = (a: readonly [number, number], b: readonly [number, number]): [number, number] => [
  a[0] + b[0],
  a[1] + b[1],
];

/** What was known and what was counted since, as one count. */
export function addMatchCounts(
  known: MatchCounts,
  added: ReturnType<MatchTally['counts']>,
  { date, from }: Pick<MatchCounts, 'date' | 'from'>,
): MatchCounts {
  const field = (a: FieldCounts, b: FieldCounts): FieldCounts => ({
    same: sum(a.same, b.same),
    stranger: sum(a.stranger, b.stranger),
    seller: sum(a.seller, b.seller),
    run: sum(a.run, b.run),
  });
  const party = (a: PartyCounts, b: PartyCounts): PartyCounts => ({
    same: sum(a.same, b.same),
    other: sum(a.other, b.other),
  });
  const both = <T>(a: Record<Trust, T>, b: Record<Trust, T>, add: (a: T, b: T) => T): Record<Trust, T> => ({
    accepted: add(a.accepted, b.accepted),
    doubtful: add(a.doubtful, b.doubtful),
  });
  return {
    about: known.about,
    date,
    from,
    prior: {
      present: known.prior.present + added.prior.present,
      absent: known.prior.absent + added.prior.absent,
    },
    fields: Object.fromEntries(
      COMPARED.map((name) => [name, both(known.fields[name], added.fields[name], field)]),
    ) as MatchCounts['fields'],
    parties: Object.fromEntries(
      COMPARED_PARTIES.map((name) => [name, both(known.parties[name], added.parties[name], party)]),
    ) as MatchCounts['parties'],
    alike: {
      seller: pairSum(known.alike.seller, added.alike.seller),
      buyer: pairSum(known.alike.buyer, added.alike.buyer),
      buyerOfSeller: pairSum(known.alike.buyerOfSeller, added.alike.buyerOfSeller),
      buyerOfRun: pairSum(known.alike.buyerOfRun, added.alike.buyerOfRun),
    },
  };
}

/** As a file, each list of levels on one line: a comparator stays what one can read. */
export const matchCountsText = (counts: MatchCounts): string =>
  `${JSON.stringify(counts, null, 1).replace(/\[\s+([\d.,\s]+?)\s+\]/gu, (_, list: string) => `[${list.replace(/\s+/gu, ' ')}]`)}\n`;
