/**
 * The papers on a picture: text that hangs together. Two lines are of one paper when nothing but paper lies between
 * them and they run the same way; what lies beside (other papers, a keyboard, a desk) falls apart from it.
 */
import { centreOf, type Point, type Quad } from '../../document/geometry.js';
import type { CodeFound } from '../../document/sheet.js';
import { parseInvoiceQr } from '../../invoice/qr.js';
import { isInside, type LightArea } from './light-areas.js';
import { darkBetween, type LightMap } from './lightness.js';
import {
  charsOf,
  endsOf,
  inUnits,
  isLong,
  mainDirection,
  type PageUnits,
  partedByDirection,
  type Stroke,
  textSize,
} from './strokes.js';

/** One paper's text, before it is read. */
export interface Cluster {
  readonly strokes: readonly Stroke[];
  /** Codes that lie on it. */
  readonly codes: readonly CodeFound[];
  /** The light area that its text stands on, where it shows as one. */
  readonly area?: LightArea;
}

/** Lines further apart than this many text heights do not make each other's paper; a form's blank table is lower. */
const FAR = 14;
/** A dark stretch of this many text heights (as the coarse look sees them, a third too high) is no fold and no rule. */
const GAP = 0.4;
/** Long lines of one paper run the same way, within what perspective does to neighbours. */
const SAME_WAY = Math.cos((14 * Math.PI) / 180);
/** Fewer characters than this are no paper: a brand on a pen, a key. */
const FEWEST_CHARS = 14;
/** Papers with less than this share of the largest one's characters are what lies about. */
const LEAST_SHARE = 0.08;

/** A few words this many text heights from a paper's print are its own: a heading that a seal cut off. */
const BESIDE = 3;
/** Print beside a QR stands this many text heights from the next at most. */
const BESIDE_CODE = 8;

/** The papers, largest first; at least one where there is any text. */
export function clustersOf(
  strokes: readonly Stroke[],
  codes: readonly CodeFound[],
  map: LightMap,
  units: PageUnits,
  areas: readonly LightArea[] = [],
): Cluster[] {
  const groups = partedByDirection(strokes).flatMap((alike) => connected(alike, map, areas));
  const weigh = (group: readonly Stroke[]) => group.reduce((sum, stroke) => sum + charsOf(stroke), 0);
  const least = (group: readonly Stroke[]) => (areaOf(group, areas) === undefined ? LEAST_SHARE * most : 0);
  const weighed = groups.map((group) => ({ group, chars: weigh(group) })).sort((a, b) => b.chars - a.chars);
  const most = weighed[0]?.chars ?? 0;
  const papers = weighed.filter(
    ({ group, chars }, index) =>
      index === 0 || (chars >= Math.max(FEWEST_CHARS, least(group)) && group.filter(isLong).length >= 3),
  );
  const kept = papers.map(({ group }) => [...group]);
  for (const { group } of weighed.filter((one) => !papers.includes(one))) {
    // An invoice's QR parts the print beside it from the rest; on its own it is a paper whose print was not found.
    const code = codes.find(
      ({ text, quad }) => quad !== null && parseInvoiceQr(text) !== null && liesIn(group, quad, units),
    );
    const owner = (stroke: Stroke) => {
      const area = areas.find((one) => isInside(one, [stroke.x, stroke.y]));
      const near = kept.filter((paper) => area === undefined || areaOf(paper, areas) === area);
      return surrounding(near, stroke, code === undefined ? BESIDE : BESIDE_CODE) ?? (area && near[0]);
    };
    if (code !== undefined && group.every((stroke) => owner(stroke) === undefined)) kept.push([...group]);
    else for (const stroke of group) owner(stroke)?.push(stroke);
  }
  return kept.map((group, index) => ({
    strokes: group,
    codes: codes.filter((code) => index === ownerOf(kept, code, units)),
    ...areaOrNone(areaOf(group, areas)),
  }));
}

const areaOrNone = (area: LightArea | undefined) => (area === undefined ? {} : { area });

/** The area on which most strokes of a group stand. */
function areaOf(group: readonly Stroke[], areas: readonly LightArea[]): LightArea | undefined {
  return areas.find((area) => 2 * group.filter(({ x, y }) => isInside(area, [x, y])).length > group.length);
}

