/** The first look at a page: its pixels, its codes, and whether its text layer can be used. */
import type { CodeFound, TextLine } from '../../document/sheet.js';
import { parseInvoiceQr } from '../../invoice/qr.js';
import type { Raster } from '../../ports/image.js';
import { BUDGETS } from '../budgets.js';
import type { SourcePage } from '../intake/intake.js';
import type { ReadTools, Stopwatch } from '../tools.js';
import { isGarbage, isUseful } from './text-layer.js';

/** A page as handed in, not turned: either its text layer stands for it, or its pixels are to be recognised. */
export type LaidOut = { readonly codes: readonly CodeFound[] } & (
  | { readonly text: readonly TextLine[]; readonly pixels: null }
  | { readonly text: null; readonly pixels: Raster }
);

/** Told as the look goes on. */
export interface LookHooks {
  readonly onStep: (step: 'qr' | 'text' | 'ocr') => void;
  /** The codes, as soon as they are decoded. */
  readonly onCodes: (codes: readonly CodeFound[]) => void;
}

/** Throws RefusalError. */
export async function layOut(
  page: SourcePage,
  tools: ReadTools,
  watch: Stopwatch,
  { onStep, onCodes }: LookHooks,
): Promise<LaidOut> {
  // Nothing to see: an XML, which says all it says elsewhere.
  const { pixels: draw } = page;
  if (draw === null) return { codes: [], text: page.lines, pixels: null };
  if (await isMereText(page)) {
    onStep('text');
    return { codes: [], text: page.lines, pixels: null };
  }
  onStep('qr');
  const pixels = await watch.time('decode', () => draw(BUDGETS.pageDpi, BUDGETS.pageSide));
  if (isBlank(pixels)) return { codes: [], text: page.lines, pixels: null };
  const codes = await watch.time('qr', () => tools.codes.read(pixels, BUDGETS.codeMs));
  onCodes(codes);
  const isInvoice = codes.some(({ text }) => parseInvoiceQr(text) !== null);
  if (isUseful(page.lines, isInvoice)) {
    onStep('text');
    return { codes, text: page.lines, pixels: null };
  }
  onStep('ocr');
  return { codes, text: null, pixels };
}

/** A page of a few words and nothing else, such as a separator between scans: there is no code and nothing to recognise. */
async function isMereText({ lines, paintsOnlyText }: SourcePage): Promise<boolean> {
  return lines.length > 0 && !isUseful(lines, false) && !isGarbage(lines) && (await paintsOnlyText());
}

/** Every pixel alike: the empty pages that programs put between others. */
function isBlank({ data }: Raster): boolean {
  const [first] = data;
  return data.every((value) => value === first);
}
