/** The one way an XML parser is made here: a DOCTYPE is refused, and so is the first fault of form. */
import { SaxesParser } from 'saxes';
import { RefusalError } from '../../document/refusal.js';

export type Parser = SaxesParser<{ xmlns: false }>;

/** Its `write` and `close` throw RefusalError `unsafe_xml` or `damaged_file`, and what its listeners throw. */
export function newParser(): Parser {
  const parser = new SaxesParser({ xmlns: false, position: false });
  parser.on('doctype', () => {
    throw new RefusalError('unsafe_xml');
  });
  parser.on('error', (cause) => {
    throw new RefusalError('damaged_file', 'XML', { cause });
  });
  return parser;
}

/** A name without its namespace prefix. */
export const local = (name: string): string => name.slice(name.indexOf(':') + 1);
