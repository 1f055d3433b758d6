/** The first look at a page: its pixels, its codes, whether its text layer can be used, and which way up it lies. */
import { quadOf } from '../../document/geometry.js';
import type { CodeFound, Paper, TextLine } from '../../document/sheet.js';
import { parseInvoiceQr } from '../../invoice/qr.js';
import type { Raster } from '../../ports/image.js';
import type { OcrEngine } from '../../ports/ocr.js';
import { BUDGETS } from '../budgets.js';
import type { SourcePage } from '../intake/intake.js';
import type { ReadTools, Stopwatch } from '../tools.js';
import { isGarbage, isUseful } from './text-layer.js';
import { type Turns, turnsByCodes, turnsByText } from './turns.js';

export interface LaidOut {
  readonly turns: Turns;
  /** As handed in, not turned. */
  readonly codes: readonly CodeFound[];
  /** The text layer as handed in, not turned; `null` when the page was recognised. */
  readonly text: readonly TextLine[] | null;
  /** Turned upright, of the size for recognition; `null` when the text layer is used. */
  readonly upright: Raster | null;
}

/** Throws RefusalError. Which step is under way is told to `onStep`. */
export async function layOut(
  page: SourcePage,
  tools: ReadTools,
  watch: Stopwatch,
  onStep: (step: 'qr' | 'text' | 'ocr') => void,
): Promise<LaidOut> {
  if (await isMereText(page)) {
    onStep('text');
    return {
      turns: turnsByText(page.lines, page.width, page.height),
      codes: [],
      text: page.lines,
      upright: null,
    };
  }
  onStep('qr');
  const pixels = await watch.time('decode', () => page.pixels(BUDGETS.pageDpi, BUDGETS.codeSide));
  if (isBlank(pixels)) return { turns: 0, codes: [], text: page.lines, upright: null };
  const codes = await watch.time('qr', () => tools.codes.read(pixels, BUDGETS.codeMs));
  const isInvoice = codes.some(({ text }) => parseInvoiceQr(text) !== null);
  if (isUseful(page.lines, isInvoice)) {
    onStep('text');
    return {
      turns: turnsByText(page.lines, page.width, page.height),
      codes,
      text: page.lines,
      upright: null,
    };
  }
  onStep('ocr');
  const side = Math.min(BUDGETS.ocrSide, Math.max(pixels.width, pixels.height));
  const reduced = await watch.time('decode', () => tools.image.scale(pixels, side));
  const known = turnsByCodes(codes, pixels.width, pixels.height);
  const turns = known ?? (await watch.time('ocr', async () => findTurn(await tools.ocr(), reduced)));
  const upright = await watch.time('decode', () => tools.image.turn(reduced, turns));
  return { turns, codes, text: null, upright };
}

async function findTurn(ocr: OcrEngine, page: Raster): Promise<Turns> {
  return ocr.findTurn(page, await ocr.findLines(page, wholePage(page), BUDGETS.detectionSide));
}

/** The paper of a page that is nothing but that. */
export function wholePage({ width, height }: Raster): Paper {
  return { corners: quadOf([0, 0, 1, 1]), ratio: width / height };
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
