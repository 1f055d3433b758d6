/** Companies that are known already, from the ledger or a list of one's own: they support what was nearly read. */
import type { KnownParty, PartyList } from '../document/ledger.js';
import { squash } from '../invoice/text.js';
import type { LedgerStore } from '../ports/ledger.js';

/** Known companies, found by either half of a pair. Halves are compared as {@link squash} writes them. */
export interface KnownParties {
  /** Companies of this tax id. */
  byId(taxId: string): readonly KnownParty[];
  /** Companies of this name. */
  byName(name: string): readonly KnownParty[];
}

/** Nobody is known. */
export const NOBODY: KnownParties = { byId: () => [], byName: () => [] };

/** Makes a list searchable. The index is made on the first search: most files never ask. */
export function knownParties(list: readonly KnownParty[]): KnownParties {
  let index: Readonly<Record<'name' | 'taxId', ReadonlyMap<string, readonly KnownParty[]>>> | null = null;
  const find = (half: 'name' | 'taxId', value: string): readonly KnownParty[] => {
    index ??= { name: grouped(list, 'name'), taxId: grouped(list, 'taxId') };
    return index[half].get(squash(value)) ?? [];
  };
  return { byId: (taxId) => find('taxId', taxId), byName: (name) => find('name', name) };
}

function grouped(list: readonly KnownParty[], half: 'name' | 'taxId'): ReadonlyMap<string, KnownParty[]> {
  const groups = new Map<string, KnownParty[]>();
  for (const party of list) {
    const key = squash(party[half]);
    const group = groups.get(key);
    if (group === undefined) groups.set(key, [party]);
    else group.push(party);
  }
  return groups;
}

/** Companies of an organisation that are told to readers: some 2 MB, handed over in 20 ms once a reader and edition. */
export const MOST_PARTIES = 20_000;
/** Lists kept at a time, here and in each reader: some 4 MB each. */
export const MOST_LISTS = 4;

/** The companies of each organisation's ledger: loaded once, and again after the ledger was added to. */
export class PartyLists {
  readonly #ledger: Pick<LedgerStore, 'parties' | 'edition'>;
  readonly #lists = new Map<string, { readonly edition: string; readonly list: Promise<PartyList> }>();

  constructor(ledger: Pick<LedgerStore, 'parties' | 'edition'>) {
    this.#ledger = ledger;
  }

  /** Throws when the ledger cannot be asked. */
  async of(organisationId: string): Promise<PartyList> {
    const edition = await this.#ledger.edition(organisationId);
    const held = this.#lists.get(organisationId);
    const list = held?.edition === edition ? held.list : this.#load(organisationId, edition);
    // Those asked for last are kept.
    this.#lists.delete(organisationId);
    this.#lists.set(organisationId, { edition, list });
    for (const oldest of [...this.#lists.keys()].slice(0, -MOST_LISTS)) this.#lists.delete(oldest);
    try {
      return await list;
    } catch (error) {
      // The next file asks anew.
      if (this.#lists.get(organisationId)?.list === list) this.#lists.delete(organisationId);
      throw error;
    }
  }

  async #load(organisationId: string, edition: string): Promise<PartyList> {
    const parties = await this.#ledger.parties(organisationId, MOST_PARTIES);
    return { id: `${organisationId}/${edition}`, parties };
  }
}
