/** An uploaded file that is looked at once and kept nowhere. */
import { createHash } from 'node:crypto';
import { createWriteStream } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import type { FastifyRequest } from 'fastify';
import { errorCode } from '../document/error-code.js';
import { BlobTooLarge, type StagedBlob, StorageFull } from '../ports/blobs.js';
import type { NewDocument } from '../ports/store.js';
import type { HttpSettings } from './deps.js';
import { HttpProblem } from './errors.js';
import { receiveFiles } from './upload.js';

/**
 * Streams the request's one file to a place of its own, hands its path and digest on, and takes the file away whatever happens.
 * Whoever asks waits for the answer, so no file may be larger than a picture. Throws as {@link receiveFiles} does.
 */
export async function withPassingFile<T>(
  request: FastifyRequest,
  organisationId: string,
  { uploadLimits }: Pick<HttpSettings, 'uploadLimits'>,
  use: (path: string, file: NewDocument) => Promise<T>,
): Promise<T> {
  const folder = await mkdtemp(join(tmpdir(), 'yanpiao-query-'));
  try {
    const path = join(folder, 'file');
    const place = { stage: (_: string, source: Readable, limit: number) => stageAt(path, source, limit) };
    const limits = { ...uploadLimits, other: uploadLimits.image };
    const one = { uploadLimits: limits, filesAtOnce: 1 };
    const [file] = await receiveFiles(request, place, organisationId, one);
    if (file === undefined) throw new HttpProblem('no_file');
    return await use(path, file);
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

async function stageAt(path: string, source: Readable, limit: number): Promise<StagedBlob> {
  let size = 0;
  const hash = createHash('sha256');
  async function* counted(chunks: AsyncIterable<Buffer>) {
    for await (const chunk of chunks) {
      size += chunk.length;
      if (size > limit) throw new BlobTooLarge(limit);
      hash.update(chunk);
      yield chunk;
    }
  }
  try {
    await pipeline(source, counted, createWriteStream(path, { flags: 'wx', mode: 0o600 }));
  } catch (error) {
    const full = errorCode(error) === 'ENOSPC';
    throw full ? new StorageFull(error) : error;
  }
  // It goes with its folder, so there is nothing to keep and nothing to throw away one by one.
  const nothing = () => Promise.resolve();
  return { sha256: hash.digest('hex'), size, keep: nothing, discard: nothing };
}
