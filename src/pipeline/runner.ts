/**
 * Makes the line durable: takes a piece of work, runs the stages it stands for, and writes their result together
 * with what must follow in one transaction. Done twice it has the effect of once, so a job may come again at any
 * time – after a crash, from the sweeper, from two workers at once.
 */
import type { PartyList } from '../document/ledger.js';
import type { ReadProgress } from '../document/report.js';
import type { Slip } from '../document/slip.js';
import type { WorkKind } from '../document/state.js';
import type { Verdict } from '../document/verdict.js';
import type { BlobStore } from '../ports/blobs.js';
import type { Announcement, Attempt, Queue, QueueWorker } from '../ports/queue.js';
import type { Reader } from '../ports/reader.js';
import type { Store, WorkItem } from '../ports/store.js';
import { documentStateAfter } from './judge/judge.js';
import type { PartyLists } from './known-parties.js';
import { verifySlip } from './line.js';
import { OVERDUE_AFTER_MS } from './sweeper.js';

export interface RunnerTools {
  readonly store: Pick<Store, 'documents' | 'work' | 'ledger'>;
  readonly queue: Pick<Queue, 'announce' | 'work'>;
  readonly blobs: Pick<BlobStore, 'localFile'>;
  readonly reader: Pick<Reader, 'read'>;
  /** The companies that readers are told of. */
  readonly parties: Pick<PartyLists, 'of'>;
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
  // Reading takes all the time; matching and imports have a lane of their own so that an answer never waits for the next file.
  const lanes = await Promise.all([
    tools.queue.work(['read'], readers, run),
    tools.queue.work(['match', 'import'], 2, run),
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

/** `read`: the original becomes slips; `match` follows. */
export async function runRead(tools: RunnerTools, work: WorkItem): Promise<readonly Announcement[]> {
  const { documents, work: works } = tools.store;
  const document = await documents.get(work.organisationId, work.subjectId);
  if (document === null || !(await works.start(work.id))) return [];
  const file = await tools.blobs.localFile(work.organisationId, document.sha256);
  try {
    const onProgress = (progress: ReadProgress) => {
      documents.progress(document.id, progress).catch((error) => tools.onFault('progress', error));
    };
    const known = await partiesOr(tools, work.organisationId);
    const reading = await tools.reader.read(file.path, onProgress, known);
    return await works.finishRead(work.id, reading);
  } finally {
    await file.release();
  }
}

/** `null` when the ledger cannot be asked: a file is read without it as well. */
async function partiesOr(
  { parties, onFault }: RunnerTools,
  organisationId: string,
): Promise<PartyList | null> {
  try {
    return await parties.of(organisationId);
  } catch (error) {
    onFault('known parties', error);
    return null;
  }
}

/** `match`: each slip is held against the ledger; the document reaches its final state. */
export async function runMatch(tools: RunnerTools, work: WorkItem): Promise<readonly Announcement[]> {
  const document = await tools.store.documents.get(work.organisationId, work.subjectId);
  if (document === null || !(await tools.store.work.start(work.id))) return [];
  const verdicts = new Map<string, Verdict>();
  for (const slip of document.slips) {
    verdicts.set(slip.id, await verifyAgainstLedger(tools.store, work.organisationId, slip, tools.now()));
  }
  const judged = document.slips.map((slip) => ({ ...slip, verdict: verdicts.get(slip.id) ?? null }));
  await tools.store.work.finishMatch(work.id, verdicts, documentStateAfter(judged));
  return [];
}

/** One slip against one organisation's ledger. */
export function verifyAgainstLedger(
  store: Pick<Store, 'ledger'>,
  organisationId: string,
  slip: Slip,
  now: Date,
): Promise<Verdict> {
  const { ledger } = store;
  const lookup = {
    byKey: (number: string, code: string | null) => ledger.byKey(organisationId, number, code),
    near: (probe: Parameters<typeof ledger.near>[1], limit: number) =>
      ledger.near(organisationId, probe, limit),
  };
  return verifySlip(slip, lookup, now);
}

/** What a person may see of a fault: its kind, no content of a document. */
function faultName(error: unknown): string {
  if (!(error instanceof Error)) return 'unknown fault';
  const code = 'code' in error && typeof error.code === 'string' ? ` ${error.code}` : '';
  return `${error.name}${code}`;
}
