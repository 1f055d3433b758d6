/** match: finds the entries of the ledger that a slip may be. Exact key first; what is merely near is only a suggestion. */
import type { LedgerEntry } from '../../document/ledger.js';
import type { Comparison, Match, MatchKey } from '../../document/match.js';
import type { Slip } from '../../document/slip.js';
import { parseDate } from '../../invoice/dates.js';
import { parseMoney } from '../../invoice/money.js';
import { squash } from '../../invoice/text.js';
import type { LedgerStore, PartyNames, PartyShares } from '../../ports/ledger.js';
import { compareEntry, type Ledgers } from './compare-entry.js';
import { keyOf, type SlipKey } from './key.js';
import { defaultMatchModel, exclusiveProbabilities, type MatchModel, priorBits } from './model.js';

type Probe = Parameters<LedgerStore['near']>[1];

/** The ledger of one organisation: LedgerStore bound to it. */
export interface LedgerLookup {
  byKey(number: string, code: string | null): Promise<readonly LedgerEntry[]>;
  near(probe: Probe, limit: number): Promise<readonly LedgerEntry[]>;
  shares(parties: PartyNames): Promise<PartyShares>;
}

/** Entries looked at, and suggestions kept: a person reads three, five leave room for ties. */
const LOOKED_AT = 50;
const SUGGESTED = 5;
/** Less probable than this is no help to anyone, unless a digit or two of the number is all that lies between. */
const WORTH_SHOWING = 0.01;
/** A misread day or month digit moves a date by up to a month; same seller and amount are asked for besides. */
const DATE_WINDOW_DAYS = 31;

/**
 * Looks the slip up by its exact key and compares it field by field. Without a hit, or where the hit disagrees in some
 * field, near entries are compared too: the number may be misread, and then another entry fits better.
 */
export async function matchSlip(
  slip: Slip,
  ledger: LedgerLookup,
  model: MatchModel = defaultMatchModel(),
): Promise<Match> {
  const key = keyOf(slip.fields);
  const [underKey, shares] = await Promise.all([entriesUnder(key, ledger), ledger.shares(partiesOf(slip))]);
  const ledgers: Ledgers = { model, shares };
  const only = underKey.length === 1 && isExact(key.key) ? underKey[0] : undefined;
  const hit = only === undefined ? null : compareEntry(slip, key, only, ledgers);
  const agrees = hit?.fields.every(({ level }) => level === 'equal') ?? false;
  const others = agrees ? [] : await otherEntries(slip, key, ledger, underKey);
  const rivals = others
    .filter((entry) => entry.id !== hit?.entry.id)
    .map((entry) => compareEntry(slip, key, entry, ledgers));
  return {
    key: nameOfKey(key.key, underKey.length),
    priorBits: priorBits(model, shares.entries),
    ...ranked(hit, rivals, underKey),
  };
}

/** The parties in the form in which the ledger holds them. */
function partiesOf({ fields }: Slip): PartyNames {
  const text = (field: keyof PartyNames): string => squash(fields[field]?.value ?? '');
  const named = (['sellerName', 'sellerTaxId', 'buyerName', 'buyerTaxId'] as const).map(
    (field) => [field, field.endsWith('TaxId') ? text(field).toUpperCase() : text(field)] as const,
  );
  return Object.fromEntries(named.filter(([, value]) => value !== '' && !value.includes('*')));
}

type ExactKey = Extract<MatchKey, { type: 'number' | 'code_number' }>;
const isExact = (key: MatchKey): key is ExactKey => key.type === 'number' || key.type === 'code_number';

/** A key that several entries share names none of them. */
function nameOfKey(key: MatchKey, entries: number): MatchKey {
  return isExact(key) && entries > 1 ? { type: 'number_only', number: key.number } : key;
}

async function entriesUnder({ key }: SlipKey, ledger: LedgerLookup): Promise<readonly LedgerEntry[]> {
  switch (key.type) {
    case 'number':
    case 'number_only':
      return ledger.byKey(key.number, null);
    case 'code_number':
      return ledger.byKey(key.number, key.code);
    case 'none':
      return [];
  }
}

/** What the slip may be besides: `known` entries (several under one number) and those near in number, seller or amount. */
async function otherEntries(
  slip: Slip,
  key: SlipKey,
  ledger: LedgerLookup,
  known: readonly LedgerEntry[],
): Promise<readonly LedgerEntry[]> {
  const probe = probeOf(slip, key);
  const near = probe === null ? [] : await ledger.near(probe, LOOKED_AT);
  // The code may be the wrong one of the two.
  const otherCodes = key.key.type === 'code_number' ? await ledger.byKey(key.key.number, null) : [];
  return [...new Map([...known, ...otherCodes, ...near].map((entry) => [entry.id, entry])).values()];
}

/** `null`: the slip says too little to look for anything. */
function probeOf({ fields }: Slip, key: SlipKey): Probe | null {
  const text = (field: 'sellerTaxId' | 'sellerName') => squash(fields[field]?.value ?? '') || undefined;
  const amounts = [fields.grossTotal, fields.netTotal, fields.carTotal, fields.fare].flatMap((field) => {
    const fen = field === undefined ? null : parseMoney(field.value);
    return fen === null ? [] : [fen];
  });
  const sellerTaxId = text('sellerTaxId')?.toUpperCase();
  const sellerName = text('sellerName');
  const issueDate = parseDate(fields.issueDate?.value ?? '') ?? undefined;
  if (key.number === null && sellerTaxId === undefined && sellerName === undefined) return null;
  return {
    ...(key.number === null ? {} : { invoiceNumber: key.number }),
    ...(sellerTaxId === undefined ? {} : { sellerTaxId }),
    ...(sellerName === undefined ? {} : { sellerName }),
    ...(issueDate === undefined ? {} : { issueDate }),
    totals: [...new Set(amounts)],
    days: DATE_WINDOW_DAYS,
  };
}

const hasNearNumber = (fields: Comparison['fields']): boolean =>
  fields.some(({ field, level }) => field === 'invoiceNumber' && level !== 'different');

type Unranked = Omit<Comparison, 'probability'>;

/** Entries under the slip's own number are always shown, however much else differs. */
function ranked(
  hit: Unranked | null,
  rivals: readonly Unranked[],
  underKey: readonly LedgerEntry[],
): Pick<Match, 'hit' | 'candidates'> {
  const same = new Set(underKey.map(({ id }) => id));
  const all = hit === null ? rivals : [hit, ...rivals];
  const probabilities = exclusiveProbabilities(all.map(({ bits }) => bits));
  const compared = all.map((one, i): Comparison => ({ ...one, probability: probabilities[i] ?? 0 }));
  const candidates = (hit === null ? compared : compared.slice(1))
    .filter(
      ({ probability, entry, fields }) =>
        probability >= WORTH_SHOWING || same.has(entry.id) || hasNearNumber(fields),
    )
    .toSorted((a, b) => b.bits - a.bits)
    .slice(0, SUGGESTED);
  return { hit: hit === null ? null : (compared[0] ?? null), candidates };
}
