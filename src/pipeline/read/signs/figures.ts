/** The single figures of a printed value, told apart on the line's own pixels, and what each looks like. */
import type { TextLine } from '../../../document/sheet.js';
import type { Strip } from './strip.js';

export interface Figure {
  /** `0` to `9`, as it was recognised. */
  readonly char: string;
  /** How sure recognition is of it, 0..1. */
  readonly sure: number;
  /** Columns and rows on the strip; right and bottom are past the end. */
  readonly left: number;
  readonly right: number;
  readonly top: number;
  readonly bottom: number;
  /** Where the ink begins and ends, between the pixels. */
  readonly upper: number;
  readonly lower: number;
}

/** Figures that stand together and were printed at once: an amount, a number, a date. */
export interface Group {
  readonly line: TextLine;
  /** Figures, points and commas as they were recognised. */
  readonly text: string;
  readonly strip: Strip;
  /** Light of the paper and of the ink, 0..255. */
  readonly paper: number;
  readonly ink: number;
  readonly figures: readonly Figure[];
}

/** Fewer cannot say which of them is the odd one. */
const LEAST = 4;
/** Ink must stand out from paper by this much. */
const CONTRAST = 50;

/** The groups of a line. None where its figures run into each other, or there are too few. */
export function groupsIn(line: TextLine, strip: Strip): Group[] {
  const levels = levelsOf(strip);
  if (levels === null || line.chars === undefined) return [];
  const signs = signsOn(strip, levels.paper - 0.5 * (levels.paper - levels.ink));
  const text = [...line.text];
  return spansOf(text).flatMap(([from, to]) => {
    const figures = figuresOf(line, text, from, to, strip, signs, levels);
    return figures.length < LEAST
      ? []
      : [{ line, text: text.slice(from, to).join(''), strip, ...levels, figures }];
  });
}

interface Levels {
  readonly paper: number;
  readonly ink: number;
}

function levelsOf({ light }: Strip): Levels | null {
  const counts = new Uint32Array(256);
  for (const value of light) counts[value] = (counts[value] ?? 0) + 1;
  const part = (share: number) => {
    let seen = 0;
    for (const [value, count] of counts.entries()) {
      seen += count;
      if (seen > share * light.length) return value;
    }
    return 255;
  };
  const [paper, ink] = [part(0.7), part(0.02)];
  return paper - ink < CONTRAST ? null : { paper, ink };
}

/** Where runs of figures, points and commas stand in a text: from, and past the end. */
function spansOf(text: readonly string[]): [number, number][] {
  const found: [number, number][] = [];
  let from: number | null = null;
  for (let at = 0; at <= text.length; at++) {
    const isPart = at < text.length && /[\d.,]/u.test(text[at] ?? '');
    if (isPart) from ??= at;
    else if (from !== null) {
      found.push([from, at]);
      from = null;
    }
  }
  return found;
}

interface Sign {
  readonly left: number;
  readonly right: number;
  readonly top: number;
  readonly bottom: number;
}

/** Ink parted by columns without any; rows that are ink from end to end are ruled lines and count for none. */
function signsOn({ light, width, height }: Strip, limit: number): Sign[] {
  const ruled = new Uint8Array(height);
  for (let v = 0; v < height; v++) {
    let dark = 0;
    for (let u = 0; u < width; u++) if ((light[v * width + u] ?? 255) < limit) dark++;
    ruled[v] = dark > 0.8 * width ? 1 : 0;
  }
  const isInk = (u: number, v: number) => ruled[v] === 0 && (light[v * width + u] ?? 255) < limit;
  const signs: Sign[] = [];
  let left: number | null = null;
  let [top, bottom] = [height, 0];
  for (let u = 0; u <= width; u++) {
    let isSet = false;
    for (let v = 0; u < width && v < height; v++) {
      if (!isInk(u, v)) continue;
      isSet = true;
      top = Math.min(top, v);
      bottom = Math.max(bottom, v + 1);
    }
    if (isSet) left ??= u;
    else if (left !== null) {
      signs.push({ left, right: u, top, bottom });
      left = null;
      [top, bottom] = [height, 0];
    }
  }
  return signs;
}

/** Of the tallest: figures reach it, points and commas stay far below. */
const TALL = 0.7;

