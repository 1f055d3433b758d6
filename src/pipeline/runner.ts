/**
 * Makes the line durable: takes a piece of work, runs the stages it stands for, and writes their result together
 * with what must follow in one transaction. Done twice it has the effect of once, so a job may come again at any
 * time – after a crash, from the sweeper, from two workers at once.
 */
import type { Slip } from '../document/slip.js';
import type { Verdict } from '../document/verdict.js';
import type { BlobStore } from '../ports/blobs.js';
import type { Announcement, Attempt, Queue } from '../ports/queue.js';
import type { Reader } from '../ports/reader.js';
import type { Store, WorkItem } from '../ports/store.js';
import { documentStateAfter } from './judge/judge.js';
import { verifySlip } from './line.js';

export interface RunnerTools {
  readonly store: Pick<Store, 'documents' | 'work' | 'ledger'>;
  readonly queue: Pick<Queue, 'announce'>;
  readonly blobs: Pick<BlobStore, 'localFile'>;
  readonly reader: Pick<Reader, 'read'>;
  readonly now: () => Date;
  /** Told of a fault, never of a document's content. */
  readonly onFault: (what: string, error: unknown) => void;
}

/** Runs one try at a piece of work; a throw makes the queue try again, the last throw makes the work `failed`. */
export async function runWork(
  tools: RunnerTools,
  handlers: Readonly<Record<WorkItem['kind'], (work: WorkItem) => Promise<readonly Announcement[]>>>,
  attempt: Attempt,
): Promise<void> {
  const work = await tools.store.work.get(attempt.workId);
  if (work === null || work.state !== 'open') return;
  try {
    const following = await handlers[work.kind](work);
    await announce(tools, following);
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
    const reading = await tools.reader.read(file.path, (progress) => {
      documents.progress(document.id, progress).catch((error) => tools.onFault('progress', error));
    });
    return await works.finishRead(work.id, reading);
  } finally {
    await file.release();
  }
}

/** `match`: each slip is held against the ledger; the document reaches its final state. */
export async function runMatch(tools: RunnerTools, work: WorkItem): Promise<readonly Announcement[]> {
  const document = await tools.store.documents.get(work.organisationId, work.subjectId);
  if (document === null) return [];
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

/** The queue may be away: what was written stays written and the sweeper announces it later. */
async function announce(tools: RunnerTools, items: readonly Announcement[]): Promise<void> {
  if (items.length === 0) return;
  await tools.queue.announce(items).catch((error) => tools.onFault('announce', error));
}

/** What a person may see of a fault: its kind, no content of a document. */
function faultName(error: unknown): string {
  if (!(error instanceof Error)) return 'unknown fault';
  const code = 'code' in error && typeof error.code === 'string' ? ` ${error.code}` : '';
  return `${error.name}${code}`;
}
