/** What an organisation's checks need to know besides the slip: its rules, its other invoices, its claims. */
import type { Claim, ClaimState } from '../document/claim.js';
import type { OtherInvoice } from '../document/finding.js';
import type { BlackListed, OrganisationRules, OwnCompany, RulePack } from '../document/rule-pack.js';
import type { Slip } from '../document/slip.js';
import type { Principal } from './accounts.js';
import type { Page } from './page.js';

/** Somebody edited the rules meanwhile: read them again. */
export class RulesChanged extends Error {
  constructor() {
    super('the rules were edited meanwhile');
    this.name = 'RulesChanged';
  }
}

export interface RuleStore {
  /** The organisation's rules; those that the program ships where it has none of its own. */
  get(organisationId: string): Promise<OrganisationRules>;
  /** Throws RulesChanged unless `edition` is still the one in force. */
  setPack(principal: Principal, pack: RulePack, edition: number): Promise<OrganisationRules>;
  setOwnCompanies(
    principal: Principal,
    companies: readonly OwnCompany[],
    edition: number,
  ): Promise<OrganisationRules>;
  /**
   * Documents handed in since then are to be held against the rules (and the ledger) again, as soon as somebody sweeps:
   * how many.
   */
  recheckSince(organisationId: string, since: Date): Promise<number>;
  blackList(organisationId: string, options: { cursor?: string; limit: number }): Promise<Page<BlackListed>>;
  addToBlackList(
    principal: Principal,
    sellers: readonly Pick<BlackListed, 'taxId' | 'name' | 'reason'>[],
  ): Promise<void>;
  removeFromBlackList(principal: Principal, id: string): Promise<boolean>;
  /** The entry that a seller stands under, by tax id or (where the list has none) by name. */
  blackListed(
    organisationId: string,
    seller: { readonly taxId: string | null; readonly name: string | null },
  ): Promise<BlackListed | null>;
}

/** Another slip of the organisation, as far as checks compare it. */
export interface NeighbourSlip {
  readonly other: OtherInvoice;
  readonly invoiceNumber: string | null;
  readonly issueDate: string | null;
  readonly sellerTaxId: string | null;
  /** 分 */
  readonly gross: bigint | null;
  /** Its original is the same file, byte for byte. */
  readonly sameBytes: boolean;
  /** It lies in the same document, or came in the same batch. */
  readonly sameDocument: boolean;
  readonly sameBatch: boolean;
  /** Whoever handed it in is who handed in the slip. What comes by folder, mailbox or command line has one pair of hands. */
  readonly samePerson: boolean;
  /** It was handed in before the slip. */
  readonly earlier: boolean;
  /**
   * Its findings tell of it: D1 names the slip's document (`same`, `alike`), D2 or S1 is broken (`near`, `run`). Or it has yet to
   * be matched, and will.
   */
  readonly knows: boolean;
}

/** A slip with a picture, of which something was read as of the slip asked about. */
export interface AlikeSlip extends NeighbourSlip {
  /** What its page looks like (document/likeness.ts). */
  readonly likeness: string;
}

/** The organisation's other slips that a slip may repeat or continue. */
export interface Neighbours {
  /** D1: the same invoice in other slips, those handed in first first. */
  readonly same: readonly NeighbourSlip[];
  /** D1 where the number of one of the two is not sure: pictures to be compared, those handed in first first. */
  readonly alike: readonly AlikeSlip[];
  /** D2: same seller and total within the days asked for, another number. */
  readonly near: readonly NeighbourSlip[];
  /** S1: numbers at most `gap` × `count` away; of the same seller and date (20 digits) or code (8 digits). */
  readonly run: readonly NeighbourSlip[];
}

/** Who handed a document in, and when. */
export interface HandedIn {
  /** For people: a person's name or an API key's label. */
  readonly person: string | null;
  readonly at: Date;
}

export interface NeighbourStore {
  /** Of a slip of `documentId` (null: of none yet). Fields that are not accepted find nothing. */
  of(
    organisationId: string,
    slip: Slip,
    documentId: string | null,
    reach: { readonly days: number; readonly gap: number; readonly count: number },
  ): Promise<Neighbours>;
  /** The documents that hold one of these invoices, as far as they have been matched. */
  holding(organisationId: string, recordKeys: readonly string[]): Promise<readonly string[]>;
  /** By the document's id; a document that is not the organisation's is not there. */
  handedIn(organisationId: string, documentIds: readonly string[]): Promise<ReadonlyMap<string, HandedIn>>;
}

/** Invoices of a claim are in somebody else's already; nothing was locked. */
export class ClaimConflict extends Error {
  readonly held: readonly Claim[];
  constructor(held: readonly Claim[]) {
    super('an invoice is claimed already');
    this.name = 'ClaimConflict';
    this.held = held;
  }
}

export interface ClaimStore {
  /**
   * Locks all of these invoices for one claim, or none: throws ClaimConflict with those that another reference, or
   * somebody else under the same one, holds (`lock`) or has used (`closure`). The same again changes nothing.
   */
  lock(principal: Principal, reference: string, recordKeys: readonly string[]): Promise<readonly Claim[]>;
  /**
   * Ends every `lock` of a reference (`ownOnly`: those of this person or key): `closure` when it was paid, `cancel` when
   * it was withdrawn. Returns all that are in that state now; none where there was nothing to end.
   */
  end(
    principal: Principal,
    reference: string,
    state: Extract<ClaimState, 'closure' | 'cancel'>,
    options?: { readonly ownOnly?: boolean },
  ): Promise<readonly Claim[]>;
  /** What holds or has used these invoices now; at most one each. */
  holding(organisationId: string, recordKeys: readonly string[]): Promise<readonly Claim[]>;
  /** Every claim of one invoice, newest first. */
  history(organisationId: string, recordKey: string): Promise<readonly Claim[]>;
  list(
    organisationId: string,
    filter: {
      readonly reference?: string;
      readonly recordKey?: string;
      readonly state?: ClaimState;
    },
    options: { cursor?: string; limit: number },
  ): Promise<Page<Claim>>;
}
