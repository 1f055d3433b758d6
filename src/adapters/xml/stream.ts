/** XML as it streams by: nothing is held but the text between two tags. */
import { RefusalError } from '../../document/refusal.js';
import type { XmlEvents } from '../../ports/xml.js';
import { local, newParser } from './parser.js';

/** More than the largest cell of a sheet: the parser would hold it all. Four bytes a character, entities included. */
const MAX_BETWEEN_TAGS = 1 << 18;

/** See XmlReader.feed. */
export async function* feed(chunks: AsyncIterable<string>, events: XmlEvents): AsyncGenerator<void> {
  const parser = newParser();
  parser.on('opentag', ({ name, attributes }) => {
    events.open(local(name), (wanted) => {
      if (wanted in attributes) return attributes[wanted];
      const found = Object.keys(attributes).find((key) => local(key) === wanted);
      return found === undefined ? undefined : attributes[found];
    });
  });
  parser.on('text', (text) => events.text(text));
  parser.on('cdata', (text) => events.text(text));
  parser.on('closetag', ({ name }) => events.close(local(name)));
  let sinceTag = 0;
  for await (const chunk of chunks) {
    const tag = chunk.lastIndexOf('<');
    sinceTag = tag < 0 ? sinceTag + chunk.length : chunk.length - tag;
    if (sinceTag > MAX_BETWEEN_TAGS) throw new RefusalError('too_large', 'text');
    parser.write(chunk);
    yield;
  }
  parser.close();
  yield;
}
