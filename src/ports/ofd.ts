/** OFD (GB/T 33190-2016): pages with their text and picture, the invoice's tags, and what is attached. */
import type { TextLine } from '../document/sheet.js';
import type { Raster } from './image.js';

export interface OfdPage {
  /** Millimetres. */
  readonly width: number;
  readonly height: number;
  /** One entry per text object, `source: 'text'`, NFKC-normalised. */
  readonly lines: readonly TextLine[];
  /** Drawn at `dpi` with its template, annotations and stamps; the longer side is capped at `maxSide` pixels. */
  render(dpi: number, maxSide: number): Promise<Raster>;
}

/** A tag of the invoice: its name in GB/T terms, and the text of the objects it refers to, joined in their order. */
export interface OfdTag {
  readonly name: string;
  readonly text: string;
}

export interface OfdDocument {
  readonly pages: readonly OfdPage[];
  /** Of CustomTag files, in their order, repeated names kept: lines of goods repeat them. */
  readonly tags: readonly OfdTag[];
  /** CustomDatas of OFD.xml. */
  readonly data: Readonly<Record<string, string>>;
  /** original_invoice.xml, XBRL and other attached files by their name. */
  readonly attachments: readonly { readonly name: string; readonly bytes: Uint8Array }[];
}

export interface OfdReader {
  /** Throws RefusalError `damaged_file` or `too_large`. */
  open(bytes: Uint8Array): Promise<OfdDocument>;
}
