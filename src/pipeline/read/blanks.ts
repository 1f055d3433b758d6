/**
 * Looks straight at places where extraction misses something: a detector overlooks characters that stand alone. What
 * is legible there, and can stand there, joins the lines as any other.
 */
import { mappedQuad, type Quad, quadOf, squareTo } from '../../document/geometry.js';
import type { Sheet, TextLine } from '../../document/sheet.js';
import type { Raster } from '../../ports/image.js';
import type { FoundLine, Look, OcrEngine } from '../../ports/ocr.js';
import type { Read } from './second-look.js';
import { type Turns, turnedQuad } from './turns.js';

/** A place on an upright page where something should stand and nothing was read. */
export interface Blank {
  /** Windows on it, to be tried one after the other. */
  readonly quads: readonly Quad[];
  /** Whether a text, read with such a score, is one that can stand there. */
  readonly accepts: (text: string, score: number) => boolean;
}

/** The blanks of a sheet, most wanted first. */
export type Blanks = (sheet: Sheet) => readonly Blank[];

/**
 * A page with more blanks than this is not read wrong but filled in little. Each costs a short recognition where the first
 * look tells, and up to seven where none does.
 */
const MOST_BLANKS = 24;
/** After so many in a row with nothing in them the rest is blank, too: a service has no unit. */
const FRUITLESS = 4;
/** In this order each window is looked at: with less air a heading above stays out, with more the recogniser finds small print. */
const LOOKS: readonly Look[] = [{}, { taller: 0.85 }, { taller: 1.2 }];
/** What a form's rules are taken for. */
const RULES = '「」【】[]|()_\\/';

/** What stands on the blanks, read like the other lines. `turns`: of the page the blanks speak of. */
export async function readBlanks(
  pixels: Raster,
  blanks: readonly Blank[],
  turns: Turns,
  ocr: OcrEngine,
): Promise<Read[]> {
  const found: Read[] = [];
  let fruitless = 0;
  for (const blank of blanks.slice(0, MOST_BLANKS)) {
    const read = await readBlank(pixels, blank, turns, ocr);
    fruitless = read === null ? fruitless + 1 : 0;
    if (read !== null) found.push(read);
    if (fruitless === FRUITLESS) break;
  }
  return found;
}

async function readBlank(
  pixels: Raster,
  { quads, accepts }: Blank,
  turns: Turns,
  ocr: OcrEngine,
): Promise<Read | null> {
  const lines = quads.map((quad) => lineAt(turnedQuad(quad, backwards(turns))));
  // With other air no more than the two narrowest: what the whole of a long one shows, it shows at the first look.
  for (const look of LOOKS)
    for (const line of look.taller === undefined ? lines : lines.slice(-2)) {
      const [read = null] = await ocr.readLines(pixels, [line], look);
      const text = read === null ? null : printIn(read);
      if (text !== null && accepts(text.text, text.score))
        return { line: { ...line, quad: text.quad }, text };
    }
  return null;
}

/** The print alone, where a window shows white space around it, and rules; `null` when nothing else is there. */
function printIn({ alternatives: _, sure: __, ...line }: TextLine): TextLine | null {
  const points = [...line.text];
  const isPrint = (point: string) => !/\s/u.test(point) && !RULES.includes(point.normalize('NFKC'));
  const from = points.findIndex(isPrint);
  const to = points.findLastIndex(isPrint) + 1;
  if (from < 0) return null;
  const text = points.slice(from, to).join('').normalize('NFKC').replace(/\s/gu, '');
  const [start, end] = [line.chars?.[from]?.[0] ?? 0, line.chars?.[to - 1]?.[1] ?? 1];
  const { chars, ...rest } = line;
  if (chars?.length !== points.length || end <= start) return { ...rest, text };
  const quad = mappedQuad(squareTo(line.quad), quadOf([start, 0, end, 1]));
  const within = ([a, b]: readonly [number, number]) =>
    [(a - start) / (end - start), (b - start) / (end - start)] as const;
  const kept = chars.slice(from, to).map(within);
  return kept.length === [...text].length ? { ...rest, text, quad, chars: kept } : { ...rest, text, quad };
}

const backwards = (turns: Turns): Turns => ((4 - turns) % 4) as Turns;

/** No air above and below: on real print of 18 pixels a lone 1 read at 0.9 without, and not at all with a tenth. */
const lineAt = (quad: Quad): FoundLine => ({ quad, crop: quad, score: 1 });
