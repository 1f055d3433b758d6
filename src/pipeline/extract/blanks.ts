/**
 * Cells that should hold something and in which nothing was read: detectors overlook a lone `1` or `项`. Where each lies
 * on the page, and what may stand in it, for a look straight at the place.
 */
import type { Point, Quad } from '../../document/geometry.js';
import type { Sheet } from '../../document/sheet.js';
import type { LineItem } from '../../document/slip.js';
import { type Area, areasOf } from './area.js';
import type { Column } from './columns.js';
import { type Glyph, heightOf, middleOf, type Span, textOf } from './frame.js';
import type { ColumnName } from './labels.js';
import { isProduct, taxHolds } from './line-sense.js';
import { lineOf, lineRowsIn, type TableRow } from './table.js';

/** A place on the upright page where a cell is blank that should not be. */
export interface BlankCell {
  /** The whole of it, then parts in which a lone character may read better. */
  readonly quads: readonly Quad[];
  /** Whether a text, read with such a score, is one that can stand there. */
  readonly accepts: Accepts;
}

type Accepts = (text: string, score: number) => boolean;

/** The blank cells of a sheet's tables, top to bottom. */
export function blankCells(sheet: Sheet): BlankCell[] {
  return areasOf(sheet).flatMap((area) => lineRowsIn(area).flatMap((rows) => blanksOf(area, rows)));
}

function blanksOf({ head }: Area, rows: readonly TableRow[]): BlankCell[] {
  const [first] = rows;
  if (head === null || first === undefined) return [];
  const line = lineOf(rows);
  return wanted(line).flatMap(({ column, accepts }): BlankCell[] => {
    if (rows.some(({ cells }) => isFilled(column, cells[column] ?? []))) return [];
    const room = roomFor(column, head.columns, first);
    if (room === null) return [];
    const quads = windowsOf(column, room, first.row.height)
      .map((window) => quadAt(window, first))
      .filter((quad) => quad !== null);
    return quads.length === 0 ? [] : [{ quads, accepts }];
  });
}

/** Whether something of a cell's own stands in it: a lone character of the margin is none of the last column's. */
const isFilled = (column: ColumnName, glyphs: readonly Glyph[]): boolean =>
  column === 'taxAmount' ? /[\d*]/u.test(textOf(glyphs)) : glyphs.length > 0;

interface Wanted {
  readonly column: ColumnName;
  readonly accepts: Accepts;
}

/** What reads worse than this on white paper may be no print, and does not stand on its own. */
const LEGIBLE = 0.7;
/** And worse than this nothing is. */
const NOISE = 0.5;
/** A figure that the arithmetic contradicts stands only when it reads as well as this: another figure may be misread. */
const CLEAR = 0.9;

const FIGURE = /^-?\d{1,9}(?:\.\d{1,10})?$/u;
const UNIT = /^(?:(?![一丨])\p{Script=Han}{1,4}|[A-Za-z]{1,3}|[A-Za-z㎡]{1,2}[23²³]?)$/u;

/** What a line lacks though its other cells speak for it: a price has a quantity and a unit, a rate has a tax. */
function wanted(line: LineItem): Wanted[] {
  const { quantity, unitPrice, unit, amount, taxRate, taxAmount } = line;
  const found: Wanted[] = [];
  const counted = unitPrice !== undefined || quantity !== undefined;
  if (counted && quantity === undefined)
    found.push({ column: 'quantity', accepts: quantityOf(unitPrice, amount) });
  if (counted && unit === undefined) found.push({ column: 'unit', accepts: isUnit });
  if (taxRate !== undefined && taxAmount === undefined)
    found.push({ column: 'taxAmount', accepts: taxOf(line, taxRate) });
  return found;
}

/** Words for units that stand on their own, though they read no better than others do. */
const UNITS: ReadonlySet<string> = new Set([
  ...'个件台套张本次项吨米克升瓶桶袋包箱盒支只把条卷片块双对副组批份根辆架座栋间度天日月年季人门册幅盏粒株头匹枚节期户盘桌位场',
  ...['千克', '公斤', '平方米', '立方米', '千瓦时', '公里', '小时'],
]);

const isUnit = (text: string, score: number): boolean =>
  UNIT.test(text) && (score >= CLEAR || (score >= NOISE && UNITS.has(text)));

/** Figures: the one with which the price leads to the amount, or one that is clear to see. */
function quantityOf(unitPrice: string | undefined, amount: string | undefined): Accepts {
  return (text, score) => {
    if (!FIGURE.test(text)) return false;
    if (unitPrice === undefined || amount === undefined) return score >= LEGIBLE;
    return score >= CLEAR || isProduct(text, unitPrice, amount);
  };
}

/** Asterisks where no tax is due; elsewhere the tax that the rate makes of the amount. */
function taxOf(line: LineItem, rate: string): Accepts {
  if (/^(?:免税|不征税|\*+|0%)$/u.test(rate))
    return (text, score) => score >= NOISE && /^(?:\*{1,3}|0\.00)$/u.test(text);
  return (text, score) => {
    if (!/^-?\d+\.\d{2}$/u.test(text)) return false;
    return score >= NOISE && taxHolds({ ...line, taxAmount: text }) === true;
  };
}

