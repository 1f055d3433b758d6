/** OFD (GB/T 33190-2016): pages with their text and picture, the invoice's tags, and what is attached. */
import type { SignatureReport } from '../document/evidence.js';
import type { TextLine } from '../document/sheet.js';
import type { PlacedPicture, Raster } from './image.js';

export type { PlacedPicture } from './image.js';

export interface OfdPage {
  /** Millimetres. */
  readonly width: number;
  readonly height: number;
  /** One entry per drawn line of a text object, template and annotations included; `source: 'text'`, NFKC-normalised. */
  readonly lines: readonly TextLine[];
  /** Text that a shape painted later hides, whole where it hides a part of it. */
  readonly hidden: readonly TextLine[];
  /** Whether nothing but text is painted: no picture, no path. */
  readonly paintsOnlyText: boolean;
  /** Whether an outline is long enough to be a code drawn module by module. */
  readonly hasLongOutline: boolean;
  /** Upright pictures of a code's shape and size: far cheaper to look at than the page. One that cannot be decoded is left out. */
  codePictures(): Promise<readonly PlacedPicture[]>;
  /** Whether a code may stand on the page that none of those pictures shows: in another picture, or drawn module by module. */
  mayHoldOtherCodes(): Promise<boolean>;
  /** Drawn at `dpi` with its template, annotations and stamps; the longer side is capped at `maxSide` pixels. */
  render(dpi: number, maxSide: number): Promise<Raster>;
}

/** A tag of the invoice: its name in GB/T terms, and the text of the objects it refers to, joined in their order. */
export interface OfdTag {
  readonly name: string;
  /** Names of the elements around it, outermost first, the root left out: `['GoodsInfos', 'GoodsInfo']`. */
  readonly within: readonly string[];
  /** Which of its parent's kind it stands in, from 0: tags of one line of goods share it where the file groups them. */
  readonly group: number;
  readonly text: string;
  /** The objects' texts one by one: wrapped lines of one value, or several values under one name. */
  readonly pieces: readonly string[];
}

export interface OfdDocument {
  readonly pages: number;
  /** `number` from 1. Throws RefusalError `damaged_file` where the page cannot be read. */
  page(number: number): Promise<OfdPage>;
  /** Of CustomTag files, in their order, repeated names kept: lines of goods repeat them. */
  readonly tags: readonly OfdTag[];
  /** CustomDatas of OFD.xml. */
  readonly data: Readonly<Record<string, string>>;
  /** original_invoice.xml, XBRL and other attached files by their name. */
  readonly attachments: readonly { readonly name: string; readonly bytes: Uint8Array }[];
  /** Verified as far as that can be done offline; empty where it is not signed. */
  signatures(): Promise<readonly SignatureReport[]>;
}

export interface OfdReader {
  /** Throws RefusalError `damaged_file`, `too_large` or `unsupported_type` (a ZIP, but no OFD). */
  open(bytes: Uint8Array): Promise<OfdDocument>;
}
