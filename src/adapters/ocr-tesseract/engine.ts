/** tesseract.js: the engine that needs no native code. Slower and weaker on Chinese than PP-OCR (BASELINE.md). */
import { copyFile, mkdtemp, rm } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import type { PSM, Worker, WorkerParams } from 'tesseract.js';
import type { Raster } from '../../ports/image.js';
import { type OcrEngine, OcrUnavailable } from '../../ports/ocr.js';
import { linesOf, type Page } from './lines.js';
import { bitmapOf, reduced, turned } from './pixels.js';

/** English first: `chi_sim+eng` silently loses English in this release (STACK.md). */
const LANGUAGES = ['eng', 'chi_sim'] as const;
/**
 * Page segmentation modes of tesseract. Sparse text, because a form is no column of prose: on invoice pages it finds an
 * eighth more than the automatic mode, at no more time. One line, for cut out ones.
 */
const PAGE = '11';
const LINE = '7';
/** The turn is voted on at this size: print of 9 points on A4 is still 14 pixels high. */
const VOTE_SIDE = 1400;
/** Confidence above which a word counts as read, and how many such characters make a turn certain at once. */
const READ = 70;
const CERTAIN = 40;

/** Starts the worker thread and loads both languages from their packages. Throws OcrUnavailable when it cannot. */
export async function startTesseract(): Promise<OcrEngine> {
  const worker = await start();
  const recognise = async (image: Raster, mode: string, whitelist = ''): Promise<Page> => {
    await worker.setParameters({
      tessedit_pageseg_mode: mode as PSM,
      tessedit_char_whitelist: whitelist,
      // Its own remarks on every page would land on our output.
      debug_file: '/dev/null',
    } as Partial<WorkerParams>);
    const { data } = await worker.recognize(bitmapOf(image), {}, { text: true, blocks: true });
    return { text: data.text, confidence: data.confidence, blocks: data.blocks ?? [] };
  };
  return {
    source: 'ocr:tesseract',
    readPage: async (page) => linesOf(await recognise(page, PAGE), page),
    findTurn: (page) => findTurn((image) => recognise(image, PAGE), reduced(page, VOTE_SIDE)),
    readLine: async (line, { whitelist } = {}) => {
      const { text, confidence } = await recognise(line, LINE, whitelist);
      return { text: text.trim(), score: confidence / 100 };
    },
    close: async () => {
      await worker.terminate();
    },
  };
}

async function start(): Promise<Worker> {
  const folder = await languageFolder();
  try {
    const { createWorker, OEM } = await import('tesseract.js');
    return await createWorker([...LANGUAGES], OEM.LSTM_ONLY, {
      // From disk, never from the network, and never a cache in the working folder.
      langPath: folder,
      cacheMethod: 'none',
      gzip: true,
      // Without a handler its worker throws where nobody can catch; the call's own promise rejects as well.
      errorHandler: () => undefined,
    });
  } catch (error) {
    throw new OcrUnavailable('tesseract.js cannot be started on this machine', { cause: error });
  } finally {
    await rm(folder, { recursive: true, force: true }); // the worker has read it
  }
}

/**
 * A fresh folder of this start's own with the data of every language: tesseract.js wants all of them in one place, and
 * they come in a package each.
 */
async function languageFolder(): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), 'yanpiao-tesseract-'));
  await Promise.all(
    LANGUAGES.map((code) => copyFile(languageFile(code), join(folder, `${code}.traineddata.gz`))),
  );
  return folder;
}

/** The "best_int" data: as accurate as the big ones and a fraction of their size (STACK.md). */
function languageFile(code: string): string {
  const manifest = createRequire(import.meta.url).resolve(`@tesseract.js-data/${code}/package.json`);
  return join(dirname(manifest), '4.0.0_best_int', `${code}.traineddata.gz`);
}

/** Reads the page in each quarter turn and keeps the one that makes most sense; stops at one that is certain. */
async function findTurn(read: (image: Raster) => Promise<Page>, page: Raster): Promise<0 | 1 | 2 | 3> {
  let best: { turn: 0 | 1 | 2 | 3; sense: number } = { turn: 0, sense: 0 };
  for (const turn of [0, 1, 3, 2] as const) {
    const sense = senseOf(await read(turned(page, turn)));
    if (sense > best.sense) best = { turn, sense };
    if (sense >= CERTAIN) break;
  }
  return best.turn;
}

/** Characters in words that were read with confidence. Single ones are left out, a stroke reads as 1 or 一 any way up;
 * so are words that are taller than wide, which tesseract reads sideways by itself. */
function senseOf({ blocks }: Page): number {
  return blocks
    .flatMap((block) =>
      block.paragraphs.flatMap((paragraph) => paragraph.lines.flatMap((line) => line.words)),
    )
    .filter((word) => word.confidence >= READ && word.symbols.length >= 2 && isWide(word.bbox))
    .reduce((sum, word) => sum + word.symbols.length, 0);
}

function isWide({ x0, y0, x1, y1 }: { x0: number; y0: number; x1: number; y1: number }): boolean {
  return x1 - x0 > y1 - y0;
}
