/** tesseract.js: the engine that needs no native code. Slower and weaker on Chinese than PP-OCR (BASELINE.md). */
import { copyFile, mkdtemp, rm } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import type { PSM, Worker, WorkerParams } from 'tesseract.js';
import { mappedQuad, quadOf, reordered, squareTo } from '../../document/geometry.js';
import { cutOut, flatSize, sizeOf } from '../../document/raster.js';
import type { Paper, TextLine } from '../../document/sheet.js';
import type { Raster } from '../../ports/image.js';
import { type FoundLine, type Look, type OcrEngine, OcrUnavailable } from '../../ports/ocr.js';
import { linesOf, type Page } from './lines.js';
import { bitmapOf } from './pixels.js';

/** English first: `chi_sim+eng` silently loses English in this release (STACK.md). */
const LANGUAGES = ['eng', 'chi_sim'] as const;
/**
 * Page segmentation modes of tesseract. Sparse text, because a form is no column of prose: on invoice pages it finds an
 * eighth more than the automatic mode, at no more time. One line, for cut out ones.
 */
const PAGE = '11';
const LINE = '7';
/** tesseract reads while it looks for lines, so it needs more pixels than a detector: BASELINE's cap for recognition. */
const READ_SIDE = 2000;
/** The turn is voted on at this size: print of 9 points on A4 is still 14 pixels high. */
const VOTE_SIDE = 1400;
/** Height in pixels at which a line that was cut out is read: tesseract was trained on print of about 30, and this has air. */
const LINE_HEIGHT = 56;
/** A line longer than 66 times its height is no line (as for PP-OCR): memory grows with its length. */
const LONGEST_LINE = 66 * LINE_HEIGHT;
/** Air above and below the print of a line that is cut out, in heights of it. */
const AIR = 0.15;
/** Confidence above which a word counts as read, and how many such characters make a turn certain at once. */
const READ = 70;
const CERTAIN = 40;

type Turn = 0 | 1 | 2 | 3;

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
  // Lines are read when they are found: asking for them again costs nothing.
  const read = new WeakMap<FoundLine, TextLine>();
  return {
    source: 'ocr:tesseract',
    findLines: async (page, paper) => {
      const lines = await linesOn(page, paper, (image) => recognise(image, PAGE));
      return lines.map((line) => {
        const found: FoundLine = { quad: line.quad, crop: withAir(line), score: line.score };
        read.set(found, line);
        return found;
      });
    },
    findTurn: (page, lines) => findTurn(page, lines, (image) => recognise(image, PAGE)),
    readLines: async (page, lines, look) => {
      const all: (TextLine | null)[] = [];
      for (const line of lines) {
        const known = look === undefined ? read.get(line) : undefined;
        all.push(known ?? (await readLine(page, line, look, (image, only) => recognise(image, LINE, only))));
      }
      return all;
    },
    close: async () => {
      await worker.terminate();
    },
  };
}

async function linesOn(
  page: Raster,
  paper: Paper,
  recognise: (image: Raster) => Promise<Page>,
): Promise<TextLine[]> {
  const { width, height } = flatSize(page, paper, READ_SIDE);
  const flat = cutOut(page, paper.corners, width, height);
  const toPage = squareTo(paper.corners);
  return linesOf(await recognise(flat), flat).map((line) => ({
    ...line,
    quad: mappedQuad(toPage, line.quad),
  }));
}

const withAir = ({ quad }: TextLine) => mappedQuad(squareTo(quad), quadOf([0, -AIR, 1, 1 + AIR]));

async function readLine(
  page: Raster,
  { quad, crop }: FoundLine,
  { whitelist, wider = 1 }: Look = {},
  recognise: (image: Raster, whitelist?: string) => Promise<Page>,
): Promise<TextLine | null> {
  const { length, thickness } = sizeOf(page, crop);
  const natural = Math.round((LINE_HEIGHT * wider * length) / Math.max(1, thickness));
  const width = Math.min(LONGEST_LINE, Math.max(1, natural));
  const { text, confidence } = await recognise(cutOut(page, crop, width, LINE_HEIGHT), whitelist);
  if (text.trim() === '') return null;
  return { text: text.trim(), quad, score: confidence / 100, source: 'ocr:tesseract' };
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
async function findTurn(
  page: Raster,
  lines: readonly FoundLine[],
  recognise: (image: Raster) => Promise<Page>,
): Promise<Turn> {
  const factor = Math.min(1, VOTE_SIDE / Math.max(page.width, page.height));
  const [width, height] = [Math.round(page.width * factor), Math.round(page.height * factor)];
  let best: { turn: Turn; sense: number } = { turn: 0, sense: 0 };
  for (const turn of [0, 1, 3, 2] as const) {
    const corners = reordered(quadOf([0, 0, 1, 1]), turn);
    const image =
      turn % 2 === 0 ? cutOut(page, corners, width, height) : cutOut(page, corners, height, width);
    const sense = senseOf(await recognise(image));
    if (sense > best.sense) best = { turn, sense };
    if (sense >= CERTAIN) break;
  }
  // The page was turned as it lies; the lines may follow a paper that lies otherwise.
  return best.sense === 0 ? 0 : (((best.turn + directionOf(page, lines)) % 4) as Turn);
}

/** The quarter turn clockwise, from the right, in which most lines run on the page. */
function directionOf({ width, height }: Raster, lines: readonly FoundLine[]): Turn {
  const votes: [number, number, number, number] = [0, 0, 0, 0];
  for (const { quad } of lines) {
    const [[x0, y0], [x1, y1]] = quad;
    const quarters = Math.round(Math.atan2((y1 - y0) * height, (x1 - x0) * width) / (Math.PI / 2));
    votes[((quarters + 4) % 4) as Turn]++;
  }
  return votes.indexOf(Math.max(...votes)) as Turn;
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
