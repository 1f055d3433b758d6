/** One member of a document, opened: its pages, each decoded only when it is asked for, so that a long one stays flat in memory. */
import type { CarrierEvidence, EditSign, FileTraces } from '../../document/evidence.js';
import type { FileBytes } from '../../document/file-bytes.js';
import { type FileKind, fileKind } from '../../document/file-kind.js';
import { type JpegHead, jpegHead } from '../../document/jpeg-head.js';
import { RefusalError } from '../../document/refusal.js';
import type { TextLine } from '../../document/sheet.js';
import type { Raster } from '../../ports/image.js';
import type { OfdReader, OfdTag, PlacedPicture } from '../../ports/ofd.js';
import type { PdfDocument } from '../../ports/pdf.js';
import type { XmlElement, XmlReader } from '../../ports/xml.js';
import { BUDGETS } from '../budgets.js';
import type { ReadTools } from '../tools.js';
import { bytesOf } from './file.js';

/** One page as handed in, EXIF orientation and a PDF page's own rotation applied. */
export interface SourcePage {
  /** Only a ratio: pixels of pictures, points of PDFs. */
  readonly width: number;
  readonly height: number;
  /** The text layer; empty where there is none. */
  readonly lines: readonly TextLine[];
  /** Text of the layer that no eye sees. */
  readonly hidden?: readonly TextLine[];
  /** Whether nothing but text is painted. */
  paintsOnlyText(): Promise<boolean>;
  /** Its pixels: a PDF is drawn at `dpi`, a picture has what it has; the longer side is at most `maxSide`. `null`: XML has none. */
  readonly pixels: ((dpi: number, maxSide: number) => Promise<Raster>) | null;
  /** Pictures on it that may be codes: cheaper to look at than the page. Absent where only the page itself can be looked at. */
  codePictures?(): Promise<readonly PlacedPicture[]>;
  /** Whether a code may stand on it that none of those pictures shows. */
  mayHoldOtherCodes?(): Promise<boolean>;
  /** Share of the page that the largest picture on it takes, 0..1. Absent where that is not known. */
  largestPicture?(): Promise<number>;
  /** Of a JPEG: how it was saved, and by what. */
  readonly jpeg?: JpegHead;
  /** What an editor may have left in its text. */
  signs?(): Promise<readonly Omit<EditSign, 'page'>[]>;
  /** Whether an original tells what the page shows, and no code is drawn on it but as a picture. */
  readonly told?: boolean;
  close(): void;
}

/** What a file says in words made for machines, parsed and not yet understood. */
export interface Originals {
  /** XML files: the file itself, or what is attached to it. */
  readonly trees: readonly XmlElement[];
  /** The tags and custom data of an OFD. */
  readonly tags: readonly OfdTag[];
  readonly data: Readonly<Record<string, string>>;
}

export interface PageSource {
  readonly count: number;
  /** Absent where there is nothing but pages. */
  readonly originals?: Originals;
  /** What may be signed. */
  readonly signed?: {
    readonly carrier: CarrierEvidence['carrier'];
    signatures(): Promise<CarrierEvidence['signatures']>;
    traces?(): Promise<FileTraces>;
  };
  /** `number` from 1. Throws RefusalError where the page is damaged. */
  page(number: number): Promise<SourcePage>;
  close(): Promise<void>;
}

/** Kinds of file that are a document by themselves. */
export type MemberKind = Exclude<FileKind, 'zip' | 'mail'>;

export type MemberTools = Pick<ReadTools, 'image' | 'pdf' | 'xml' | 'ofd'>;

/**
 * Opens a file of a known kind. A PDF or TIFF on disk is read as its pages are asked for, anything else at once. Throws
 * RefusalError `too_many_pages`, `too_many_pixels`, `too_large`, `damaged_file`, `encrypted_pdf`, `encrypted_zip`,
 * `unsafe_xml` or `unsupported_type`.
 */
export async function openMember(kind: MemberKind, file: FileBytes, tools: MemberTools): Promise<PageSource> {
  const pages = await pagesOf(kind, file, tools);
  if (pages.count <= BUDGETS.pages) return pages;
  await pages.close();
  throw new RefusalError('too_many_pages', `${pages.count} > ${BUDGETS.pages}`);
}

async function pagesOf(kind: MemberKind, file: FileBytes, tools: MemberTools): Promise<PageSource> {
  switch (kind) {
    case 'pdf':
      return pdfPages(file, tools);
    case 'ofd':
      return ofdPages(await bytesOf(file), tools);
    case 'xml':
      return xmlPage(tools.xml.parse(await bytesOf(file)));
    case 'tiff':
      return picturePages(file, tools);
    case 'picture':
      return picturePages(await bytesOf(file), tools);
  }
}

