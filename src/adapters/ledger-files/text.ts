/** The text of a file whose encoding nobody tells: UTF-8 with or without BOM, UTF-16 with BOM, GBK. */
import { createReadStream } from 'node:fs';
import { LedgerFileError } from '../../document/ledger-file.js';

export interface TextFile {
  readonly path: string;
  readonly encoding: string;
  /** Line breaks in it, counted as bytes; `null` where that says nothing. */
  readonly lines: number | null;
}

const LINE_FEED = 0x0a;

/**
 * The file is read through once with strict decoders: a wrong guess would spoil names without a word. What an XML
 * declaration says is the same, or wrong. Throws LedgerFileError `not_a_ledger`, `unknown_encoding`.
 */
export async function openText(path: string): Promise<TextFile> {
  const strict = new Map(
    ['utf-8', 'gb18030'].map((encoding) => [encoding, new TextDecoder(encoding, { fatal: true })]),
  );
  let [first, lines] = [true, 0];
  for await (const chunk of createReadStream(path) as AsyncIterable<Buffer>) {
    if (first && chunk[0] === 0xff && chunk[1] === 0xfe) return { path, encoding: 'utf-16le', lines: null };
    if (first && chunk[0] === 0xfe && chunk[1] === 0xff) return { path, encoding: 'utf-16be', lines: null };
    if (first && chunk.subarray(0, 4096).includes(0)) throw new LedgerFileError('not_a_ledger');
    first = false;
    for (const [encoding, decoder] of strict) if (!decodes(decoder, chunk)) strict.delete(encoding);
    if (strict.size === 0) break;
    for (let at = chunk.indexOf(LINE_FEED); at >= 0; at = chunk.indexOf(LINE_FEED, at + 1)) lines += 1;
  }
  for (const [encoding, decoder] of strict) if (decodes(decoder)) return { path, encoding, lines };
  throw new LedgerFileError('unknown_encoding');
}

/** Without a chunk: whether the text ends where a character ends. */
function decodes(decoder: InstanceType<typeof TextDecoder>, chunk?: Buffer): boolean {
  try {
    decoder.decode(chunk, { stream: chunk !== undefined });
    return true;
  } catch (error) {
    if (error instanceof TypeError) return false;
    throw error;
  }
}

export async function* decoded({ path, encoding }: TextFile): AsyncGenerator<string> {
  const decoder = new TextDecoder(encoding);
  for await (const chunk of createReadStream(path) as AsyncIterable<Buffer>) {
    yield decoder.decode(chunk, { stream: true });
  }
  yield decoder.decode();
}

/** Enough of the file's beginning to hold its header row. */
const SAMPLE_CHARS = 64 * 1024;

export async function sampleOf(file: TextFile): Promise<string> {
  let text = '';
  for await (const chunk of decoded(file)) {
    text += chunk;
    if (text.length >= SAMPLE_CHARS) break;
  }
  return text.slice(0, SAMPLE_CHARS);
}
