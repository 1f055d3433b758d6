/** Reading a picture: its papers are found, then the lines of each are read, straight from the picture's own pixels. */
import { type Box, boxOf, quadOf } from '../../document/geometry.js';
import type { CodeFound, Paper, Sheet, TextLine } from '../../document/sheet.js';
import type { Raster } from '../../ports/image.js';
import type { FoundLine, OcrEngine } from '../../ports/ocr.js';
import type { ReadTools, Stopwatch } from '../tools.js';
import { isNearlyBlank } from './blank-page.js';
import { type Blanks, readBlanks } from './blanks.js';
import { type FoundPaper, findPapers } from './find.js';
import { likenessOf } from './likeness.js';
import { type Doubts, lookAgain, type Read } from './second-look.js';
import type { Saved } from './signs/history.js';
import { signsOn } from './signs/signs.js';
import { type Turns, turnedQuad } from './turns.js';

/** What extraction asks for once it has seen the first reading. */
export interface Wishes {
  readonly blanks: Blanks;
  readonly doubts: Doubts;
}

/** A page's pixels, its codes, and how it was saved where its pixels are a JPEG's own. */
interface Pictured {
  readonly pixels: Raster;
  readonly codes: readonly CodeFound[];
  readonly saved: Saved | null;
}

/** A sheet for each paper on the picture; one without lines where there is no text. */
export async function readPicture(
  { pixels, codes, saved }: Pictured,
  page: number,
  tools: ReadTools,
  watch: Stopwatch,
  { blanks, doubts }: Wishes,
): Promise<Sheet[]> {
  return watch.time('ocr', async () => {
    const ocr = await tools.ocr();
    const papers = await findPapers(pixels, codes, ocr);
    const turns = papers[0]?.turns ?? 0;
    const [width, height] = turns % 2 === 0 ? [pixels.width, pixels.height] : [pixels.height, pixels.width];
    const bare = { page, width, height, turns };
    if (papers.length === 0)
      return [orBlank({ ...bare, lines: [], codes: turnedCodes(codes, turns) }, pixels)];
    const reads: Read[][] = [];
    for (const paper of papers) {
      const read = await readLines(pixels, paper.lines, ocr);
      const missed = await readBlanks(pixels, blanks(sheetOf(bare, paper, read)), turns, ocr);
      reads.push([...read, ...missed]);
    }
    const sheetsOf = (all: readonly (readonly Read[])[]) =>
      papers.map((paper, index) => sheetOf(bare, paper, all[index] ?? []));
    const again = await lookAgain(pixels, reads, doubts(sheetsOf(reads)), turns, ocr);
    const sheets = sheetsOf(again).map((sheet, index) => {
      const lines = (again[index] ?? []).map(({ text }) => text);
      const signs = signsOn(pixels, lines, saved).map(({ boxes, ...sign }) => ({
        ...sign,
        page,
        boxes: boxes.map((box) => boxOf(turnedQuad(quadOf(box), turns))),
      }));
      const likeness = likenessOf(pixels, turns, papers.length === 1 ? undefined : placeOf(sheet));
      return {
        ...sheet,
        ...(signs.length === 0 ? {} : { signs }),
        ...(likeness === null ? {} : { likeness }),
      };
    });
    return sheets.map((sheet) => (sheets.length === 1 ? orBlank(sheet, pixels) : sheet));
  });
}

/** Where one of several papers lies on its page. */
const placeOf = ({ paper }: Sheet): Box | undefined =>
  paper === undefined ? undefined : boxOf(paper.corners);

/** Said to be blank where neither a line nor a code nor any ink worth the name is on the page. */
function orBlank(sheet: Sheet, pixels: Raster): Sheet {
  const silent = sheet.lines.length === 0 && sheet.codes.length === 0;
  return silent && isNearlyBlank(pixels) ? { ...sheet, blank: true } : sheet;
}

/** How a picture lies: the turns of the paper with most text on it. */
export async function turnsOfPicture(
  pixels: Raster,
  codes: readonly CodeFound[],
  tools: ReadTools,
): Promise<Turns> {
  const [paper] = await findPapers(pixels, codes, await tools.ocr());
  return paper?.turns ?? 0;
}

async function readLines(pixels: Raster, lines: readonly FoundLine[], ocr: OcrEngine): Promise<Read[]> {
  const texts = await ocr.readLines(pixels, lines);
  return lines.flatMap((line, index) => {
    const text = texts[index] ?? null;
    return text === null ? [] : [{ line, text }];
  });
}

function sheetOf(
  page: Pick<Sheet, 'page' | 'width' | 'height' | 'turns'>,
  { paper, codes }: FoundPaper,
  reads: readonly Read[],
): Sheet {
  const { turns } = page;
  const lines = reads.map(({ text }): TextLine => ({ ...text, quad: turnedQuad(text.quad, turns) }));
  const sheet = { ...page, lines, codes: turnedCodes(codes, turns) };
  return paper === null ? sheet : { ...sheet, paper: turnedPaper(paper, turns) };
}

const turnedCodes = (codes: readonly CodeFound[], turns: Turns): CodeFound[] =>
  codes.map((code) => ({ ...code, quad: code.quad && turnedQuad(code.quad, turns) }));

const turnedPaper = (paper: Paper, turns: Turns): Paper => ({
  ...paper,
  corners: turnedQuad(paper.corners, turns),
});
