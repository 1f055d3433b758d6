/** PDF through pdfjs-dist (legacy build, which runs on Node 20) and @napi-rs/canvas. */
import type { PDFPageProxy } from 'pdfjs-dist/legacy/build/pdf.mjs';
import type { SignatureReport } from '../../document/evidence.js';
import type { FileBytes } from '../../document/file-bytes.js';
import { RefusalError } from '../../document/refusal.js';
import { BUDGETS } from '../../pipeline/budgets.js';
import type { ImageTools, Raster } from '../../ports/image.js';
import type { PdfDocument, PdfPage, PdfReader } from '../../ports/pdf.js';
import type { SignatureVerifier } from '../../ports/signing.js';
import { bilevelRaster } from './bilevel.js';
import { codePictures, largestPicture, mayHoldOtherCodes } from './code-pictures.js';
import { drawn } from './drawing.js';
import { asRefusal, type Library, library } from './library.js';
import type { Operators, PageMarks } from './marks.js';
import { Painted } from './painted.js';
import { isPixels } from './pixels.js';
import type { Frame } from './plane.js';
import { earlierEnds } from './revisions.js';
import { scanRaster } from './scan.js';
import { partedRuns } from './seen.js';
import { openSession, type Session } from './session.js';
import { signaturesOf, UNCHECKED } from './signatures.js';
import { type FontStyle, fractionOf, type TextRun, textLines } from './text.js';
import { signsAmong, signsOfRevisions } from './text-signs.js';

/** PDF points an inch. */
const POINTS = 72;

interface PdfSettings {
  /** Files on a disk up to this many bytes are read at once. */
  readonly wholeUpTo: number;
  /** Bytes of a larger one after which it is opened anew. */
  readonly keepUpTo: number;
  /** Without it signatures are told, but not checked. */
  readonly signing: SignatureVerifier;
  /** Without them scanned pages are drawn like others, which takes longer. */
  readonly image: ImageTools | null;
}

const SETTINGS: PdfSettings = {
  wholeUpTo: BUDGETS.pdfWholeBytes,
  keepUpTo: BUDGETS.pdfKeptBytes,
  signing: UNCHECKED,
  image: null,
};

/** Opens PDFs. Stateless: one serves a whole process. */
export function pdfReader(settings: Partial<PdfSettings> = {}): PdfReader {
  const all = { ...SETTINGS, ...settings };
  return {
    open: (file) => open(file, all),
    bilevel: (file, maxSide) =>
      bilevelRaster(file, maxSide, BUDGETS.imagePixels, (pdf, side) => firstPage(pdf, side, all)),
  };
}

/** The first page, a pixel for each point. */
async function firstPage(file: Uint8Array, maxSide: number, settings: PdfSettings): Promise<Raster> {
  const document = await open(file, settings);
  try {
    const page = await document.page(1);
    return await page.render(POINTS, maxSide);
  } finally {
    await document.close();
  }
}

/** Throws RefusalError `encrypted_pdf`, `damaged_file` or `not_readable`. */
async function open(file: FileBytes, settings: PdfSettings): Promise<PdfDocument> {
  const { wholeUpTo, keepUpTo, signing, image } = settings;
  const pdf = await library();
  let session = await openSession(file, wholeUpTo, pdf);
  let pagesOpen = 0;
  const pages = session.document.numPages;
  // pdfjs sees through a number that is too large, but hands on one that cannot be.
  if (pages < 1) {
    await session.close();
    throw new RefusalError('damaged_file', `页数 ${pages}`);
  }
  let ends: Promise<number[]> | null = null;
  const earlier = () => {
    ends ??= earlierEnds(file);
    return ends;
  };
  let reports: Promise<SignatureReport[]> | null = null;
  const signatures = () => {
    reports ??= signaturesOf(file, signing, async () => mentionsSignature(await current()));
    return reports;
  };
  /** What a whole and unbroken signature covers is as its signer had it: what stood there before is his own business. */
  const edited = async () => {
    const last = (await signatures()).at(-1);
    return last?.state === 'intact' && last.coversAll ? [] : earlier();
  };
  /** The document, anew where too much of it is held: only between pages, for pages die with it. */
  const current = async (): Promise<Session> => {
    if (pagesOpen > 0 || session.fetched() < keepUpTo) return session;
    await session.close();
    session = await openSession(file, wholeUpTo, pdf);
    return session;
  };
  return {
    pages,
    page: async (number) => {
      const from = await current();
      const page = await openPage(from, number, pdf.pdfjs.OPS, image, () =>
        leavesOutPicture(file, number, wholeUpTo, pdf),
      );
      const signs = async () => [
        ...(await page.signs()),
        ...(await signsOfRevisions(file, await edited(), number, page.lines, pdf)),
      ];
      pagesOpen++;
      let isOpen = true;
      return {
        ...page,
        signs,
        close: () => {
          page.close();
          if (isOpen) pagesOpen--;
          isOpen = false;
        },
      };
    },
    attachments: async () => attachmentsOf(await current()),
    traces: async () => ({
      updates: (await earlier()).length,
      software: await softwareOf(await current()),
    }),
    signatures,
    close: () => session.close(),
  };
}

/** What wrote it, as far as it says. */
async function softwareOf({ document, held }: Session): Promise<string[]> {
  const { info } = await held(document.getMetadata());
  const said: Readonly<Record<string, unknown>> = { ...info };
  return [said.Creator, said.Producer].filter((one): one is string => typeof one === 'string' && one !== '');
}

/** Whether the form names a signature. */
async function mentionsSignature({ document, held }: Session): Promise<boolean> {
  const { info } = await held(document.getMetadata());
  return 'IsSignaturesPresent' in info && info.IsSignaturesPresent === true;
}

