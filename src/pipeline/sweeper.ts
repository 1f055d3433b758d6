/**
 * The sweeper: compares what the store says is open with what the queue knows, and announces again what was lost.
 * It is what makes an emptied queue, a killed worker and a failed announcement harmless. It also opens the matches whose
 * time to be made again has come.
 */
import type { Queue } from '../ports/queue.js';
import type { WorkStore } from '../ports/work.js';

type SweptStore = Pick<WorkStore, 'overdue' | 'announceAgain' | 'openDueRechecks'>;
type SweptQueue = Pick<Queue, 'announce' | 'lost'>;

/** Open work unheard of for so long is looked for in the queue. Longer than any pause between a commit and its announcement. */
export const OVERDUE_AFTER_MS = 30_000;
/** Time between two sweeps. */
export const SWEEP_EVERY_MS = 15_000;
const AT_ONCE = 500;

/**
 * Matches made again in one sweep: some ten a second, so that what was due at midnight does not keep the line from what
 * is handed in.
 */
const RECHECKS_AT_ONCE = 150;

export interface Sweeper {
  stop(): Promise<void>;
}

/** Announces again what was lost among the work overdue at `now`. Returns how many. */
export async function sweep(work: SweptStore, queue: SweptQueue, now: Date): Promise<number> {
  await queue.announce(await work.openDueRechecks(now, RECHECKS_AT_ONCE));
  const before = new Date(now.getTime() - OVERDUE_AFTER_MS);
  let swept = 0;
  for (;;) {
    const overdue = await work.overdue(before, AT_ONCE);
    const lost = await queue.lost(overdue);
    const again = await work.announceAgain(lost.map(({ workId }) => workId));
    await queue.announce(again);
    swept += again.length;
    if (overdue.length < AT_ONCE) return swept;
  }
}

/** Sweeps now and then for ever. A sweep that fails is told to `onFault` and the next one tries again. */
export function startSweeper(
  work: SweptStore,
  queue: SweptQueue,
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
