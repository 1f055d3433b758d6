/** The first look at a page: its pixels, its codes, and whether its text layer can be used. */
import { mappedQuad, squareTo } from '../../document/geometry.js';
import { separatorLabel } from '../../document/separator.js';
import type { CodeFound, TextLine } from '../../document/sheet.js';
import { type InvoiceQr, parseInvoiceQr } from '../../invoice/qr.js';
import type { Raster } from '../../ports/image.js';
import { BUDGETS } from '../budgets.js';
import type { SourcePage } from '../intake/member.js';
import type { ReadTools, Stopwatch } from '../tools.js';
import { isBlankPage } from './blank-page.js';
import { isGarbage, isScant, isUseful } from './text-layer.js';

/** A page as handed in, not turned: either its text layer stands for it, or its pixels are to be recognised. */
export type LaidOut = { readonly codes: readonly CodeFound[] } & (
  | {
      readonly text: readonly TextLine[];
      readonly pixels: null;
      /** Nothing is on the page. */
      readonly blank?: boolean;
    }
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
  const early = await codesOnPictures(page, tools, watch);
  if (early !== null) {
    onCodes(early);
    onStep('text');
    return { codes: early, text: page.lines, pixels: null };
  }
  const pixels = await watch.time('decode', () => draw(BUDGETS.pageDpi, BUDGETS.pageSide));
  if (isEmpty(pixels) || (page.lines.length === 0 && isBlankPage(pixels)))
    return { codes: [], text: page.lines, pixels: null, blank: page.lines.length === 0 };
  const codes = await watch.time('qr', () => tools.codes.read(pixels, BUDGETS.codeMs));
  onCodes(codes);
  // Whatever else stands on our own sheet is told by its code.
  if (codes.some(isSeparator)) return { codes, text: [], pixels: null };
  const invoices = invoicesIn(codes);
  // Where the text bears the number that the code says it is the page's own, whatever lies behind it.
  const isOwn = invoices.length > 0 || !(await isStampedPicture(page));
  if (isOwn && isUseful(page.lines, invoices)) {
    onStep('text');
    return { codes, text: page.lines, pixels: null };
  }
  onStep('ocr');
  return { codes, text: null, pixels };
}

const isSeparator = ({ text }: CodeFound): boolean => separatorLabel(text) !== null;

/** What the invoice QRs among them say. */
export const invoicesIn = (codes: readonly CodeFound[]): InvoiceQr[] =>
  codes.flatMap(({ text }) => parseInvoiceQr(text) ?? []);

/**
 * The codes of a page that need not be drawn: its text is useful, and either the invoice's code stands among its pictures,
 * or there is no such picture, and nothing else on the page can be a code or an original tells all. `null`: the page is
 * to be drawn and looked at.
 */
async function codesOnPictures(
  page: SourcePage,
  tools: ReadTools,
  watch: Stopwatch,
): Promise<CodeFound[] | null> {
  if (page.codePictures === undefined || !isUseful(page.lines, [])) return null;
  const pictures = await watch.time('decode', async () => (await page.codePictures?.()) ?? []);
  const found: CodeFound[] = [];
  for (const { quad, raster } of pictures) {
    const place = squareTo(quad);
    const codes = await watch.time('qr', () => tools.codes.read(raster, BUDGETS.codeMs));
    found.push(...codes.map((code) => ({ ...code, quad: code.quad && mappedQuad(place, code.quad) })));
  }
  const invoices = invoicesIn(found);
  if (invoices.length > 0) return isUseful(page.lines, invoices) ? found : null;
  if (pictures.length > 0) return null;
  return page.told === true || (await page.mayHoldOtherCodes?.()) === false ? [] : null;
}

/** A scan to which a program put a header, a footer or a few remarks: what matters is in the picture. */
async function isStampedPicture({ lines, largestPicture }: SourcePage): Promise<boolean> {
  return isScant(lines) && ((await largestPicture?.()) ?? 0) > MOSTLY;
}

/** Share of a page that a scan takes at least. */
const MOSTLY = 0.5;

/** A page of a few words and nothing else, such as a separator between scans: there is no code and nothing to recognise. */
async function isMereText({ lines, paintsOnlyText }: SourcePage): Promise<boolean> {
  return lines.length > 0 && !isUseful(lines, []) && !isGarbage(lines) && (await paintsOnlyText());
}

/** Every pixel alike: the empty pages that programs put between others. */
function isEmpty({ data }: Raster): boolean {
  const [first] = data;
  return data.every((value) => value === first);
}