/** Groups of strokes that hang together. */
function connected(strokes: readonly Stroke[], map: LightMap, areas: readonly LightArea[]): Stroke[][] {
  const size = textSize(strokes);
  const areaAt = strokes.map(({ x, y }) => areas.findIndex((area) => isInside(area, [x, y])));
  const group = strokes.map((_, index) => index);
  const root = (index: number): number => {
    let at = index;
    while (group[at] !== at) at = group[at] ?? at;
    return at;
  };
  const pairs = strokes.flatMap((a, i) =>
    strokes.slice(i + 1).flatMap((b, j) => {
      const [on, other] = [areaAt[i] ?? -1, areaAt[i + 1 + j] ?? -1];
      if (!runAlike(a, b) || (on >= 0 && other >= 0 && on !== other)) return [];
      const { from, to, distance } = nearest(a, b);
      return distance < FAR * Math.max(size, Math.min(a.thickness, b.thickness))
        ? [{ i, j: i + 1 + j, from, to, distance }]
        : [];
    }),
  );
  for (const { i, j, from, to, distance } of pairs.sort((a, b) => a.distance - b.distance)) {
    if (root(i) === root(j)) continue;
    const [a, b] = [strokes[i], strokes[j]];
    const air = ((a?.thickness ?? 0) + (b?.thickness ?? 0)) / 2;
    if (distance <= air || darkBetween(map, ...between(from, to, air / 2)) < GAP * size)
      group[root(i)] = root(j);
  }
  const members = new Map<number, Stroke[]>();
  strokes.forEach((stroke, index) => {
    const at = root(index);
    members.set(at, [...(members.get(at) ?? []), stroke]);
  });
  return [...members.values()];
}

/** The way from one point to another without its first and last bit, where print stands. */
function between(from: Point, to: Point, less: number): [Point, Point] {
  const length = Math.hypot(to[0] - from[0], to[1] - from[1]);
  const [dx, dy] = [((to[0] - from[0]) * less) / length, ((to[1] - from[1]) * less) / length];
  return [
    [from[0] + dx, from[1] + dy],
    [to[0] - dx, to[1] - dy],
  ];
}

/** Whether two strokes can be of one paper by their directions; short ones tell nothing. */
function runAlike(a: Stroke, b: Stroke): boolean {
  if (a.length < 5 * a.thickness || b.length < 5 * b.thickness) return true;
  return Math.abs(a.ux * b.ux + a.uy * b.uy) > SAME_WAY;
}

/** The nearest points of two strokes' middle lines, ends and quarters of one against the whole of the other. */
function nearest(a: Stroke, b: Stroke): { from: Point; to: Point; distance: number } {
  const one = closest(a, b);
  const other = closest(b, a);
  return one.distance <= other.distance ? one : { from: other.to, to: other.from, distance: other.distance };
}

function closest(a: Stroke, b: Stroke): { from: Point; to: Point; distance: number } {
  const [start, end] = endsOf(a);
  let best = { from: start, to: start, distance: Number.POSITIVE_INFINITY };
  for (const at of [0, 0.25, 0.5, 0.75, 1]) {
    const from: Point = [start[0] + (end[0] - start[0]) * at, start[1] + (end[1] - start[1]) * at];
    const along = (from[0] - b.x) * b.ux + (from[1] - b.y) * b.uy;
    const limited = Math.min(b.length / 2, Math.max(-b.length / 2, along));
    const to: Point = [b.x + b.ux * limited, b.y + b.uy * limited];
    const distance = Math.hypot(to[0] - from[0], to[1] - from[1]);
    if (distance < best.distance) best = { from, to, distance };
  }
  return best;
}

/** The group in whose extent along its own direction, widened by so many text heights, a lone stroke lies. */
function surrounding(groups: readonly Stroke[][], stroke: Stroke, margin: number): Stroke[] | undefined {
  return groups.find((group) => contains(group, [stroke.x, stroke.y], margin));
}

function liesIn(group: readonly Stroke[], quad: Quad, units: PageUnits): boolean {
  return contains(group, centreOf(inUnits(quad, units)), 4);
}

/** Whether a point lies in a group's extent, widened by so many text heights. */
function contains(group: readonly Stroke[], point: Point, margin: number): boolean {
  return outside(group, point) <= margin * textSize(group);
}

/** How far a point lies outside a group's extent along its own direction; 0 inside. */
function outside(group: readonly Stroke[], point: Point): number {
  const angle = mainDirection(group);
  const [cos, sin] = [Math.cos(angle), Math.sin(angle)];
  const turned = ([x, y]: Point): Point => [cos * x + sin * y, cos * y - sin * x];
  const points = group.flatMap((stroke) => endsOf(stroke).map(turned));
  const [xs, ys] = [points.map(([x]) => x), points.map(([, y]) => y)];
  const [x, y] = turned(point);
  const [beside, above] = [
    Math.max(Math.min(...xs) - x, x - Math.max(...xs), 0),
    Math.max(Math.min(...ys) - y, y - Math.max(...ys), 0),
  ];
  return Math.max(beside, above);
}

/** The index of the paper that a code belongs to: the one it lies in or nearest to. */
function ownerOf(groups: readonly Stroke[][], { quad }: CodeFound, units: PageUnits): number {
  if (quad === null || groups.length === 0) return 0;
  const centre = centreOf(inUnits(quad, units));
  const distances = groups.map((group) => outside(group, centre));
  return distances.indexOf(Math.min(...distances));
}