/** One page on which nothing is to be seen: what it says, it says as a tree. */
function xmlPage(tree: XmlElement): PageSource {
  return {
    count: 1,
    originals: { trees: [tree], tags: [], data: {} },
    page: async () => ({
      width: 1,
      height: 1,
      lines: [],
      paintsOnlyText: async () => true,
      pixels: null,
      close: () => undefined,
    }),
    close: async () => undefined,
  };
}

async function pdfPages(
  file: FileBytes,
  { pdf, xml, ofd }: Pick<ReadTools, 'pdf' | 'xml' | 'ofd'>,
): Promise<PageSource> {
  const document = await pdf.open(file);
  const originals = await orClosing(document, async () => embeddedIn(await document.attachments(), xml, ofd));
  return {
    count: document.pages,
    originals,
    signed: {
      carrier: 'pdf',
      signatures: () => document.signatures(),
      traces: () => document.traces(),
    },
    page: async (number) => {
      const page = await document.page(number);
      return {
        width: page.width,
        height: page.height,
        lines: page.lines,
        hidden: page.hidden,
        paintsOnlyText: () => page.paintsOnlyText(),
        pixels: (dpi, maxSide) => page.render(dpi, maxSide),
        codePictures: () => page.codePictures(),
        largestPicture: () => page.largestPicture(),
        signs: () => page.signs(),
        mayHoldOtherCodes: () => page.mayHoldOtherCodes(),
        close: () => page.close(),
      };
    },
    close: () => document.close(),
  };
}

/** Whatever `work` throws, the document does not stay open behind it. */
async function orClosing<T>(document: PdfDocument, work: () => Promise<T>): Promise<T> {
  try {
    return await work();
  } catch (error) {
    await document.close();
    throw error;
  }
}

/** A file in a file. */
interface Embedded {
  readonly bytes: Uint8Array;
}

/** What is attached to a PDF: XML as it is, and of an OFD what it says for machines. */
async function embeddedIn(all: readonly Embedded[], xml: XmlReader, ofd: OfdReader): Promise<Originals> {
  const files = all.slice(0, BUDGETS.embeddedFiles);
  const trees = await treesOf(files, xml);
  const tags: OfdTag[] = [];
  const data: Record<string, string> = {};
  for (const { bytes } of files) {
    const document = fileKind(bytes) === 'ofd' ? await readable(() => ofd.open(bytes)) : null;
    if (document === null) continue;
    trees.push(...(await treesOf(document.attachments, xml)));
    // Tags of one OFD are one invoice: those of a second one would mix with them.
    if (tags.length > 0) continue;
    tags.push(...document.tags);
    Object.assign(data, document.data);
  }
  return { trees, tags, data };
}

/** `null` where the file refuses: what is attached takes nothing from what it is attached to. */
async function readable<T>(open: () => Promise<T> | T): Promise<T | null> {
  try {
    return await open();
  } catch (error) {
    if (error instanceof RefusalError) return null;
    throw error;
  }
}

async function ofdPages(
  bytes: Uint8Array,
  { ofd, xml }: Pick<ReadTools, 'ofd' | 'xml'>,
): Promise<PageSource> {
  const document = await ofd.open(bytes);
  const { tags, data } = document;
  const trees = await treesOf(document.attachments, xml);
  return {
    count: document.pages,
    originals: { trees, tags, data },
    signed: { carrier: 'ofd', signatures: () => document.signatures() },
    page: async (number) => {
      const page = await document.page(number);
      return {
        width: page.width,
        height: page.height,
        lines: page.lines,
        hidden: page.hidden,
        paintsOnlyText: async () => page.paintsOnlyText,
        pixels: (dpi, maxSide) => page.render(dpi, maxSide),
        codePictures: () => page.codePictures(),
        mayHoldOtherCodes: () => page.mayHoldOtherCodes(),
        told: (trees.length > 0 || tags.length > 0) && !page.hasLongOutline,
        close: () => undefined,
      };
    },
    close: async () => undefined,
  };
}

/** The XML among attached files. */
async function treesOf(files: readonly Embedded[], xml: XmlReader): Promise<XmlElement[]> {
  const trees: XmlElement[] = [];
  for (const { bytes } of files) {
    const tree = fileKind(bytes) === 'xml' ? await readable(() => xml.parse(bytes)) : null;
    if (tree !== null) trees.push(tree);
  }
  return trees;
}

async function picturePages(file: FileBytes, { image }: Pick<ReadTools, 'image'>): Promise<PageSource> {
  const { width, height, pages } = await image.probe(file);
  const jpeg = file instanceof Uint8Array ? jpegHead(file) : null;
  return {
    count: pages,
    page: async (number) => ({
      width,
      height,
      ...(jpeg === null ? {} : { jpeg }),
      lines: [],
      paintsOnlyText: async () => false,
      pixels: (_dpi, maxSide) => image.decode(file, { frame: number - 1, maxSide }),
      close: () => undefined,
    }),
    close: async () => undefined,
  };
}
