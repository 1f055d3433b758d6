/**
 * Lines of one invoice that stand on several pages: pages that continue each other are strung together, and of pages that
 * say the same again (发票联 and 抵扣联, an e-invoice printed twice) the better read counts. What the lines add up to tells
 * which of the two it is; where no sum does, the page marks and the lines themselves.
 */
import type { LineItem } from '../../document/slip.js';
import { parseMoney } from '../../invoice/money.js';
import { squash } from '../../invoice/text.js';
import type { Candidate } from './candidates/candidate.js';
import { chosenLines } from './line-choice.js';
import { productHolds, taxHolds } from './line-sense.js';

/** The lines that one page of an invoice, or of its 清单, holds. */
export interface GoodsPage {
  readonly lines: readonly LineItem[];
  /** `共2页 第1页`; `null` where no such thing was read. */
  readonly mark: PageMark | null;
}

export interface PageMark {
  readonly number: number;
  readonly of: number;
}

const OF_THEN_NUMBER = /共(\d{1,3})页[,，/]?第(\d{1,3})页/u;
const NUMBER_THEN_OF = /第(\d{1,3})页[,，/]?共(\d{1,3})页/u;

/** What the texts of a page say of its place among the pages of its invoice. */
export function pageMarkIn(texts: readonly string[]): PageMark | null {
  for (const text of texts.map(squash)) {
    const [, total, nth] = OF_THEN_NUMBER.exec(text) ?? [];
    const [, number = nth, of = total] = NUMBER_THEN_OF.exec(text) ?? [];
    if (number === undefined || of === undefined) continue;
    const mark = { number: Number(number), of: Number(of) };
    if (mark.number >= 1 && mark.number <= mark.of) return mark;
  }
  return null;
}

/**
 * The net total that most pages tell; the largest of those as often told, for
 * pages may tell their own sums. In fen.
 */
export function netOf(candidates: readonly Candidate[]): bigint | null {
  const votes = new Map<bigint, number>();
  for (const { field, value, channel, look } of candidates) {
    const fen = field === 'netTotal' && channel !== 'sum' && look === undefined ? parseMoney(value) : null;
    if (fen !== null) votes.set(fen, (votes.get(fen) ?? 0) + 1);
  }
  const size = (fen: bigint) => (fen < 0n ? -fen : fen);
  const [most] = [...votes].sort(([a, of], [b, than]) => than - of || (size(b) > size(a) ? 1 : -1));
  return most?.[0] ?? null;
}

/**
 * All lines of an invoice, each once. `pages` in the order of the document; `net`: the net total they should add up to,
 * in fen, `null` where it was not read; `differential`: tax does not follow from the rate.
 */
export function linesOnPages(
  pages: readonly GoodsPage[],
  net: bigint | null,
  differential: boolean,
): readonly LineItem[] {
  const having = pages.filter(({ lines }) => lines.length > 0);
  const all = having.flatMap(({ lines }) => lines);
  if (having.length < 2) return all;
  const whole = net === null ? [] : runsOf(having, net);
  if (whole.length > 0) return bestOf(whole, differential);
  const slots = slotsOf(having);
  if (slots.length === having.length) return all;
  const exact = net === null ? null : pickThatSums(slots, net);
  if (exact !== null) return exact;
  const once = slots.flatMap((slot) => bestOf(slot, differential));
  return net !== null && isNearer(all, once, net) ? all : once;
}

/** Pages in a row whose lines add up to the net total: each run is a whole copy. The longest, for a page may add up to nothing. */
function runsOf(pages: readonly GoodsPage[], net: bigint): (readonly LineItem[])[] {
  const runs: { readonly pages: number; readonly lines: readonly LineItem[] }[] = [];
  for (const from of pages.keys()) {
    let sum: bigint | null = 0n;
    for (let to = from; to < pages.length && sum !== null; to++) {
      const more = sumOf(pages[to]?.lines ?? []);
      sum = more === null ? null : sum + more;
      if (sum === net)
        runs.push({ pages: to + 1 - from, lines: pages.slice(from, to + 1).flatMap(({ lines }) => lines) });
    }
  }
  const most = Math.max(...runs.map((run) => run.pages));
  return runs.filter((run) => run.pages === most).map(({ lines }) => lines);
}

/** In fen; `null`: a line has no amount. */
function sumOf(lines: readonly LineItem[]): bigint | null {
  let sum = 0n;
  for (const { amount } of lines) {
    const fen = parseMoney(amount ?? '');
    if (fen === null) return null;
    sum += fen;
  }
  return sum;
}

