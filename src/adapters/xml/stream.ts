/** XML as it streams by: nothing is held but what has not ended yet. */
import { RefusalError } from '../../document/refusal.js';
import { BUDGETS } from '../../pipeline/budgets.js';
import type { XmlEvents } from '../../ports/xml.js';
import { local, newParser } from './parser.js';

/**
 * Characters after which the parser must have told something: it holds all of a text, a comment or a tag's attributes
 * until they end, and a `<` may stand within some of them. More than the largest cell of a sheet, entities included.
 */
const MAX_HELD = 1 << 18;

/** See XmlReader.feed. */
export async function* feed(chunks: AsyncIterable<string>, events: XmlEvents): AsyncGenerator<void> {
  const parser = newParser();
  let [depth, held] = [0, 0];
  const said =
    <T>(tell: (what: T) => void) =>
    (what: T) => {
      held = 0;
      tell(what);
    };
  parser.on(
    'opentag',
    said(({ name, attributes }) => {
      depth += 1;
      // The parser remembers every element that is open.
      if (depth > BUDGETS.xmlDepth) throw new RefusalError('damaged_file', 'XML depth');
      events.open(local(name), (wanted) => {
        if (wanted in attributes) return attributes[wanted];
        const found = Object.keys(attributes).find((key) => local(key) === wanted);
        return found === undefined ? undefined : attributes[found];
      });
    }),
  );
  parser.on(
    'text',
    said((text) => events.text(text)),
  );
  parser.on(
    'cdata',
    said((text) => events.text(text)),
  );
  parser.on(
    'closetag',
    said(({ name }) => {
      depth -= 1;
      events.close(local(name));
    }),
  );
  for await (const chunk of chunks) {
    held += chunk.length;
    parser.write(chunk);
    if (held > MAX_HELD) throw new RefusalError('too_large', 'text');
    yield;
  }
  parser.close();
  yield;
}
