/** The blocks of buyer and seller: where each lies, and which labels are its own. */
import type { Area } from '../area.js';
import { middleOf, textOf } from '../frame.js';
import type { Label } from '../labels.js';

export type Side = 'buyer' | 'seller';

/** A party's block: its labels, and its bounds in the upright frame. */
export interface Block {
  readonly side: Side;
  readonly labels: readonly Label[];
  readonly left: number;
  readonly right: number;
  readonly top: number;
  readonly bottom: number;
  readonly area: Area;
}

const PARTY_LABELS = new Set(['name', 'taxId', 'addressPhone', 'bankAccount']);

/** Height of a block in parts of the form's yardstick (DOMAIN 7.1: 22 of 160 mm; 7.2: 20 of 175). */
const BLOCK_HEIGHT = 0.145;

/** The blocks of buyer and seller. */
export function blocksOf(area: Area): Block[] {
  // The headings of the table end in 名称 too, and may come in pieces.
  const labels = area.labels.filter(({ name, row }) => PARTY_LABELS.has(name) && row !== area.head?.row);
  const middle = tableMiddle(area);
  const upper = labels.filter(({ y }) => y < middle);
  const lower = labels.filter(({ y }) => y >= middle);
  const split = sideBySideSplit(area, upper, lower);
  if (split !== null) {
    const [left, right] = [upper.filter(({ x0 }) => x0 < split), upper.filter(({ x0 }) => x0 >= split)];
    const range = heightsOf(area, upper, 'buyer');
    return [
      { side: 'buyer', labels: left, ...range, left: area.x0, right: split, area },
      { side: 'seller', labels: right, ...range, left: split, right: area.x1, area },
    ];
  }
  return [stackedBlock('buyer', area, upper, /[密码区]/u), stackedBlock('seller', area, lower, /[备注]/u)];
}

/** From where to where a block reaches: by its labels, or by the form when none was read. */
function heightsOf(area: Area, labels: readonly Label[], side: Side): { top: number; bottom: number } {
  const ys = labels.map(({ y }) => y);
  const height = labels[0]?.height ?? 0;
  const read = { top: Math.min(...ys) - 5 * height, bottom: Math.max(...ys) + 5 * height };
  const { head } = area;
  if (head === null) return read;
  const room = BLOCK_HEIGHT * head.width;
  if (side === 'buyer')
    return { top: Math.min(read.top, head.y - room), bottom: head.y - 0.5 * head.row.height };
  const sums = area.labels.filter(
    ({ name }) => name === 'grossWords' || name === 'grossFigures' || name === 'total',
  );
  const lowest = Math.max(...sums.map(({ y }) => y));
  if (!Number.isFinite(lowest)) return read;
  // Notes name a payee too, but right of the block.
  const left = head.x0 + 0.3 * head.width;
  const foot = area.labels.filter(
    ({ name, x0, y }) => y > lowest && (name === 'drawer' || (name === 'payee' && x0 < left)),
  );
  const bottom = Math.min(lowest + 1.3 * room, ...foot.map(({ y, height: high }) => y - 0.6 * high));
  return { top: lowest + 0.6 * head.row.height, bottom };
}

/** A block of a legacy form; labels quoted in the box to its right (notes of 代开 invoices) are not its own. */
function stackedBlock(side: Side, area: Area, labels: readonly Label[], heading: RegExp): Block {
  const heights = heightsOf(area, labels, side);
  const right = rightEdge(area, heights, heading);
  return { side, labels: labels.filter(({ x0 }) => x0 < right), ...heights, left: area.x0, right, area };
}

/** The height that parts the upper from the lower blocks: the headings, or else the totals. */
function tableMiddle(area: Area): number {
  if (area.head !== null) return area.head.y;
  const gross = area.labels.find(({ name }) => name === 'grossWords');
  return gross?.y ?? Number.POSITIVE_INFINITY;
}

/** Where buyer and seller part when they stand side by side; `null` when they do not. */
function sideBySideSplit(area: Area, upper: readonly Label[], lower: readonly Label[]): number | null {
  const width = area.head?.width ?? area.x1 - area.x0;
  const centre = area.head === null ? (area.x0 + area.x1) / 2 : (area.head.x0 + area.head.x1) / 2;
  const apart = upper.some((a) => upper.some((b) => a.name === b.name && b.x0 - a.x0 > 0.3 * width));
  const right = upper.filter(({ x0 }) => x0 > centre - 0.1 * width);
  const digital = apart || (right.length > 0 && lower.every(({ name }) => name !== 'taxId'));
  if (!digital) return null;
  const starts = right.map(({ x0 }) => x0);
  return starts.length === 0 ? centre : Math.min(...starts) - 0.5 * (right[0]?.height ?? 0);
}

/** Where the values of a legacy block end: at the vertical heading of the box to its right, or the middle of the form. */
function rightEdge(area: Area, { top, bottom }: { top: number; bottom: number }, heading: RegExp): number {
  const width = area.head?.width ?? area.x1 - area.x0;
  const from = (area.head?.x0 ?? area.x0) + 0.35 * width;
  const candidates = [...area.headings, ...area.spans].filter((span) => {
    const y = middleOf(span);
    if (y < top || y > bottom || span.x0 < from) return false;
    const text = textOf(span.glyphs);
    return (text.length <= 3 && heading.test(text)) || isCipher(text);
  });
  const edges = candidates.map(({ x0 }) => x0);
  if (edges.length > 0) return Math.min(...edges);
  return area.head === null ? area.x1 : area.head.x0 + 0.62 * width;
}

const isCipher = (text: string): boolean => text.length >= 15 && (text.match(/[<>*+/-]/gu)?.length ?? 0) >= 4;
