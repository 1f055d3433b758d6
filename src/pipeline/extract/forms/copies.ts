/** 联次: which copy of a paper form a sheet is, as printed below its title. */
import { type Candidate, candidateFrom, present } from '../candidates/candidate.js';
import type { Glyph } from '../frame.js';
import { rowFrom } from '../rows.js';

const COPIES = ['注册登记联', '转移登记联', '发票联', '抵扣联', '报税联', '出入库联', '存根联', '记账联'];

/** The name of the copy, the longest that any of these runs holds; none where none does. */
export function copyIn(runs: readonly (readonly Glyph[])[]): Candidate[] {
  const found = runs.flatMap((glyphs) => {
    const { text } = rowFrom(glyphs);
    return COPIES.flatMap((copy) => {
      const at = text.indexOf(copy);
      return at < 0 ? [] : [{ copy, glyphs: glyphs.slice(at, at + copy.length) }];
    });
  });
  const [best] = found.sort((a, b) => b.copy.length - a.copy.length);
  return best === undefined ? [] : [candidateFrom('copy', best.copy, best.glyphs, 'label')].filter(present);
}
