/** A file on this machine on its way into the store of originals. */
import { constants, type Stats } from 'node:fs';
import { open } from 'node:fs/promises';
import { stageOriginal } from '../desk/documents/original.js';
import { errorCode } from '../document/error-code.js';
import { type Refusal, refusal } from '../document/refusal.js';
import { type BlobStore, BlobTooLarge, type StoredBlob } from '../ports/blobs.js';

/** Stored; refused for a fault of the file's own; or written to while it was read. */
export type StoredFile = StoredBlob | { readonly refusal: Refusal } | 'changed';

/** As a file looked when somebody decided to hand it in. */
export type Look = Pick<Stats, 'size' | 'mtimeMs'>;

/**
 * Streams the file into the store; durable when it resolves. `seen`: anything but this is `changed`. Symbolic links are
 * not followed. Throws StorageFull, and what the file system throws that is not about the file.
 */
export async function storeFile(
  blobs: Pick<BlobStore, 'stage'>,
  organisationId: string,
  path: string,
  seen?: Look,
): Promise<StoredFile> {
  try {
    // Not there on Windows, where nobody else's links are followed either.
    const handle = await open(path, constants.O_RDONLY | (constants.O_NOFOLLOW ?? 0));
    try {
      const before = await handle.stat();
      if (!before.isFile()) return { refusal: refusal('not_readable') };
      if (seen !== undefined && !same(seen, before)) return 'changed';
      const blob = await stageOriginal(blobs, organisationId, handle.createReadStream({ autoClose: false }));
      if (!same(before, await handle.stat())) {
        await blob.discard();
        return 'changed';
      }
      await blob.keep();
      return { sha256: blob.sha256, size: blob.size };
    } finally {
      await handle.close();
    }
  } catch (error) {
    const code = refusedFor(error);
    if (code === null) throw error;
    return { refusal: refusal(code) };
  }
}

const same = (a: Look, b: Look): boolean => a.size === b.size && a.mtimeMs === b.mtimeMs;

/** The file's own fault; `null`: it is not. */
function refusedFor(error: unknown): 'too_large' | 'not_found' | 'not_readable' | null {
  if (error instanceof BlobTooLarge) return 'too_large';
  const code = errorCode(error);
  if (code === 'ENOENT' || code === 'ENOTDIR') return 'not_found';
  return ['EACCES', 'EPERM', 'ELOOP', 'EISDIR'].includes(String(code)) ? 'not_readable' : null;
}
