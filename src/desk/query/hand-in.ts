/** Handing in a file of questions. */
import type { Principal } from '../../ports/accounts.js';
import type { Queue } from '../../ports/queue.js';
import type { NewDocument, Store } from '../../ports/store.js';
import { announceWritten, type OnFault } from '../announce.js';

/** Opens the work on a stored file. The batch's id. */
export async function handInQuestions(
  tools: {
    readonly store: Pick<Store, 'queries'>;
    readonly queue: Pick<Queue, 'announce'>;
    readonly onFault: OnFault;
  },
  principal: Principal,
  file: NewDocument,
): Promise<string> {
  const { batchId, announcements } = await tools.store.queries.openBatch(principal, file);
  await announceWritten(tools.queue, announcements, tools.onFault);
  return batchId;
}
