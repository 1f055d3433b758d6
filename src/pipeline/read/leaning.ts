/** Papers that overlap or touch and lie askew to each other: no desk shows between them, but their lines run two ways. */
import { centreOf } from '../../document/geometry.js';
import { isInside } from './light-areas.js';
import type { Cluster } from './papers.js';
import { leansOf } from './rectify.js';
import { charsOf, inUnits, isLine, isLong, nearestLine, type PageUnits, type Stroke } from './strokes.js';

/** Lines that run off the others' direction by more than this (radians) are another paper's: a fold seen aslant makes ten degrees. */
const ASKEW = (12 * Math.PI) / 180;
/** Fewer such lines may be a seal's and a pen's; fewer characters of all are not worth another look. */
const FEWEST_LINES = 5;
const LEAST_SHARE = 0.06;
/** Of the lines of another paper so many have one of their own as the nearest; a seal's lie among the form's. */
const TOGETHER = 0.8;

/** A cluster as one, or as two where a paper lies askew beside or beneath another. */
export function partedByLean(cluster: Cluster, units: PageUnits): Cluster[] {
  const { strokes, codes, area } = cluster;
  const lines = strokes.filter(isLine);
  const leans = leansOf(strokes);
  const leanOf = new Map(strokes.map((stroke, index) => [stroke, leans[index] ?? 0]));
  const isOff = (stroke: Stroke) => isAskew(leanOf.get(stroke) ?? 0);
  const askew = lines.filter((line) => isOff(line) && !(area && isInside(area, [line.x, line.y])));
  if (!isPaper(askew, lines)) return [cluster];
  const isTheirs = (stroke: Stroke) => {
    // Words that run along or straight down the form are its own: the name of the copy along its edge.
    if (isLong(stroke) && !isOff(stroke)) return false;
    const line = isLine(stroke) ? stroke : nearestLine(stroke, lines);
    return line !== undefined && askew.includes(line);
  };
  const theirs = codes.filter(({ quad }) => {
    const [x, y] = quad === null ? [0, 0] : centreOf(inUnits(quad, units));
    const line = quad === null ? undefined : nearestLine({ x, y }, lines);
    return line !== undefined && askew.includes(line);
  });
  return [
    {
      ...cluster,
      strokes: strokes.filter((one) => !isTheirs(one)),
      codes: codes.filter((one) => !theirs.includes(one)),
    },
    { strokes: strokes.filter(isTheirs), codes: theirs },
  ];
}

const isAskew = (lean: number): boolean => Math.abs(lean) > ASKEW && Math.abs(lean) < Math.PI / 4;

function isPaper(askew: readonly Stroke[], lines: readonly Stroke[]): boolean {
  const chars = (some: readonly Stroke[]) => some.reduce((sum, stroke) => sum + charsOf(stroke), 0);
  if (askew.length < FEWEST_LINES || chars(askew) < LEAST_SHARE * chars(lines)) return false;
  const together = askew.filter((line) => {
    const near = nearestLine(
      line,
      lines.filter((other) => other !== line),
    );
    return near !== undefined && askew.includes(near);
  });
  return together.length >= TOGETHER * askew.length;
}
