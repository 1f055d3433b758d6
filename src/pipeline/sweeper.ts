/**
 * The sweeper: compares what the store says is open with what was announced, and announces again what nobody
 * finished. It is what makes a lost queue, a killed worker and a failed announcement harmless.
 */
import type { Queue } from '../ports/queue.js';
import type { WorkStore } from '../ports/store.js';

/** Work announced longer ago than this and still open is announced again. Longer than a big file takes, and harmless when wrong. */
export const OVERDUE_AFTER_MS = 10 * 60_000;
/** Time between two sweeps. */
export const SWEEP_EVERY_MS = 15_000;
const AT_ONCE = 500;

export interface Sweeper {
  stop(): Promise<void>;
}

/** Announces everything overdue at `now`; `since` is how long ago counts as overdue. Returns how many. */
export async function sweep(
  work: Pick<WorkStore, 'overdue'>,
  queue: Pick<Queue, 'announce'>,
  now: Date,
  since = OVERDUE_AFTER_MS,
): Promise<number> {
  let swept = 0;
  for (;;) {
    const items = await work.overdue(new Date(now.getTime() - since), AT_ONCE);
    if (items.length === 0) return swept;
    await queue.announce(items);
    swept += items.length;
    if (items.length < AT_ONCE) return swept;
  }
}

/** Sweeps now and then for ever. A sweep that fails is told to `onFault` and the next one tries again. */
export function startSweeper(
  work: Pick<WorkStore, 'overdue'>,
  queue: Pick<Queue, 'announce'>,
  onFault: (what: string, error: unknown) => void,
): Sweeper {
  let running: Promise<unknown> = Promise.resolve();
  const once = () => {
    running = running.then(() => sweep(work, queue, new Date())).catch((error) => onFault('sweep', error));
  };
  once();
  const timer = setInterval(once, SWEEP_EVERY_MS);
  return {
    async stop() {
      clearInterval(timer);
      await running;
    },
  };
}
