/** `query`: a file of questions is answered. A file that cannot be read fails for good, with what to do. */
import { LedgerFileError } from '../../document/ledger-file.js';
import type { BlobStore } from '../../ports/blobs.js';
import type { Announcement } from '../../ports/queue.js';
import type { Store } from '../../ports/store.js';
import type { WorkItem } from '../../ports/work.js';
import { answerFile, type BatchTools } from './batch.js';
import type { QuestionFile } from './question-row.js';

export interface QuestionTools extends Pick<BatchTools, 'verifier' | 'now' | 'perInvoice'> {
  readonly store: Pick<Store, 'ledger' | 'queries' | 'registry' | 'work'>;
  readonly blobs: Pick<BlobStore, 'localFile'>;
  readonly open: (path: string) => Promise<QuestionFile>;
}

export async function runQuestions(tools: QuestionTools, work: WorkItem): Promise<readonly Announcement[]> {
  const { store, blobs } = tools;
  const { ledger, queries, registry } = store;
  const batch = await queries.batch(work.organisationId, work.subjectId);
  if (batch === null || !(await store.work.start(work.id))) return [];
  const local = await blobs.localFile(work.organisationId, batch.sha256);
  try {
    const file = await tools.open(local.path);
    try {
      const { rows, badRows } = await answerFile(
        { ...tools, ledger, queries, registry },
        batch.principal,
        batch.id,
        file,
      );
      await queries.finishBatch(work.id, rows, badRows);
    } finally {
      file.close();
    }
  } catch (error) {
    // The file's own fault: trying again would find the same.
    if (!(error instanceof LedgerFileError)) throw error;
    await store.work.fail(work.id, `${error.told}。${error.remedy}`);
  } finally {
    await local.release();
  }
  return [];
}
