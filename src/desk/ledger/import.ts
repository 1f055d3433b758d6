/** Puts the rows of a ledger file into the ledger. Importing the same file again changes nothing. */
import type { ChangeSource } from '../../document/change.js';
import type { ImportReport, LedgerInvoice, LedgerWritten, SkippedRow } from '../../document/ledger.js';
import type { LedgerFile, LedgerFileRow } from '../../document/ledger-file.js';
import type { LedgerStore } from '../../ports/ledger.js';
import { type KeepFile, SkippedFile } from './skipped.js';
import { keyText } from './told-invoice.js';

/** Rows in one transaction: as many as the store writes with one statement, few enough for a progress line to move. */
const BATCH = 1000;

/** Skipped rows told one by one; a file with more is wrong as a whole, the count says so, and a file of its own has all. */
export const SKIPPED_LISTED = 1000;

export interface ImportRequest {
  readonly ledger: Pick<LedgerStore, 'upsert'>;
  /** As ledger files are read: imported as they come, never held all at once. */
  readonly file: LedgerFile;
  readonly organisationId: string;
  /** Who says so. */
  readonly source: ChangeSource;
  /** Says what would be done, and writes nothing. */
  readonly dryRun?: boolean;
  /** Where the list of skipped rows goes when the report cannot hold it; without it the rest is counted only. */
  readonly keepSkipped?: KeepFile;
  /** After every batch: rows seen so far, of about how many where that is known. */
  readonly onProgress?: (progress: { readonly rows: number; readonly of: number | null }) => void;
}

/**
 * Upserts every row by its key, in batches of one transaction each. An invoice that comes twice in the file is taken
 * the first time and reported after. Whatever reading the file throws goes through; batches written until then stay,
 * which is harmless, since the next import of the file finds them unchanged.
 */
export async function importLedger(request: ImportRequest): Promise<ImportReport> {
  const { ledger, file, organisationId, source, dryRun = false, onProgress = () => undefined } = request;
  const tally = new Tally(new SkippedRows(request.keepSkipped));
  const seen = new Map<string, string>();
  let batch: LedgerInvoice[] = [];
  const write = async (invoices: readonly LedgerInvoice[]) => {
    if (invoices.length > 0) tally.add(await ledger.upsert(organisationId, invoices, source, { dryRun }));
    // What a file says of its own length may be wrong, and is so for certain once it is passed.
    onProgress({ rows: tally.rows, of: file.of !== null && file.of >= tally.rows ? file.of : null });
  };
  const writing = new Writing();
  const flush = async () => {
    const full = batch;
    batch = [];
    await writing.add(() => write(full));
  };
  try {
    for await (const row of file.rows) {
      const accepted = 'invoice' in row ? await firstOf(row, seen, tally) : await tally.skip(row);
      if (accepted !== null) batch.push(accepted);
      if (batch.length >= BATCH) await flush();
    }
    await flush();
    await writing.settled();
    return { format: file.format, ...(dryRun ? { dryRun } : {}), ...(await tally.report()) };
  } catch (error) {
    await writing.ended();
    await tally.discard();
    throw error;
  } finally {
    file.close();
  }
}

/** Batches being written at once: one whose transaction has the ledger, and one that waits for it with its rows ready. */
const AT_ONCE = 2;

/** Batches that are written while the next is read: the database and we each have a core. */
class Writing {
  readonly #batches: Promise<{ error: unknown } | null>[] = [];

  /** Begins when at most one other is being written. Throws what an earlier one failed of. */
  async add(write: () => Promise<void>): Promise<void> {
    while (this.#batches.length >= AT_ONCE) await this.#oldest();
    this.#batches.push(
      write().then(
        () => null,
        (error: unknown) => ({ error }),
      ),
    );
  }

  /** When all are written. Throws what the first of them failed of. */
  async settled(): Promise<void> {
    while (this.#batches.length > 0) await this.#oldest();
  }

  /** When none is being written any more, whatever became of them. */
  async ended(): Promise<void> {
    await Promise.all(this.#batches);
  }

  async #oldest(): Promise<void> {
    const failed = await this.#batches.shift();
    if (failed != null) throw failed.error;
  }
}

/** The row's invoice, or `null` when the file has brought it before. */
async function firstOf(
  row: LedgerFileRow,
  seen: Map<string, string>,
  tally: Tally,
): Promise<LedgerInvoice | null> {
  const key = keyText(row.invoice);
  const before = seen.get(key);
  if (before !== undefined) {
    return tally.skip({
      where: row.where,
      code: 'duplicate',
      message: `与“${before}”是同一张发票，已采用前者`,
    });
  }
  seen.set(key, row.where);
  tally.rows += 1;
  return row.invoice;
}

/** Counts while the rows go by. */
class Tally {
  rows = 0;
  readonly #written = { added: 0, updated: 0, unchanged: 0, stateChanges: 0 };
  readonly #skipped: SkippedRows;

  constructor(skipped: SkippedRows) {
    this.#skipped = skipped;
  }

  add(written: LedgerWritten): void {
    this.#written.added += written.added;
    this.#written.updated += written.updated;
    this.#written.unchanged += written.unchanged;
    this.#written.stateChanges += written.stateChanges;
  }

  /** `sums_differ` follows its invoice, which was counted. */
  async skip(row: SkippedRow): Promise<null> {
    if (row.code !== 'sums_differ') this.rows += 1;
    await this.#skipped.add(row);
    return null;
  }

  async report(): Promise<ImportReport> {
    return { rows: this.rows, ...this.#written, ...(await this.#skipped.end()) };
  }

  discard(): Promise<void> {
    return this.#skipped.discard();
  }
}

/** The first of them by themselves; when there are more, all of them in a file. */
class SkippedRows {
  readonly #keep: KeepFile | undefined;
  readonly #listed: SkippedRow[] = [];
  #count = 0;
  #file: SkippedFile | null = null;

  constructor(keep: KeepFile | undefined) {
    this.#keep = keep;
  }

  async add(row: SkippedRow): Promise<void> {
    this.#count += 1;
    if (this.#listed.length < SKIPPED_LISTED) {
      this.#listed.push(row);
      return;
    }
    if (this.#file === null && this.#keep !== undefined) {
      this.#file = new SkippedFile(this.#keep);
      for (const listed of this.#listed) await this.#file.add(listed);
    }
    await this.#file?.add(row);
  }

  async end(): Promise<Pick<ImportReport, 'skipped' | 'skippedCount' | 'skippedFile'>> {
    const skippedFile = await this.#file?.end();
    const told = { skippedCount: this.#count, skipped: this.#listed };
    return skippedFile === undefined ? told : { ...told, skippedFile };
  }

  async discard(): Promise<void> {
    await this.#file?.discard();
  }
}
