/** Work of kind `import`: a ledger file that was handed in goes into the ledger. */
import { type LedgerFile, LedgerFileError, type Mapping } from '../../document/ledger-file.js';
import type { BlobStore } from '../../ports/blobs.js';
import type { LedgerImportRecord } from '../../ports/ledger.js';
import type { Announcement } from '../../ports/queue.js';
import type { Store } from '../../ports/store.js';
import type { WorkItem } from '../../ports/work.js';
import { importLedger } from './import.js';
import type { KeepFile } from './skipped.js';

export interface ImportTools {
  readonly store: Pick<Store, 'ledger' | 'work'>;
  readonly blobs: Pick<BlobStore, 'localFile' | 'put'>;
  readonly openFile: (path: string, mapping: Mapping | null) => Promise<LedgerFile>;
  readonly onFault: (what: string, error: unknown) => void;
}

/** A list of two million skipped rows has some 300 MB; past that it is nothing that a person looks through. */
const SKIPPED_BYTES = 512 * 1024 ** 2;

/** A progress line that moves once a second looks alive; more often would cost more than it tells. */
const TELL_EVERY_MS = 1000;

/**
 * Imports the file, then opens what is to be asked after again. A file that is no ledger fails for good, with what to do.
 * Harmless to do twice: what was written by a try that was cut off is found unchanged.
 */
export async function runImport(tools: ImportTools, work: WorkItem): Promise<readonly Announcement[]> {
  const { store, blobs } = tools;
  const record = await store.ledger.getImport(work.organisationId, work.subjectId);
  if (record === null || !(await store.work.start(work.id))) return [];
  await store.ledger.importProgress(record.id, null);
  // Since it was handed in: an earlier try may have written some of it. Before the work ends, or a crash between the two
  // would leave nobody to ask again.
  const openTouched = async () =>
    record.dryRun ? [] : await store.work.openTouchedRechecks(work.organisationId, record.createdAt);
  const local = await blobs.localFile(work.organisationId, record.sha256);
  try {
    const report = await importLedger({
      ledger: store.ledger,
      file: await tools.openFile(local.path, record.mapping as Mapping | null),
      organisationId: work.organisationId,
      source: { kind: 'import', id: record.id, name: record.file },
      dryRun: record.dryRun,
      keepSkipped: keeperOf(tools, work.organisationId),
      onProgress: teller(tools, record),
    });
    const following = await openTouched();
    await store.work.finishImport(work.id, report);
    return following;
  } catch (error) {
    // The file's own fault: trying again would find the same.
    if (!(error instanceof LedgerFileError)) throw error;
    const following = await openTouched();
    await store.work.fail(work.id, `${error.told}。${error.remedy}（${error.code}）`);
    return following;
  } finally {
    await local.release();
  }
}

const keeperOf =
  ({ blobs }: ImportTools, organisationId: string): KeepFile =>
  (content) =>
    blobs.put(organisationId, content, SKIPPED_BYTES);

/** For the eye only: a line that is lost harms nobody. */
function teller({ store, onFault }: ImportTools, { id }: LedgerImportRecord) {
  let next = 0;
  return (progress: { readonly rows: number; readonly of: number | null }) => {
    if (Date.now() < next) return;
    next = Date.now() + TELL_EVERY_MS;
    store.ledger.importProgress(id, progress).catch((error) => onFault('import progress', error));
  };
}
