/** Walking a tree of XML whose element names are spelled as each producer likes: letter case is never asked. */
import type { XmlElement } from '../../../ports/xml.js';

const same = (a: string, b: string): boolean => a.toLowerCase() === b.toLowerCase();

export const isNamed = (element: XmlElement, ...names: readonly string[]): boolean =>
  names.some((name) => same(element.name, name));

/** The first child of that name. */
export const childOf = (element: XmlElement, ...names: readonly string[]): XmlElement | null =>
  element.children.find((child) => isNamed(child, ...names)) ?? null;

/** The element itself and all below it, in the order of the file. */
export function* within(element: XmlElement): Generator<XmlElement> {
  yield element;
  for (const child of element.children) yield* within(child);
}

/** All of that name at or below `element`. */
export const allOf = (element: XmlElement, ...names: readonly string[]): XmlElement[] =>
  [...within(element)].filter((each) => isNamed(each, ...names));

/** What the leaves of a tree say, by name: the first that says anything, branches of the names in `without` left out. */
export type Leaves = (...names: readonly string[]) => string | null;

export function leavesOf(root: XmlElement, without: readonly string[] = []): Leaves {
  const texts = new Map<string, string>();
  const skipped = new Set(without.map((name) => name.toLowerCase()));
  const gather = (element: XmlElement) => {
    for (const child of element.children) {
      const name = child.name.toLowerCase();
      if (skipped.has(name)) continue;
      if (child.text !== '' && !texts.has(name)) texts.set(name, child.text);
      gather(child);
    }
  };
  gather(root);
  return (...names) => {
    for (const name of names) {
      const text = texts.get(name.toLowerCase());
      if (text !== undefined) return text;
    }
    return null;
  };
}
