/** Puts the rows of a ledger file into the ledger. Importing the same file again changes nothing. */
import type { ImportReport, LedgerInvoice, SkippedRow } from '../../document/ledger.js';
import type { LedgerFileRow, LedgerRow } from '../../document/ledger-file.js';
import type { LedgerStore } from '../../ports/ledger.js';

/** Rows in one transaction: large enough for the database to be quick, small enough for a progress line to move. */
const BATCH = 500;

/** Skipped rows told one by one; a file with more is wrong as a whole, and the count says so. */
export const SKIPPED_LISTED = 1000;

export interface ImportRequest {
  readonly ledger: Pick<LedgerStore, 'upsert'>;
  /** As ledger files are read: imported as they come, never held all at once. */
  readonly rows: AsyncIterable<LedgerRow>;
  readonly organisationId: string;
  /** After every batch: rows seen so far. */
  readonly onProgress?: (rows: number) => void;
}

/**
 * Upserts every row by its key, in batches of one transaction each. An invoice that comes twice in the file is taken
 * the first time and reported after. Whatever `rows` throws goes through; batches written until then stay, which is
 * harmless, since the next import of the file finds them unchanged.
 */
export async function importLedger({
  ledger,
  rows,
  organisationId,
  onProgress = () => undefined,
}: ImportRequest): Promise<ImportReport> {
  const tally = new Tally();
  const seen = new Map<string, string>();
  let batch: LedgerInvoice[] = [];
  const flush = async () => {
    if (batch.length > 0) tally.add(await ledger.upsert(organisationId, batch));
    batch = [];
    onProgress(tally.rows);
  };
  for await (const row of rows) {
    const accepted = 'invoice' in row ? firstOf(row, seen, tally) : tally.skip(row);
    if (accepted !== null) batch.push(accepted);
    if (batch.length >= BATCH) await flush();
  }
  await flush();
  return tally.report();
}

/** The row's invoice, or `null` when the file has brought it before. */
function firstOf(row: LedgerFileRow, seen: Map<string, string>, tally: Tally): LedgerInvoice | null {
  const { invoiceCode, invoiceNumber } = row.invoice;
  const key = `${invoiceCode ?? ''}:${invoiceNumber}`;
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
  readonly #written = { added: 0, updated: 0, unchanged: 0 };
  readonly #skipped: SkippedRow[] = [];
  #skippedCount = 0;

  add(written: { added: number; updated: number; unchanged: number }): void {
    this.#written.added += written.added;
    this.#written.updated += written.updated;
    this.#written.unchanged += written.unchanged;
  }

  /** `sums_differ` follows its invoice, which was counted. */
  skip(row: SkippedRow): null {
    if (row.code !== 'sums_differ') this.rows += 1;
    this.#skippedCount += 1;
    if (this.#skipped.length < SKIPPED_LISTED) this.#skipped.push(row);
    return null;
  }

  report(): ImportReport {
    return { rows: this.rows, ...this.#written, skippedCount: this.#skippedCount, skipped: this.#skipped };
  }
}
