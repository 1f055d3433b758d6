/** How many bits each compared field adds: the waterfall of one pair. Pure. */
import type { Level } from '../../document/level.js';
import type { ComparedField } from '../../document/match.js';
import type { PartyShares } from '../../ports/ledger.js';
import type { Compared, ComparedParty } from './counts.js';
import type { FieldModel, MatchModel } from './model.js';

/** Fields of one group say the same thing twice: only one of them counts. */
export type Group = 'amount' | 'seller' | 'buyer' | null;

/** A compared field before it is weighed. */
export type Unweighed = Omit<ComparedField, 'bits'> & {
  readonly compared: Compared | ComparedParty;
  readonly group: Group;
};

/** Probability of what was seen: of one invoice, of two of different sellers, of two of the same seller. */
interface Odds {
  readonly same: number;
  readonly stranger: number;
  readonly kin: number;
}

/**
 * Bits of every field, in the order given. A pair that is not one invoice may still be two invoices of one seller, where
 * much agrees by itself (date, buyer, drawer, most digits of the number). How probable that is follows from the seller's
 * fields and how common the seller is in this ledger (term frequency), then from each field in turn: so the bits of all
 * fields sum up to log2 of m/u, although the fields are not independent.
 */
export function weighed(
  fields: readonly Unweighed[],
  model: MatchModel,
  shares: PartyShares,
): ComparedField[] {
  const bits = new Map<Unweighed, number>();
  const seller = fields.filter(({ group }) => group === 'seller');
  const sellerShare = shareOf(seller, model.alike.seller, shares);
  const sellerVoice = partyVoice(seller, model);
  let kin = sellerShare;
  if (sellerVoice !== null) {
    const { voice, same, other } = sellerVoice;
    const u = sellerShare * same + (1 - sellerShare) * other;
    bits.set(voice, Math.log2(same / u));
    kin = (sellerShare * same) / u;
  }
  const occasion = occasionOf(fields);
  const density = model.sisters / Math.max(1, sellerShare * shares.entries);
  const weigh = (voice: Unweighed, { same, stranger, kin: kinOdds }: Odds): void => {
    const u = kin * kinOdds + (1 - kin) * stranger;
    bits.set(voice, Math.log2(same / u));
    kin = (kin * kinOdds) / u;
  };
  for (const field of fields) {
    if (field.group !== null || field.otherBasis === true) continue;
    weigh(field, fieldOdds(field, model, occasion, density));
  }
  for (const voice of amountVoices(fields, model, occasion)) weigh(voice, fieldOdds(voice, model, occasion));
  const buyer = fields.filter(({ group }) => group === 'buyer');
  const buyerVoice = partyVoice(buyer, model);
  if (buyerVoice !== null) {
    const { voice, same, other } = buyerVoice;
    const common = shareOf(buyer, model.alike.buyer, shares);
    const ofKin = Math.max(common, isRelated(occasion) ? model.alike.buyerOfRun : model.alike.buyerOfSeller);
    const mixed = (share: number): number => share * same + (1 - share) * other;
    weigh(voice, { same, stranger: mixed(common), kin: mixed(ofKin) });
  }
  return fields.map(({ compared: _compared, group: _group, ...field }, at) => {
    const own = fields[at];
    return { ...field, bits: (own === undefined ? undefined : bits.get(own)) ?? 0 };
  });
}

/** What tells whether two invoices of one seller were issued on one occasion. */
export interface Occasion {
  /** The numbers are at most two edits apart. */
  readonly nearNumber: boolean;
  readonly sameDay: boolean;
}

export const occasionOf = (fields: readonly Unweighed[]): Occasion => ({
  nearNumber: fields.some(({ compared, level }) => isNumber(compared) && level !== 'different'),
  sameDay: fields.some(({ compared, level }) => compared === 'date' && level === 'equal'),
});

/** On one occasion buyer, amounts and drawer agree by themselves; of the day a near number alone tells. */
export function relationIn(compared: Unweighed['compared'], occasion: Occasion): 'seller' | 'run' {
  if (isNumber(compared)) return 'seller';
  const related = compared === 'date' ? occasion.nearNumber : isRelated(occasion);
  return related ? 'run' : 'seller';
}

export const isRelated = ({ nearNumber, sameDay }: Occasion): boolean => nearNumber || sameDay;

export const isNumber = (compared: Unweighed['compared']): boolean =>
  compared === 'number20' || compared === 'number8';

