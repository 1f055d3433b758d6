/** Companies that are known already, from the ledger or a list of one's own: they support what was nearly read. */

export interface KnownParty {
  readonly name: string;
  readonly taxId: string;
}

export type KnownParties = readonly KnownParty[];

/** Nobody is known. */
export const NOBODY: KnownParties = [];
