/** What all pages of a document are, once they are known side by side: which entry each is of, and which are backs. */
import type { PageFact, PageRole } from '../../document/page.js';

/** Roles after which the reverse of the same paper may follow. */
const HAS_BACK: readonly PageRole[] = ['slip', 'list'];

/**
 * Pages (ascending, each once) with their entries counted through. A separator opens an entry, and so does the member
 * after one that held separators; what comes before the first separator is an entry of its own unless all of it is
 * blank. A part cannot know what the page before its first one was: a `back` that follows no invoice of the same member
 * and entry is `other`.
 */
export function settledPages(facts: readonly PageFact[]): PageFact[] {
  const settled: PageFact[] = [];
  let entry = 1;
  // Whether anything but blank pages was counted to the entry; whether its member has separators.
  let [begun, parted] = [false, false];
  for (const fact of facts) {
    const before = settled.at(-1);
    // What stands before a part's first page is seen when the parts are joined.
    const unknown = before === undefined && fact.page > 1;
    const changes = before !== undefined && before.member !== fact.member;
    if (begun && (fact.role === 'separator' || (changes && parted))) {
      entry += 1;
      begun = false;
    }
    if (changes) parted = false;
    if (fact.role === 'separator') parted = true;
    if (fact.role !== 'blank') begun = true;
    const follows =
      before !== undefined &&
      before.member === fact.member &&
      before.entry === entry &&
      HAS_BACK.includes(before.role);
    const role = fact.role === 'back' && !follows && !unknown ? 'other' : fact.role;
    settled.push({ ...fact, entry, role });
  }
  return settled;
}