/** Of readings of the same lines the one that makes most sense, its contradictions mended from the others. */
function bestOf(readings: readonly (readonly LineItem[])[], differential: boolean): readonly LineItem[] {
  const [best = [], ...others] = readings.toSorted((a, b) => senseOf(b) - senseOf(a));
  return chosenLines(best, others, differential);
}

/** Cells that a line may have at most. */
const CONTRADICTION = 8;

/** Cells that were read; a contradiction weighs as much as a line that was not read. */
function senseOf(lines: readonly LineItem[]): number {
  return lines.reduce((sum, line) => {
    const wrong = [productHolds, taxHolds].filter((holds) => holds(line) === false).length;
    return sum + Object.keys(line).length - CONTRADICTION * wrong;
  }, 0);
}

/** Places of the invoice, each with what the pages that hold it say. */
function slotsOf(pages: readonly GoodsPage[]): (readonly (readonly LineItem[])[])[] {
  const slots: GoodsPage[][] = [];
  for (const page of pages) {
    const slot = slots.find((pages) => pages.some((other) => isCopy(page, other)));
    if (slot === undefined) slots.push([page]);
    else slot.push(page);
  }
  return slots.map((slot) => slot.map(({ lines }) => lines));
}

function isCopy(a: GoodsPage, b: GoodsPage): boolean {
  if (a.mark !== null && b.mark !== null && a.mark.of === b.mark.of) return a.mark.number === b.mark.number;
  return sharedAmounts(a.lines, b.lines) >= MOST_AMOUNTS || sharedCells(a.lines, b.lines) >= MOST_CELLS;
}

/** Parts of what two pages say that copies have in common even where each was misread; pages of other goods do not. */
const MOST_AMOUNTS = 0.6;
const MOST_CELLS = 0.7;
/** Units and rates are the same for many goods. */
const TELLING = ['name', 'spec', 'quantity', 'unitPrice', 'amount', 'taxAmount'] as const;

/** The part of the longer page's lines that the other one has as well, by amount and something of the name. */
function sharedAmounts(a: readonly LineItem[], b: readonly LineItem[]): number {
  const left = [...b];
  let shared = 0;
  for (const line of a) {
    const at = left.findIndex(
      (other) => line.amount !== undefined && other.amount === line.amount && isAlike(line.name, other.name),
    );
    if (at === -1) continue;
    left.splice(at, 1);
    shared += 1;
  }
  return shared / Math.max(a.length, b.length);
}

/** Whether half of the characters behind the class are the same, wherever they stand. */
function isAlike(a: string, b: string): boolean {
  const [ours = [], theirs = []] = [a, b].map((name) => [...(squash(name).split('*').at(-1) ?? '')]);
  const known = new Set(theirs);
  return ours.filter((char) => known.has(char)).length * 2 >= Math.max(ours.length, theirs.length);
}

/** The part of cells that two pages of as many lines have in common, line by line; other goods share nothing. */
function sharedCells(a: readonly LineItem[], b: readonly LineItem[]): number {
  if (a.length !== b.length) return 0;
  let [shared, all] = [0, 0];
  for (const [index, line] of a.entries()) {
    const other = b[index];
    const alike = other !== undefined && isAlike(line.name, other.name);
    for (const cell of TELLING) {
      if (line[cell] === undefined && other?.[cell] === undefined) continue;
      all += 1;
      if (alike && line[cell] === other[cell]) shared += 1;
    }
  }
  return all === 0 ? 0 : shared / all;
}

/** Ways to choose that are tried. */
const MOST_WAYS = 64;

/** One reading of each place, such that all add up to the net total; `null` where no choice does. */
function pickThatSums(
  slots: readonly (readonly (readonly LineItem[])[])[],
  net: bigint,
): readonly LineItem[] | null {
  let ways: (readonly LineItem[])[] = [[]];
  for (const slot of slots) {
    if (ways.length * slot.length > MOST_WAYS) return null;
    ways = ways.flatMap((way) => slot.map((lines) => [...way, ...lines]));
  }
  return ways.find((lines) => sumOf(lines) === net) ?? null;
}

/** How far from the net total, as a part of it, lines may be of which some were misread. */
const NEAR = 0.2;

/** Whether the first lines come near the net total, and nearer than the second; lines without an amount count nothing. */
function isNearer(first: readonly LineItem[], second: readonly LineItem[], net: bigint): boolean {
  const off = (lines: readonly LineItem[]) =>
    Math.abs(lines.reduce((all, { amount }) => all + fenOf(amount), -Number(net)));
  return off(first) <= NEAR * Math.abs(Number(net)) && off(first) < off(second);
}

const fenOf = (amount: string | undefined): number => Number(parseMoney(amount ?? '') ?? 0n);
