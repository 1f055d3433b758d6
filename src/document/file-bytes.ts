/** A file that is to be read: in memory, or on this machine's disk where it may be too large for memory. */
export type FileBytes = Uint8Array | FileOnDisk;

/** Nobody changes or removes it while it is read. */
export interface FileOnDisk {
  readonly path: string;
  /** Bytes. */
  readonly size: number;
}
