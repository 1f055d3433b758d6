/** ZIP containers, held against budgets before anything of them is inflated. */

export interface ZipEntry {
  /** As the archive spells it, `/` between folders; never used as a path on a disk. */
  readonly name: string;
  /** Inflated bytes, as the directory says. */
  readonly size: number;
  /** Throws RefusalError `damaged_file`, or `too_large` when it inflates to more than was said. */
  read(): Promise<Uint8Array>;
}

export interface ZipReader {
  /** Throws RefusalError `damaged_file`, `encrypted_zip`, or `too_large` past the budgets of entries, bytes and ratio. */
  open(bytes: Uint8Array): Promise<readonly ZipEntry[]>;
}
