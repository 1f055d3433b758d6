/**
 * PP-OCRv4 by a small driver of our own: lines are found on a flat picture of the paper, then each is cut straight
 * from the page along its own slant and read one at a time on one thread (BASELINE.md: batches only add padding).
 */
import { mappedQuad, type Quad, quadOf, reordered, squareTo } from '../../document/geometry.js';
import { sizeOf } from '../../document/raster.js';
import type { TextLine } from '../../document/sheet.js';
import type { Raster } from '../../ports/image.js';
import type { FoundLine, Look, OcrEngine } from '../../ports/ocr.js';
import type { Decoded, Place } from './ctc.js';
import { detect } from './detect.js';
import { loadModels, type Models } from './models.js';
import { recognise } from './recognise.js';
import { findTurn } from './turn.js';

/** From this height to width a crop holds sideways text (PaddleOCR's own bound). */
const TALL = 1.5;
/** A sideways line that reads worse than this downwards is tried upwards too. */
const DOUBTFUL = 0.8;
/** Below this what was read is noise: texture, seals, handwriting. */
const NOISE = 0.5;

/** Loads the models. Throws OcrUnavailable when this machine cannot run them. */
export async function startPaddle(): Promise<OcrEngine> {
  const models = await loadModels();
  return {
    source: 'ocr:paddle',
    findLines: (page, paper, longestSide) => detect(models.detection, page, paper, longestSide),
    findTurn: (page, lines) => findTurn(page, lines, (crop) => recognise(models, page, crop)),
    readLines: async (page, lines, look = {}) => {
      const read: (TextLine | null)[] = [];
      for (const line of lines) read.push(await readLine(models, page, line, look));
      return read;
    },
    close: async () => {
      await models.detection.release();
      await models.recognition.release();
    },
  };
}

async function readLine(
  models: Models,
  page: Raster,
  line: FoundLine,
  { taller = 1, ...viewing }: Look,
): Promise<TextLine | null> {
  const crop = heightened(line.crop, taller);
  const read = (turn: 0 | 1 | 3) => recognise(models, page, reordered(crop, turn), viewing);
  const { decoded, turn } = await readWhicheverWay(read, isTall(page, line));
  if (decoded.text.trim() === '' || decoded.score < NOISE) return null;
  return lineOf(page, { ...line, quad: reordered(line.quad, turn), crop: reordered(crop, turn) }, decoded);
}

type SideTurn = 0 | 1 | 3;

/** Reads a line the way its shape suggests; a tall one downwards, and the other ways when that makes little sense. */
async function readWhicheverWay(
  read: (turn: SideTurn) => Promise<Decoded>,
  tall: boolean,
): Promise<{ decoded: Decoded; turn: SideTurn }> {
  if (!tall) return { decoded: await read(0), turn: 0 };
  let best: { decoded: Decoded; turn: SideTurn } = { decoded: await read(3), turn: 3 };
  if (best.decoded.score >= DOUBTFUL) return best;
  // A lone digit stands upright in a box higher than wide.
  for (const turn of [1, 0] as const) {
    const decoded = await read(turn);
    if (decoded.score > best.decoded.score) best = { decoded, turn };
  }
  return best;
}

function isTall(page: Raster, { crop }: FoundLine): boolean {
  const { length, thickness } = sizeOf(page, crop);
  return thickness >= TALL * length;
}

/** The same length of a line, with more air above and below it. */
function heightened(crop: Quad, by: number): Quad {
  const more = (by - 1) / 2;
  return mappedQuad(squareTo(crop), quadOf([0, -more, 1, 1 + more]));
}

/** The line with the box of its print, and its characters placed along that. */
function lineOf(page: Raster, { quad, crop }: FoundLine, decoded: Decoded): TextLine {
  const stretch = sizeOf(page, crop).length / sizeOf(page, quad).length;
  const place = (at: number) => Math.min(1, Math.max(0, (at - 0.5) * stretch + 0.5));
  const placed = (chars: readonly Place[]) => chars.map(([start, end]): Place => [place(start), place(end)]);
  const { text, score, chars, sure, alternatives } = decoded;
  return {
    text,
    quad,
    score,
    source: 'ocr:paddle',
    chars: placed(chars),
    sure,
    alternatives: alternatives.map((other) => ({ how: 'path', ...other, chars: placed(other.chars) })),
  };
}
