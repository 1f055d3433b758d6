/** Tells the queue of work that the store has already written down. */
import type { Announcement, Queue } from '../ports/queue.js';

export type OnFault = (what: string, error: unknown) => void;

/**
 * Announces `items`. Never throws: the queue may be away, what was written stays written and the sweeper announces it
 * again; the fault is told to `onFault`.
 */
export async function announceWritten(
  queue: Pick<Queue, 'announce'>,
  items: readonly Announcement[],
  onFault: OnFault,
): Promise<void> {
  if (items.length === 0) return;
  try {
    await queue.announce(items);
  } catch (error) {
    onFault('announce', error);
  }
}
