/** 联次: which copy of a paper form a sheet is, as printed below its title. */
import { type Candidate, candidateFrom, present } from '../candidates/candidate.js';
import { type Glyph, heightOf, middleOf, type Span, textOf } from '../frame.js';
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

/** What is left of 发票联 where a seal lies over it; no other copy's name ends so. */
const REMAINS = /^(?:\p{Script=Han}?票联|发.联)$/u;
/** The characters of 发票联, which forms print far apart. */
const APART = '发票联';
/** So many heights may lie between two of them. */
const FARTHEST = 5;

/**
 * 发票联 where it was read in part or character by character, as it is set below the title of small forms, under the
 * authority's seal. Two of its three characters must stand in one line, in order, in one size.
 */
export function brokenCopyIn(spans: readonly Span[]): Candidate[] {
  const whole = spans.find(({ glyphs }) => REMAINS.test(textOf(glyphs)));
  if (whole !== undefined)
    return [candidateFrom('copy', APART, whole.glyphs.slice(-2), 'repair')].filter(present);
  const single = spans.filter(({ glyphs }) => glyphs.length === 1 && APART.includes(textOf(glyphs)));
  for (const first of single) {
    const line = single.filter((other) => other === first || continues(first, other));
    const read = [...line].sort((a, b) => a.x0 - b.x0);
    const text = read.map(({ glyphs }) => textOf(glyphs)).join('');
    if (text.length < 2 || !['发票联', '发票', '发联', '票联'].includes(text)) continue;
    const glyphs = read.flatMap((span) => [...span.glyphs]);
    return [candidateFrom('copy', APART, glyphs, text === APART ? 'label' : 'repair')].filter(present);
  }
  return [];
}

function continues(first: Span, other: Span): boolean {
  const height = Math.min(heightOf(first), heightOf(other));
  return (
    other.x0 > first.x1 - 0.2 * height &&
    other.x0 - first.x1 < FARTHEST * height &&
    Math.abs(middleOf(other) - middleOf(first)) < 0.5 * height &&
    Math.max(heightOf(first), heightOf(other)) < 1.6 * height
  );
}
