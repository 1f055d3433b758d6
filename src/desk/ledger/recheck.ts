/** After a write to the ledger: slips that it may say something new of are asked after again. */
import type { Queue } from '../../ports/queue.js';
import type { WorkStore } from '../../ports/work.js';
import { announceWritten, type OnFault } from '../announce.js';

export interface RecheckTools {
  readonly store: { readonly work: Pick<WorkStore, 'openTouchedRechecks'> };
  readonly queue: Pick<Queue, 'announce'>;
  readonly onFault: OnFault;
}

/** Opens and announces the work for entries that a write which began at `began` may have touched. */
export async function recheckTouched(
  { store, queue, onFault }: RecheckTools,
  organisationId: string,
  began: Date,
): Promise<void> {
  await announceWritten(queue, await store.work.openTouchedRechecks(organisationId, began), onFault);
}
