/**
 * Makes the line durable: takes a piece of work, runs the stages it stands for (run-reading.ts, run-match.ts,
 * run-collapse.ts), and writes their result together with what must follow in one transaction. Done twice it has the
 * effect of once, so a job may come again at any time – after a crash, from the sweeper, from two workers at once.
 */
import { faultName } from '../document/error-code.js';
import type { WorkKind } from '../document/state.js';
import type { BlobStore } from '../ports/blobs.js';
import type { Announcement, Attempt, Queue, QueueWorker } from '../ports/queue.js';
import type { Reader } from '../ports/reader.js';
import type { RegistryProvider } from '../ports/registry.js';
import type { Store } from '../ports/store.js';
import type { WorkItem } from '../ports/work.js';
import type { PartyLists } from './known-parties.js';
import type { MatchModel } from './match/model.js';
import type { CheckStore } from './run-checks.js';
import { OVERDUE_AFTER_MS } from './sweeper.js';

export interface RunnerTools {
  readonly store: Pick<Store, 'documents' | 'work' | 'ledger' | 'records'> & CheckStore;
  readonly queue: Pick<Queue, 'announce' | 'work'>;
  readonly blobs: Pick<BlobStore, 'localFile' | 'put'>;
  readonly reader: Pick<Reader, 'begin' | 'readPart' | 'judge'>;
  /** The companies that readers are told of. */
  readonly parties: Pick<PartyLists, 'of'>;
  /** External registers that are asked about what the ledger leaves open; absent: none. */
  readonly registers?: readonly RegistryProvider[];
  /** What slips are matched by; absent: the model that comes with the program. */
  readonly matchModel?: MatchModel;
  readonly now: () => Date;
  /** Told of a fault, never of a document's content. */
  readonly onFault: (what: string, error: unknown) => void;
}

/** Does one kind of work and says what must follow. Throws for a fault, which is tried again. */
export type Handler = (work: WorkItem) => Promise<readonly Announcement[]>;
export type Handlers = Readonly<Record<WorkKind, Handler>>;

/** Takes work from the queue until closed, as many files at a time as there are readers. */
export async function startLine(
  tools: RunnerTools,
  handlers: Handlers,
  readers: number,
): Promise<QueueWorker> {
  const run = async (attempt: Attempt) => {
    const following = await runWork(tools, handlers, attempt);
    // The queue may be away: what was written stays written and the sweeper announces it later.
    if (following.length > 0)
      await tools.queue.announce(following).catch((error) => tools.onFault('announce', error));
  };
  // Reading takes all the time. Of both kinds as many as there are readers may wait for one: a file goes before a part,
  // and no reader is idle while there is either. The rest is light and has a lane of its own, so that an answer never
  // waits for the next file.
  const lanes = await Promise.all([
    tools.queue.work(['read', 'part'], readers, run),
    tools.queue.work(['join', 'match', 'collapse', 'import'], 2, run),
    // Waits for other people's servers, and must keep nothing waiting meanwhile.
    tools.queue.work(['registry'], 4, run),
    // A file of ten thousand questions takes a while: it must keep neither an answer nor another kind waiting.
    tools.queue.work(['query'], 1, run),
  ]);
  return {
    async close() {
      await Promise.all(lanes.map((lane) => lane.close()));
    },
  };
}

/** Runs announced work and all that follows from it here and now, without the queue; faults are thrown after one try. */
export async function performHere(
  tools: RunnerTools,
  handlers: Handlers,
  items: readonly Announcement[],
): Promise<void> {
  for (const item of items) {
    const following = await keptAlive(tools, item, () =>
      runWork(tools, handlers, { ...item, attempt: 1, last: true }),
    );
    await performHere(tools, handlers, following);
  }
}

/** A third of the time after which the sweeper looks for work that the queue does not know of. */
const KEEP_ALIVE_MS = OVERDUE_AFTER_MS / 3;

/** The queue knows nothing of work done here: without this the sweeper would have long work done a second time. */
async function keptAlive<T>(tools: RunnerTools, { workId }: Announcement, run: () => Promise<T>): Promise<T> {
  const timer = setInterval(() => {
    tools.store.work.keepAlive(workId).catch((error) => tools.onFault('keep alive', error));
  }, KEEP_ALIVE_MS);
  try {
    return await run();
  } finally {
    clearInterval(timer);
  }
}

/** One try at a piece of work; a throw makes the queue try again, the last throw makes the work `failed`. */
async function runWork(
  tools: RunnerTools,
  handlers: Handlers,
  attempt: Attempt,
): Promise<readonly Announcement[]> {
  const work = await tools.store.work.get(attempt.workId);
  if (work === null || work.state !== 'open') return [];
  try {
    return await handlers[work.kind](work);
  } catch (error) {
    tools.onFault(`${work.kind} ${work.id}, try ${attempt.attempt}`, error);
    if (attempt.last) await tools.store.work.fail(work.id, faultName(error));
    throw error;
  }
}
