/** pdfjs itself, loaded on first use, and its causes of failure as refusals. */
import { createRequire } from 'node:module';
import { dirname, join, sep } from 'node:path';
import { pathToFileURL } from 'node:url';
import { RefusalError } from '../../document/refusal.js';
import { BUDGETS } from '../../pipeline/budgets.js';
import { registerFonts } from './fonts.js';
import { installDecoder } from './packed.js';

/** Finding it anew for each file would take a millisecond or two. */
let ready: ReturnType<typeof load> | null = null;

/** With its tables of characters and standard fonts from its own package on disk. */
export function library(): ReturnType<typeof load> {
  ready ??= load();
  return ready;
}

async function load() {
  await registerFonts();
  const pdfjs = await loaded();
  const root = dirname(createRequire(import.meta.url).resolve('pdfjs-dist/package.json'));
  const folder = (name: string) => join(root, name) + sep;
  const options = {
    cMapUrl: folder('cmaps'),
    cMapPacked: true,
    standardFontDataUrl: folder('standard_fonts'),
    wasmUrl: folder('wasm'),
    iccUrl: folder('iccs'),
    isImageDecoderSupported: true,
    useSystemFonts: false,
    isEvalSupported: false,
    enableXfa: false,
    stopAtErrors: false,
    maxImageSize: BUDGETS.imagePixels,
    verbosity: pdfjs.VerbosityLevel.ERRORS,
  };
  return { pdfjs, options };
}

/**
 * The old-browser build of pdfjs brings an `Array.prototype.push` of its own, written in JavaScript, for the sake of an
 * error that nobody here meets; it cost a tenth of a page's time, and as much wherever this process pushes. Its two halves
 * are loaded at once, and the engine's own put back.
 */
async function loaded() {
  installDecoder();
  const { push } = Array.prototype;
  const pdfjs = await import('pdfjs-dist/legacy/build/pdf.mjs');
  // Without a worker thread pdfjs takes this half from where it puts itself.
  const half = createRequire(import.meta.url).resolve('pdfjs-dist/legacy/build/pdf.worker.mjs');
  await import(pathToFileURL(half).href);
  Object.defineProperty(Array.prototype, 'push', { value: push, writable: true, configurable: true });
  return pdfjs;
}

export type Library = Awaited<ReturnType<typeof library>>;

/** pdfjs tells its causes apart by the error's name. */
export function asRefusal(error: unknown, detail?: string): RefusalError {
  if (error instanceof RefusalError) return error;
  if (error instanceof Error && error.name === 'PasswordException')
    return new RefusalError('encrypted_pdf', undefined, { cause: error });
  return new RefusalError('damaged_file', detail, { cause: error });
}
