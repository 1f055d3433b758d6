/** Numbers whose print was not on the page when it was saved as JPEG the first time. */
import { type Box, boxOf } from '../../../document/geometry.js';
import type { Raster } from '../../../document/raster.js';
import type { TextLine } from '../../../document/sheet.js';
import { type Area, type Foreign, historyOf, type Saved } from './history.js';

/** Squares of the page with and without its history are told apart by as many standard deviations at least. */
const REMEMBERS = 1.2;
/** Standard deviations by which a number's print is off the page's own. */
const FOREIGN = 6;
/** And so far on the way from the page's own print to print without its history. */
const FOREIGN_SHARE = 0.75;
/** And so many times as far as half of the page's numbers: a page that remembers badly does so in many places. */
const FOREIGN_TIMES = 2.2;

/** A number, how much its strangest part is off, and how well the page remembers. */
export interface Judged {
  readonly text: string;
  readonly foreign: Foreign;
}

/** Every number of the page, the strangest first, and how well the page remembers; `null`: not at all. */
export function judgedNumbers(
  page: Raster,
  lines: readonly TextLine[],
  saved: Saved,
): { readonly power: number; readonly numbers: readonly Judged[] } | null {
  const areas = lines.map(({ quad }) => areaOn(page, boxOf(quad)));
  const history = historyOf(page, saved, areas);
  if (history === null) return null;
  const { power } = history;
  if (power < REMEMBERS) return { power, numbers: [] };
  const numbers = lines.flatMap((line, at) =>
    numbersIn(line, areas[at]).flatMap(({ area, text }): Judged[] => {
      const foreign = history.strangest(area);
      return foreign === null ? [] : [{ text, foreign }];
    }),
  );
  return { power, numbers: numbers.toSorted((a, b) => b.foreign.by - a.foreign.by) };
}

/** Those that are too strange to have been there from the first. */
export function resavedIn(
  page: Raster,
  lines: readonly TextLine[],
  saved: Saved,
): { readonly box: Box; readonly text: string }[] {
  const numbers = judgedNumbers(page, lines, saved)?.numbers ?? [];
  const usual = Math.max(0, numbers[numbers.length >> 1]?.foreign.by ?? 0);
  const isForeign = ({ foreign: { by, share } }: Judged) =>
    by >= FOREIGN && share >= FOREIGN_SHARE && by >= FOREIGN_TIMES * usual;
  return numbers.filter(isForeign).map(({ text, foreign: { area } }) => ({
    box: [area.left / page.width, area.top / page.height, area.right / page.width, area.bottom / page.height],
    text,
  }));
}

/** Where the numbers of a line stand; all of the line where it is not known of its signs. */
function numbersIn(line: TextLine, area: Area | undefined): { area: Area; text: string }[] {
  if (area === undefined || !/\d{2}/u.test(line.text)) return [];
  const { chars, quad } = line;
  const [start, end] = quad;
  const isAcross = end[0] - start[0] > Math.abs(end[1] - start[1]);
  if (chars === undefined || !isAcross) return [{ area, text: line.text }];
  const [signs, wide] = [[...line.text], area.right - area.left];
  return runsOf(signs).map(([from, to]) => {
    const [left, right] = [chars[from]?.[0] ?? 0, chars[to - 1]?.[1] ?? 1];
    return {
      area: {
        ...area,
        left: Math.round(area.left + left * wide),
        right: Math.round(area.left + right * wide),
      },
      text: signs.slice(from, to).join(''),
    };
  });
}

/** Runs of figures, points and commas with two figures at least. */
function runsOf(signs: readonly string[]): [number, number][] {
  const text = signs.map((sign) => (sign.length === 1 ? sign : '?')).join('');
  return [...text.matchAll(/\d[\d.,]*\d/gu)].map(({ index, 0: run }) => [index, index + run.length]);
}

function areaOn({ width, height }: Raster, [left, top, right, bottom]: Box): Area {
  const inside = (value: number, size: number) => Math.max(0, Math.min(size, Math.round(value * size)));
  return {
    left: inside(left, width),
    top: inside(top, height),
    right: inside(right, width),
    bottom: inside(bottom, height),
  };
}
