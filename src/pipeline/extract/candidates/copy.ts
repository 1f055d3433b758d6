/** The copy (联次) of a paper form: named below its title and down its right edge, where its use is printed as well. */
import { closest } from '../approximate.js';
import type { Area } from '../area.js';
import { type Glyph, middleOf, type Span } from '../frame.js';
import { type Row, rowFrom, splitAtGaps } from '../rows.js';
import { type Candidate, candidateFrom } from './candidate.js';

const COPY = /(?:抵扣|发票|记账|存根|报税|注册登记)联/u;
/** By itself, but for a character or two of the seal over it. */
const COPY_ALONE = new RegExp(`^\\S{0,2}${COPY.source}\\S{0,2}$`, 'u');

/** What the edge says a copy is for (DOMAIN 7.1), of old and new forms; a character or two may be misread. */
const USES: readonly (readonly [string, string])[] = [
  ['扣税凭证', '抵扣联'],
  ['购买方记账凭证', '发票联'],
  ['购货方记账凭证', '发票联'],
  ['销售方记账凭证', '记账联'],
  ['销货方记账凭证', '记账联'],
];

/** Testimony about the copy: by its name below the title, by its name at the edge, or by what either left of it. */
export function copyIn(area: Area): (Candidate | null)[] {
  const pieces = aboveTable(area);
  const title = pieces.find((row) => COPY_ALONE.test(row.text));
  if (title !== undefined) return [named(title, 'label')];
  const columns = rowFrom(downwards(area.margins));
  const right = rowFrom(rightEdge(area));
  for (const edge of [columns, right]) if (COPY.test(edge.text)) return [named(edge, 'place')];
  return [byUse(right) ?? byUse(columns) ?? underSeal(area, pieces)];
}

function named(row: Row, channel: 'label' | 'place'): Candidate | null {
  const match = COPY.exec(row.text);
  if (match === null) return null;
  const glyphs = row.glyphs.slice(match.index, match.index + match[0].length);
  return candidateFrom('copy', match[0], glyphs, channel);
}

/** Buyer's and seller's 记账凭证 differ in one character, so that a use must fit better than any that means another copy. */
function byUse(edge: Row): Candidate | null {
  const fits = USES.map(([use, copy]) => ({ use, copy, ...closest(use, edge.text) }))
    .map((fit) => ({ ...fit, share: fit.distance / fit.use.length }))
    .sort((a, b) => a.share - b.share);
  const [best] = fits;
  if (best === undefined || best.share > MISREAD) return null;
  if (fits.some(({ copy, share }) => copy !== best.copy && share <= best.share)) return null;
  const glyphs = edge.glyphs.slice(best.from, best.to);
  return candidateFrom('copy', best.copy, glyphs, best.distance === 0 ? 'place' : 'repair');
}

/** Share of a use's characters that may be misread or lost: one of four, two of seven. */
const MISREAD = 0.3;

/** 抵扣联 of which the seal of the bureau, pressed over it, left a character that nothing else up there has. */
function underSeal({ head }: Area, pieces: readonly Row[]): Candidate | null {
  if (head === null) return null;
  const [left, right] = [head.x0 + 0.25 * head.width, head.x0 + 0.75 * head.width];
  const [rest] = pieces.filter(({ text, glyphs }) => {
    const x = glyphs[0]?.x0 ?? 0;
    return x > left && x < right && text.length <= 3 && /[抵扣]/u.test(text);
  });
  return rest === undefined ? null : candidateFrom('copy', '抵扣联', rest.glyphs, 'repair');
}

/** White space, in text heights, between the characters of a copy's name below the title. */
const SPREAD = 2.5;

const aboveTable = ({ head, rows }: Area): Row[] =>
  rows
    .filter((row) => head === null || row.y < head.y)
    .flatMap((row) => splitAtGaps(row.glyphs, SPREAD * row.height).map(rowFrom));

/** The glyphs of columns from left to right, each from top to bottom. */
const downwards = (spans: readonly Span[]): Glyph[] =>
  [...spans]
    .sort((a, b) => (Math.abs(a.x0 - b.x0) > a.x1 - a.x0 ? a.x0 - b.x0 : a.y0 - b.y0))
    .flatMap(({ glyphs }) => glyphs);

/** The glyphs down the right edge, where one column stands, in pieces of any width. */
const rightEdge = ({ margins, head }: Area): Glyph[] =>
  margins
    .filter(({ x0 }) => head !== null && x0 > head.x1)
    .sort((a, b) => middleOf(a) - middleOf(b))
    .flatMap(({ glyphs }) => glyphs);
