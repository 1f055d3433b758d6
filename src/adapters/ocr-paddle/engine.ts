/**
 * PP-OCRv4 by a small driver of our own, with the settings that BASELINE.md found best: detection at 1280 pixels,
 * boxes grown by 2.0, lines cut along their own slant and read one at a time on one thread.
 */
import type { Point, Quad } from '../../document/geometry.js';
import type { TextLine } from '../../document/sheet.js';
import type { Raster } from '../../ports/image.js';
import type { OcrEngine } from '../../ports/ocr.js';
import { grown, type TextBox } from './boxes.js';
import { type PixelQuad, quadOfBox, type Turn } from './crop.js';
import type { Decoded } from './ctc.js';
import { detect } from './detect.js';
import { loadModels, type Models } from './models.js';
import { recognise } from './recognise.js';
import { findTurn } from './turn.js';

/** Growth of the crop that is read: generous, or first and last characters are cut (BASELINE). */
const READ_GROWTH = 2.0;
/** Growth of the box that is reported: the print itself. The kernel is trained at 0.4 of it, which 1.5 undoes. */
const PRINT_GROWTH = 1.5;
/** From this height to width a box holds sideways text (PaddleOCR's own bound). */
const TALL = 1.5;
/** A sideways line that reads worse than this downwards is tried upwards too. */
const DOUBTFUL = 0.8;
/** Below this what was read is noise: texture, seals, handwriting. */
const NOISE = 0.5;

/** Loads the models. Throws OcrUnavailable when this machine cannot run them. */
export async function startPaddle(): Promise<OcrEngine> {
  const models = await loadModels();
  // findTurn and readPage of the same picture share its boxes.
  const known = new WeakMap<Raster, Promise<TextBox[]>>();
  const boxesOf = (page: Raster) => {
    const boxes = known.get(page) ?? detect(models.detection, page);
    known.set(page, boxes);
    return boxes;
  };
  return {
    source: 'ocr:paddle',
    readPage: async (page) => readBoxes(models, page, await boxesOf(page)),
    findTurn: async (page) => findTurn(models, page, await boxesOf(page), READ_GROWTH),
    readLine: (line, options = {}) => readLine(models, line, options.whitelist),
    close: async () => {
      await models.detection.release();
      await models.recognition.release();
    },
  };
}

async function readBoxes(models: Models, page: Raster, boxes: readonly TextBox[]): Promise<TextLine[]> {
  const lines: TextLine[] = [];
  for (const box of boxes) {
    const { decoded, turn } = await readBox(models, page, grown(box, READ_GROWTH));
    if (decoded.text.trim() === '' || decoded.score < NOISE) continue;
    lines.push(lineOf(page, box, turn, decoded));
  }
  return lines;
}

/** Reads a box the way its shape suggests; a tall one downwards, and the other ways when that makes little sense. */
async function readBox(
  models: Models,
  page: Raster,
  box: TextBox,
): Promise<{ decoded: Decoded; turn: Turn }> {
  if (box.height < TALL * box.width)
    return { decoded: await recognise(models, page, quadOfBox(box, 0)), turn: 0 };
  const down = await recognise(models, page, quadOfBox(box, 3));
  if (down.score >= DOUBTFUL) return { decoded: down, turn: 3 };
  const others = [
    { decoded: await recognise(models, page, quadOfBox(box, 1)), turn: 1 as const },
    // A lone digit stands upright in a box higher than wide.
    { decoded: await recognise(models, page, quadOfBox(box, 0)), turn: 0 as const },
  ];
  return others.reduce((best, other) => (other.decoded.score > best.decoded.score ? other : best), {
    decoded: down,
    turn: 3 as Turn,
  });
}

/** The line with the box of its print, and its characters placed along that. */
function lineOf(page: Raster, box: TextBox, turn: Turn, decoded: Decoded): TextLine {
  const read = grown(box, READ_GROWTH);
  const print = grown(box, PRINT_GROWTH);
  const [readLength, printLength] = turn % 2 === 0 ? [read.width, print.width] : [read.height, print.height];
  const place = (at: number) => {
    const moved = ((at - 0.5) * readLength) / printLength + 0.5;
    return Math.min(1, Math.max(0, moved));
  };
  const chars = decoded.chars.map(([start, end]): [number, number] => [place(start), place(end)]);
  return {
    text: decoded.text,
    quad: fractions(page, quadOfBox(print, turn)),
    score: decoded.score,
    source: 'ocr:paddle',
    chars,
  };
}

function fractions({ width, height }: Raster, [a, b, c, d]: PixelQuad): Quad {
  const point = ([x, y]: readonly [number, number]): Point => [x / width, y / height];
  return [point(a), point(b), point(c), point(d)];
}

async function readLine(models: Models, line: Raster, whitelist: string | undefined) {
  const whole: PixelQuad = [
    [0, 0],
    [line.width, 0],
    [line.width, line.height],
    [0, line.height],
  ];
  const { text, score } = await recognise(models, line, whole, whitelist);
  return { text, score };
}
