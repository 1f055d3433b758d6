/** After a write to the ledger: slips that it may say something new of are asked after again. */
import type { Queue } from '../../ports/queue.js';
import type { WorkStore } from '../../ports/store.js';
import { announceWritten, type OnFault } from '../announce.js';

export interface RecheckTools {
  readonly store: { readonly work: Pick<WorkStore, 'openTouchedRechecks'> };
  readonly queue: Pick<Queue, 'announce'>;
  readonly onFault: OnFault;
}

/**
 * How far the clocks of this machine and of the database may be apart. What is asked after once too often costs a
 * look-up; what is passed over stays wrong.
 */
const CLOCKS_APART_MS = 5 * 60_000;

/** The moment from which on entries count as touched by a write that began at `began`. */
export const touchedSince = (began: Date): Date => new Date(began.getTime() - CLOCKS_APART_MS);

/** Opens and announces the work. */
export async function recheckTouched(
  { store, queue, onFault }: RecheckTools,
  organisationId: string,
  began: Date,
): Promise<void> {
  await announceWritten(
    queue,
    await store.work.openTouchedRechecks(organisationId, touchedSince(began)),
    onFault,
  );
}
