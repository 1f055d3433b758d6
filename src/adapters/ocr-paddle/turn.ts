/** Which way up a page lies: by the shape of its lines first, then by which way round they read better. */
import type { Raster } from '../../ports/image.js';
import { grown, type TextBox } from './boxes.js';
import { quadOfBox, type Turn } from './crop.js';
import type { Models } from './models.js';
import { recognise } from './recognise.js';

/** Only boxes longer than this times their thickness say which way text runs. */
const LONG = 2.5;
/** Lines read both ways round at most, and how far one way must lead to stop earlier (in lines' worth of score). */
const MOST_LINES = 8;
const CLEAR_LEAD = 1.2;
/** A line is cut to this many times its thickness: a dozen characters tell, and reading costs by length. */
const ENOUGH = 10;

const elongation = ({ width, height }: TextBox) => Math.max(width, height) / Math.min(width, height);

/** Quarter turns clockwise that bring the page upright; 0 where nothing tells. `boxes`: its kernels. */
export async function findTurn(
  models: Models,
  page: Raster,
  boxes: readonly TextBox[],
  growth: number,
): Promise<Turn> {
  const long = boxes.filter((box) => elongation(grown(box, growth)) >= LONG);
  const total = (sideways: boolean) =>
    long
      .filter((box) => box.height > box.width === sideways)
      .reduce((sum, box) => sum + Math.max(box.width, box.height), 0);
  const sideways = total(true) > total(false);
  const [first, second]: [Turn, Turn] = sideways ? [1, 3] : [0, 2];
  const voters = long
    .filter((box) => box.height > box.width === sideways)
    .sort((a, b) => weight(b) - weight(a))
    .slice(0, MOST_LINES);
  let lead = 0;
  for (const [index, box] of voters.entries()) {
    const line = shortened(grown(box, growth));
    const one = await recognise(models, page, quadOfBox(line, first));
    const other = await recognise(models, page, quadOfBox(line, second));
    lead += scoreOf(one) - scoreOf(other);
    if (index >= 1 && Math.abs(lead) >= CLEAR_LEAD) break;
  }
  return lead >= 0 ? first : second;
}

/** Thick and moderately long lines vote first: they read surest. */
function weight(box: TextBox): number {
  return Math.min(box.width, box.height) * Math.min(ENOUGH, elongation(box)) * box.score;
}

function shortened(box: TextBox): TextBox {
  return box.width >= box.height
    ? { ...box, width: Math.min(box.width, ENOUGH * box.height) }
    : { ...box, height: Math.min(box.height, ENOUGH * box.width) };
}

/** One or two characters are found in anything, both ways round: they count for less. */
function scoreOf({ text, score }: { text: string; score: number }): number {
  return score * Math.min(1, [...text].length / 4);
}
