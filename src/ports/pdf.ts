/** PDF pages: their text with positions, and their picture. */
import type { SignatureReport } from '../document/evidence.js';
import type { FileBytes } from '../document/file-bytes.js';
import type { TextLine } from '../document/sheet.js';
import type { Raster } from './image.js';

export interface PdfPage {
  /** Points, after the page's own rotation. */
  readonly width: number;
  readonly height: number;
  /** The text layer: one entry per drawn run, NFKC-normalised, `source: 'text'`. Empty where there is none. */
  readonly lines: readonly TextLine[];
  /** Whether nothing but text is painted: no picture and no line. */
  paintsOnlyText(): Promise<boolean>;
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
  close(): Promise<void>;
}

export interface PdfReader {
  /**
   * Throws RefusalError `encrypted_pdf` or `damaged_file`. Bytes are copied: pdfjs detaches the buffer it is given. Of a
   * file on disk only what its pages need is read.
   */
  open(file: FileBytes): Promise<PdfDocument>;
}
