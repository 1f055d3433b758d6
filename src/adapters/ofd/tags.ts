/** The tags of an OFD: which objects on the pages hold which field. */
import { RefusalError } from '../../document/refusal.js';
import { BUDGETS } from '../../pipeline/budgets.js';
import type { OfdTag } from '../../ports/ofd.js';
import type { XmlElement } from '../../ports/xml.js';
import { childrenOf, type OfdPackage, type Part, textIn } from './package.js';

/** The text of an object on a page; `page` is the page's id. `null` where there is no such object. */
export type TextOf = (page: string, object: string) => Promise<string | null>;

/** Throws RefusalError only for what makes the file as a whole unreadable, and past the budget of characters. */
export async function readTags(files: OfdPackage, document: Part, textOf: TextOf): Promise<OfdTag[]> {
  const list = await files.optional(textIn(document.tree, 'CustomTags'), document.name);
  const counted = counting(textOf);
  const tags: OfdTag[] = [];
  const locations = childrenOf(list?.tree, 'CustomTag').map((tag) => textIn(tag, 'FileLoc') ?? '');
  for (const location of new Set(locations)) {
    const part = list === null ? null : await files.optional(location, list.name);
    if (part !== null) await collect(part.tree, [], 0, counted, tags);
  }
  return tags;
}

/** Any number of tags may name the same object, and a long one. Throws RefusalError `too_large`. */
function counting(textOf: TextOf): TextOf {
  let chars = 0;
  return async (page, object) => {
    const text = await textOf(page, object);
    chars += text?.length ?? 0;
    if (chars > BUDGETS.ofdTagChars) throw new RefusalError('too_large', 'CustomTag');
    return text;
  };
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
