/** After a claim: what is claimed now, used up or free again, the documents of those invoices tell otherwise (D1). */
import type { Claim } from '../../document/claim.js';
import type { Queue } from '../../ports/queue.js';
import type { Store } from '../../ports/store.js';
import { announceWritten, type OnFault } from '../announce.js';

export interface ClaimRecheckTools {
  readonly store: Pick<Store, 'neighbours' | 'work'>;
  readonly queue: Pick<Queue, 'announce'>;
  readonly onFault: OnFault;
}

/**
 * Opens and announces the match of every document that holds one of the claimed invoices. Never throws: the claim stands
 * whether or not its documents are looked at again now; the fault is told to `onFault`.
 */
export async function recheckClaimed(
  { store, queue, onFault }: ClaimRecheckTools,
  organisationId: string,
  claims: readonly Claim[],
): Promise<void> {
  try {
    const keys = [...new Set(claims.map(({ recordKey }) => recordKey))];
    const documents = await store.neighbours.holding(organisationId, keys);
    await announceWritten(queue, await store.work.openRechecks(organisationId, documents), onFault);
  } catch (error) {
    onFault('recheck of claimed documents', error);
  }
}
