/** From tesseract's tree of blocks to lines with the place of every character. */
import type { Block, Line, Word } from 'tesseract.js';
import { quadOf } from '../../document/geometry.js';
import type { TextLine } from '../../document/sheet.js';

export interface Page {
  readonly text: string;
  /** 0..100 */
  readonly confidence: number;
  readonly blocks: readonly Block[];
}

interface Placed {
  readonly char: string;
  /** Pixels. */
  readonly x0: number;
  readonly x1: number;
}

/** Lines in fractions of the page. Words of Latin letters keep the space between them, Chinese ones do not. */
export function linesOf({ blocks }: Page, page: { width: number; height: number }): TextLine[] {
  const all = blocks.flatMap((block) => block.paragraphs.flatMap((paragraph) => paragraph.lines));
  return all.flatMap((line): TextLine[] => {
    const placed = charactersOf(line);
    const { x0, y0, x1, y1 } = line.bbox;
    if (placed.length === 0 || x1 <= x0 || y1 <= y0) return [];
    const along = (x: number) => Math.min(1, Math.max(0, (x - x0) / (x1 - x0)));
    return [
      {
        text: placed.map(({ char }) => char).join(''),
        quad: quadOf([x0 / page.width, y0 / page.height, x1 / page.width, y1 / page.height]),
        score: line.confidence / 100,
        source: 'ocr:tesseract',
        chars: placed.map((one): [number, number] => [along(one.x0), along(one.x1)]),
      },
    ];
  });
}

function charactersOf(line: Line): Placed[] {
  return line.words.flatMap((word, index) => {
    const before = line.words[index - 1];
    const space = before && spaced(before, word) ? [{ char: ' ', x0: before.bbox.x1, x1: word.bbox.x0 }] : [];
    return [...space, ...symbolsOf(word)];
  });
}

const HAN_END = /\p{Script=Han}$/u;
const HAN_START = /^\p{Script=Han}/u;

/** tesseract puts a "word" around every few Chinese characters; only a gap as wide as the print is high is a space there. */
function spaced(before: Word, after: Word): boolean {
  if (!HAN_END.test(before.text) || !HAN_START.test(after.text)) return true;
  return after.bbox.x0 - before.bbox.x1 > (after.bbox.y1 - after.bbox.y0) * 0.8;
}

/** A symbol may hold several code points (an accent, a ligature): they share its place. */
function symbolsOf(word: Word): Placed[] {
  return word.symbols.flatMap(({ text, bbox }) => {
    const points = [...text];
    const step = (bbox.x1 - bbox.x0) / points.length;
    return points.map((char, index) => ({
      char,
      x0: bbox.x0 + index * step,
      x1: bbox.x0 + (index + 1) * step,
    }));
  });
}
