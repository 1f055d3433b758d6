/** PDF through pdfjs-dist (legacy build, which runs on Node 20) and @napi-rs/canvas. */
import { createRequire } from 'node:module';
import { dirname, join, sep } from 'node:path';
import type { PDFDocumentProxy, PDFPageProxy } from 'pdfjs-dist/legacy/build/pdf.mjs';
import { RefusalError } from '../../document/refusal.js';
import { BUDGETS } from '../../pipeline/budgets.js';
import type { Raster } from '../../ports/image.js';
import type { PdfDocument, PdfPage, PdfReader } from '../../ports/pdf.js';
import { drawn } from './drawing.js';
import { registerFonts } from './fonts.js';
import { paintsOnlyText } from './painted.js';
import { type FontStyle, type TextRun, textLines } from './text.js';

/** PDF points an inch. */
const POINTS = 72;

/** Opens PDFs. Stateless: one serves a whole process. */
export function pdfReader(): PdfReader {
  return { open };
}

/** Throws RefusalError `encrypted_pdf` or `damaged_file`. */
async function open(bytes: Uint8Array): Promise<PdfDocument> {
  const { pdfjs, options } = await library();
  // A copy, and not a Buffer (whose slice() would share memory): pdfjs detaches what it is given.
  const task = pdfjs.getDocument({ data: new Uint8Array(bytes), ...options });
  try {
    const document = await task.promise;
    return {
      pages: document.numPages,
      page: (number) => openPage(document, number, pdfjs.OPS),
      attachments: () => attachmentsOf(document),
      close: () => task.destroy(),
    };
  } catch (error) {
    await task.destroy();
    throw asRefusal(error);
  }
}

/** What is embedded adds to what the pages say: damaged, it takes nothing from them. */
async function attachmentsOf(document: PDFDocumentProxy): Promise<{ name: string; bytes: Uint8Array }[]> {
  try {
    const found: unknown = await document.getAttachments();
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
  document: PDFDocumentProxy,
  number: number,
  ops: Readonly<Record<string, number>>,
): Promise<PdfPage> {
  try {
    const page = await document.getPage(number);
    const frame = page.getViewport({ scale: 1 });
    const content = await page.getTextContent({ includeMarkedContent: false });
    const runs = content.items.filter((item): item is typeof item & TextRun => 'str' in item);
    const lines = textLines(runs, content.styles as Record<string, FontStyle>, frame);
    return {
      width: frame.width,
      height: frame.height,
      lines,
      paintsOnlyText: () =>
        paintsOnlyText(page, ops).catch((error: unknown) => {
          throw asRefusal(error, `第 ${number} 页`);
        }),
      render: (dpi, maxSide) => render(page, dpi, maxSide),
      close: () => {
        page.cleanup();
      },
    };
  } catch (error) {
    throw asRefusal(error, `第 ${number} 页`);
  }
}

/** Draws a page on white. The scale is cut so that the longer side is at most `maxSide` pixels, and at least one. */
async function render(page: PDFPageProxy, dpi: number, maxSide: number): Promise<Raster> {
  const natural = page.getViewport({ scale: 1 });
  const scale = Math.min(dpi / POINTS, maxSide / Math.max(natural.width, natural.height));
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

/** pdfjs tells its causes apart by the error's name. */
function asRefusal(error: unknown, detail?: string): RefusalError {
  if (error instanceof RefusalError) return error;
  if (error instanceof Error && error.name === 'PasswordException')
    return new RefusalError('encrypted_pdf', undefined, { cause: error });
  return new RefusalError('damaged_file', detail, { cause: error });
}

/** Loads pdfjs on first use, with its tables of characters and standard fonts from its own package on disk. */
async function library() {
  await registerFonts();
  const pdfjs = await import('pdfjs-dist/legacy/build/pdf.mjs');
  const root = dirname(createRequire(import.meta.url).resolve('pdfjs-dist/package.json'));
  const folder = (name: string) => join(root, name) + sep;
  const options = {
    cMapUrl: folder('cmaps'),
    cMapPacked: true,
    standardFontDataUrl: folder('standard_fonts'),
    wasmUrl: folder('wasm'),
    iccUrl: folder('iccs'),
    useSystemFonts: false,
    isEvalSupported: false,
    enableXfa: false,
    maxImageSize: BUDGETS.imagePixels,
    verbosity: pdfjs.VerbosityLevel.ERRORS,
  };
  return { pdfjs, options };
}
