/** Looking straight at light areas on which the coarse look saw little: text that leans in a way the detector is blind to. */
import { reordered } from '../../document/geometry.js';
import type { Raster } from '../../ports/image.js';
import type { OcrEngine } from '../../ports/ocr.js';
import { COARSE_SIDE } from './coarse.js';
import { isInside, type LightArea } from './light-areas.js';
import { reduced } from './reduce.js';
import { charsOf, inFractions, isLong, type PageUnits, pageUnits, type Stroke, strokeOf } from './strokes.js';

/** Fewer characters in whole lines than this on a paper: its text was not seen. */
const FEW_CHARS = 24;
/** Pieces of one or two characters are this share of all characters where lines fell to scraps. */
const SCRAPS_SHARE = 0.3;
/** A whole line runs along a side of its paper within this; one that does not was pieced together from several. */
const ASKEW = Math.sin((12 * Math.PI) / 180);
/** A paper is looked at in this many pixels: enough for a slip's small print, a third of the time of a page. */
const SIDE = 640;

/** The strokes, with those of unseen areas found anew. One look for each such area, two where text runs along its shorter side. */
export async function strokesOnAreas(
  page: Raster,
  strokes: readonly Stroke[],
  areas: readonly LightArea[],
  ocr: OcrEngine,
): Promise<readonly Stroke[]> {
  let all = strokes;
  for (const area of areas) {
    const seen = all.filter(({ x, y }) => isInside(area, [x, y]));
    if (!isUnseen(seen, area)) continue;
    const better = await lookAt(page, area, seen, ocr);
    if (better !== seen) all = [...all.filter((stroke) => !seen.includes(stroke)), ...better];
  }
  return all;
}

/** Characters in whole lines that run along a side of the paper. */
function charsSeen(strokes: readonly Stroke[], area: LightArea): number {
  const whole = strokes.filter((stroke) => isLong(stroke) && runsAlong(stroke, area));
  return whole.reduce((sum, stroke) => sum + charsOf(stroke), 0);
}

function isUnseen(strokes: readonly Stroke[], area: LightArea): boolean {
  const chars = charsSeen(strokes, area);
  const all = strokes.reduce((sum, stroke) => sum + charsOf(stroke), 0);
  return chars < FEW_CHARS || all - chars > SCRAPS_SHARE * all;
}

function runsAlong({ ux, uy }: Stroke, { around: [a, b] }: LightArea): boolean {
  const length = Math.hypot(b[0] - a[0], b[1] - a[1]);
  const [x, y] = [(b[0] - a[0]) / length, (b[1] - a[1]) / length];
  return Math.min(Math.abs(x * uy - y * ux), Math.abs(x * ux + y * uy)) < ASKEW;
}

/** What a look along the area's longer side finds, or one along its shorter side, or what was seen before: whichever is most. */
async function lookAt(
  page: Raster,
  area: LightArea,
  seen: readonly Stroke[],
  ocr: OcrEngine,
): Promise<readonly Stroke[]> {
  const units = pageUnits(page);
  let best = seen;
  for (const turns of [0, 3] as const) {
    const found = await strokesAlong(page, area, turns, units, ocr);
    if (charsSeen(found, area) > charsSeen(best, area)) best = found;
    if (!isUnseen(best, area)) break;
  }
  return best;
}

async function strokesAlong(
  page: Raster,
  area: LightArea,
  turns: 0 | 3,
  units: PageUnits,
  ocr: OcrEngine,
): Promise<Stroke[]> {
  const [a, b, , d] = area.around;
  const ratio = Math.hypot(b[0] - a[0], b[1] - a[1]) / Math.hypot(d[0] - a[0], d[1] - a[1]);
  const corners = inFractions(reordered(area.around, turns), units);
  const long = Math.hypot(b[0] - a[0], b[1] - a[1]);
  const lines = await ocr.findLines(
    reduced(page, Math.max(COARSE_SIDE, SIDE / long)),
    { corners, ratio: turns === 0 ? ratio : 1 / ratio },
    SIDE,
  );
  return lines.map((line) => strokeOf(line, units)).filter(({ x, y }) => isInside(area, [x, y]));
}
