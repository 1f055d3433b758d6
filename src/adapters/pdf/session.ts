/** A PDF open in pdfjs: from memory, or from a disk by the ranges that its pages need. */
import { type FileHandle, open as openFile, readFile } from 'node:fs/promises';
import type { PDFDataRangeTransport, PDFDocumentProxy } from 'pdfjs-dist/legacy/build/pdf.mjs';
import type { FileBytes, FileOnDisk } from '../../document/file-bytes.js';
import { RefusalError } from '../../document/refusal.js';
import { BUDGETS } from '../../pipeline/budgets.js';
import { asRefusal, type Library } from './library.js';

/**
 * Bytes a range is a multiple of. A page tree in one piece makes pdfjs look at every page's dictionary before it shows
 * one: of a thousand pages these are 16 MB, at its own 64 KB they would be 64.
 */
const CHUNK = 16 * 1024;

export interface Session {
  readonly document: PDFDocumentProxy;
  /** Bytes read from the disk since it was opened: pdfjs keeps them all. */
  fetched(): number;
  /** What `work` yields, or why the file can be read no further: pdfjs would wait for a range that fails for ever. */
  held<T>(work: Promise<T>): Promise<T>;
  close(): Promise<void>;
}

/** Throws RefusalError `encrypted_pdf`, `damaged_file` or `not_readable`. Files up to `wholeUpTo` bytes are read at once. */
export async function openSession(file: FileBytes, wholeUpTo: number, library: Library): Promise<Session> {
  if (file instanceof Uint8Array) return openBytes(file, library);
  if (file.size <= wholeUpTo) return openBytes(await readable(() => readFile(file.path)), library);
  return openRanges(file, library);
}

async function openBytes(bytes: Uint8Array, { pdfjs, options }: Library): Promise<Session> {
  // A copy, and not a Buffer (whose slice() would share memory): pdfjs detaches what it is given.
  const task = pdfjs.getDocument({ data: new Uint8Array(bytes), ...options });
  try {
    const document = await task.promise;
    return { document, fetched: () => 0, held: (work) => work, close: () => task.destroy() };
  } catch (error) {
    await task.destroy();
    throw asRefusal(error);
  }
}

async function openRanges(file: FileOnDisk, { pdfjs, options }: Library): Promise<Session> {
  const handle = await readable(() => openFile(file.path, 'r'));
  const waiting = new Waiting();
  let fetched = 0;
  let closed = false;
  const range: PDFDataRangeTransport = new pdfjs.PDFDataRangeTransport(file.size, null);
  range.requestDataRange = (begin, end) => {
    fetched += end - begin;
    if (fetched > BUDGETS.pdfRangeBytes) {
      const detail = `需要一次读入 ${Math.ceil(fetched / 1024 ** 2)} MB`;
      waiting.fail(new RefusalError('damaged_file', detail));
      return;
    }
    bytesAt(handle, begin, end).then(
      (bytes) => {
        if (!closed) range.onDataRange(begin, bytes);
      },
      (cause: unknown) => waiting.fail(new RefusalError('not_readable', undefined, { cause })),
    );
  };
  const task = pdfjs.getDocument({
    range,
    rangeChunkSize: CHUNK,
    disableAutoFetch: true,
    disableStream: true,
    ...options,
  });
  const close = async () => {
    closed = true;
    await task.destroy();
    await handle.close();
    waiting.fail(new RefusalError('not_readable'));
  };
  try {
    return {
      document: await waiting.held(task.promise),
      fetched: () => fetched,
      held: (work) => waiting.held(work),
      close,
    };
  } catch (error) {
    await close();
    throw asRefusal(error);
  }
}

/** Who waits for a file is told when it fails. Not a race against one promise: that would hold every result for as long as it lasts. */
class Waiting {
  readonly #rejections = new Set<(reason: RefusalError) => void>();
  #reason: RefusalError | null = null;

  /** Of several reasons the first counts. */
  fail(reason: RefusalError): void {
    this.#reason ??= reason;
    for (const reject of this.#rejections) reject(this.#reason);
  }

  held<T>(work: Promise<T>): Promise<T> {
    return new Promise((resolve, reject) => {
      const forget = () => this.#rejections.delete(reject);
      this.#rejections.add(reject);
      work.then(resolve, reject).finally(forget);
      if (this.#reason !== null) reject(this.#reason);
    });
  }
}

/** Throws where the file ends before. */
async function bytesAt(handle: FileHandle, begin: number, end: number): Promise<Uint8Array> {
  const bytes = new Uint8Array(end - begin);
  const { bytesRead } = await handle.read(bytes, 0, bytes.length, begin);
  if (bytesRead < bytes.length) throw new RangeError(`the file ends before ${end}`);
  return bytes;
}

async function readable<T>(work: () => Promise<T>): Promise<T> {
  try {
    return await work();
  } catch (cause) {
    throw new RefusalError('not_readable', undefined, { cause });
  }
}
