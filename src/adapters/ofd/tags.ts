/** The tags of an OFD: which objects on the pages hold which field. */
import type { OfdTag } from '../../ports/ofd.js';
import type { XmlElement } from '../../ports/xml.js';
import { childrenOf, type OfdPackage, type Part, textIn } from './package.js';

/** The text of an object on a page; `page` is the page's id. `null` where there is no such object. */
export type TextOf = (page: string, object: string) => Promise<string | null>;

/** Throws RefusalError only for what makes the file as a whole unreadable. */
export async function readTags(files: OfdPackage, document: Part, textOf: TextOf): Promise<OfdTag[]> {
  const list = await files.optional(textIn(document.tree, 'CustomTags'), document.name);
  const tags: OfdTag[] = [];
  for (const tag of childrenOf(list?.tree, 'CustomTag')) {
    const part = list === null ? null : await files.optional(textIn(tag, 'FileLoc'), list.name);
    if (part !== null) await collect(part.tree, [], 0, textOf, tags);
  }
  return tags;
}

async function collect(
  element: XmlElement,
  within: readonly string[],
  group: number,
  textOf: TextOf,
  into: OfdTag[],
): Promise<void> {
  const seen = new Map<string, number>();
  for (const child of element.children) {
    const references = referencesIn(child);
    if (references.length > 0) {
      const pieces: string[] = [];
      for (const { page, object } of references) {
        const text = await textOf(page, object);
        if (text !== null) pieces.push(text);
      }
      into.push({ name: child.name, within, group, text: pieces.join(''), pieces });
      continue;
    }
    const index = seen.get(child.name) ?? 0;
    seen.set(child.name, index + 1);
    await collect(child, [...within, child.name], index, textOf, into);
  }
}

/** References directly under a tag, or in the `ObjectData` of direct-connection issuers. */
function referencesIn(tag: XmlElement): { page: string; object: string }[] {
  const holders = [tag, ...childrenOf(tag, 'ObjectData')];
  return holders
    .flatMap((holder) => childrenOf(holder, 'ObjectRef'))
    .map(({ attributes, text }) => ({ page: attributes.PageRef ?? '', object: text }));
}
