/** Originals: bytes as handed in, named by their SHA-256, never changed. Kept apart by organisation. */
import type { Readable } from 'node:stream';

export interface StoredBlob {
  /** Lower-case hex. */
  readonly sha256: string;
  readonly size: number;
}

/** Bytes that have arrived in full and are not in the store yet: whoever staged them keeps or discards them. */
export interface StagedBlob extends StoredBlob {
  /** Puts them into the store; durable when it resolves. Throws StorageFull. */
  keep(): Promise<void>;
  /** Throws them away; harmless after `keep`. */
  discard(): Promise<void>;
}

export interface BlobStore {
  /**
   * Streams to a place beside the store. Nothing remains when the source fails or more than `limit` bytes come.
   * Throws BlobTooLarge past `limit`, StorageFull when the disk is full.
   */
  stage(organisationId: string, source: Readable, limit: number): Promise<StagedBlob>;
  /** Stages and keeps. */
  put(organisationId: string, source: Readable, limit: number): Promise<StoredBlob>;
  /** All bytes, or those from byte `start` to byte `end`, both included. */
  open(
    organisationId: string,
    sha256: string,
    range?: { readonly start: number; readonly end: number },
  ): Promise<Readable>;
  /** Throws StorageFull while there is no room for originals. */
  ping(): Promise<void>;
  /** A path on this machine that holds the bytes until `release`. */
  localFile(organisationId: string, sha256: string): Promise<{ path: string; release(): Promise<void> }>;
}

/** More bytes than the limit. */
export class BlobTooLarge extends Error {
  readonly limit: number;
  constructor(limit: number) {
    super(`more than ${limit} bytes`);
    this.name = 'BlobTooLarge';
    this.limit = limit;
  }
}

/** No room left where originals are kept. */
export class StorageFull extends Error {
  constructor(cause?: unknown) {
    super('no space left for originals', { cause });
    this.name = 'StorageFull';
  }
}