/** What is embedded adds to what the pages say: damaged, it takes nothing from them. */
async function attachmentsOf({ document, held }: Session): Promise<{ name: string; bytes: Uint8Array }[]> {
  try {
    const found: unknown = await held(document.getAttachments());
    return Object.values(found ?? {}).flatMap((file: unknown) => (isFile(file) ? [asAttachment(file)] : []));
  } catch (error) {
    if (error instanceof Error) return [];
    throw error;
  }
}

interface EmbeddedFile {
  readonly filename: string;
  readonly content: Uint8Array;
}

const isFile = (file: unknown): file is EmbeddedFile =>
  typeof file === 'object' && file !== null && 'content' in file && file.content instanceof Uint8Array;

const asAttachment = ({ filename, content }: EmbeddedFile) => ({ name: String(filename), bytes: content });

async function openPage(
  session: Session,
  number: number,
  ops: Operators,
  image: ImageTools | null,
  leavesOut: () => Promise<boolean>,
): Promise<PdfPage> {
  const where = `第 ${number} 页`;
  try {
    const page = await session.held(session.document.getPage(number));
    const frame = page.getViewport({ scale: 1 });
    const content = await session.held(page.getTextContent({ includeMarkedContent: false }));
    const runs = content.items.filter((item): item is typeof item & TextRun => 'str' in item);
    const styles = content.styles as Record<string, FontStyle>;
    const painted = new Painted(session, page, ops);
    const { seen, unseen } =
      runs.length === 0 ? NO_RUNS : partedRuns(runs, styles, (await painted.marks())?.marks ?? []);
    return {
      width: frame.width,
      height: frame.height,
      lines: textLines(seen, styles, frame),
      hidden: textLines(unseen, styles, frame),
      paintsOnlyText: async () => (await painted.marks())?.onlyText ?? false,
      codePictures: async () => {
        const marks = await painted.marks();
        const toFraction = (x: number, y: number) => fractionOf(x, y, frame);
        return marks === null ? [] : codePictures(marks, page, toFraction);
      },
      mayHoldOtherCodes: async () => {
        const marks = await painted.marks();
        return marks === null || mayHoldOtherCodes(marks);
      },
      signs: async () => {
        const marks = await painted.marks();
        return marks === null ? [] : signsAmong(marks, page.view as unknown as Frame, frame);
      },
      largestPicture: async () => largestPicture((await painted.marks())?.images ?? [], page.view),
      render: async (dpi, maxSide) => {
        const scanned =
          image === null ? null : await scannedPage(painted, page, scaleFor(page, dpi, maxSide), image);
        if (scanned !== null) return scanned;
        if (paintsNothing(await painted.marks()) && (await leavesOut()))
          throw new RefusalError('too_many_pixels', where);
        painted.forget();
        return session.held(render(page, scaleFor(page, dpi, maxSide), maxSide));
      },
      close: () => painted.close(),
    };
  } catch (error) {
    throw asRefusal(error, where);
  }
}

/** As far as pdfjs tells, neither text nor picture nor line: a picture of too many pixels it leaves out without a word. */
const paintsNothing = (marks: PageMarks | null): boolean =>
  marks !== null && marks.marks.length === 0 && marks.onlyText;

/**
 * Whether a page that seems to be empty holds what pdfjs left out, a picture of more than {@link BUDGETS.imagePixels}: it
 * must not pass for a blank one. Told to stop at errors, pdfjs lists nothing of such a page.
 */
async function leavesOutPicture(
  file: FileBytes,
  number: number,
  wholeUpTo: number,
  pdf: Library,
): Promise<boolean> {
  const lengthOf = async (stopAtErrors: boolean) => {
    const session = await openSession(file, wholeUpTo, { ...pdf, options: { ...pdf.options, stopAtErrors } });
    try {
      const page = await session.held(session.document.getPage(number));
      return (await session.held(page.getOperatorList())).fnArray.length;
    } finally {
      await session.close();
    }
  };
  try {
    return (await lengthOf(true)) < (await lengthOf(false));
  } catch (error) {
    throw asRefusal(error);
  }
}

const NO_RUNS = { seen: [], unseen: [] };

/** From points to pixels, cut so that the longer side is at most `maxSide` of them. */
function scaleFor(page: PDFPageProxy, dpi: number, maxSide: number): number {
  const { width, height } = page.getViewport({ scale: 1 });
  return Math.min(dpi / POINTS, maxSide / Math.max(width, height));
}

/** A page that is one picture, from that; `null` for any other. */
async function scannedPage(
  painted: Painted,
  page: PDFPageProxy,
  scale: number,
  image: ImageTools,
): Promise<Raster | null> {
  const found = await painted.scan();
  if (found === null) return null;
  const { width, height } = page.getViewport({ scale });
  const side = Math.max(1, Math.round(Math.max(width, height)));
  const raster = await scanRaster(found.content, found.scan, { width, height, side }, image);
  // Unpacked it is some 25 MB: not kept while the page is read.
  if (isPixels(found.content)) painted.forget();
  return raster;
}

/** Draws a page on white, a pixel at least and at most `maxSide` on each side. */
async function render(page: PDFPageProxy, scale: number, maxSide: number): Promise<Raster> {
  const viewport = page.getViewport({ scale });
  const pixels = (side: number) => Math.max(1, Math.min(maxSide, Math.round(side)));
  try {
    return await drawn(pixels(viewport.width), pixels(viewport.height), async (canvas, context) => {
      // The types want a browser's canvas; the library draws on ours through the same calls.
      await page.render({ canvas: canvas as never, canvasContext: context as never, viewport }).promise;
    });
  } catch (error) {
    throw asRefusal(error);
  }
}