/** A stretch of a row, in frame units. */
interface Room {
  readonly x0: number;
  readonly x1: number;
}

/** A room and, where it is long, parts of it: units stand in its middle, figures at its end. */
function windowsOf(column: ColumnName, room: Room, height: number): Room[] {
  const { x0, x1 } = room;
  const width = LONE * height;
  if (x1 - x0 < 1.6 * width) return [room];
  const middle = (x0 + x1) / 2;
  if (column === 'unit') return [room, { x0: middle - width / 2, x1: middle + width / 2 }];
  // With the rule behind the column and without: beside a lone 1 a rule is another.
  const inner = x1 - (BEYOND + 2 * AIR) * height;
  if (column === 'quantity') return [room, { x0: x1 - width, x1 }, { x0: inner - width, x1: inner }];
  const end = x1 - (LAST - 1) * BEYOND * height;
  return [room, { x0: x1 - AMOUNT * height, x1 }, { x0: end - width, x1: end }];
}

/** A window around a figure or two with the air that the recogniser is used to, in text heights. */
const LONE = 2.2;
/** The same around an amount. */
const AMOUNT = 3.6;

/** What is free of a column in a row, a little beyond its edges too; `null` when its place is not known or taken. */
function roomFor(column: ColumnName, columns: readonly Column[], { row }: TableRow): Room | null {
  const at = columns.findIndex(({ name }) => name === column);
  const own = columns[at];
  if (own === undefined || own.edge === null) return null;
  const next = columns[at + 1];
  // Behind the last heading as much as before it.
  const end = next === undefined ? own.x0 + own.x1 - own.edge : next.edge;
  if (end === null) return null;
  const [air, beyond] = [AIR * row.height, BEYOND * row.height];
  // Nothing but the margin is behind the last column.
  let [x0, x1] = [own.edge - beyond, end + (next === undefined ? LAST : 1) * beyond];
  const middle = (own.edge + end) / 2;
  for (const glyph of row.glyphs) {
    if ((glyph.x0 + glyph.x1) / 2 < middle) x0 = Math.max(x0, glyph.x1 + air);
    else x1 = Math.min(x1, glyph.x0 - air);
  }
  return x1 - x0 < LEAST_ROOM * row.height ? null : { x0, x1 };
}

/** White space kept to neighbours, in text heights. */
const AIR = 0.1;
/** How far print may stand beyond its column's edges, in text heights: paper is printed askew, pictures are taken so. */
const BEYOND = 0.8;
/** So many times further it may stand beyond the last one: only the margin is there. */
const LAST = 3;
/** Narrower than this nothing stands there, in text heights: a digit is half as wide as high, and has air beside it. */
const LEAST_ROOM = 0.9;

/** Where the row's text has its upper and its lower edge on the page at a place in the frame. */
interface Anchor {
  readonly x: number;
  readonly top: Point;
  readonly foot: Point;
}

/** A room's place on the page, between the runs of its row on either side: a fold or a curl is followed. */
function quadAt({ x0, x1 }: Room, { row }: TableRow): Quad | null {
  const anchors = anchorsOf(row.glyphs);
  const [from, to] = [placeAt(x0, anchors), placeAt(x1, anchors)];
  return from === null || to === null ? null : [from.top, to.top, to.foot, from.foot];
}

function anchorsOf(glyphs: readonly Glyph[]): Anchor[] {
  const spans = [...new Set(glyphs.map(({ span }) => span))].filter(isOrdinary);
  return spans
    .flatMap((span): Anchor[] => {
      const [a, b, c, d] = span.line.quad;
      return [
        { x: span.x0, top: a, foot: d },
        { x: span.x1, top: b, foot: c },
      ];
    })
    .sort((a, b) => a.x - b.x);
}

/** A run of its own height: one that a neighbour's row or a seal made higher leads off the row. */
function isOrdinary(span: Span, _: number, all: readonly Span[]): boolean {
  const heights = all.map(heightOf).sort((a, b) => a - b);
  const usual = heights[heights.length >> 1] ?? 0;
  const middles = all.map(middleOf).sort((a, b) => a - b);
  const level = middles[middles.length >> 1] ?? 0;
  return heightOf(span) < 1.4 * usual && Math.abs(middleOf(span) - level) < usual;
}

function placeAt(x: number, anchors: readonly Anchor[]): Anchor | null {
  const next = anchors.findIndex((anchor) => anchor.x > x);
  const at = next < 0 ? anchors.length - 1 : Math.max(1, next);
  const [before, after] = [anchors[at - 1], anchors[at]];
  if (before === undefined || after === undefined || after.x <= before.x) return null;
  const part = (x - before.x) / (after.x - before.x);
  const along = ([ax, ay]: Point, [bx, by]: Point): Point => [ax + (bx - ax) * part, ay + (by - ay) * part];
  return { x, top: along(before.top, after.top), foot: along(before.foot, after.foot) };
}
