/** Bytes as a download: with a name, whole or a range of them, never shown by a browser under our name. */
import { Readable } from 'node:stream';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { HttpProblem } from './errors.js';

export interface Download {
  /** For people, in any script. */
  readonly name: string;
  /** Bytes. */
  readonly size: number;
  /** SHA-256 of the bytes. */
  readonly digest: string;
  /** From byte `start` to byte `end`, both included; all of it without them. */
  open(range?: ByteRange): Promise<Readable>;
}

export interface ByteRange {
  readonly start: number;
  readonly end: number;
}

/** Answers with the bytes, a range of them, or that the client has them already; HEAD opens nothing. */
export async function sendDownload(request: FastifyRequest, reply: FastifyReply, download: Download) {
  const { name, size, digest } = download;
  const etag = `"${digest}"`;
  if (isKnown(request.headers['if-none-match'], etag)) return reply.code(304).header('etag', etag).send();
  const range = rangeOf(request, etag, size);
  if (range === 'beyond') {
    reply.header('content-range', `bytes */${size}`);
    throw new HttpProblem('range_not_satisfiable');
  }
  asAttachment(reply, name)
    .type('application/octet-stream')
    .header('accept-ranges', 'bytes')
    .header('etag', etag)
    .header('content-length', range === null ? size : range.end - range.start + 1);
  if (range !== null) {
    reply.code(206).header('content-range', `bytes ${range.start}-${range.end}/${size}`);
  }
  // The file itself would be read to its end, to be thrown away; of nothing at all fastify would say it has no length.
  if (request.method === 'HEAD') return reply.send(Readable.from([]));
  return reply.send(await download.open(range ?? undefined));
}

/** Headers of everything that is saved and not shown. */
export function asAttachment(reply: FastifyReply, given: string): FastifyReply {
  // What turns the direction of print makes `gpj.exe` of a name look like `exe.jpg`.
  const name = given.replace(/[\u202a-\u202e\u2066-\u2069]/gu, '');
  const ascii = name.replace(/[^\x20-\x7e]|["\\%]/g, '_');
  return reply
    .header('content-disposition', `attachment; filename="${ascii}"; filename*=UTF-8''${rfc5987(name)}`)
    .header('content-security-policy', "sandbox; default-src 'none'")
    .header('cache-control', 'private, no-store');
}

function rfc5987(name: string): string {
  // Half a character would throw: names of files in mails are nobody's promise.
  return encodeURIComponent(name.replace(/\p{Cs}/gu, '\uFFFD')).replace(
    /['()*]/g,
    (c) => `%${c.charCodeAt(0).toString(16)}`,
  );
}

/** RFC 9110, 13.1.2: any of the named, whether they call themselves weak or not. */
function isKnown(header: string | undefined, etag: string): boolean {
  if (header === undefined) return false;
  return header.trim() === '*' || header.split(',').some((tag) => tag.trim().replace(/^W\//, '') === etag);
}

/**
 * The one range that is asked for (RFC 9110, 14.2). `null`: all of it, also where several are asked for or the header is
 * none we understand: a server may always answer with the whole. `beyond`: it begins behind the end.
 */
function rangeOf({ headers }: FastifyRequest, etag: string, size: number): ByteRange | 'beyond' | null {
  if (headers.range === undefined) return null;
  // Of another version of the file, or by a date that we do not give: the whole.
  const condition = headers['if-range'];
  if (condition !== undefined && condition !== etag) return null;
  const [, first = '', last = ''] = /^bytes=(\d{0,15})-(\d{0,15})$/i.exec(headers.range.trim()) ?? [];
  if (first === '' && last === '') return null;
  const start = first === '' ? Math.max(0, size - Number(last)) : Number(first);
  const end = first === '' || last === '' ? size - 1 : Math.min(Number(last), size - 1);
  if (first !== '' && last !== '' && Number(last) < start) return null;
  return start >= size || (first === '' && Number(last) === 0) ? 'beyond' : { start, end };
}