/** The figures of a span of text: the tall signs that stand there, where there are just as many. */
function figuresOf(
  line: TextLine,
  text: readonly string[],
  from: number,
  to: number,
  strip: Strip,
  signs: readonly Sign[],
  levels: Levels,
): Figure[] {
  const digits = text.flatMap((char, at) => (at >= from && at < to && /\d/u.test(char) ? [at] : []));
  const starts = digits.map((at) => strip.from + middle(line, at) * strip.length);
  const [first, last] = [starts[0], starts.at(-1)];
  if (first === undefined || last === undefined || digits.length < LEAST) return [];
  const pitch = (last - first) / (digits.length - 1);
  // What stands right before and behind, a ¥ or a label's bracket, may be as tall as a figure.
  const [before, behind] = [isTall(text[from - 1]), isTall(text[to])];
  const room = { before: before ? 1.2 : 0.6, behind: behind ? 1.2 : 0.6 };
  const within = signs.filter(({ left, right }) => {
    const centre = (left + right) / 2;
    return centre > first - room.before * pitch && centre < last + room.behind * pitch;
  });
  const tallest = Math.max(0, ...within.map(({ top, bottom }) => bottom - top));
  const joined = within.filter(({ top, bottom }) => bottom - top >= TALL * tallest);
  const spare = joined.length - digits.length;
  const dropped = spare > 0 && before ? 1 : 0;
  const own = joined.slice(dropped, behind && spare - dropped > 0 ? -1 : undefined);
  const tall = parted(strip, own, digits.length, levels);
  const isCut = tall.some(({ top, bottom }) => top === 0 || bottom === strip.height);
  if (isCut || tall.length !== digits.length || tall.some(({ left, right }) => right - left > tallest))
    return [];
  return tall.map((sign, nth): Figure => {
    const at = digits[nth] ?? 0;
    return { char: text[at] ?? '', sure: line.sure?.[at] ?? 1, ...sign, ...edgesOf(strip, sign, levels) };
  });
}

/** Whether a sign, if there is one, is about as tall as a figure. */
const isTall = (char: string | undefined): boolean => char !== undefined && !/[\s:：;；、\-_·'"]/u.test(char);

/** Where two figures touch each other they are one sign: cut where there is least ink, until there are as many as there should be. */
function parted(strip: Strip, signs: readonly Sign[], count: number, levels: Levels): Sign[] {
  const found = [...signs];
  while (found.length < count && found.length * 2 >= count) {
    const widths = found.map(({ left, right }) => right - left);
    const widest = widths.indexOf(Math.max(...widths));
    const sign = found[widest];
    const usual = widths.toSorted((a, b) => a - b)[widths.length >> 1] ?? 0;
    if (sign === undefined || sign.right - sign.left < 1.5 * usual) break;
    const at = thinnest(strip, sign);
    found.splice(
      widest,
      1,
      trimmed(strip, { ...sign, right: at }, levels),
      trimmed(strip, { ...sign, left: at }, levels),
    );
  }
  return found;
}

/** The column with least ink in the middle part of a sign. */
function thinnest({ light, width }: Strip, { left, right, top, bottom }: Sign): number {
  let [best, most] = [left, -1];
  const quarter = Math.floor((right - left) / 4);
  for (let u = left + quarter; u < right - quarter; u++) {
    let sum = 0;
    for (let v = top; v < bottom; v++) sum += light[v * width + u] ?? 255;
    if (sum > most) [best, most] = [u, sum];
  }
  return best;
}

/** The rows that the ink of a part takes. */
function trimmed({ light, width }: Strip, sign: Sign, { paper, ink }: Levels): Sign {
  const limit = paper - 0.5 * (paper - ink);
  let [top, bottom] = [sign.bottom, sign.top];
  for (let v = sign.top; v < sign.bottom; v++) {
    for (let u = sign.left; u < sign.right; u++) {
      if ((light[v * width + u] ?? 255) >= limit) continue;
      top = Math.min(top, v);
      bottom = v + 1;
    }
  }
  return { ...sign, top: Math.min(top, bottom), bottom };
}

const middle = ({ chars }: TextLine, at: number): number => {
  const [start, end] = chars?.[at] ?? [0, 0];
  return (start + end) / 2;
};

/** Upper and lower edge between the pixels: where the darkest pixel of a row is half way from paper to ink. */
function edgesOf(
  { light, width, height }: Strip,
  { left, right, top, bottom }: Sign,
  { paper, ink }: Levels,
): { upper: number; lower: number } {
  const darkness = (v: number): number => {
    if (v < 0 || v >= height) return 0;
    let darkest = 255;
    for (let u = left; u < right; u++) darkest = Math.min(darkest, light[v * width + u] ?? 255);
    return (paper - darkest) / (paper - ink);
  };
  const between = (outside: number, inside: number): number =>
    inside <= outside ? 0 : Math.min(1, Math.max(0, (0.5 - outside) / (inside - outside)));
  const upper = top - 1 + between(darkness(top - 1), darkness(top));
  const lower = bottom - between(darkness(bottom), darkness(bottom - 1));
  return { upper, lower };
}
