/** Figures of a text layer that an editor may have set: of two fonts or sizes in one number, over others, in a font of their own, on a picture. */
import { BUDGETS } from '../../pipeline/budgets.js';
import type { Mark, PageMarks } from './marks.js';
import type { Frame } from './plane.js';

export interface MarkedFigures {
  readonly what: 'mixed' | 'overlaid' | 'stray' | 'on_picture' | 'patched';
  readonly text: string;
  /** In the page's own units. */
  readonly frame: Frame;
}

const { figures: MOST_FIGURES, told: MOST_TOLD } = BUDGETS.editSigns;
/** Overlaid figures gathered: those of a few whole numbers. */
const MOST_PAIRS = 16 * MOST_TOLD;
/** Gap within a number, and how far off the line its characters may lie, in ems. */
const GAP = 0.3;
const OFF = 0.4;
/** Figures nearer than this to each other, in ems, stand over each other. */
const OVER = 0.25;
/** Sizes that differ by more are two sizes: a producer's rounding is far below. */
const OTHER_SIZE = 1.06;
/** Sizes further apart are two numbers beside each other: on paper forms the big one of the form and a small one beside it. */
const OTHER_NUMBER = 1.4;
/** A number of fewer figures is a count, a rate or a page's. */
const SHORTEST = 3;
/** Of a channel's 256 steps: colours further apart are two inks, a stamp's beside the print's. Two blacks are near each other. */
const OTHER_INK = 96;
/** Amounts in the page's usual fonts that one in a font of its own stands beside. */
const OTHERS = 3;
/** Share of the page from which a picture is a scan, and seen characters up to which they were put on it afterwards. */
const SCAN_SHARE = 0.5;
const FEW_CHARS = 80;

/** Upright text only: a number that runs up the page is no amount. */
export function markedFigures({ marks, images, patches }: PageMarks, view: Frame): MarkedFigures[] {
  const seen = marks.filter((mark) => mark.seen && mark.char.trim() !== '');
  const figures = seen
    .filter(({ char, from, to }) => /^[\d.,]$/u.test(char) && Math.abs(from[1] - to[1]) < 0.01)
    .sort((one, other) => one.from[0] - other.from[0]);
  if (figures.length > MOST_FIGURES) return [];
  const { chains, overlaid } = joined(figures);
  const numbers = chains.filter((chain) => digitsOf(chain).length >= SHORTEST);
  const scans = images.filter(({ box, opaque }) => opaque && isScan(box, view));
  // A page with more text than that is a form with a picture behind it.
  const set = seen.length > FEW_CHARS ? [] : numbers;
  const onScan = set.filter((chain) => scans.some(({ box }) => isOn(chain, box)));
  const isPatched = (chain: readonly Mark[]) => patches.some((box) => isOn(chain, box));
  return [
    ...some('mixed', numbers.filter(isMixed)),
    ...some('overlaid', besideEachOther(overlaid)),
    ...some('stray', strayAmounts(numbers)),
    ...some('patched', onScan.filter(isPatched)),
    ...some(
      'on_picture',
      onScan.filter((chain) => !isPatched(chain)),
    ),
  ];
}

const some = (what: MarkedFigures['what'], chains: readonly (readonly Mark[])[]): MarkedFigures[] =>
  chains.slice(0, MOST_TOLD).map((chain) => told(what, chain));

/** Amounts in a font that no other figure of the page is set in, where others share theirs. */
function strayAmounts(numbers: readonly (readonly Mark[])[]): (readonly Mark[])[] {
  const used = new Map<string, number>();
  for (const face of numbers.flatMap((chain) => [...new Set(chain.map((mark) => mark.face))]))
    used.set(face, (used.get(face) ?? 0) + 1);
  const amounts = numbers.filter((chain) => /^\d[\d,]*\.\d{2}$/u.test(textOf(chain)));
  const isAlone = (chain: readonly Mark[]) => chain.every(({ face }) => used.get(face) === 1);
  const [alone, others] = [amounts.filter(isAlone), amounts.filter((chain) => !isAlone(chain))];
  return others.length >= OTHERS ? alone : [];
}

