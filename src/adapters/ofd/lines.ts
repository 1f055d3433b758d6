/** The text of a page as lines with quads: what a text layer is to a PDF. */
import type { Point, Quad } from '../../document/geometry.js';
import type { TextLine } from '../../document/sheet.js';
import { normalise } from '../../invoice/text.js';
import { BUDGETS } from '../../pipeline/budgets.js';
import type { Glyph } from './glyphs.js';
import type { Item, TextItem } from './items.js';
import { pointThrough, type Rect } from './matrix.js';

/** Above and below the baseline, in ems: what the common Song and Hei faces have. */
const ASCENT = 0.88;
const DESCENT = 0.12;
/** A wider gap, in ems, ends a line: columns stand further apart, and letters of one word never do. */
const WIDEST_GAP = 1.2;
/** How far, in ems, glyphs of one line may stand off its baseline. */
const OFF_LINE = 0.15;
/** Objects that continue one another have nearly the same size and touch. */
const TOUCHING = 0.35;

/** Glyphs on one baseline, in one object's coordinates. */
interface Run {
  readonly item: TextItem;
  readonly glyphs: Glyph[];
}

/**
 * Lines in the order they are drawn, as fractions of the page's box. Blank ones and those outside the page are left out,
 * one drawn twice over itself is kept once, and objects that hold one character each are put together.
 */
export function linesOf(items: readonly Item[], page: Rect): TextLine[] {
  const runs = items.flatMap((item) => (item.type === 'text' && item.alpha > 0 ? runsOf(item) : []));
  const lines: TextLine[] = [];
  const seen = new Set<string>();
  for (const run of joinedRuns(runs)) {
    const line = lineOf(run, page);
    if (line === null) continue;
    const key = `${line.text}@${line.quad.map(([x, y]) => `${Math.round(x * 500)},${Math.round(y * 500)}`).join(';')}`;
    if (!seen.has(key)) lines.push(line);
    seen.add(key);
  }
  return lines;
}

/** An object's glyphs, parted where the baseline changes, a gap opens, or a line could be no longer. */
function runsOf(item: TextItem): Run[] {
  const { size } = item.glyphs;
  const runs: Glyph[][] = [];
  for (const glyph of item.glyphs.glyphs) {
    const last = runs.at(-1);
    const before = last?.at(-1);
    const hasRoom = last !== undefined && last.length < BUDGETS.lineGlyphs;
    if (hasRoom && before !== undefined && follows(before, glyph, size, WIDEST_GAP)) last.push(glyph);
    else runs.push([glyph]);
  }
  return runs.map((glyphs) => ({ item, glyphs }));
}

function follows(before: Glyph, glyph: Glyph, size: number, gap: number): boolean {
  const along = glyph.x - (before.x + before.width);
  return Math.abs(glyph.y - before.y) <= OFF_LINE * size && along >= -0.5 * size && along <= gap * size;
}

/** Runs of neighbouring objects that continue each other, in the first one's coordinates. */
function joinedRuns(runs: readonly Run[]): Run[] {
  const result: Run[] = [];
  for (const run of runs) {
    const last = result.at(-1);
    const glyphs = last === undefined ? null : continuing(last, run);
    if (last === undefined || glyphs === null) result.push(run);
    else for (const glyph of glyphs) last.glyphs.push(glyph);
  }
  return result;
}

/** The second one's glyphs in the coordinates of the first, or `null` where it stands elsewhere. */
function continuing(first: Run, second: Run): Glyph[] | null {
  const before = first.glyphs.at(-1);
  const { size } = first.item.glyphs;
  if (first.glyphs.length + second.glyphs.length > BUDGETS.lineGlyphs) return null;
  if (before === undefined || Math.abs(second.item.glyphs.size - size) > 0.1 * size) return null;
  const [a, b, c, d, e, f] = first.item.matrix;
  const [a2, b2, c2, d2, e2, f2] = second.item.matrix;
  if (![a - a2, b - b2, c - c2, d - d2].every((difference) => Math.abs(difference) < 1e-3)) return null;
  const det = a * d - b * c;
  if (det === 0) return null;
  const [x, y] = [e2 - e, f2 - f];
  const shift = [(d * x - c * y) / det, (a * y - b * x) / det] as const;
  const glyphs = second.glyphs.map((glyph) => ({ ...glyph, x: glyph.x + shift[0], y: glyph.y + shift[1] }));
  const [next] = glyphs;
  if (next === undefined || !follows(before, next, size, TOUCHING) || next.x < before.x + 0.3 * before.width)
    return null;
  return glyphs;
}

function lineOf({ item, glyphs }: Run, page: Rect): TextLine | null {
  const { text, spans } = spelled(glyphs);
  const from = spans[0]?.[0];
  const to = spans.at(-1)?.[1];
  const y = glyphs[0]?.y;
  if (from === undefined || to === undefined || y === undefined || !(to > from)) return null;
  const { size } = item.glyphs;
  const at = (x: number, up: number): Point => {
    const [px, py] = pointThrough(item.matrix, x, y - up * size);
    return [(px - page.x) / page.width, (py - page.y) / page.height];
  };
  const quad: Quad = [at(from, ASCENT), at(to, ASCENT), at(to, -DESCENT), at(from, -DESCENT)];
  if (!quad.flat().every(Number.isFinite) || outside(quad)) return null;
  const chars = spans.map(([start, end]): [number, number] => [
    (start - from) / (to - from),
    (end - from) / (to - from),
  ]);
  return { text, quad, score: 1, source: 'text', chars };
}

/** The text, normalised character by character, and where each code point of it stands. */
function spelled(glyphs: readonly Glyph[]): { text: string; spans: (readonly [number, number])[] } {
  const points: { char: string; span: readonly [number, number] }[] = [];
  for (const { text, x, width } of glyphs) {
    const characters = /^\s$/u.test(text) ? [' '] : [...normalise(text)];
    const each = width / Math.max(1, characters.length);
    for (const [index, char] of characters.entries()) {
      if (char === ' ' && (points.length === 0 || points.at(-1)?.char === ' ')) continue;
      points.push({ char, span: [x + index * each, x + (index + 1) * each] });
    }
  }
  if (points.at(-1)?.char === ' ') points.pop();
  return { text: points.map(({ char }) => char).join(''), spans: points.map(({ span }) => span) };
}

function outside(quad: Quad): boolean {
  const xs = quad.map(([x]) => x);
  const ys = quad.map(([, y]) => y);
  return Math.max(...xs) <= 0 || Math.min(...xs) >= 1 || Math.max(...ys) <= 0 || Math.min(...ys) >= 1;
}
