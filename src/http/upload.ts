/** Multipart uploads, streamed straight into the store of originals: at no time is a file held in memory. */
import { Readable } from 'node:stream';
import type { Multipart, MultipartFile } from '@fastify/multipart';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { HEAD_BYTES, sizeLimit } from '../document/file-kind.js';
import { type BlobStore, BlobTooLarge, type StagedBlob } from '../ports/blobs.js';
import type { NewDocument } from '../ports/store.js';
import type { HttpSettings } from './deps.js';
import { HttpProblem } from './errors.js';

/** The one name of a file part. */
const PART = 'file';
/** Longest file name that is kept; file systems end at 255. */
const LONGEST_NAME = 255;
/** Bytes of a refused upload that are still taken in, so that the client gets to read the answer. */
const DRAIN_BYTES = 128 * 1024 * 1024;

/**
 * Stores every file part of the request once all of them have arrived: one that is refused leaves none of the others
 * behind. Throws HttpProblem `no_file`, `too_large` or `upload_incomplete`, StorageFull.
 */
export async function receiveFiles(
  request: FastifyRequest,
  blobs: Pick<BlobStore, 'stage'>,
  organisationId: string,
  settings: Pick<HttpSettings, 'uploadLimits' | 'filesAtOnce'>,
): Promise<NewDocument[]> {
  const staged: Staged[] = [];
  try {
    for await (const part of partsOf(request, settings.filesAtOnce)) {
      if (part.type !== 'file') continue;
      if (part.fieldname !== PART) throw new HttpProblem('no_file');
      staged.push(await receive(part, blobs, organisationId, settings));
    }
    if (staged.length === 0) throw new HttpProblem('no_file');
    for (const { blob } of staged) await blob.keep();
  } catch (error) {
    await Promise.all(staged.map(({ blob }) => blob.discard()));
    throw error;
  }
  return staged.map(({ file, blob: { sha256, size } }) => ({ file, sha256, size }));
}

interface Staged {
  /** For people. */
  readonly file: string;
  readonly blob: StagedBlob;
}

/** The parts as they arrive. Limits keep the parser's codes; anything else is a body that broke off or is garbled. */
async function* partsOf(request: FastifyRequest, filesAtOnce: number): AsyncGenerator<Multipart> {
  // Sizes are watched by the store of originals, by the kind of file; the parser's own limit would cut silently.
  const limits = { files: filesAtOnce, fields: 20, parts: filesAtOnce + 20, fileSize: Infinity };
  try {
    yield* request.parts({ limits });
  } catch (error) {
    const known = error instanceof Error && 'code' in error && String(error.code).startsWith('FST_');
    throw known ? error : new HttpProblem('upload_incomplete', { cause: error });
  }
}

async function receive(
  part: MultipartFile,
  blobs: Pick<BlobStore, 'stage'>,
  organisationId: string,
  settings: Pick<HttpSettings, 'uploadLimits'>,
): Promise<Staged> {
  const chunks = part.file[Symbol.asyncIterator]();
  const head: Buffer[] = [];
  let size = 0;
  while (size < HEAD_BYTES) {
    const next = await nextOf(chunks);
    if (next.done === true) break;
    head.push(next.value);
    size += next.value.length;
  }
  const limit = sizeLimit(Buffer.concat(head), settings.uploadLimits);
  const whole = Readable.from(joined(head, chunks), { objectMode: false });
  const file = nameOf(part.filename);
  try {
    return { file, blob: await blobs.stage(organisationId, whole, limit) };
  } catch (error) {
    throw error instanceof BlobTooLarge ? tooLarge(file, error) : error;
  }
}

/** Of several files a person wants to know which. */
function tooLarge(file: string, cause: BlobTooLarge): HttpProblem {
  const detail = {
    zh: `“${file}”超过上限，本次上传未保存任何内容`,
    en: `“${file}” is over the limit; nothing of this upload was kept`,
  };
  return new HttpProblem('too_large', { detail, cause });
}

async function* joined(head: readonly Buffer[], rest: AsyncIterator<Buffer>): AsyncGenerator<Buffer> {
  yield* head;
  for (let next = await nextOf(rest); next.done !== true; next = await nextOf(rest)) yield next.value;
}

/** The next chunk; a source that breaks off is an upload that broke off. */
async function nextOf(chunks: AsyncIterator<Buffer>): Promise<IteratorResult<Buffer, unknown>> {
  try {
    return await chunks.next();
  } catch (error) {
    throw new HttpProblem('upload_incomplete', { cause: error });
  }
}

/** The name for people: no path, no control characters, no half characters, never empty. */
function nameOf(given: string): string {
  const last = given.normalize('NFC').split(/[/\\]/).at(-1) ?? '';
  const characters = [...last].filter((character) => !/[\p{Cc}\p{Cs}]/u.test(character));
  const clean = characters.slice(0, LONGEST_NAME).join('').trim();
  return clean === '' ? 'file' : clean;
}

/**
 * After a refused upload: takes in, and throws away, what the client still sends – up to a bound, then hangs up – since
 * a client that is cut off while sending never reads why.
 */
export function drainUpload(request: FastifyRequest, reply: FastifyReply): void {
  const { raw } = request;
  if (raw.readableEnded || raw.destroyed) return;
  let drained = 0;
  raw.unpipe();
  raw.on('data', (chunk: Buffer) => {
    drained += chunk.length;
    if (drained > DRAIN_BYTES) raw.destroy();
  });
  raw.on('error', () => reply.log.debug('the client hung up'));
  raw.resume();
}
