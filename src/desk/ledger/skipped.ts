/** Rows of an import that were left out, as a CSV for people: the first of them in the report, all of them in a file. */
import { PassThrough, type Readable } from 'node:stream';
import { CSV_MARK, csvLine } from '../../document/csv.js';
import type { SkippedRow } from '../../document/ledger.js';

const HEADER = ['位置 Where', '原因 Code', '说明 Message'];

/** The whole CSV, in pieces. */
export function* skippedCsv(rows: Iterable<SkippedRow>): Generator<string> {
  yield CSV_MARK + csvLine(HEADER);
  for (const row of rows) yield lineOf(row);
}

const lineOf = ({ where, code, message }: SkippedRow): string => csvLine([where, code, message]);

/** Where a file of any length may be put. */
export type KeepFile = (content: Readable) => Promise<{ readonly sha256: string; readonly size: number }>;

/** A file of skipped rows that is written while the import runs: no more is held than the disk has not taken yet. */
export class SkippedFile {
  readonly #content = new PassThrough();
  readonly #kept: ReturnType<KeepFile>;
  #failed = false;

  constructor(keep: KeepFile) {
    this.#kept = keep(this.#content);
    // Whoever awaits `end` is told; until then a full disk must neither end the process nor hold up who writes.
    this.#kept.catch(() => {
      this.#failed = true;
      this.#content.destroy();
    });
    this.#content.write(CSV_MARK + csvLine(HEADER));
  }

  async add(row: SkippedRow): Promise<void> {
    if (this.#failed || this.#content.write(lineOf(row))) return;
    await new Promise<void>((resolve) => {
      const go = () => {
        this.#content.off('drain', go).off('close', go);
        resolve();
      };
      this.#content.on('drain', go).on('close', go);
    });
  }

  /** The finished file. Throws what keeping it threw. */
  async end(): ReturnType<KeepFile> {
    this.#content.end();
    return this.#kept;
  }

  /** Nothing of it remains. */
  async discard(): Promise<void> {
    this.#content.destroy(new Error('the import has ended'));
    await Promise.allSettled([this.#kept]);
  }
}
