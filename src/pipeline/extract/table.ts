/** The lines of goods and services between the headings and the sums. */
import type { LineItem } from '../../document/slip.js';
import type { Area, TableHead } from './area.js';
import { type Cells, cellsOf, RATE } from './cells.js';
import { middleOf, type Span, textOf } from './frame.js';
import { goodsName } from './goods-name.js';
import { withoutImprints } from './imprint.js';
import type { ColumnName, Label } from './labels.js';
import { isProduct, partedByProduct, withDigits } from './line-sense.js';
import { type Row, rowFrom, rowsOf, spacedText } from './rows.js';
import { dateOf, moneyOf, plateOf } from './shapes.js';

/** A row of the table with its text in columns. */
export interface TableRow {
  readonly row: Row;
  readonly y: number;
  readonly height: number;
  readonly cells: Cells;
}

/** The lines on one page. */
export function linesIn(area: Area): LineItem[] {
  return lineRowsIn(area).map(lineOf);
}

/** The rows of each line on one page: the one that carries its amount, and what its name or specification wraps into. */
export function lineRowsIn(area: Area): (readonly TableRow[])[] {
  if (area.head === null) return [];
  const lines: TableRow[][] = [];
  for (const row of tableRows(area, area.head)) {
    if (isSumRow(row)) break;
    const last = lines.at(-1);
    if (startsLine(row)) lines.push([row]);
    else if (last !== undefined) {
      if (!continues(row, last.at(-1)?.y ?? row.y)) break;
      last.push(row);
    }
  }
  return lines;
}

/** A line as its rows say it. */
export function lineOf(rows: readonly TableRow[]): LineItem {
  const cells = new Map<ColumnName, string>();
  for (const row of rows)
    for (const [column, text] of entriesOf(row.cells)) cells.set(column, (cells.get(column) ?? '') + text);
  return itemOf(cells);
}

const entriesOf = (cells: Cells): [ColumnName, string][] =>
  Object.entries(cells).map(([column, glyphs]) => [column as ColumnName, spacedText(glyphs ?? [])]);

/** Rows between the headings and the sums, 小计 rows left out. */
function tableRows(area: Area, head: TableHead): TableRow[] {
  const bottom = tableBottom(area, head);
  const inside = area.spans.filter((span) => middleOf(span) < bottom && isBelow(span, head));
  return rowsOf(withoutImprints(inside, head.columns))
    .map((row) => (isCounted(head) ? withoutCount(row) : row))
    .filter((row) => !/^小计/u.test(row.text) && !isSum(row))
    .map((row) => ({ row, y: row.y, height: row.height, cells: cellsOf(row, head.columns) }));
}

/**
 * Whether a run stands below the headings, at their height where it stands: paper lies askew. Taken from low down rows
 * stand closer than print is high, so that what is not among the headings may begin right below.
 */
function isBelow(span: Span, { row, y }: TableHead): boolean {
  const centre = (span.x0 + span.x1) / 2;
  let [level, least] = [y, Number.POSITIVE_INFINITY];
  for (const { span: heading } of row.glyphs) {
    if (heading === span) return false;
    const distance = Math.abs((heading.x0 + heading.x1) / 2 - centre);
    if (distance < least) [level, least] = [middleOf(heading), distance];
  }
  return middleOf(span) > level + 0.35 * row.height;
}

/** Whether the table counts its rows: a heading 序号 stands before that of the names. */
const isCounted = ({ left, columns }: TableHead): boolean =>
  columns[0] !== undefined && left < columns[0].x0 - columns[0].height;

/** A row without the number at its start. */
function withoutCount(row: Row): Row {
  const count = /^\d{1,3}(?=\D)/u.exec(row.text)?.[0].length ?? 0;
  return count === 0 ? row : rowFrom(row.glyphs.slice(count));
}

/** A row of sums whose heading was misread: lines never carry ¥. */
const isSum = (row: Row): boolean => /[¥￥]-?\d/u.test(row.text) && !row.text.startsWith('*');

/** Where the table ends: at the sums, or at the gross total when their heading was not read. */
function tableBottom(area: Area, head: TableHead): number {
  const below = (name: Label['name']) =>
    area.labels.filter((label) => label.name === name && label.y > head.y);
  const total = below('total')
    .filter((label) => label.x0 < head.x0 + 0.2 * head.width)
    .at(-1);
  if (total !== undefined) return total.y - 0.6 * total.height;
  const gross = [...below('grossWords'), ...below('grossFigures')][0];
  return gross === undefined ? Number.POSITIVE_INFINITY : gross.y - 1.6 * gross.height;
}

