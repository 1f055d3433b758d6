/** PDF pages: their text with positions, and their picture. */
import type { EditSign, FileTraces, SignatureReport } from '../document/evidence.js';
import type { FileBytes } from '../document/file-bytes.js';
import type { TextLine } from '../document/sheet.js';
import type { PlacedPicture, Raster } from './image.js';

export interface PdfPage {
  /** Points, after the page's own rotation. */
  readonly width: number;
  readonly height: number;
  /** The text layer as far as an eye sees it: one entry per drawn run, NFKC-normalised, `source: 'text'`. Empty where there is none. */
  readonly lines: readonly TextLine[];
  /**
   * Text of the layer that no eye sees: set without being painted, white on white, under a picture, in a layer that is
   * not shown, or clipped away; what stands beside the page is left out. The text that a scanner puts to its picture is such.
   */
  readonly hidden: readonly TextLine[];
  /** Whether nothing but text is painted: no picture and no line. */
  paintsOnlyText(): Promise<boolean>;
  /** Upright pictures of a code's shape and size: far cheaper to look at than the page. One that cannot be decoded is left out. */
  codePictures(): Promise<readonly PlacedPicture[]>;
  /** Whether a code may stand on the page that none of those pictures shows: in a larger picture, or drawn module by module. */
  mayHoldOtherCodes(): Promise<boolean>;
  /** Share of the page that the largest picture on it takes, 0..1. */
  largestPicture(): Promise<number>;
  /**
   * What an editor may have left in the text: numbers of two fonts or sizes, over others, on a scan, or in place of those of an
   * earlier revision. Boxes in fractions of the page as it is turned in the file.
   */
  signs(): Promise<readonly Omit<EditSign, 'page'>[]>;
  /** Drawn at `dpi`; the longer side is capped at `maxSide` pixels. */
  render(dpi: number, maxSide: number): Promise<Raster>;
  close(): void;
}

export interface PdfDocument {
  readonly pages: number;
  /** `number` from 1. */
  page(number: number): Promise<PdfPage>;
  /** Embedded files of the document by their names; empty where there are none, or where they are damaged. */
  attachments(): Promise<readonly { readonly name: string; readonly bytes: Uint8Array }[]>;
  /** Verified as far as that can be done offline; empty where it is not signed. */
  signatures(): Promise<readonly SignatureReport[]>;
  /** How often it was saved over, and by what it was written. */
  traces(): Promise<FileTraces>;
  close(): Promise<void>;
}

export interface PdfReader {
  /**
   * Throws RefusalError `encrypted_pdf`, `damaged_file` or `not_readable`. Bytes are copied: pdfjs detaches the buffer it is given. Of a
   * file on disk only what its pages need is read.
   */
  open(file: FileBytes): Promise<PdfDocument>;
  /**
   * Pixels of a JBIG2 file of one picture, a format that PDFs hold too and that nothing else decodes; the longer side is
   * at most `maxSide`. `null` for any other file, and for one of no or too many pixels. Throws RefusalError.
   */
  bilevel(file: Uint8Array, maxSide: number): Promise<Raster | null>;
}
