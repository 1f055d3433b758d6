/** What a file is that nobody could read to the end. */
import { open } from 'node:fs/promises';
import { HEAD_BYTES } from '../../document/file-kind.js';
import type { Carrier } from '../../document/report.js';
import { carrierOf } from '../../pipeline/intake/carrier.js';

/** By its first bytes only, which is safe even for a file that broke a reader; `null` when it is unknown or cannot be opened. */
export async function carrierOfFile(path: string): Promise<Carrier | null> {
  try {
    const file = await open(path);
    try {
      const { buffer, bytesRead } = await file.read(Buffer.alloc(HEAD_BYTES), 0, HEAD_BYTES, 0);
      return carrierOf(buffer.subarray(0, bytesRead));
    } finally {
      await file.close();
    }
  } catch {
    // The refusal already says what is wrong with the file; a file that cannot be opened is of no known kind.
    return null;
  }
}