/** The row of sums when its heading was not read as one: 合 or 计 alone, or amounts with neither name nor rate. */
function isSumRow({ cells }: TableRow): boolean {
  const name = textOf(cells.itemName ?? []);
  return (
    /^[合计]{1,2}$/u.test(name) || (name === '' && cells.taxRate === undefined && cells.amount !== undefined)
  );
}

/** A line starts with the row that carries its amount (or, failing that, rate and tax). */
function startsLine({ cells }: TableRow): boolean {
  const printed = cells.amount === undefined ? undefined : textOf(cells.amount);
  if (amount(printed) !== undefined && printed?.startsWith('*') === false) return true;
  return cells.taxRate !== undefined && RATE.test(textOf(cells.taxRate)) && cells.taxAmount !== undefined;
}

/** A wrapped name or specification: nothing but text, close below what it continues. */
function continues(row: TableRow, above: number): boolean {
  const only = Object.keys(row.cells).every(
    (column) => column === 'itemName' || column === 'spec' || column === 'unit',
  );
  return only && row.y - above < 2.2 * row.height;
}

const figure = (text: string | undefined): string | undefined => {
  const bare = text?.replace(/[\s,]/gu, '');
  return bare !== undefined && /^-?\d+(?:\.\d+)?$/u.test(bare) ? bare : undefined;
};

const amount = (text: string | undefined): string | undefined => {
  if (text === undefined) return undefined;
  if (/^\*+$/u.test(text)) return '***';
  const [lead] = /^[¥￥]?-?[\d,]+\.\d{2}(?!\d)/u.exec(text.replace(/\s/gu, '')) ?? [];
  return moneyOf(lead ?? text)?.value;
};

const rate = (text: string | undefined): string | undefined => {
  const bare = text?.replace(/\s/gu, '') ?? '';
  const [told] = /\d{1,2}(?:\.\d+)?%|免税|不征税/u.exec(bare) ?? [];
  return bare === '' ? undefined : /^\*+$/u.test(bare) ? '***' : (told ?? bare);
};

/** A day of passage: `20201208`, or with signs between. */
const day = (text: string | undefined): string | undefined =>
  text === undefined ? undefined : dateOf(text)?.value;

const plate = (text: string | undefined): string | undefined =>
  text === undefined ? undefined : (plateOf(text)?.value ?? text.replace(/\s/gu, ''));

function itemOf(cells: ReadonlyMap<ColumnName, string>): LineItem {
  const found: Record<string, string | undefined> = {
    spec: cells.get('spec'),
    unit: cells.get('unit'),
    ...counted(cells),
    taxRate: rate(cells.get('taxRate')),
    taxAmount: amount(cells.get('taxAmount')),
    plateNumber: plate(cells.get('plateNumber')),
    vehicleType: cells.get('vehicleType')?.replace(/\s/gu, ''),
    passDateFrom: day(cells.get('passDateFrom')),
    passDateTo: day(cells.get('passDateTo')),
  };
  const told = Object.fromEntries(
    Object.entries(found).filter(([, value]) => value !== undefined && value !== ''),
  );
  return { name: goodsName(cells.get('itemName') ?? ''), ...told };
}

/** Quantity and price; letters in them stand for the figures they look like where that makes the amount. */
function factors(
  quantity: string | undefined,
  unitPrice: string | undefined,
  sum: string | undefined,
): [quantity: string | undefined, unitPrice: string | undefined] {
  const read: [string | undefined, string | undefined] = [figure(quantity), figure(unitPrice)];
  const [count, price] = [figure(withDigits(quantity)), figure(withDigits(unitPrice))];
  if (read.every((value) => value !== undefined) || count === undefined || price === undefined) return read;
  return sum !== undefined && isProduct(count, price, sum) ? [count, price] : read;
}

/** Quantity, price and amount; a quantity that OCR read in one run with the price is parted from it where the product holds. */
function counted(cells: ReadonlyMap<ColumnName, string>): {
  quantity: string | undefined;
  unitPrice: string | undefined;
  amount: string | undefined;
} {
  const sum = amount(cells.get('amount'));
  const [quantity, unitPrice] = factors(cells.get('quantity'), cells.get('unitPrice'), sum);
  const whole = quantity ?? unitPrice;
  const alone = (quantity === undefined) !== (unitPrice === undefined);
  const parted = alone && whole !== undefined && sum !== undefined ? partedByProduct(whole, sum) : null;
  return { quantity, unitPrice, ...parted, amount: sum };
}
