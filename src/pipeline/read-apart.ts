/**
 * Reads a file part by part on one machine and without a store, as the work of a long document does it with one
 * (run-reading.ts): a page that costs its reader is a refused page, and the rest is read.
 */
import { type Contents, type Part, singlePages } from '../document/contents.js';
import { type Refusal, refusal } from '../document/refusal.js';
import type { DocumentReading, PackedPart } from '../document/report.js';
import type { Reader } from '../ports/reader.js';
import { BUDGETS } from './budgets.js';
import { partsOf } from './intake/parts.js';
import { joinParts, looseEnds, refusedPart, type Tied } from './join/parts.js';

/** Reads a part; `refusal`: it cost its reader. */
export type ReadPart = (part: Part) => Promise<PackedPart | { readonly refusal: Refusal }>;

/**
 * What a file says whose reader was lost while it read all of it. Its parts are tried, of those that are lost again each
 * page, and past {@link BUDGETS.lostPages} of those no more. Times are those of the parts that were read.
 */
export async function readApart(
  contents: Contents,
  readPart: ReadPart,
  judge: (sheets: PackedPart['sheets']) => ReturnType<Reader['judge']>,
): Promise<DocumentReading> {
  const parts = partsOf(contents);
  // One part is what was just lost.
  const waiting = parts.length === 1 ? parts.flatMap(inSinglePages) : parts;
  const readings: PackedPart[] = [];
  let lost = 0;
  for (let part = waiting.shift(); part !== undefined; part = waiting.shift()) {
    const reading =
      lost < BUDGETS.lostPages ? await readPart(part) : refusedPart(part, refusal('out_of_time'));
    if (!('refusal' in reading)) readings.push({ ...reading, part: readings.length + 1 });
    else if (isSingle(part)) {
      lost++;
      readings.push({ ...refusedPart(part, reading.refusal), part: readings.length + 1 });
    } else waiting.unshift(...inSinglePages(part));
  }
  const sheets = readings.flatMap((reading) => reading.sheets);
  const tied: Tied[] = [];
  for (const { pages } of looseEnds(readings)) {
    const slips = await judge(sheets.filter(({ page }) => pages.includes(page)));
    // Where that cannot be done, what each part said by itself stands.
    if (slips !== null) tied.push({ pages, slips });
  }
  return joinParts(contents, readings, tied);
}

const isSingle = ({ pieces }: Part): boolean =>
  pieces.length === 1 && pieces.every(({ from, to }) => from === to);

/** A part of each page. Their numbers are given when they are read. */
const inSinglePages = ({ number, pieces }: Part): Part[] =>
  pieces.flatMap(singlePages).map((piece) => ({ number, pieces: [piece] }));
