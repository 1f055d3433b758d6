/**
 * Areas: where on a sheet each invoice lies. The row of column headings is the surest landmark of every VAT form, on
 * paper and on screen; from its two ends follows the invoice's extent, so that what stands beside the invoice
 * (another program's window, a desk, a second invoice) stays out.
 */
import type { Sheet } from '../../document/sheet.js';
import { type Column, completed, endsOf, type Heading } from './columns.js';
import { downwardSpans, heightOf, middleOf, type Span, textOf, uprightSpans } from './frame.js';
import { type ColumnName, type Label, labelsIn } from './labels.js';
import { type Row, rowsOf } from './rows.js';
import { clearOf, moved, printOf, shiftOf } from './shift.js';

/** The row of column headings. */
export interface TableHead {
  readonly row: Row;
  /** Left to right. */
  readonly columns: readonly Column[];
  /** Where figures of the columns of amount and tax end, as far as the form is known. */
  readonly ends: readonly number[];
  /** Where the leftmost heading begins, such as that of a list's row numbers. */
  readonly left: number;
  readonly x0: number;
  readonly x1: number;
  readonly y: number;
  /** Distance between the middles of the outermost headings: the form's yardstick. */
  readonly width: number;
}

/** One invoice's part of a sheet. */
export interface Area {
  readonly sheet: Sheet;
  /** All runs but the vertical headings. */
  readonly spans: readonly Span[];
  /** Vertical headings of boxes (购买方, 密码区, 备注…): one glyph under the other, or one narrow run. */
  readonly headings: readonly Span[];
  /** What is printed down the edges of a paper form: characters one below the other, and runs that go down. */
  readonly margins: readonly Span[];
  readonly rows: readonly Row[];
  readonly labels: readonly Label[];
  readonly head: TableHead | null;
  readonly x0: number;
  readonly x1: number;
  readonly y0: number;
  readonly y1: number;
}

const COLUMNS: ReadonlySet<string> = new Set<ColumnName>([
  'itemName',
  'spec',
  'unit',
  'quantity',
  'unitPrice',
  'amount',
  'taxRate',
  'taxAmount',
  'plateNumber',
  'vehicleType',
  'passDateFrom',
  'passDateTo',
  'otherColumn',
]);

/** The form around its headings, in parts of the yardstick (DOMAIN 7.1, 7.2, widened for paper's margins). */
const REACH = { left: 0.24, right: 0.19, up: 0.46, down: 0.66 } as const;

/** The areas of a sheet, top to bottom; one area with no head where no headings were found. */
export function areasOf(sheet: Sheet): Area[] {
  const spans = uprightSpans(sheet);
  const rows = rowsOf(spans);
  const labels = rows.flatMap(labelsIn);
  const heads = headsAmong(labels).sort((a, b) => a.y - b.y);
  if (heads.length === 0)
    return [areaOf(sheet, spans, { x0: 0, x1: 1, y0: 0, y1: Number.POSITIVE_INFINITY }, null)];
  const extents = heads.map((head) => extentOf(head, labels));
  return extents.map((extent, index) => {
    const above = extents.filter(
      (other, at) => at !== index && sideBySide(other, extent) && other.head < extent.head,
    );
    const below = extents.filter(
      (other, at) => at !== index && sideBySide(other, extent) && other.head > extent.head,
    );
    const y0 = Math.max(extent.y0, ...above.map((other) => other.y1));
    const y1 = Math.min(extent.y1, ...below.map((other) => other.head - 0.02));
    return areaOf(sheet, spans, { ...extent, y0, y1 }, heads[index] ?? null);
  });
}

interface Extent {
  readonly x0: number;
  readonly x1: number;
  readonly y0: number;
  readonly y1: number;
  readonly head: number;
}

const sideBySide = (a: Extent, b: Extent): boolean => Math.min(a.x1, b.x1) - Math.max(a.x0, b.x0) > 0;

/** How far the invoice around a row of headings reaches. Long forms end with the line of 开票人. */
function extentOf(head: TableHead, labels: readonly Label[]): Extent {
  const x0 = Math.min(head.x0 - REACH.left * head.width, head.left - 0.02 * head.width);
  const x1 = head.x1 + REACH.right * head.width;
  const foot = labels
    .filter(({ name, y, x0: from }) => name === 'drawer' && y > head.y && from > x0 && from < x1)
    .reduce((least, label) => Math.min(least, label.y + 3 * label.height), Number.POSITIVE_INFINITY);
  const usual = head.y + REACH.down * head.width;
  return {
    x0,
    x1,
    y0: head.y - REACH.up * head.width,
    y1: Number.isFinite(foot) ? foot : usual,
    head: head.y,
  };
}

/** The rows of headings among labels, in the order of the labels. */
function headsAmong(labels: readonly Label[]): TableHead[] {
  const byRow = new Map<Row, Label[]>();
  for (const label of labels) byRow.set(label.row, [...(byRow.get(label.row) ?? []), label]);
  return [...byRow].flatMap(([row, own]) => headsIn(row, own));
}

