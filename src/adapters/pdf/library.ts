/** pdfjs itself, loaded on first use, and its causes of failure as refusals. */
import { createRequire } from 'node:module';
import { dirname, join, sep } from 'node:path';
import { RefusalError } from '../../document/refusal.js';
import { BUDGETS } from '../../pipeline/budgets.js';
import { registerFonts } from './fonts.js';

/** With its tables of characters and standard fonts from its own package on disk. */
export async function library() {
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

export type Library = Awaited<ReturnType<typeof library>>;

/** pdfjs tells its causes apart by the error's name. */
export function asRefusal(error: unknown, detail?: string): RefusalError {
  if (error instanceof RefusalError) return error;
  if (error instanceof Error && error.name === 'PasswordException')
    return new RefusalError('encrypted_pdf', undefined, { cause: error });
  return new RefusalError('damaged_file', detail, { cause: error });
}
