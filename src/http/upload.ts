/** Multipart uploads, streamed straight into the store of originals: at no time is a file held in memory. */
import type { Multipart, MultipartFile } from '@fastify/multipart';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { originalName, stageOriginal } from '../desk/documents/original.js';
import { type BlobStore, BlobTooLarge, type StagedBlob } from '../ports/blobs.js';
import type { NewDocument } from '../ports/store.js';
import type { HttpSettings } from './deps.js';
import { HttpProblem } from './errors.js';

/** The one name of a file part. */
const PART = 'file';
/** Bytes of a refused upload that are still taken in, so that the client gets to read the answer. */
const DRAIN_BYTES = 128 * 1024 * 1024;

interface Receiving extends Pick<HttpSettings, 'uploadLimits' | 'filesAtOnce'> {
  /** Sees each file's first bytes before any of it is stored, and throws where they are not what the call takes. */
  readonly onHead?: (head: Uint8Array) => void;
}

/**
 * Stores every file part of the request once all of them have arrived: one that is refused leaves none of the others
 * behind. `onField` is told of the form's other parts. Throws HttpProblem `no_file`, `too_large` or `upload_incomplete`, StorageFull.
 */
export async function receiveFiles(
  request: FastifyRequest,
  blobs: Pick<BlobStore, 'stage'>,
  organisationId: string,
  settings: Receiving,
  onField: (name: string, value: unknown) => void = () => undefined,
): Promise<NewDocument[]> {
  const staged: Staged[] = [];
  try {
    for await (const part of partsOf(request, settings.filesAtOnce)) {
      if (part.type !== 'file') {
        onField(part.fieldname, part.value);
        continue;
      }
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

/** The form's other parts as they come, for `onField`: each of `known` once. Throws HttpProblem `invalid_request`. */
export function formFields(known: readonly string[]) {
  const fields = new Map<string, unknown>();
  const onField = (name: string, value: unknown) => {
    const message = fields.has(name)
      ? 'given more than once'
      : known.includes(name)
        ? null
        : 'no field of this form';
    if (message !== null)
      throw new HttpProblem('invalid_request', { errors: [{ path: `body/${name}`, message }] });
    fields.set(name, value);
  };
  return { onField, told: (): Readonly<Record<string, unknown>> => Object.fromEntries(fields) };
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
    if (error instanceof Error && /boundary not found/i.test(error.message)) {
      const errors = [{ path: 'headers/content-type', message: 'multipart/form-data without its boundary' }];
      throw new HttpProblem('invalid_request', { errors, cause: error });
    }
    const known = error instanceof Error && 'code' in error && String(error.code).startsWith('FST_');
    throw known ? error : new HttpProblem('upload_incomplete', { cause: error });
  }
}

async function receive(
  part: MultipartFile,
  blobs: Pick<BlobStore, 'stage'>,
  organisationId: string,
  { uploadLimits, onHead }: Receiving,
): Promise<Staged> {
  const file = originalName(part.filename);
  try {
    return { file, blob: await stageOriginal(blobs, organisationId, whole(part.file), uploadLimits, onHead) };
  } catch (error) {
    throw error instanceof BlobTooLarge ? tooLarge(file, error) : error;
  }
}

/** The file's bytes; a source that breaks off is an upload that broke off. */
async function* whole(source: AsyncIterable<Buffer>): AsyncGenerator<Buffer> {
  try {
    yield* source;
  } catch (error) {
    throw new HttpProblem('upload_incomplete', { cause: error });
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
