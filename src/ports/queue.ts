/**
 * The queue says when to work; it carries ids only. Losing it loses nothing: the store knows every piece of work
 * that is not finished and the sweeper announces it again.
 */
import type { WorkKind } from '../document/state.js';

export interface Announcement {
  readonly workId: string;
  readonly kind: WorkKind;
  /** Times this work was announced, from 1. Part of the job's id, so that a stuck job never blocks a new one. */
  readonly announcement: number;
}

/** One try at a job. */
export interface Attempt extends Announcement {
  /** From 1. */
  readonly attempt: number;
  /** No further try will follow when this one throws. */
  readonly last: boolean;
}

export interface QueueWorker {
  /** Takes no more jobs and waits for the ones under way. */
  close(): Promise<void>;
}

export interface Queue {
  announce(items: readonly Announcement[]): Promise<void>;
  /** Those of the items that the queue does not know (any more), or has given up. */
  lost(items: readonly Announcement[]): Promise<readonly Announcement[]>;
  /** Runs `handler` for each job of these kinds; a throw is retried with exponential backoff, three tries in all. */
  work(
    kinds: readonly WorkKind[],
    concurrency: number,
    handler: (attempt: Attempt) => Promise<void>,
  ): Promise<QueueWorker>;
  /** Jobs waiting, active, delayed and failed, by kind: for /metrics and people. */
  counts(): Promise<Record<WorkKind, { waiting: number; active: number; delayed: number; failed: number }>>;
  close(): Promise<void>;
}
