/**
 * How far the print lies off its form. A needle printer strikes values millimetres beside where the form's rules and
 * labels would have them (DOMAIN 7.4); values that only one label can own tell by how much, and the print is moved back.
 */
import { type Glyph, heightOf, middleOf, type Span, textOf } from './frame.js';
import type { Label, LabelName } from './labels.js';

/** What of an area tells of the shift. */
export interface Printed {
  readonly spans: readonly Span[];
  readonly labels: readonly Label[];
  readonly head: { readonly y: number; readonly width: number; readonly ends: readonly number[] } | null;
}

/** In frame units, right and down. */
export interface Shift {
  readonly x: number;
  readonly y: number;
}

const ID = /^[0-9A-Z]{15,20}$/u;
const DATE = /^20\d{2}年\d{1,2}月\d{1,2}日$/u;
const WORDS = /[壹贰叁肆伍陆柒捌玖][拾佰仟万亿圆元角分]/u;
const YEN = /^[¥￥]-?[\d,]+\.\d{2}$/u;

/** A label and the value that can only be its own. */
interface Anchor {
  readonly label: Label;
  readonly value: Span;
}

/** The print's shift against the form, or `null` when it stands well enough or too little tells. */
export function shiftOf(area: Printed): Shift | null {
  const { head } = area;
  // Only the legacy form is struck into paper.
  if (head === null || head.ends.length === 0) return null;
  const anchors = anchorsIn(area);
  const y = agreed(
    anchors.map(({ label, value }) => middleOf(value) - label.y),
    ALIKE * head.width,
  );
  const x = agreed(sidewaysIn(area, anchors), ALIKE * head.width);
  const height = median(anchors.map(({ label }) => label.height));
  const down = Math.abs(y) > LEAST_DOWN * height ? y : 0;
  const across = Math.abs(x) > LEAST_ACROSS * head.width ? x : 0;
  return down === 0 && across === 0 ? null : { x: across, y: down };
}

/** Fewer values that agree mean nothing. */
const FEWEST = 3;
/** Shifts that agree, in parts of the yardstick: 1.6 mm apart. */
const ALIKE = 0.01;
/** A shift up or down that rows do not bear, in text heights. */
const LEAST_DOWN = 0.25;
/** A shift to the side that columns do not bear, in parts of the form's yardstick: 2.4 mm of 157 (DOMAIN 7.1). */
const LEAST_ACROSS = 0.015;
/** No print lies further off, in parts of the yardstick: 7 mm. */
const MOST = 0.045;

function anchorsIn(area: Printed): Anchor[] {
  const { head } = area;
  if (head === null) return [];
  const reach = MOST * head.width;
  const loose = printOf(area);
  const shaped = (shape: RegExp) => loose.filter((span) => shape.test(textOf(span.glyphs)));
  const near = (name: LabelName, values: readonly Span[]): Anchor[] =>
    area.labels
      .filter((label) => label.name === name)
      .flatMap((label) => {
        const [value] = values
          .filter((span) => span.x1 > label.x1 && Math.abs(middleOf(span) - label.y) < reach)
          .sort((a, b) => Math.abs(middleOf(a) - label.y) - Math.abs(middleOf(b) - label.y));
        return value === undefined ? [] : [{ label, value }];
      });
  const sums = shaped(YEN)
    .filter((span) => middleOf(span) > head.y)
    .sort((a, b) => middleOf(b) - middleOf(a));
  const gross = sums.slice(0, 1);
  const above = sums.filter(
    (span) => gross[0] !== undefined && middleOf(gross[0]) - middleOf(span) > heightOf(span),
  );
  return [
    ...near('taxId', shaped(ID)),
    ...near('issueDate', shaped(DATE)),
    ...near('grossWords', shaped(WORDS)).slice(-1),
    ...near('grossFigures', gross).slice(-1),
    ...near('total', above).slice(-1),
  ];
}

