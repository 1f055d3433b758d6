/** Which way up lines stand: by their shape first, then by which way round they read better. */
import { mappedQuad, type Quad, quadOf, reordered, squareTo } from '../../document/geometry.js';
import { sizeOf } from '../../document/raster.js';
import type { Raster } from '../../ports/image.js';
import type { FoundLine } from '../../ports/ocr.js';

type Turn = 0 | 1 | 2 | 3;

/** Only lines longer than this times their thickness say which way text runs. */
const LONG = 2.5;
/** Lines read both ways round at most, and how far one way must lead to stop earlier (in lines' worth of score). */
const MOST_LINES = 8;
const CLEAR_LEAD = 1.2;
/** A line is cut to this many times its crop's thickness: half a dozen characters tell, and reading costs by length. */
const ENOUGH = 6;

interface Voter {
  /** Its corners with its longer side first. */
  readonly crop: Quad;
  readonly sideways: boolean;
  readonly length: number;
  readonly thickness: number;
  readonly score: number;
}

/** Quarter turns clockwise that bring the lines upright; 0 where nothing tells. `read`: what a quad says. */
export async function findTurn(
  page: Raster,
  lines: readonly FoundLine[],
  read: (crop: Quad) => Promise<{ text: string; score: number }>,
): Promise<Turn> {
  const long = lines.map((line) => voterOf(page, line)).filter((voter) => elongation(voter) >= LONG);
  const total = (sideways: boolean) =>
    long.filter((voter) => voter.sideways === sideways).reduce((sum, { length }) => sum + length, 0);
  const sideways = total(true) > total(false);
  const [first, second]: [Turn, Turn] = sideways ? [1, 3] : [0, 2];
  const voters = long
    .filter((voter) => voter.sideways === sideways)
    .sort((a, b) => weight(b) - weight(a))
    .slice(0, MOST_LINES);
  let lead = 0;
  for (const [index, voter] of voters.entries()) {
    const crop = shortened(voter);
    lead += scoreOf(await read(crop)) - scoreOf(await read(reordered(crop, 2)));
    if (index >= 1 && Math.abs(lead) >= CLEAR_LEAD) break;
  }
  return lead >= 0 ? first : second;
}

function voterOf(page: Raster, { crop, score }: FoundLine): Voter {
  const { length, thickness } = sizeOf(page, crop);
  return thickness > length
    ? { crop: reordered(crop, 1), sideways: true, length: thickness, thickness: length, score }
    : { crop, sideways: false, length, thickness, score };
}

const elongation = ({ length, thickness }: Voter) => length / thickness;

/** Thick and moderately long lines vote first: they read surest. */
function weight(voter: Voter): number {
  return voter.thickness * Math.min(ENOUGH, elongation(voter)) * voter.score;
}

/** The middle of a line, where it is long. */
function shortened(voter: Voter): Quad {
  const half = Math.min(1, ENOUGH / elongation(voter)) / 2;
  return mappedQuad(squareTo(voter.crop), quadOf([0.5 - half, 0, 0.5 + half, 1]));
}

/** One or two characters are found in anything, both ways round: they count for less. */
function scoreOf({ text, score }: { text: string; score: number }): number {
  return score * Math.min(1, [...text].length / 4);
}
