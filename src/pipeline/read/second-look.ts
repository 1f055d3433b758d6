/**
 * The second look: lines under fields that extraction was not sure of are read again in other ways, and what each way
 * says is added to the line as an alternative. Nothing is overwritten: extraction and judge weigh what they get.
 */
import { type Box, boxOf } from '../../document/geometry.js';
import { sizeOf } from '../../document/raster.js';
import type { LineAlternative, Sheet, TextLine } from '../../document/sheet.js';
import { squash } from '../../invoice/text.js';
import type { Raster } from '../../ports/image.js';
import type { FoundLine, Look, OcrEngine } from '../../ports/ocr.js';
import { type Turns, turnedQuad } from './turns.js';

/** A place on an upright page that deserves a second look. */
export interface Doubt {
  readonly box: Box;
  /** Whether only digits, Latin letters and signs can stand there. */
  readonly latin: boolean;
}

/** Which places of a page's sheets are in doubt, most wanted first. */
export type Doubts = (sheets: readonly Sheet[]) => readonly Doubt[];

/** A line with where it was found. */
export interface Read {
  readonly line: FoundLine;
  readonly text: TextLine;
}

interface Way {
  readonly how: Exclude<LineAlternative['how'], 'path'>;
  readonly look: Look;
}

/** The one that pays (docs/decisions/0009-reading-photos.md). The others are asked only where it contradicts. */
const WIDER: Way = { how: 'wider', look: { wider: 1.35 } };
const TALLER: Way = { how: 'taller', look: { taller: 1.25 } };
const RED: Way = { how: 'red', look: { channel: 'red' } };
/** Nothing but what numbers, codes and amounts are made of, with a little more air. */
const LATIN: Way = {
  how: 'latin',
  look: { whitelist: '0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ.,-*/%()¥￥', taller: 1.12 },
};

/**
 * What the second looks of a page may cost, as a share of its first: recognition costs by the length of a line in
 * heights of its print. Counted in lengths and not in milliseconds, so that a busy machine reads the same.
 */
const SHARE = 0.35;
/** A page of a few short lines may still have all of them read again. */
const LEAST_BUDGET = 120;

/** The same reads, the doubtful ones with alternatives. `turns`: of the page the doubts speak of. */
export async function lookAgain(
  pixels: Raster,
  reads: readonly (readonly Read[])[],
  doubts: readonly Doubt[],
  turns: Turns,
  ocr: OcrEngine,
): Promise<Read[][]> {
  const wanted = linesUnder(reads.flat(), doubts, turns);
  const found = new Map<Read, LineAlternative[]>();
  const agreed = new Set<Read>();
  let budget = Math.max(
    LEAST_BUDGET,
    SHARE * reads.flat().reduce((sum, read) => sum + costOf(pixels, read), 0),
  );
  const rounds = Math.max(0, ...[...wanted.values()].map((ways) => ways.length));
  for (let round = 0; round < rounds; round++) {
    for (const [read, ways] of wanted) {
      const way = ways[round];
      if (way === undefined || agreed.has(read)) continue;
      const cost = costOf(pixels, read) * (way.look.wider ?? 1);
      if (cost > budget) continue;
      budget -= cost;
      const [text = null] = await ocr.readLines(pixels, [read.line], way.look);
      if (text === null) continue;
      if (round === 0 && squash(text.text) === squash(read.text.text)) agreed.add(read);
      const { chars, score } = text;
      const said: LineAlternative = { text: text.text, score, how: way.how, ...(chars ? { chars } : {}) };
      found.set(read, [...(found.get(read) ?? []), said]);
    }
  }
  return reads.map((paper) => paper.map((read) => withAlternatives(read, found.get(read) ?? [])));
}

function withAlternatives(read: Read, added: readonly LineAlternative[]): Read {
  if (added.length === 0) return read;
  // Second looks first: each is a witness of its own, a path is not.
  return { ...read, text: { ...read.text, alternatives: [...added, ...(read.text.alternatives ?? [])] } };
}

/** The lines that lie on doubtful places, each with the ways in which to read it again. */
function linesUnder(
  reads: readonly Read[],
  doubts: readonly Doubt[],
  turns: Turns,
): Map<Read, readonly Way[]> {
  const wanted = new Map<Read, readonly Way[]>();
  for (const { box, latin } of doubts) {
    for (const read of reads) {
      if (wanted.has(read) || !overlap(boxOf(turnedQuad(read.text.quad, turns)), box)) continue;
      wanted.set(read, latin ? [WIDER, TALLER, RED, LATIN] : [WIDER, TALLER, RED]);
    }
  }
  return wanted;
}

/** Whether two boxes share half of the smaller one. */
function overlap(a: Box, b: Box): boolean {
  const width = Math.min(a[2], b[2]) - Math.max(a[0], b[0]);
  const height = Math.min(a[3], b[3]) - Math.max(a[1], b[1]);
  const area = ([x0, y0, x1, y1]: Box) => (x1 - x0) * (y1 - y0);
  return width > 0 && height > 0 && width * height > 0.5 * Math.min(area(a), area(b));
}

/** Length of a line in heights of its print. */
function costOf(pixels: Raster, { line }: Read): number {
  const { length, thickness } = sizeOf(pixels, line.crop);
  return Math.max(length, thickness) / Math.max(1, Math.min(length, thickness));
}