/** The headings in a row; two tables side by side give two. */
function headsIn(row: Row, labels: readonly Label[]): TableHead[] {
  const columns = labels.filter((label): label is Heading => COLUMNS.has(label.name));
  const starts = columns.flatMap((label, index) => (label.name === 'itemName' ? [index] : []));
  const groups =
    starts.length === 0 ? [columns] : starts.map((from, at) => columns.slice(from, starts[at + 1]));
  return groups.flatMap((group, at) => {
    const named = new Set(group.map(({ name }) => name));
    const enough = named.size >= 4 || (named.size >= 3 && named.has('itemName'));
    if (!enough) return [];
    const complete = completed(group);
    const [first, last] = [complete[0], complete.at(-1)];
    const whole = first?.name === 'itemName' && complete.some(({ name }) => name === 'amount');
    if (!whole || first === undefined || last === undefined) return [];
    const [x0, x1] = [(first.x0 + first.x1) / 2, (last.x0 + last.x1) / 2];
    const left = Math.min(first.x0, at === 0 ? (columns[0]?.x0 ?? first.x0) : first.x0);
    return [{ row, columns: complete, ends: endsOf(group), left, x0, x1, y: row.y, width: x1 - x0 }];
  });
}

/** An area of what lies inside the bounds, its rows and labels made anew without the rest of the sheet. */
function areaOf(
  sheet: Sheet,
  spans: readonly Span[],
  bounds: { x0: number; x1: number; y0: number; y1: number },
  table: TableHead | null,
): Area {
  const isInside = (span: Span) => {
    const y = middleOf(span);
    return span.x0 >= bounds.x0 && (span.x0 + span.x1) / 2 <= bounds.x1 && y >= bounds.y0 && y <= bounds.y1;
  };
  const inside = spans.filter(isInside);
  const headings = verticalHeadings(inside);
  const columns = columnsOfGlyphs(inside.filter((span) => !headings.includes(span)));
  const margins = [...columns, ...downwardSpans(sheet).filter(isInside)].filter(
    (span) => table !== null && isBeside(span, table),
  );
  const running = inside.filter((span) => !headings.includes(span) && !margins.includes(span));
  const rest = { sheet, headings, margins, ...bounds };
  const asPrinted = withRows(rest, running);
  const shift = shiftOf(asPrinted);
  if (shift === null) return asPrinted;
  const print = new Set(printOf(asPrinted));
  const form = running.filter((span) => !print.has(span));
  return withRows(
    rest,
    running.map((span) => (print.has(span) ? moved(span, clearOf(span, shift, form)) : span)),
  );
}

function withRows(rest: Omit<Area, 'spans' | 'rows' | 'labels' | 'head'>, spans: readonly Span[]): Area {
  const { x0, x1, y0, y1, ...kept } = rest;
  const rows = rowsOf(spans);
  const labels = rows.flatMap(labelsIn);
  const head = headsAmong(labels)[0] ?? null;
  return { ...kept, spans, rows, labels, head, x0, x1, y0, y1 };
}

/** Whether a run stands left or right of a form's frame, in parts of the yardstick (DOMAIN 7.1). */
const isBeside = (span: Span, { x0, x1, width }: TableHead): boolean =>
  centreOf(span) < x0 - 0.17 * width || centreOf(span) > x1 + 0.08 * width;

/** Characters of such a column, at least: longer than any heading of a box. */
const LONG_COLUMN = 6;

/** Runs of one character that stand below each other: the imprint and the name of the copy at a paper form's edges. */
function columnsOfGlyphs(spans: readonly Span[]): Span[] {
  const single = spans.filter(({ glyphs }) => glyphs.length === 1);
  return single.filter((span) => {
    const height = heightOf(span);
    const below = single.filter((other) => Math.abs(centreOf(other) - centreOf(span)) < 0.5 * height);
    return (
      below.length >= LONG_COLUMN && /\p{Script=Han}/u.test(textOf(below.flatMap(({ glyphs }) => glyphs)))
    );
  });
}

const HEADING = /^[购买方销售货信息密码区备注单位]+$/u;

/**
 * Runs that are vertical headings: of their characters only, and either higher than wide or with another such glyph
 * straight above or below. A column of one repeated character (a unit) is none.
 */
function verticalHeadings(spans: readonly Span[]): Span[] {
  const candidates = spans.filter((span) => HEADING.test(textOf(span.glyphs)));
  const single = candidates.filter((span) => span.glyphs.length === 1);
  const stacked = single.filter((span) =>
    single.some(
      (other) =>
        other !== span &&
        textOf(other.glyphs) !== textOf(span.glyphs) &&
        Math.abs(centreOf(other) - centreOf(span)) < 0.5 * heightOf(span) &&
        Math.abs(middleOf(other) - middleOf(span)) < 3.5 * heightOf(span),
    ),
  );
  const narrow = candidates.filter(
    (span) => span.glyphs.length > 1 && span.x1 - span.x0 < 0.8 * heightOf(span),
  );
  return [...stacked, ...narrow];
}

const centreOf = (span: Span): number => (span.x0 + span.x1) / 2;
