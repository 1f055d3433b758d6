/**
 * Originals as files: `originals/<organisation>/<first two of the digest>/<digest>`. A file is written under another
 * name on the same disk, made durable, and only then renamed: what stands under its digest is whole.
 */
import { createHash, randomUUID } from 'node:crypto';
import { createWriteStream } from 'node:fs';
import { access, mkdir, open, readdir, rename, rm, stat, statfs } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { type Readable, Transform } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { errorCode } from '../../document/error-code.js';
import {
  type BlobStore,
  BlobTooLarge,
  type StagedBlob,
  StorageFull,
  type StoredBlob,
} from '../../ports/blobs.js';

const SHA256 = /^[0-9a-f]{64}$/;
/** Organisation ids are ours, but they become a folder's name. */
const ORGANISATION = /^[0-9A-Za-z_-]{1,64}$/;
/** Out of space, out of quota, past a limit on the size of files. */
const FULL = new Set(['ENOSPC', 'EDQUOT', 'EFBIG']);

/**
 * Bytes of the disk that no original is given: the embedded database lives beside them, and what was accepted can only be
 * gone on with where it has room. Four of its journal's files of 16 MB, and as much again for its tables.
 */
const RESERVE = 128 * 1024 ** 2;

/** No upload takes so long. */
const ABANDONED_MS = 24 * 3_600_000;

/**
 * Opens the store in `folder` and sweeps away what killed processes left half-written: with `sweep` (where no other
 * process uses the folder) all of it, without it what is older than a day. `reserve`: bytes of the disk left free.
 */
export async function openDiskBlobs(
  folder: string,
  options: { sweep?: boolean; reserve?: number } = {},
): Promise<BlobStore> {
  const store = new DiskBlobs(folder, options.reserve ?? RESERVE);
  await store.prepare(options.sweep ?? true);
  return store;
}

class DiskBlobs implements BlobStore {
  readonly #originals: string;
  readonly #incoming: string;

  readonly #reserve: number;

  constructor(folder: string, reserve: number) {
    this.#reserve = reserve;
    this.#originals = join(folder, 'originals');
    this.#incoming = join(folder, 'incoming');
  }

  async prepare(sweep: boolean): Promise<void> {
    await mkdir(this.#originals, { recursive: true });
    await mkdir(this.#incoming, { recursive: true });
    const newest = sweep ? Number.POSITIVE_INFINITY : Date.now() - ABANDONED_MS;
    for (const name of await readdir(this.#incoming)) {
      const path = join(this.#incoming, name);
      const found = await stat(path).catch((error: NodeJS.ErrnoException) => {
        // Gone between the two lines: another process has finished or swept it.
        if (error.code === 'ENOENT') return null;
        throw error;
      });
      if (found !== null && found.mtimeMs < newest) await rm(path, { force: true });
    }
  }

  async stage(organisationId: string, source: Readable, limit: number): Promise<StagedBlob> {
    const incoming = join(this.#incoming, randomUUID());
    const discard = () => rm(incoming, { force: true });
    /** Whatever fails leaves nothing behind. */
    const orNothing = async <T>(work: Promise<T>): Promise<T> => {
      try {
        return await work;
      } catch (error) {
        await discard();
        throw isFull(error) ? new StorageFull(error) : error;
      }
    };
    const blob = await orNothing(receive(source, incoming, limit, () => this.#room()));
    return {
      ...blob,
      keep: () => orNothing(this.#keep(incoming, organisationId, blob.sha256)),
      discard,
    };
  }

  async put(organisationId: string, source: Readable, limit: number): Promise<StoredBlob> {
    const { sha256, size, keep } = await this.stage(organisationId, source, limit);
    await keep();
    return { sha256, size };
  }

  async open(
    organisationId: string,
    sha256: string,
    range?: { readonly start: number; readonly end: number },
  ): Promise<Readable> {
    const path = this.#path(organisationId, sha256);
    // Opened here, so that a missing original is an error of this call and not of the stream's first read.
    const file = await open(path, 'r');
    return file.createReadStream(range);
  }

  async localFile(
    organisationId: string,
    sha256: string,
  ): Promise<{ path: string; release(): Promise<void> }> {
    const path = this.#path(organisationId, sha256);
    await access(path);
    return { path, release: async () => undefined };
  }

  async ping(): Promise<void> {
    if ((await this.#room()) <= 0) throw new StorageFull();
  }

  /** Bytes that originals may still take. */
  async #room(): Promise<number> {
    const { bavail, bsize } = await statfs(this.#incoming);
    return bavail * bsize - this.#reserve;
  }

  async #keep(incoming: string, organisationId: string, sha256: string): Promise<void> {
    const path = this.#path(organisationId, sha256);
    await makeFolders(this.#originals, dirname(path));
    await rename(incoming, path);
    await syncFolder(dirname(path));
  }

  #path(organisationId: string, sha256: string): string {
    if (!ORGANISATION.test(organisationId)) throw new RangeError('not an organisation id');
    if (!SHA256.test(sha256)) throw new RangeError('not a SHA-256');
    return join(this.#originals, organisationId, sha256.slice(0, 2), sha256);
  }
}

/** Bytes of an upload between two looks at the room that is left. */
const LOOK_EVERY = 8 * 1024 ** 2;

/** Streams into the file, counting and hashing on the way; the bytes are on the disk when it resolves. */
async function receive(
  source: Readable,
  path: string,
  limit: number,
  room: () => Promise<number>,
): Promise<StoredBlob> {
  const hash = createHash('sha256');
  let [size, looked] = [0, Number.NEGATIVE_INFINITY];
  const take = async (chunk: Buffer): Promise<Buffer> => {
    size += chunk.length;
    if (size > limit) throw new BlobTooLarge(limit);
    // Others write at the same time: looked at anew, from the first byte on.
    if (size - looked > LOOK_EVERY) {
      if ((await room()) < chunk.length) throw new StorageFull('reserve');
      looked = size;
    }
    hash.update(chunk);
    return chunk;
  };
  const count = new Transform({
    transform(chunk: Buffer, _encoding, done) {
      take(chunk).then((taken) => done(null, taken), done);
    },
  });
  // `flush`: fsync before the file is closed.
  await pipeline(source, count, createWriteStream(path, { flags: 'wx', flush: true }));
  return { sha256: hash.digest('hex'), size };
}

/** Makes the folder, every new level durable in the one above it. */
async function makeFolders(root: string, folder: string): Promise<void> {
  const first = await mkdir(folder, { recursive: true });
  if (first === undefined) return;
  for (let made = folder; made !== root && made.length >= first.length; made = dirname(made)) {
    await syncFolder(dirname(made));
  }
}

async function syncFolder(folder: string): Promise<void> {
  // Windows cannot open a folder, and keeps its entries by itself.
  if (process.platform === 'win32') return;
  const handle = await open(folder, 'r');
  try {
    await handle.sync();
  } finally {
    await handle.close();
  }
}

const isFull = (error: unknown): boolean => FULL.has(errorCode(error) ?? '');
