/**
 * Finding what is to be read on a picture: its papers, how each lies, and the lines on it in reading order.
 *
 * A scan, a render or a screenshot is one flat sheet, and one look at it is enough. On a photo a coarse look finds the
 * papers; each is rectified from its own text and looked at again, flat, where the detector is at its best.
 */
import { type Quad, quadOf, reordered } from '../../document/geometry.js';
import { ontoPaper } from '../../document/paper.js';
import { flatSize } from '../../document/raster.js';
import type { CodeFound, Paper } from '../../document/sheet.js';
import type { Raster } from '../../ports/image.js';
import type { FoundLine, OcrEngine } from '../../ports/ocr.js';
import { BUDGETS } from '../budgets.js';
import { bendOf } from './bend.js';
import { coarseLines, crossingStrokes, leaningStrokes } from './coarse.js';
import { partedByLean } from './leaning.js';
import { directionOf, paperOf } from './lie.js';
import { isInside, lightAreas } from './light-areas.js';
import { lightMap } from './lightness.js';
import { type Cluster, clustersOf } from './papers.js';
import { hasPlumbColumns, isFlat } from './rectify.js';
import { reduced } from './reduce.js';
import {
  half,
  isLong,
  mainDirection,
  type PageUnits,
  pageUnits,
  runsBothWays,
  type Stroke,
  strokeOf,
} from './strokes.js';
import { type Turns, turnsByCodes, turnsFor } from './turns.js';
import { strokesOnAreas } from './unseen.js';

/** One paper on a picture, ready to be read. Places are fractions of the picture as handed in. */
export interface FoundPaper {
  /** `null`: the whole picture, flat. */
  readonly paper: Paper | null;
  /** Quarter turns clockwise that bring its text nearest to upright. */
  readonly turns: Turns;
  /** In the reading order of the paper. */
  readonly lines: readonly FoundLine[];
  readonly codes: readonly CodeFound[];
}

/** More papers than this on one picture are not told apart: a desk full of receipts is photographed in parts. */
const MOST_PAPERS = 12;
/** Cameras' sensors are 4:3; scans, renders and screenshots hardly ever are. Only time depends on it. */
const CAMERA_RATIO = 4 / 3;

/** The papers, that with most text first; none where there is no text. */
export async function findPapers(
  page: Raster,
  codes: readonly CodeFound[],
  ocr: OcrEngine,
): Promise<FoundPaper[]> {
  const units = pageUnits(page);
  const photo = Math.abs(1 / Math.min(units.width, units.height) - CAMERA_RATIO) < 0.02;
  const first = photo ? await coarseLines(page, codes, ocr) : await linesOn(page, wholePage(page), ocr);
  const seen = first.map((line) => strokeOf(line, units));
  let strokes = photo ? await crossingStrokes(page, seen, ocr) : seen;
  if (isFlat(strokes) && !runsBothWays(strokes) && (!photo || hasPlumbColumns(strokes))) {
    const lines = photo ? await linesOn(page, wholePage(page), ocr) : first;
    return [await flatPage(page, lines, codes, ocr)];
  }
  if (!photo && !isFlat(strokes)) {
    const again = await coarseLines(page, codes, ocr);
    if (again.length > first.length) strokes = again.map((line) => strokeOf(line, units));
  }
  const light = lightMap(page);
  const areas = lightAreas(light);
  const all = await strokesOnAreas(page, strokes, areas, ocr);
  let clusters = clustersOf(all, codes, light, units, areas);
  // Where each paper shows by its light, none can be hidden that leans.
  if (clusters.length > 1 && clusters.some(({ area }) => area === undefined))
    clusters = clustersOf(await leaningStrokes(page, all, ocr), codes, light, units, areas);
  clusters = clusters.slice(0, MOST_PAPERS);
  const papers: FoundPaper[] = [];
  const ownerOf = ownersAmong(clusters);
  for (const cluster of clusters) papers.push(...(await flattened(page, cluster, ownerOf, units, ocr)));
  return papers;
}

/** The paper of a page that is nothing but that. */
export function wholePage({ width, height }: Raster): Paper {
  return { corners: quadOf([0, 0, 1, 1]), ratio: width / height };
}

/** The lines on a paper, found on a copy of the page in which the paper is no larger than the detector looks at. */
function linesOn(page: Raster, paper: Paper, ocr: OcrEngine): Promise<FoundLine[]> {
  const { width, height } = flatSize(page, paper, Number.POSITIVE_INFINITY);
  const side = (Math.max(page.width, page.height) * BUDGETS.detectionSide) / Math.max(width, height);
  return ocr.findLines(reduced(page, side), paper, BUDGETS.detectionSide);
}

