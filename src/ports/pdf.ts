/** PDF pages: their text with positions, and their picture. */
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
  close(): Promise<void>;
}

export interface PdfReader {
  /** Throws RefusalError `encrypted_pdf` or `damaged_file`. The bytes are copied: pdfjs detaches the buffer it is given. */
  open(bytes: Uint8Array): Promise<PdfDocument>;
}
