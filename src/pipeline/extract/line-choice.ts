/**
 * Which of the readings of a line to take: where its figures contradict each other, or one is missing, and another
 * reading of its cells makes sense, that one. Only what was read is taken; the arithmetic chooses and never reckons.
 */
import type { LineItem } from '../../document/slip.js';
import { isClassed } from './goods-name.js';
import { productHolds, taxHolds } from './line-sense.js';

const CELLS = ['quantity', 'unitPrice', 'amount', 'taxRate', 'taxAmount'] as const;
type Cell = (typeof CELLS)[number];

/** Readings of one cell that are heard: the first, and two more. */
const MOST = 3;

/**
 * The lines with what other readings of the same page say better. `others`: the lines as each other reading has them;
 * `differential`: tax does not follow from the rate.
 */
export function chosenLines(
  first: readonly LineItem[],
  others: readonly (readonly LineItem[])[],
  differential: boolean,
): readonly LineItem[] {
  const alike = others.filter((lines) => lines.length === first.length);
  if (alike.length === 0) return first;
  const laws = differential ? [productHolds] : [productHolds, taxHolds];
  return first.map((line, index) => {
    const more = alike.flatMap((lines) => lines[index] ?? []);
    return withName(withFigures(line, more, laws), more);
  });
}

type Law = typeof taxHolds;

/** Two points for each sum that holds, none for what cannot be told, minus two for a contradiction. */
function senseOf(line: LineItem, laws: readonly Law[]): number {
  return laws
    .map((holds) => holds(line))
    .reduce((sum, answer) => sum + (answer === null ? 0 : answer ? 2 : -2), 0);
}

/** The combination of readings that makes most sense with fewest changes; the line itself when two are as good. */
function withFigures(line: LineItem, more: readonly LineItem[], laws: readonly Law[]): LineItem {
  if (laws.every((holds) => holds(line) !== false) && isWhole(line)) return line;
  let best = { line, sense: senseOf(line, laws), changes: 0, alone: true };
  for (const tried of combinations(line, more)) {
    const sense = senseOf(tried, laws);
    const changes = CELLS.filter((cell) => tried[cell] !== line[cell]).length;
    if (changes === 0 || sense < best.sense || (sense === best.sense && changes > best.changes)) continue;
    if (sense === best.sense && best.changes > 0 && changes === best.changes) best.alone = false;
    else if (sense > best.sense || best.changes > 0) best = { line: tried, sense, changes, alone: true };
  }
  return best.alone ? best.line : line;
}

/** Whether no cell is missing that the others speak for. */
const isWhole = ({ quantity, unitPrice, taxRate, taxAmount }: LineItem): boolean =>
  (quantity === undefined) === (unitPrice === undefined) &&
  (taxRate === undefined || taxAmount !== undefined);

function combinations(line: LineItem, more: readonly LineItem[]): LineItem[] {
  let tried: LineItem[] = [line];
  for (const cell of CELLS) {
    const readings = readingsOf(cell, line, more);
    tried = tried.flatMap((each) => readings.map((value) => withCell(each, cell, value)));
  }
  return tried;
}

function readingsOf(cell: Cell, line: LineItem, more: readonly LineItem[]): (string | undefined)[] {
  const read = [...new Set(more.flatMap((other) => other[cell] ?? []))].filter(
    (value) => value !== line[cell],
  );
  return [line[cell], ...read.slice(0, MOST - 1)];
}

const withCell = (line: LineItem, cell: Cell, value: string | undefined): LineItem =>
  value === undefined || value === line[cell] ? line : { ...line, [cell]: value };

/** A name that carries its class as the forms print it, where the first reading's does not. */
function withName(line: LineItem, more: readonly LineItem[]): LineItem {
  if (isClassed(line.name)) return line;
  const classed = more.map(({ name }) => name).find((name) => isClassed(name) && isAlike(name, line.name));
  return classed === undefined ? line : { ...line, name: classed };
}

/** Whether two readings are of one name: but for asterisks, and what is taken for them, of about the same length. */
const isAlike = (a: string, b: string): boolean => Math.abs(bare(a).length - bare(b).length) <= 1;

const bare = (name: string): string => name.replace(/[^\p{L}\d]/gu, '');
