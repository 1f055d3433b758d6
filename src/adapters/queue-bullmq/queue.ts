/**
 * The queue: BullMQ, one engine on two backends. A queue for each kind of work, so that a worker takes only the kinds
 * it was started for; jobs carry ids only.
 */
import type { JobsOptions, Processor } from 'bullmq';
import { faultName } from '../../document/error-code.js';
import { WORK_KINDS, type WorkKind } from '../../document/state.js';
import type { Announcement, Attempt, Queue, QueueWorker } from '../../ports/queue.js';

/** What a job carries. */
export type JobData = Announcement;

/** As much of BullMQ's Queue as is used here, whatever its backend. */
export interface EngineQueue {
  addBulk(jobs: { name: string; data: JobData; opts: JobsOptions }[]): Promise<unknown>;
  getJobCounts(
    ...types: ('wait' | 'prioritized' | 'active' | 'delayed' | 'failed')[]
  ): Promise<Record<string, number>>;
  getJobState(jobId: string): Promise<string>;
  waitUntilReady(): Promise<unknown>;
  on(event: 'error', listener: (error: Error) => void): unknown;
  close(): Promise<void>;
}

export interface EngineWorker {
  waitUntilReady(): Promise<unknown>;
  on(event: 'error', listener: (error: Error) => void): unknown;
  close(): Promise<void>;
}

export interface WorkerSettings {
  readonly concurrency: number;
  readonly lockDuration: number;
  readonly stalledInterval: number;
  readonly maxStalledCount: number;
  readonly drainDelay: number;
  readonly runRetryDelay: number;
}

/** BullMQ on one backend. */
export interface Engine {
  queue(name: string): EngineQueue;
  worker(name: string, processor: Processor<JobData, void>, settings: WorkerSettings): EngineWorker;
  /** After all queues and workers are closed. */
  close(): Promise<void>;
}

export interface QueueOptions {
  /** Told of lost connections and of jobs that were lost and found; never of a document's content. */
  readonly onFault?: (what: string, error: unknown) => void;
  /**
   * Milliseconds a job stays with a worker that does not renew it: after kill -9 it goes to another one after this and
   * at most two {@link stalledCheckMs}. Renewed at half time, so it bears the main thread being busy for that long.
   */
  readonly lockMs?: number;
  readonly stalledCheckMs?: number;
}

/** A read of 20 pages under load may hold the event loop for some seconds, a minute of waiting after a crash is too long. */
const LOCK_MS = 10_000;
const STALLED_CHECK_MS = 5_000;
/** Crashes of the whole worker that one announcement survives; the sweeper announces it again after that. */
const STALLED_TIMES = 3;
/**
 * Seconds an idle worker waits to be woken before it asks by itself. New jobs wake it at once, and what gets lost on the
 * way the sweeper announces again; seven kinds that ask every five seconds, as is usual, are a hundredth of a core.
 */
const IDLE_SECONDS = 30;
/** Wait after a lost connection. */
const RETRY_MS = 2_000;

/** Three tries: now, after one second, after two more. */
const TRIES = 3;
const jobIdOf = (item: Announcement) => `${item.workId}.${item.announcement}`;
const jobOptions = (item: Announcement): JobsOptions => ({
  jobId: jobIdOf(item),
  attempts: TRIES,
  backoff: { type: 'exponential', delay: 1_000 },
  removeOnComplete: true,
  // For people to see; what failed is in the store as well, and that is what counts.
  removeOnFail: { age: 30 * 24 * 3600, count: 10_000 },
});

/** States of a job that somebody will still run. */
const LIVING = new Set<string>(['waiting', 'active', 'delayed', 'prioritized', 'waiting-children']);

export class BullmqQueue implements Queue {
  readonly #engine: Engine;
  readonly #options: QueueOptions;
  readonly #queues: Readonly<Record<WorkKind, EngineQueue>>;
  readonly #workers = new Set<QueueWorker>();

