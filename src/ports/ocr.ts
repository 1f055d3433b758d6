/** Text recognition. Two engines implement it: PP-OCR on ONNX Runtime, and tesseract.js which needs no native code. */
import type { Quad } from '../document/geometry.js';
import type { Paper, TextLine } from '../document/sheet.js';
import type { Raster } from './image.js';

/**
 * A line of text that was found and not read yet. Its quads are fractions of the raster it was found on, their corners
 * in reading order as if the paper stood as its {@link Paper} says.
 */
export interface FoundLine {
  /** The print itself. */
  readonly quad: Quad;
  /** What is cut out to be read: the print and some air around it. */
  readonly crop: Quad;
  /** How sure the detector is that this is text, 0..1. */
  readonly score: number;
}

/** How to look at a line, when not in the usual way: a second look is a second witness. An engine may ignore what it cannot do. */
export interface Look {
  /** Height of the crop as a multiple of the usual one. */
  readonly taller?: number;
  /** Stretched along the line by this factor before it is recognised. */
  readonly wider?: number;
  /** Only this channel is looked at: red seals vanish from the red one. */
  readonly channel?: 'red';
  /** Only these characters may come out; where none of them is likely, nothing does. */
  readonly whitelist?: string;
}

export interface OcrEngine {
  readonly source: 'ocr:paddle' | 'ocr:tesseract';
  /**
   * Every line of text on a paper, in no particular order, and not what lies beside it. The paper is flattened to at
   * most `longestSide` pixels for this; it is never enlarged. A reduced page will do: quads are fractions.
   */
  findLines(page: Raster, paper: Paper, longestSide: number): Promise<FoundLine[]>;
  /** How many quarter turns clockwise make these lines upright, by which way round they read better. 0 where nothing tells. */
  findTurn(page: Raster, lines: readonly FoundLine[]): Promise<0 | 1 | 2 | 3>;
  /**
   * What each line says, cut straight from the raster it was found on; `null` where nothing legible stands. A line
   * that runs sideways comes back with its corners in its own reading order.
   */
  readLines(page: Raster, lines: readonly FoundLine[], look?: Look): Promise<(TextLine | null)[]>;
  close(): Promise<void>;
}

/** This engine cannot run on this machine (no native library, no model): another one may. */
export class OcrUnavailable extends Error {
  override readonly name = 'OcrUnavailable';
}
