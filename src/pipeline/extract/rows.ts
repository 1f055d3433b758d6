/** Rows: the text of a sheet as lines that a person would read, each a stream of characters with their places. */
import { type Glyph, heightOf, middleOf, type Span } from './frame.js';

/** What stands side by side at one height, from left to right. */
export interface Row {
  readonly glyphs: readonly Glyph[];
  /** One UTF-16 unit per glyph, so that an index into the text is an index into the glyphs. */
  readonly text: string;
  /** Typical height of its text. */
  readonly height: number;
  /** Height of the middle of its text. */
  readonly y: number;
}

/** Two runs stand side by side when their middles differ by less than this share of the lower one's height. */
const SAME_ROW = 0.55;

/** Groups spans into rows, top to bottom. A row may slope: each run is held against the nearest one to its left. */
export function rowsOf(spans: readonly Span[]): Row[] {
  const open: Span[][] = [];
  for (const span of [...spans].sort((a, b) => a.x0 - b.x0)) {
    let best: Span[] | null = null;
    let least = Number.POSITIVE_INFINITY;
    for (const row of open) {
      const distance = rowDistance(row, span);
      const merit = distance + FURTHER * gapBeside(row, span);
      if (distance < SAME_ROW && merit < least) [best, least] = [row, merit];
    }
    if (best !== null) best.push(span);
    else open.push([span]);
  }
  return open.map(rowOf).sort((a, b) => a.y - b.y);
}

/** What a text height of white space counts against a row, up to ten, that a run be put to the nearer of two it fits. */
const FURTHER = 0.02;

/** White space between a row's last run and the next, in the latter's height. */
const gapBeside = (row: readonly Span[], span: Span): number =>
  Math.min(10, Math.max(0, span.x0 - (row.at(-1)?.x1 ?? span.x0)) / heightOf(span));

/** How far `span` is from standing beside the last run of `row`, in text heights; infinite when they overlap. */
function rowDistance(row: readonly Span[], span: Span): number {
  const last = row.at(-1);
  if (last === undefined) return Number.POSITIVE_INFINITY;
  const height = Math.min(heightOf(last), heightOf(span));
  if (last.x1 - span.x0 > height) return Number.POSITIVE_INFINITY;
  return Math.abs(heightBetween(last, span) - heightBetween(span, last)) / height;
}

/** At what height the line that a run runs along passes half-way to another; just its middle where that is far off. */
function heightBetween(span: Span, other: Span): number {
  const right = other.x0 + other.x1 > span.x0 + span.x1;
  const gap = Math.max(0, right ? other.x0 - span.x1 : span.x0 - other.x1);
  if (gap > FAR * heightOf(span)) return middleOf(span);
  const away = (span.x1 - span.x0 + gap) / 2;
  return middleOf(span) + (right ? away : -away) * (span.slope ?? other.slope ?? 0);
}

/** A run's own slope tells nothing further on than this, in text heights. */
const FAR = 8;

function rowOf(spans: readonly Span[]): Row {
  return rowFrom(spans.flatMap((span, index) => glyphsOnce(span, spans[index + 1])));
}

/** A run of glyphs, whatever else is known of it. */
interface Run {
  readonly glyphs: readonly Glyph[];
}

/**
 * The characters of a run that another follows. The detector's boxes may overlap: what the end of one shows and the
 * beginning of the next again counts once.
 */
export function glyphsOnce({ glyphs }: Run, next: Run | undefined): readonly Glyph[] {
  const [last, first] = [glyphs.at(-1), next?.glyphs[0]];
  if (last === undefined || first === undefined || last.char !== first.char) return glyphs;
  return Math.min(last.x1, first.x1) > Math.max(last.x0, first.x0) ? glyphs.slice(0, -1) : glyphs;
}

/** A row of these glyphs, in this order. */
export function rowFrom(glyphs: readonly Glyph[]): Row {
  const heights = glyphs.map((glyph) => heightOf(glyph.span)).sort((a, b) => a - b);
  return {
    glyphs,
    text: glyphs.map(({ char }) => (char.length === 1 ? char : '\ufffd')).join(''),
    height: heights[Math.floor(heights.length / 2)] ?? 0,
    y: glyphs.reduce((sum, glyph) => sum + middleOf(glyph.span), 0) / Math.max(1, glyphs.length),
  };
}

/** White space before a glyph, in frame units; 0 for the first of the row. */
export function gapBefore(glyphs: readonly Glyph[], index: number): number {
  const before = glyphs[index - 1];
  const here = glyphs[index];
  return before === undefined || here === undefined ? 0 : here.x0 - before.x1;
}

/**
 * Cuts a run of glyphs where the white space is wider than `gap`, or wider than `betweenRuns` where one run of the
 * source ends and the next begins.
 */
export function splitAtGaps(glyphs: readonly Glyph[], gap: number, betweenRuns: number = gap): Glyph[][] {
  const parts: Glyph[][] = [];
  glyphs.forEach((glyph, index) => {
    const limit = glyphs[index - 1]?.span === glyph.span ? gap : betweenRuns;
    if (index === 0 || gapBefore(glyphs, index) > limit) parts.push([]);
    parts.at(-1)?.push(glyph);
  });
  return parts;
}

/** The text of glyphs with single spaces where white space was printed between words of Latin letters or digits. */
export function spacedText(glyphs: readonly Glyph[]): string {
  return glyphs
    .map(({ char, spaced, span }, index) => {
      const before = glyphs[index - 1];
      if (before === undefined) return char;
      const apart = spaced || (before.span !== span && gapBefore(glyphs, index) > 0.4 * heightOf(span));
      return apart ? ` ${char}` : char;
    })
    .join('')
    .trim();
}
