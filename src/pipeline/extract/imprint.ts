/**
 * What is printed down a paper invoice's edges beside the table: the printer's imprint on the left, the name of the
 * copy (第二联…) on the right, a character a row.
 */
import type { Column } from './columns.js';
import { heightOf, type Span, textOf } from './frame.js';

/** The runs of a table less single characters that stand before its names or behind its figures. */
export function withoutImprints(spans: readonly Span[], columns: readonly Column[]): Span[] {
  const [start, end] = [nameStart(spans, columns), figuresEnd(spans, columns)];
  return spans.filter((span) => {
    // Asterisks are a name's, or stand for an amount.
    if (span.glyphs.length !== 1 || textOf(span.glyphs) === '*') return true;
    const slack = 0.2 * heightOf(span);
    return span.x1 > start + slack && span.x0 < end - slack;
  });
}

/** Where names begin, for what OCR cuts off a name stands at its start or behind it; unknown when none was read whole. */
function nameStart(spans: readonly Span[], columns: readonly Column[]): number {
  const end = columns[0]?.x1 ?? Number.NEGATIVE_INFINITY;
  const starts = spans.filter(({ x0, glyphs }) => x0 < end && glyphs.length > 1).map(({ x0 }) => x0);
  return starts.length === 0 ? Number.NEGATIVE_INFINITY : Math.min(...starts);
}

const FIGURE = /^(?:-?[\d,]+\.\d{2}|\*{2,3})$/u;

/** Where the last column's figures end; infinite when none was read whole. */
function figuresEnd(spans: readonly Span[], columns: readonly Column[]): number {
  const last = columns.find(({ name }) => name === 'taxAmount')?.x0 ?? Number.POSITIVE_INFINITY;
  const ends = spans.filter(({ x1, glyphs }) => x1 > last && FIGURE.test(textOf(glyphs))).map(({ x1 }) => x1);
  return ends.length === 0 ? Number.POSITIVE_INFINITY : Math.max(...ends);
}
