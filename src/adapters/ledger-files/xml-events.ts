/** Streams XML parts through saxes with what a hostile workbook could do forbidden. */
import type { SaxesParser } from 'saxes';
import { LedgerFileError } from '../../document/ledger-file.js';

/** Names come without their namespace prefix: strict and prefixed workbooks (`x:row`) are all the same to us. */
export interface XmlEvents {
  open(name: string, attribute: (name: string) => string | undefined): void;
  text(text: string): void;
  close(name: string): void;
}

/** More than the largest cell between two tags: the parser would hold it all. Four bytes a character, entities included. */
const MAX_BETWEEN_TAGS = 1 << 18;

const local = (name: string): string => name.slice(name.indexOf(':') + 1);

/**
 * Feeds every chunk to the parser and yields after each, so that the caller can hand on what `events` collected.
 * Throws LedgerFileError: `damaged_file` for bad XML or any DOCTYPE, `too_large` for endless text.
 */
export async function* feed(chunks: AsyncIterable<string>, events: XmlEvents): AsyncGenerator<void> {
  const parser = await newParser(events);
  let sinceTag = 0;
  for await (const chunk of chunks) {
    const tag = chunk.lastIndexOf('<');
    sinceTag = tag < 0 ? sinceTag + chunk.length : chunk.length - tag;
    if (sinceTag > MAX_BETWEEN_TAGS) throw new LedgerFileError('too_large', 'text');
    parse(() => parser.write(chunk));
    yield;
  }
  parse(() => parser.close());
  yield;
}

async function newParser(events: XmlEvents): Promise<SaxesParser<{ xmlns: false }>> {
  const { SaxesParser } = await import('saxes');
  const parser = new SaxesParser({ xmlns: false, position: false });
  parser.on('doctype', () => {
    throw new LedgerFileError('damaged_file', 'DOCTYPE');
  });
  parser.on('opentag', ({ name, attributes }) => {
    events.open(local(name), (wanted) => {
      if (wanted in attributes) return attributes[wanted];
      const found = Object.keys(attributes).find((key) => local(key) === wanted);
      return found === undefined ? undefined : attributes[found];
    });
  });
  parser.on('text', (text) => events.text(text));
  parser.on('closetag', ({ name }) => events.close(local(name)));
  return parser;
}

function parse(step: () => void): void {
  try {
    step();
  } catch (cause) {
    throw cause instanceof LedgerFileError
      ? cause
      : new LedgerFileError('damaged_file', undefined, { cause });
  }
}