  constructor(engine: Engine, options: QueueOptions) {
    this.#engine = engine;
    this.#options = options;
    const make = (kind: WorkKind): [WorkKind, EngineQueue] => {
      const queue = engine.queue(nameOf(kind));
      queue.on('error', (error) => this.#fault(`queue ${kind}`, error));
      return [kind, queue];
    };
    this.#queues = Object.fromEntries(WORK_KINDS.map(make)) as Record<WorkKind, EngineQueue>;
  }

  async ready(): Promise<void> {
    await Promise.all(WORK_KINDS.map((kind) => this.#queues[kind].waitUntilReady()));
  }

  async announce(items: readonly Announcement[]): Promise<void> {
    for (const kind of WORK_KINDS) {
      const jobs = items
        .filter((item) => item.kind === kind)
        .map(({ workId, announcement }) => {
          const data = { workId, kind, announcement };
          return { name: kind, data, opts: jobOptions(data) };
        });
      if (jobs.length > 0) await this.#queues[kind].addBulk(jobs);
    }
  }

  async lost(items: readonly Announcement[]): Promise<readonly Announcement[]> {
    const states = await Promise.all(items.map((item) => this.#queues[item.kind].getJobState(jobIdOf(item))));
    return items.filter((_, index) => !LIVING.has(states[index] ?? 'unknown'));
  }

  /** `concurrency` holds for each kind. */
  async work(
    kinds: readonly WorkKind[],
    concurrency: number,
    handler: (attempt: Attempt) => Promise<void>,
  ): Promise<QueueWorker> {
    const workers = kinds.map((kind) => this.#startWorker(kind, concurrency, handler));
    const worker: QueueWorker = {
      close: async () => {
        this.#workers.delete(worker);
        await Promise.all(workers.map((one) => one.close()));
      },
    };
    this.#workers.add(worker);
    await Promise.all(workers.map((one) => one.waitUntilReady()));
    return worker;
  }

  async counts() {
    const count = async (kind: WorkKind) => {
      const found = await this.#queues[kind].getJobCounts(
        'wait',
        'prioritized',
        'active',
        'delayed',
        'failed',
      );
      const of = (name: string) => found[name] ?? 0;
      const waiting = of('wait') + of('prioritized');
      return [kind, { waiting, active: of('active'), delayed: of('delayed'), failed: of('failed') }] as const;
    };
    return Object.fromEntries(await Promise.all(WORK_KINDS.map(count))) as Awaited<
      ReturnType<Queue['counts']>
    >;
  }

  async close(): Promise<void> {
    await Promise.all([...this.#workers].map((worker) => worker.close()));
    await Promise.all(WORK_KINDS.map((kind) => this.#queues[kind].close()));
    await this.#engine.close();
  }

  #startWorker(
    kind: WorkKind,
    concurrency: number,
    handler: (attempt: Attempt) => Promise<void>,
  ): EngineWorker {
    const process: Processor<JobData, void> = async (job) => {
      const attempt = job.attemptsMade + 1;
      const { workId, announcement } = job.data;
      try {
        await handler({ workId, kind, announcement, attempt, last: attempt >= (job.opts.attempts ?? 1) });
      } catch (error) {
        // BullMQ stores message and stack with the job; only the kind of fault may be kept there.
        throw new Error(faultName(error));
      }
    };
    const worker = this.#engine.worker(nameOf(kind), process, {
      concurrency,
      lockDuration: this.#options.lockMs ?? LOCK_MS,
      stalledInterval: this.#options.stalledCheckMs ?? STALLED_CHECK_MS,
      maxStalledCount: STALLED_TIMES,
      drainDelay: IDLE_SECONDS,
      runRetryDelay: RETRY_MS,
    });
    worker.on('error', (error) => this.#fault(`worker ${kind}`, error));
    return worker;
  }

  #fault(what: string, error: unknown): void {
    this.#options.onFault?.(what, error);
  }
}

/** A colon is BullMQ's own. */
const nameOf = (kind: WorkKind): string => `yanpiao-${kind}`;
