/** The checks that need the organisation: gathers what they ask for around a slip, and has them made. */
import { recordKey } from '../document/record.js';
import type { OrganisationRules } from '../document/rule-pack.js';
import type { Slip } from '../document/slip.js';
import type { Verdict } from '../document/verdict.js';
import { todayInShanghai } from '../invoice/dates.js';
import type { FieldName } from '../invoice/fields.js';
import type { HandedIn, Neighbours } from '../ports/rules.js';
import type { Store } from '../ports/store.js';
import { checkAgainst } from './check/standing/check-against.js';
import { isSamePicture } from './check/standing/same-picture.js';
import { toldOf } from './check/standing/tell.js';

/** Pictures that a slip's own is held against, some milliseconds each: so many of one invoice nobody hands in. */
const PICTURES_COMPARED = 16;

export type CheckStore = Pick<Store, 'rules' | 'neighbours' | 'claims'>;

/** Whose slip it is: a document's; or `null`, a record's, which stands for several. */
export interface Whose {
  readonly organisationId: string;
  readonly documentId: string | null;
  readonly rules: OrganisationRules;
  readonly handedIn: HandedIn | null;
}

/** What holds for all slips of a document (`null`: of a record). */
export async function whoseSlips(
  store: Pick<Store, 'rules' | 'neighbours'>,
  organisationId: string,
  documentId: string | null,
): Promise<Whose> {
  const [rules, handedIn] = await Promise.all([
    store.rules.get(organisationId),
    documentId === null ? null : store.neighbours.handedIn(organisationId, [documentId]),
  ]);
  const one = documentId === null ? null : (handedIn?.get(documentId) ?? null);
  return { organisationId, documentId, rules, handedIn: one };
}

/**
 * The slip with all its findings as the organisation's rules have them now; and `tell`, other documents that have to be
 * held against them again because of it.
 */
export async function checkedAgainst(
  store: CheckStore,
  { organisationId, documentId, rules, handedIn }: Whose,
  slip: Slip,
  verdict: Verdict | null,
  now: Date,
): Promise<{ readonly slip: Slip; readonly tell: readonly string[] }> {
  const key = recordKey(slip);
  const { thresholds } = rules.pack;
  const reach = {
    days: thresholds.nearDuplicateDays,
    gap: thresholds.consecutiveGap,
    count: thresholds.consecutiveCount,
  };
  const [found, blackListed, claims] = await Promise.all([
    store.neighbours.of(organisationId, slip, documentId, reach),
    store.rules.blackListed(organisationId, {
      taxId: given(slip, 'sellerTaxId'),
      name: given(slip, 'sellerName'),
    }),
    key === null ? [] : store.claims.holding(organisationId, [key]),
  ]);
  // A record is one invoice, however many documents it came in.
  const alike = found.alike
    .slice(0, PICTURES_COMPARED)
    .filter((each) => isSamePicture(slip.likeness, each.likeness));
  const neighbours: Neighbours =
    documentId === null ? { ...found, same: [], alike: [] } : { ...found, alike };
  const surroundings = { rules, verdict, neighbours, blackListed, claims, handedIn };
  const checked = checkAgainst(slip, surroundings, todayInShanghai(now));
  return { slip: checked, tell: documentId === null ? [] : toldOf(checked, neighbours) };
}

const given = ({ fields }: Slip, name: FieldName): string | null => fields[name]?.value || null;