const trustOf = ({ accepted }: Unweighed) => (accepted ? 'accepted' : 'doubtful');

function modelOf(field: Unweighed, { fields }: MatchModel): FieldModel {
  return fields[field.compared as Compared][trustOf(field)];
}

/**
 * A slip has about as many sisters of its own run whether its seller has ten entries in the ledger or ten thousand, so
 * beside a seller of few the share of near numbers and of the same day is as much greater. `density`: how much.
 */
function fieldOdds(field: Unweighed, model: MatchModel, occasion: Occasion, density = 1): Odds {
  const { level, compared } = field;
  const odds = modelOf(field, model);
  const relation = relationIn(compared, occasion);
  const near: readonly Level[] =
    relation === 'run'
      ? []
      : isNumber(compared)
        ? ['equal', 'confusable', 'near']
        : compared === 'date'
          ? ['equal']
          : [];
  const kin = denser(odds[relation], near, density);
  return { same: odds.same[level], stranger: odds.stranger[level], kin: kin[level] };
}

/** Of a seller's entries no more than this are taken to be of the slip's own run. */
const MOST_OF_RUN = 0.5;

/** The levels of `near` so many times as probable, the others accordingly less. */
function denser(levels: FieldModel['seller'], near: readonly Level[], density: number): FieldModel['seller'] {
  const before = near.reduce((sum, level) => sum + levels[level], 0);
  if (before === 0 || before >= MOST_OF_RUN) return levels;
  const after = Math.min(MOST_OF_RUN, before * density);
  const scaled = (level: Level): number =>
    levels[level] * (near.includes(level) ? after / before : (1 - after) / (1 - before));
  return {
    equal: scaled('equal'),
    confusable: scaled('confusable'),
    near: scaled('near'),
    different: scaled('different'),
  };
}

/**
 * Net, tax and gross follow from each other, so what speaks for the pair is said once, by the strongest, and what speaks
 * against it likewise.
 */
function amountVoices(fields: readonly Unweighed[], model: MatchModel, occasion: Occasion): Unweighed[] {
  const known = fields
    .filter(({ group, otherBasis }) => group === 'amount' && otherBasis !== true)
    .map((field) => {
      const { same, stranger } = fieldOdds(field, model, occasion);
      return { field, bits: Math.log2(same / stranger) };
    });
  const [most] = known.toSorted((a, b) => b.bits - a.bits);
  const [least] = known.toSorted((a, b) => a.bits - b.bits);
  return [
    ...(most !== undefined && most.bits > 0 ? [most.field] : []),
    ...(least !== undefined && least.bits < 0 ? [least.field] : []),
  ];
}

interface PartyVoice {
  /** The field that shows the bits of both. */
  readonly voice: Unweighed;
  /** Probability of what its fields show, if both sides name one party, and if they name two. */
  readonly same: number;
  readonly other: number;
}

/**
 * Name and tax id name one party or another. If one agrees, that the other was misread says next to nothing: the
 * misreading is as probable beside any other invoice of that party.
 */
function partyVoice(fields: readonly Unweighed[], model: MatchModel): PartyVoice | null {
  const known = fields.map((field) => {
    const { same, other } = model.parties[field.compared as ComparedParty][trustOf(field)];
    return { voice: field, same: same[field.level], other: other[field.level] };
  });
  const ratio = ({ same, other }: { same: number; other: number }): number => same / other;
  const [best] = known.toSorted((a, b) => ratio(b) - ratio(a));
  const [worst] = known.toSorted((a, b) => ratio(a) - ratio(b));
  if (best === undefined || worst === undefined) return null;
  if (best === worst || (ratio(best) > 1 && ratio(worst) > 1) || (ratio(best) <= 1 && ratio(worst) <= 1))
    return ratio(best) > 1 ? best : worst;
  const [same, other] = [best.same * worst.same, best.other * worst.other];
  return { voice: same > other ? best.voice : worst.voice, same, other };
}

/** How common the slip's party is in this ledger; what was misread and stands nowhere, as common as parties are. */
function shareOf(fields: readonly Unweighed[], usual: number, shares: PartyShares): number {
  const told = fields.map(({ compared }) => shares[compared as ComparedParty] ?? 0);
  const share = Math.max(0, ...told);
  return share > 0 ? Math.min(1, Math.max(share, 1 / Math.max(1, shares.entries))) : usual;
}
