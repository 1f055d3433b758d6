/** ZIP containers, held against budgets before anything of them is inflated. */

export interface ZipEntry {
  /** As the archive spells it, `/` between folders. A key and no more: it may be absolute or hold `..`, and is never used as a path on a disk. */
  readonly name: string;
  /** Inflated and packed bytes, as the directory says. It may lie: what comes out is counted. */
  readonly size: number;
  readonly packed: number;
  /** Throws RefusalError `damaged_file`, `encrypted_zip`, or `unsupported_type` for a way of packing that nothing here unpacks. */
  read(): Promise<Uint8Array>;
  /** The same piece by piece, for parts that are too long to hold; nothing is held against a budget but the size the directory says. */
  pieces(): AsyncIterable<Uint8Array>;
}

export interface ZipArchive {
  /** Files only: neither folders nor symbolic links. Of entries of the same name the last counts. */
  readonly entries: readonly ZipEntry[];
  close(): void;
}

export interface ZipReader {
  /** Throws RefusalError `damaged_file`, also where entries share bytes, or `too_large` past the budgets of entries, bytes and ratio (BUDGETS.archive). */
  open(bytes: Uint8Array): Promise<readonly ZipEntry[]>;
  /** A file on this machine, for containers too large for memory: only its entries are counted. Throws RefusalError `damaged_file` or `too_large`. */
  openFile(path: string, mostEntries: number): Promise<ZipArchive>;
}
