/** A folder into which others put files. What is done with a file is the business of whoever watches. */

/** A file that has been written in full, as far as can be told. */
export interface SettledFile {
  /** Absolute. */
  readonly path: string;
  /** Within the folder. */
  readonly relative: string;
  readonly size: number;
  readonly mtimeMs: number;
}

/** What became of a file: dealt with (until it changes), or to be given once more after so many milliseconds. */
export type Taken = { readonly againMs: number } | null;

export interface FolderWatch {
  /** Gives no more files; resolves when those under way are dealt with. */
  close(): Promise<void>;
}