async function flatPage(
  page: Raster,
  lines: readonly FoundLine[],
  codes: readonly CodeFound[],
  ocr: OcrEngine,
): Promise<FoundPaper> {
  const turns = turnsByCodes(codes, page.width, page.height) ?? (await ocr.findTurn(page, lines));
  return { paper: null, turns, lines: lines.map((line) => turnedLine(line, turns)), codes };
}

/**
 * One paper of a photo: rectified, looked at again, turned upright, rectified once more from what was found; two where
 * another one shows that lies askew to it.
 */
async function flattened(
  page: Raster,
  cluster: Cluster,
  ownerOf: OwnerOf,
  units: PageUnits,
  ocr: OcrEngine,
): Promise<FoundPaper[]> {
  const { angle, known } = directionOf(cluster, units);
  const rough = paperOf(cluster, angle, units);
  const found = await linesOn(page, rough, ocr);
  const own = found.filter((line) => ownerOf(strokeOf(line, units)) === cluster);
  const turn = known ? 0 : await ocr.findTurn(page, own);
  const strokes = own.map((line) => strokeOf(turnedLine(line, turn), units));
  const upright = angle - turn * (Math.PI / 2);
  if (strokes.length === 0)
    return [{ paper: rough, turns: turnsAt(upright), lines: [], codes: cluster.codes }];
  return partedByLean({ ...cluster, strokes }, units).map((part, _, parts) => {
    const straight = parts.length === 1 ? upright : nearestWay(mainDirection(part.strokes), upright);
    const lines = part.strokes.map(({ line }) => line);
    // Its text was seen from near by now: the light's edges have no more to say.
    const { area: __, ...seen } = part;
    return {
      paper: withBend(paperOf(seen, straight, units), lines),
      turns: turnsAt(straight),
      lines,
      codes: part.codes,
    };
  });
}

const turnsAt = (angle: number): Turns => turnsFor(Math.cos(angle), Math.sin(angle));

/** Of the two ways along a direction the one nearer to another. */
const nearestWay = (direction: number, way: number): number => way + half(direction - way);

/** A paper, its bends told by the lines on it. */
function withBend(paper: Paper, lines: readonly FoundLine[]): Paper {
  const place = ontoPaper(paper);
  const quads = lines.map(({ quad: [a, b, c, d] }): Quad => [place(a), place(b), place(c), place(d)]);
  const bend = bendOf(quads, paper.ratio);
  return bend === null ? paper : { ...paper, bend };
}

const turnedLine = (line: FoundLine, turns: Turns): FoundLine => ({
  ...line,
  quad: reordered(line.quad, turns),
  crop: reordered(line.crop, turns),
});

type OwnerOf = (stroke: Stroke) => Cluster | undefined;

/** Tells which of the clusters a stroke belongs to. */
function ownersAmong(all: readonly Cluster[]): OwnerOf {
  if (all.length < 2) return () => all[0];
  const directions = new Map(all.map((cluster) => [cluster, mainDirection(cluster.strokes)]));
  // Along its text rather than across it: scraps of a paper laid crosswise may lie nearer.
  const runsLike = ({ ux, uy }: Stroke, cluster: Cluster) =>
    Math.abs(half(Math.atan2(uy, ux) - (directions.get(cluster) ?? 0))) < Math.PI / 4;
  return (stroke) => {
    const on = all.find(({ area }) => area && isInside(area, [stroke.x, stroke.y]))?.area;
    const there = all.filter(({ area }) => on === undefined || area === on);
    const alike = isLong(stroke) ? there.filter((cluster) => runsLike(stroke, cluster)) : there;
    return nearestCluster(stroke, alike.length > 0 ? alike : there);
  };
}

/** The cluster whose strokes come nearest to a stroke: where papers lie close, their frames overlap. */
function nearestCluster(stroke: Stroke, clusters: readonly Cluster[]): Cluster | undefined {
  if (clusters.length === 1) return clusters[0];
  let best: Cluster | undefined;
  let least = Number.POSITIVE_INFINITY;
  for (const cluster of clusters)
    for (const other of cluster.strokes) {
      const along = (stroke.x - other.x) * other.ux + (stroke.y - other.y) * other.uy;
      const across = (stroke.y - other.y) * other.ux - (stroke.x - other.x) * other.uy;
      const distance = Math.hypot(Math.max(0, Math.abs(along) - other.length / 2), across);
      if (distance < least) [best, least] = [cluster, distance];
    }
  return best;
}
