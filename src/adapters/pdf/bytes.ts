/** The bytes of a file wherever it lies, some at a time. */
import { type FileHandle, open } from 'node:fs/promises';
import type { FileBytes } from '../../document/file-bytes.js';
import { RefusalError } from '../../document/refusal.js';

export interface ByteSource {
  /** Bytes. */
  readonly size: number;
  /** From `from` up to `to`, or to the end where that comes first. */
  at(from: number, to: number): Promise<Uint8Array>;
  close(): Promise<void>;
}

/** Throws RefusalError `not_readable`, and so does what it yields. */
export async function byteSource(file: FileBytes): Promise<ByteSource> {
  if (file instanceof Uint8Array)
    return {
      size: file.length,
      at: async (from, to) => file.subarray(Math.max(0, from), Math.max(0, to)),
      close: async () => undefined,
    };
  const handle = await readable(() => open(file.path, 'r'));
  return {
    size: file.size,
    at: (from, to) => readable(() => bytesAt(handle, Math.max(0, from), Math.min(to, file.size))),
    close: () => handle.close(),
  };
}

async function readable<T>(work: () => Promise<T>): Promise<T> {
  try {
    return await work();
  } catch (cause) {
    throw new RefusalError('not_readable', undefined, { cause });
  }
}

async function bytesAt(handle: FileHandle, from: number, to: number): Promise<Uint8Array> {
  const bytes = new Uint8Array(Math.max(0, to - from));
  let read = 0;
  while (read < bytes.length) {
    const { bytesRead } = await handle.read(bytes, read, bytes.length - read, from + read);
    if (bytesRead === 0) break;
    read += bytesRead;
  }
  return bytes.subarray(0, read);
}

/** Small beside what a page takes, large beside what a read costs. */
const PIECE = 1024 ** 2;

/** All of it between the two, piece by piece. */
export async function* piecesOf(source: ByteSource, from: number, to: number): AsyncGenerator<Uint8Array> {
  for (let at = from; at < Math.min(to, source.size); at += PIECE)
    yield source.at(at, Math.min(at + PIECE, to));
}

/** Where `text` (ASCII) stands, the first `most` of them. */
export async function placesOf(source: ByteSource, text: string, most: number): Promise<number[]> {
  const wanted = Buffer.from(text, 'latin1');
  const places: number[] = [];
  for (let at = 0; at < source.size; at += PIECE) {
    const piece = await source.at(at, at + PIECE + wanted.length - 1);
    const buffer = Buffer.from(piece.buffer, piece.byteOffset, piece.length);
    for (let hit = buffer.indexOf(wanted); hit !== -1; hit = buffer.indexOf(wanted, hit + 1)) {
      places.push(at + hit);
      if (places.length === most) return places;
    }
  }
  return places;
}

/** One character a byte. */
export const latin1 = (bytes: Uint8Array): string => Buffer.from(bytes).toString('latin1');
