/** Text of an OFD's page that a rectangle painted later hides: who changes a value covers it, and sets another one on top. */
import { BUDGETS } from '../../pipeline/budgets.js';
import type { Glyph } from './glyphs.js';
import type { Item, PathItem, TextItem } from './items.js';
import { pointThrough } from './matrix.js';

export interface PartedItems {
  /** Without the characters that are hidden. */
  readonly seen: readonly Item[];
  /** Texts of which a character is hidden, whole: what a number was shows only with all its figures. */
  readonly hidden: readonly TextItem[];
}

interface Cover {
  readonly order: number;
  readonly left: number;
  readonly top: number;
  readonly right: number;
  readonly bottom: number;
}

/** Opacity from which nothing shows through. */
const SOLID = 0.96;
/** Millimetres; a rule hides no character. */
const THINNEST = 1.4;
/** Where the middle of a figure lies above the baseline, in ems. */
const MIDDLE = 0.35;
/** Millimetres by which a side may lean. */
const STRAIGHT = 0.01;

/** Pictures hide nothing here: a seal's lets the print through, and whether one does shows only when it is decoded. */
export function partedItems(items: readonly Item[]): PartedItems {
  const covers = items
    .flatMap((item, order) => (item.type === 'path' ? coverOf(item, order) : []))
    .slice(0, BUDGETS.covers);
  if (covers.length === 0) return { seen: items, hidden: [] };
  const hidden: TextItem[] = [];
  const seen = items.flatMap((item, order): Item[] => {
    if (item.type !== 'text') return [item];
    const later = covers.filter((cover) => cover.order > order);
    const left = item.glyphs.glyphs.filter((glyph) => !later.some((cover) => isUnder(item, glyph, cover)));
    if (left.length === item.glyphs.glyphs.length) return [item];
    hidden.push(item);
    return left.length === 0 ? [] : [{ ...item, glyphs: { ...item.glyphs, glyphs: left } }];
  });
  return { seen, hidden };
}

function isUnder({ matrix, glyphs }: TextItem, { x, y, width }: Glyph, cover: Cover): boolean {
  const [px, py] = pointThrough(matrix, x + width / 2, y - MIDDLE * glyphs.size);
  return px > cover.left && px < cover.right && py > cover.top && py < cover.bottom;
}

/** An upright rectangle through which nothing shows; none of any other shape. */
function coverOf({ filled, style, alpha, darken, clips, data, matrix }: PathItem, order: number): Cover[] {
  if (!filled || style.fill === null || darken || clips.length > 0 || data.length > LONGEST) return [];
  if (alpha * opacityOf(style.fill) < SOLID) return [];
  const words = data.split(' ');
  if (words.some((word) => /^[A-Z]$/u.test(word) && !/^[MLZ]$/u.test(word))) return [];
  const numbers = words.map(Number).filter(Number.isFinite);
  const corners = numbers.flatMap((x, at) =>
    at % 2 === 0 ? [pointThrough(matrix, x, numbers[at + 1] ?? 0)] : [],
  );
  const [xs, ys] = [corners.map(([x]) => x), corners.map(([, y]) => y)];
  const [left, right, top, bottom] = [Math.min(...xs), Math.max(...xs), Math.min(...ys), Math.max(...ys)];
  const isCorner = ([x, y]: readonly [number, number]) =>
    Math.min(x - left, right - x) < STRAIGHT && Math.min(y - top, bottom - y) < STRAIGHT;
  const isWide = right - left >= THINNEST && bottom - top >= THINNEST;
  return corners.length >= 4 && isWide && corners.every(isCorner)
    ? [{ order, left, top, right, bottom }]
    : [];
}

/** Characters of an outline of four corners, each with some ten digits. */
const LONGEST = 200;

/** `rgb(255 255 255 / 1)` */
const opacityOf = (colour: string): number => Number(/\/ ([\d.]+)\)$/u.exec(colour)?.[1] ?? 1);