/** How far to the right of where its column has them each figure of the table ends, and how far ids run into labels. */
function sidewaysIn(area: Printed, anchors: readonly Anchor[]): number[] {
  const { head } = area;
  if (head === null) return [];
  const overlaps = anchors
    .filter(({ label, value }) => label.name === 'taxId' && value.x0 < label.x1)
    .map(({ label, value }) => value.x0 - label.x1 - USUAL_GAP * head.width);
  const gross = area.labels.find(({ name, y }) => y > head.y && /^gross/u.test(name));
  const bottom = gross === undefined ? Number.POSITIVE_INFINITY : gross.y - 0.6 * gross.height;
  const ends = area.spans
    .filter((span) => middleOf(span) > head.y && middleOf(span) < bottom && FIGURE.test(textOf(span.glyphs)))
    .flatMap((span) => {
      const [off] = head.ends.map((end) => span.x1 - end).sort((a, b) => Math.abs(a) - Math.abs(b));
      return off === undefined || Math.abs(off) > MOST * head.width ? [] : [off];
    });
  return [...overlaps, ...ends];
}

const FIGURE = /^[¥￥]?-?[\d,]+\.\d{2}$/u;

/** Values begin so far behind their labels, in parts of the yardstick: a millimetre. */
const USUAL_GAP = 0.0065;

/** Runs that hold no part of a label: what was filled in. */
export function printOf(area: Printed): Span[] {
  const lowest = area.head?.y ?? Number.POSITIVE_INFINITY;
  // Below the table such words are a note's, which quotes another invoice.
  const own = area.labels.filter(
    ({ name, y }) => y < lowest || !/^(?:invoice|issue|check|machine)/u.test(name),
  );
  const printed = new Set<Span>(
    own.flatMap(({ row, from, to }) => row.glyphs.slice(from, to).map(({ span }) => span)),
  );
  return area.spans.filter((span) => !printed.has(span));
}

/** A run moved to where the form would have it; it still points at where it was printed. */
export function moved(span: Span, { x, y }: Shift): Span {
  const place = { ...span, x0: span.x0 - x, x1: span.x1 - x, y0: span.y0 - y, y1: span.y1 - y };
  const result = { ...place, glyphs: [] as Glyph[] };
  for (const glyph of span.glyphs)
    result.glyphs.push({ ...glyph, x0: glyph.x0 - x, x1: glyph.x1 - x, span: result });
  return result;
}

/**
 * As much of a shift as leaves a run clear of the form's own words that it was printed beside: what stands behind a
 * label stays behind it, for the form's words are set less evenly than the print.
 */
export function clearOf(span: Span, { x, y }: Shift, form: readonly Span[]): Shift {
  const height = heightOf(span);
  const beside = form.filter((word) => Math.abs(middleOf(word) - middleOf(span) + y) < 0.6 * height);
  const slack = 0.6 * height;
  const left = beside.filter(({ x1 }) => x1 <= span.x0 + slack).map(({ x1 }) => span.x0 - x1);
  const right = beside.filter(({ x0 }) => x0 >= span.x1 - slack).map(({ x0 }) => span.x1 - x0);
  const across = x > 0 ? Math.max(0, Math.min(x, ...left)) : Math.min(0, Math.max(x, ...right));
  return { x: across, y };
}

/** The median, when most values and enough of them agree with it; nothing otherwise. */
function agreed(values: readonly number[], alike: number): number {
  const middle = median(values);
  const near = values.filter((value) => Math.abs(value - middle) < alike).length;
  return near >= FEWEST && 2 * near > values.length ? middle : 0;
}

function median(values: readonly number[]): number {
  const sorted = [...values].sort((a, b) => a - b);
  const half = sorted.length >> 1;
  const [low, high] = [sorted[Math.floor((sorted.length - 1) / 2)], sorted[half]];
  return low === undefined || high === undefined ? 0 : (low + high) / 2;
}
