/** A file's bytes, in memory or on disk: as much of it as its kind asks for. */
import { open, readFile, stat } from 'node:fs/promises';
import { errorCode } from '../../document/error-code.js';
import type { FileBytes, FileOnDisk } from '../../document/file-bytes.js';
import { HEAD_BYTES } from '../../document/file-kind.js';
import { RefusalError } from '../../document/refusal.js';

/** A file of this machine. Throws RefusalError `not_found` or `not_readable`. */
export async function fileOnDisk(path: string): Promise<FileOnDisk> {
  const size = await reached(async () => {
    const found = await stat(path);
    if (found.isDirectory()) throw new RefusalError('not_readable');
    return found.size;
  });
  return { path, size };
}

export const sizeOf = (file: FileBytes): number => (file instanceof Uint8Array ? file.length : file.size);

/** Its first HEAD_BYTES, or more. Throws RefusalError like {@link fileOnDisk}. */
export async function headOf(file: FileBytes): Promise<Uint8Array> {
  if (file instanceof Uint8Array) return file;
  return reached(async () => {
    const handle = await open(file.path);
    try {
      const { buffer, bytesRead } = await handle.read(Buffer.alloc(HEAD_BYTES), 0, HEAD_BYTES, 0);
      return buffer.subarray(0, bytesRead);
    } finally {
      await handle.close();
    }
  });
}

/** All of it. Throws RefusalError like {@link fileOnDisk}. */
export async function bytesOf(file: FileBytes): Promise<Uint8Array> {
  return file instanceof Uint8Array ? file : reached(() => readFile(file.path));
}

async function reached<T>(work: () => Promise<T>): Promise<T> {
  try {
    return await work();
  } catch (error) {
    const code = errorCode(error);
    if (code === 'ENOENT' || code === 'ENOTDIR') throw new RefusalError('not_found');
    if (code === 'EACCES' || code === 'EPERM' || code === 'EISDIR') throw new RefusalError('not_readable');
    throw error;
  }
}
