/**
 * What the read stage found on one page, whatever found it: the neutral tree that the extract stage works on.
 */
import type { Quad } from './geometry.js';

/** Who testified. The order of trust is DOMAIN's rule 5: electronic original, QR, text layer, OCR. */
export type Source =
  | 'xml'
  | 'xbrl'
  | 'ofd'
  | 'qr'
  | 'text'
  | 'ocr:paddle'
  | 'ocr:tesseract'
  | 'ledger'
  | 'rule'
  | 'person';

/** A run of text as one source saw it. */
export interface TextLine {
  readonly text: string;
  readonly quad: Quad;
  /** The source's own score, 0..1, uncalibrated. 1 for a text layer. */
  readonly score: number;
  readonly source: 'text' | 'ocr:paddle' | 'ocr:tesseract';
  /** For each code point of `text`: where it starts and ends along the line, in fractions of the line's length. */
  readonly chars?: readonly (readonly [number, number])[];
}

/** A QR code decoded on the page. */
export interface CodeFound {
  readonly text: string;
  readonly quad: Quad | null;
  /** The decoder that read it. */
  readonly decoder: 'zxing' | 'zbar' | 'jsqr';
}

/** One page, read. `width` and `height` are only a ratio: pixels for images, points for PDF. */
export interface Sheet {
  /** From 1. */
  readonly page: number;
  readonly width: number;
  readonly height: number;
  /** Quarter turns clockwise that the read stage applied to what was handed in, EXIF apart. */
  readonly turns: 0 | 1 | 2 | 3;
  readonly lines: readonly TextLine[];
  readonly codes: readonly CodeFound[];
}
