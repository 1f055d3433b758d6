/** Files in memory or on disk, read at places. */
import { open, readFile } from 'node:fs/promises';
import type { FileBytes } from '../../document/file-bytes.js';

/** Up to `length` bytes from `offset`; fewer, or none, behind the file's end. */
export type ReadAt = (offset: number, length: number) => Promise<Uint8Array>;

/** Lets `work` read at places of the file, which is open for as long. */
export async function readingAt<T>(file: FileBytes, work: (read: ReadAt) => Promise<T>): Promise<T> {
  if (file instanceof Uint8Array)
    return work(async (offset, length) => file.subarray(offset, offset + length));
  const handle = await open(file.path);
  try {
    return await work(async (offset, length) => {
      // Lengths come out of the file as well: no more is asked for than there is.
      const wanted = Math.max(0, Math.min(length, file.size - offset));
      if (wanted === 0) return new Uint8Array(0);
      const { buffer, bytesRead } = await handle.read(Buffer.alloc(wanted), 0, wanted, offset);
      return buffer.subarray(0, bytesRead);
    });
  } finally {
    await handle.close();
  }
}

export const allOf = async (file: FileBytes): Promise<Uint8Array> =>
  file instanceof Uint8Array ? file : readFile(file.path);
