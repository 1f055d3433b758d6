/** An original on its way in, whichever way it comes: a stream of bytes and a name. */
import { Readable } from 'node:stream';
import { FILE_LIMITS, type FileLimits, HEAD_BYTES, sizeLimit } from '../../document/file-kind.js';
import type { BlobStore, StagedBlob } from '../../ports/blobs.js';

/** Longest file name that is kept; file systems end at 255. */
const LONGEST_NAME = 255;

/**
 * Streams an original to the place beside the store of originals. How long it may be follows from its first bytes.
 * Throws BlobTooLarge, StorageFull, and whatever the source or `onHead` throws; then nothing of it remains.
 */
export async function stageOriginal(
  blobs: Pick<BlobStore, 'stage'>,
  organisationId: string,
  source: AsyncIterable<Buffer>,
  limits: FileLimits = FILE_LIMITS,
  onHead: (head: Uint8Array) => void = () => undefined,
): Promise<StagedBlob> {
  const chunks = source[Symbol.asyncIterator]();
  try {
    const head: Buffer[] = [];
    let size = 0;
    while (size < HEAD_BYTES) {
      const next = await chunks.next();
      if (next.done === true) break;
      head.push(next.value);
      size += next.value.length;
    }
    const first = Buffer.concat(head);
    onHead(first);
    const limit = sizeLimit(first, limits);
    const whole = Readable.from(joined(head, chunks), { objectMode: false });
    return await blobs.stage(organisationId, whole, limit);
  } finally {
    // A source that was not read to its end may hold a file or a connection.
    await chunks.return?.();
  }
}

async function* joined(head: readonly Buffer[], rest: AsyncIterator<Buffer>): AsyncGenerator<Buffer> {
  yield* head;
  for (let next = await rest.next(); next.done !== true; next = await rest.next()) yield next.value;
}

/** A name for people: no path, no control characters, no half characters, never empty. */
export function originalName(given: string): string {
  const last = given.normalize('NFC').split(/[/\\]/).at(-1) ?? '';
  const characters = [...last].filter((character) => !/[\p{Cc}\p{Cs}]/u.test(character));
  const clean = characters.slice(0, LONGEST_NAME).join('').trim();
  return clean === '' ? 'file' : clean;
}
