/** XML through saxes, with everything forbidden that an invoice does not need and an attacker does. */
import { FILE_LIMITS } from '../../document/file-kind.js';
import { RefusalError } from '../../document/refusal.js';
import { BUDGETS } from '../../pipeline/budgets.js';
import type { XmlElement, XmlReader } from '../../ports/xml.js';
import { decodeXml } from './decode.js';
import { local, newParser } from './parser.js';
import { feed } from './stream.js';

/** Reads XML. Stateless: one serves a whole process. */
export function xmlReader(): XmlReader {
  return { parse, feed };
}

/** An element whose end has not come yet. */
interface Open {
  readonly name: string;
  readonly attributes: Readonly<Record<string, string>>;
  readonly children: XmlElement[];
  readonly text: string[];
}

/** Throws RefusalError `too_large` past the budget of bytes, `unsafe_xml` and `damaged_file` for all else that {@link XmlReader} names. */
function parse(bytes: Uint8Array): XmlElement {
  if (bytes.length > FILE_LIMITS.xml)
    throw new RefusalError('too_large', `XML ${Math.ceil(bytes.length / 1024 ** 2)} MB`);
  const text = decodeXml(bytes);
  const tree = new Tree();
  const parser = newParser();
  parser.on('opentag', ({ name, attributes }) => tree.open(name, attributes));
  parser.on('text', (part) => tree.add(part));
  parser.on('cdata', (part) => tree.add(part));
  parser.on('closetag', () => tree.close());
  // White space before the declaration is no XML, but some exporters begin with an empty line.
  parser.write(text.trimStart()).close();
  return tree.root();
}

class Tree {
  readonly #open: Open[] = [];
  #root: XmlElement | null = null;
  #elements = 0;

  open(name: string, attributes: Readonly<Record<string, string>>): void {
    // An attribute takes as much room as an element without any.
    this.#elements += 1 + Object.keys(attributes).length;
    if (this.#elements > BUDGETS.xmlElements) throw new RefusalError('too_large', 'XML elements');
    if (this.#open.length >= BUDGETS.xmlDepth) throw new RefusalError('damaged_file', 'XML depth');
    this.#open.push({ name: local(name), attributes: unprefixed(attributes), children: [], text: [] });
  }

  add(text: string): void {
    this.#open.at(-1)?.text.push(text);
  }

  close(): void {
    const done = this.#open.pop();
    if (done === undefined) throw new RangeError('an element ended that never began');
    const { name, attributes, children, text } = done;
    const element: XmlElement = { name, attributes, children, text: text.join('').trim() };
    const parent = this.#open.at(-1);
    if (parent === undefined) this.#root = element;
    else parent.children.push(element);
  }

  root(): XmlElement {
    if (this.#root === null) throw new RefusalError('damaged_file', 'XML');
    return this.#root;
  }
}

/** Of two names that are the same without prefix, the one without counts. */
function unprefixed(attributes: Readonly<Record<string, string>>): Readonly<Record<string, string>> {
  const names = Object.keys(attributes).sort((a, b) => Number(a.includes(':')) - Number(b.includes(':')));
  const result: Record<string, string> = Object.create(null);
  for (const name of names) result[local(name)] ??= attributes[name] ?? '';
  return result;
}
