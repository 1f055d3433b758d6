/**
 * read: from pages to what stands on them. The cheapest true source first: a PDF's text layer where it has one, the QR
 * always, recognition only where there is no text.
 */
import type { ReadProgress } from '../../document/report.js';
import type { Sheet, TextLine } from '../../document/sheet.js';
import type { Raster } from '../../ports/image.js';
import type { OcrEngine } from '../../ports/ocr.js';
import { BUDGETS } from '../budgets.js';
import type { PageSource, SourcePage } from '../intake/intake.js';
import { type ReadTools, Stopwatch } from '../tools.js';
import { layOut, wholePage } from './lay-out.js';
import { turnedQuad } from './turns.js';

/** Page after page, each closed before the next is opened; closes the source at the end. Throws RefusalError. */
export async function readSheets(
  pages: PageSource,
  tools: ReadTools,
  watch: Stopwatch,
  onProgress: (progress: ReadProgress) => void,
): Promise<Sheet[]> {
  const sheets: Sheet[] = [];
  try {
    onProgress({ step: 'open', page: 1, pages: pages.count });
    for (let number = 1; number <= pages.count; number++) {
      const page = await watch.time('decode', () => pages.page(number));
      try {
        const onStep = (step: ReadProgress['step']) => onProgress({ step, page: number, pages: pages.count });
        sheets.push(await readSheet(page, number, tools, watch, onStep));
      } finally {
        page.close();
      }
    }
    onProgress({ step: 'extract', page: pages.count, pages: pages.count });
    return sheets;
  } finally {
    await pages.close();
  }
}

async function readSheet(
  page: SourcePage,
  number: number,
  tools: ReadTools,
  watch: Stopwatch,
  onStep: (step: ReadProgress['step']) => void,
): Promise<Sheet> {
  const { turns, codes, text, upright } = await layOut(page, tools, watch, onStep);
  const lines: readonly TextLine[] = upright
    ? await watch.time('ocr', async () => readPage(await tools.ocr(), upright))
    : (text ?? []).map((line) => ({ ...line, quad: turnedQuad(line.quad, turns) }));
  const [width, height] = upright
    ? [upright.width, upright.height]
    : turns % 2 === 0
      ? [page.width, page.height]
      : [page.height, page.width];
  return {
    page: number,
    width,
    height,
    turns,
    lines,
    codes: codes.map((code) => ({ ...code, quad: code.quad && turnedQuad(code.quad, turns) })),
  };
}

/** Every line of an upright page. */
async function readPage(ocr: OcrEngine, page: Raster): Promise<TextLine[]> {
  const found = await ocr.findLines(page, wholePage(page), BUDGETS.detectionSide);
  return (await ocr.readLines(page, found)).filter((line) => line !== null);
}

/** One page (from 1) upright, as {@link readSheets} saw it, at most `maxSide` pixels, as a JPEG; `null` where there is none. Closes the source. */
export async function drawSheet(
  pages: PageSource,
  number: number,
  maxSide: number,
  tools: ReadTools,
): Promise<Uint8Array | null> {
  try {
    if (!Number.isInteger(number) || number < 1 || number > pages.count) return null;
    const page = await pages.page(number);
    try {
      const { turns } = await layOut(page, tools, new Stopwatch(), () => undefined);
      const pixels = await page.pixels(DRAWN_DPI, maxSide);
      return await tools.image.encode(await tools.image.turn(pixels, turns), 'jpeg');
    } finally {
      page.close();
    }
  } finally {
    await pages.close();
  }
}

/** More than any screen shows: `maxSide` is what limits. */
const DRAWN_DPI = 300;
