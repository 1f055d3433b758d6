/**
 * What the read stage found on one page, whatever found it: the neutral tree that the extract stage works on.
 */
import type { CarrierEvidence, EditSign, HiddenText } from './evidence.js';
import type { Quad } from './geometry.js';
import type { Refusal } from './refusal.js';
import type { StructuredInvoice } from './structured.js';

/** A run of text as one source saw it. */
export interface TextLine {
  readonly text: string;
  readonly quad: Quad;
  /** The source's own score, 0..1, uncalibrated. 1 for a text layer. */
  readonly score: number;
  readonly source: 'text' | 'ocr:paddle' | 'ocr:tesseract';
  /** For each code point of `text`: where it starts and ends along the line, in fractions of the line's length. */
  readonly chars?: readonly (readonly [number, number])[];
  /** For each code point of `text`: how sure the source is of it, 0..1. What `score` says of the whole line, but of each character. */
  readonly sure?: readonly number[];
  /** What else the line may say: the recogniser's next best paths, and what other looks at it read. Best first. */
  readonly alternatives?: readonly LineAlternative[];
}

/** Another reading of the same line. */
export interface LineAlternative {
  readonly text: string;
  /**
   * Of a `path`: the line's score times how likely this text is beside the line's own (half as likely, half the score).
   * Of another look: that look's own score.
   */
  readonly score: number;
  readonly chars?: readonly (readonly [number, number])[];
  /** `path`: the same look, a less likely path through it. Otherwise a second look, independent enough to count as a witness. */
  readonly how: 'path' | 'taller' | 'wider' | 'red' | 'latin';
}

/** A QR code decoded on the page. */
export interface CodeFound {
  readonly text: string;
  readonly quad: Quad | null;
  /** The decoder that read it. */
  readonly decoder: 'zxing' | 'zbar' | 'jsqr';
}

/**
 * A sheet as it waits with its part until the parts of its document are joined. Whoever judges it opens it; nobody on the
 * way looks into it, for it is a hundred kilobytes of small things, and most are never needed again.
 */
export interface PackedSheet {
  /** From 1, in the document. */
  readonly page: number;
  /** The sheet, packed by whoever read it; text without NUL. */
  readonly packed: string;
}

/**
 * One paper on a page, read; most pages hold one. `width` and `height` are those of the page and only a ratio: pixels
 * for images, points for PDF. All quads are fractions of the page turned upright.
 */
export interface Sheet {
  /** From 1. */
  readonly page: number;
  readonly width: number;
  readonly height: number;
  /** Quarter turns clockwise that the read stage applied to what was handed in, EXIF apart. */
  readonly turns: 0 | 1 | 2 | 3;
  /** Where the paper lies on the page, when it was found there: text is upright and undistorted in its frame. */
  readonly paper?: Paper;
  readonly lines: readonly TextLine[];
  readonly codes: readonly CodeFound[];
  /** The file inside a ZIP or mail that the page is of; absent where the document itself is it. */
  readonly member?: string;
  /** Nothing is on it: it was not recognised any further. */
  readonly blank?: true;
  /** Why the page could not be read: there is nothing else on such a sheet. */
  readonly refusal?: Refusal;
  /** Text that no eye sees and that says what the page does not; on a page's first sheet. */
  readonly hidden?: readonly HiddenText[];
  /** What editing may have left on it. */
  readonly signs?: readonly EditSign[];
  /** What it looks like, where it was recognised (likeness.ts). */
  readonly likeness?: string;
  /** The signatures of the file, with each page of a PDF or OFD. */
  readonly evidence?: Omit<CarrierEvidence, 'hidden'>;
  /** What the original says in words made for machines; on the first sheet of a member. */
  readonly structured?: readonly StructuredInvoice[];
}

/** A flat sheet of paper as a camera saw it. */
export interface Paper {
  /** Its corners on the page: top left, top right, bottom right, bottom left of the paper as one reads it. */
  readonly corners: Quad;
  /** Width by height of the paper itself. */
  readonly ratio: number;
  /** How its rows bend where it is curled or folded; absent of flat ones. */
  readonly bend?: Bend;
}

/**
 * How far places on a bent paper lie below where they would on a flat one, in fractions of the paper's height: at the
 * nodes of an even grid over it, row by row, evenly between them.
 */
export interface Bend {
  readonly columns: number;
  readonly rows: number;
  readonly falls: readonly number[];
}
