/** Text recognition. Two engines implement it: PP-OCR on ONNX Runtime, and tesseract.js which needs no native code. */
import type { TextLine } from '../document/sheet.js';
import type { Raster } from './image.js';

export interface OcrEngine {
  readonly source: 'ocr:paddle' | 'ocr:tesseract';
  /** Every line of text on an upright page, in no particular order. Quads are fractions of the raster handed in. */
  readPage(page: Raster): Promise<TextLine[]>;
  /** How many quarter turns clockwise make the page upright. */
  findTurn(page: Raster): Promise<0 | 1 | 2 | 3>;
  /** Reads one line that was cut out. `whitelist`: only these characters may occur (an engine may ignore it). */
  readLine(line: Raster, options?: { whitelist?: string }): Promise<{ text: string; score: number }>;
  close(): Promise<void>;
}

/** This engine cannot run on this machine (no native library, no model): another one may. */
export class OcrUnavailable extends Error {
  override readonly name = 'OcrUnavailable';
}