/** Figures set over others one behind the other are one place, not as many. */
function besideEachOther(pairs: readonly Mark[][]): Mark[][] {
  const places: Mark[][] = [];
  for (const pair of pairs) {
    const [mark] = pair;
    const beside = places.find((place) => {
      const last = place.at(-1);
      const gap = (mark?.from[0] ?? 0) - (last?.to[0] ?? 0);
      return last !== undefined && mark !== undefined && gap < mark.size && isLevel(mark, last);
    });
    if (beside === undefined) places.push([...pair]);
    else beside.push(...pair);
  }
  return places;
}

const isLevel = (one: Mark, other: Mark): boolean => Math.abs(one.from[1] - other.from[1]) < OFF * one.size;

/** From left to right: what stands in one number, and which different figures stand at one place. */
function joined(figures: readonly Mark[]): { chains: Mark[][]; overlaid: Mark[][] } {
  const chainOf = new Map<Mark, Mark[]>();
  const overlaid: Mark[][] = [];
  for (const [index, mark] of figures.entries()) {
    const chain = chainOf.get(mark) ?? [mark];
    chainOf.set(mark, chain);
    let isOpen = true;
    for (let at = index + 1; at < figures.length; at++) {
      const next = figures[at];
      if (next === undefined || next.from[0] > mark.to[0] + GAP * mark.size) break;
      const off = Math.abs(next.from[1] - mark.from[1]);
      if (overlaid.length < MOST_PAIRS && isOver(mark, next, off)) overlaid.push([mark, next]);
      const follows =
        next.from[0] > mark.to[0] - GAP * mark.size && off < OFF * mark.size && areOfOne(mark, next);
      if (!follows || !isOpen || chainOf.has(next)) continue;
      chain.push(next);
      chainOf.set(next, chain);
      isOpen = false;
    }
  }
  return { chains: [...new Set(chainOf.values())], overlaid };
}

/** The same figure twice is print made bold. */
function isOver(one: Mark, other: Mark, off: number): boolean {
  const em = Math.min(one.size, other.size);
  const apart = Math.abs(centre(one) - centre(other));
  const areDigits = /\d/u.test(one.char) && /\d/u.test(other.char);
  const isSet = areDigits && one.char !== other.char && apart < OVER * em && off < OVER * em;
  return isSet && areOfOne(one, other);
}

/** What differs more in size, or in ink, is a stamp or a watermark beside a number, and none of its figures. */
const areOfOne = (one: Mark, other: Mark): boolean =>
  Math.max(one.size, other.size) <= OTHER_NUMBER * Math.min(one.size, other.size) &&
  one.colour.every((part, channel) => Math.abs(part - (other.colour[channel] ?? 0)) <= OTHER_INK);

const centre = ({ from, to }: Mark): number => (from[0] + to[0]) / 2;
/** Points and commas come from another font in some files that nobody touched. */
const digitsOf = (chain: readonly Mark[]): Mark[] => chain.filter(({ char }) => /\d/u.test(char));

function isMixed(chain: readonly Mark[]): boolean {
  const digits = digitsOf(chain);
  const sizes = digits.map(({ size }) => size);
  return (
    new Set(digits.map(({ face }) => face)).size > 1 || Math.max(...sizes) > OTHER_SIZE * Math.min(...sizes)
  );
}

const isScan = ([x0, y0, x1, y1]: Frame, [left, bottom, right, top]: Frame): boolean =>
  (x1 - x0) * (y1 - y0) >= SCAN_SHARE * (right - left) * (top - bottom);

const isOn = (chain: readonly Mark[], [x0, y0, x1, y1]: Frame): boolean =>
  chain.every(({ from: [x, y] }) => x >= x0 && x <= x1 && y >= y0 && y <= y1);

const textOf = (chain: readonly Mark[]): string => chain.map(({ char }) => char).join('');
const everyOther = (chain: readonly Mark[], from: number): Mark[] =>
  chain.filter((_, index) => index % 2 === from);

function told(what: MarkedFigures['what'], chain: readonly Mark[]): MarkedFigures {
  const xs = chain.flatMap(({ from, to }) => [from[0], to[0]]);
  const tops = chain.map(({ from, size }) => from[1] + size * 0.8);
  const bottoms = chain.map(({ from, size }) => from[1] - size * 0.1);
  return {
    what,
    text:
      what === 'overlaid' ? [0, 1].map((side) => textOf(everyOther(chain, side))).join('/') : textOf(chain),
    frame: [Math.min(...xs), Math.min(...bottoms), Math.max(...xs), Math.max(...tops)],
  };
}
