/** Parts the runs of a text layer by whether an eye sees them: pdfjs joins what stands side by side, seen or not. */
import { BUDGETS } from '../../pipeline/budgets.js';
import type { Mark } from './marks.js';
import type { FontStyle, TextRun } from './text.js';

export interface PartedRuns {
  readonly seen: readonly TextRun[];
  readonly unseen: readonly TextRun[];
}

/** How far off a run's baseline, and before and behind its ends, its characters are looked for, in ems. */
const OFF = 0.25;
/** Sides, in points, of the squares that characters are sorted into. */
const SQUARE = 32;
/** Characters this near to each other, in ems, are the same one set twice. */
const TWICE = 0.4;

/** What nobody set where it is said to stand counts as seen. */
export function partedRuns(
  runs: readonly TextRun[],
  styles: Readonly<Record<string, FontStyle>>,
  marks: readonly Mark[],
): PartedRuns {
  if (marks.every(({ seen }) => seen)) return { seen: runs, unseen: [] };
  const squares = inSquares(marks);
  const [seen, unseen]: [TextRun[], TextRun[]] = [[], []];
  for (const run of runs) {
    const line = lineOf(run, styles[run.fontName]);
    for (const piece of piecesOf(run, line, marksAlong(line, squares)))
      (piece.seen ? seen : unseen).push(piece.run);
  }
  return { seen, unseen };
}

/** A run's baseline: where it starts, which way it goes and how far, and its em. */
interface Line {
  readonly x: number;
  readonly y: number;
  readonly along: readonly [number, number];
  readonly length: number;
  readonly size: number;
  readonly vertical: boolean;
}

/** A mark seen from the start of a line, in page units. */
interface Placed {
  readonly mark: Mark;
  readonly at: number;
  readonly end: number;
}

function lineOf({ transform, width, height }: TextRun, style: FontStyle | undefined): Line {
  const [a = 0, b = 0, c = 0, d = 0, x = 0, y = 0] = transform;
  const vertical = style?.vertical === true;
  const size = Math.hypot(c, d) || 1;
  const [dx, dy] = vertical ? [-c, -d] : [a, b];
  const norm = Math.hypot(dx, dy) || 1;
  return { x, y, along: [dx / norm, dy / norm], length: vertical ? height : width, size, vertical };
}

function inSquares(marks: readonly Mark[]): ReadonlyMap<string, Mark[]> {
  const squares = new Map<string, Mark[]>();
  for (const mark of marks) {
    const key = `${Math.floor(mark.from[0] / SQUARE)},${Math.floor(mark.from[1] / SQUARE)}`;
    const known = squares.get(key);
    if (known === undefined) squares.set(key, [mark]);
    else known.push(mark);
  }
  return squares;
}

function marksAlong(
  { x, y, along: [dx, dy], length, size }: Line,
  squares: ReadonlyMap<string, Mark[]>,
): Placed[] {
  const off = OFF * size;
  const reach = (from: number, step: number): [number, number] => [
    Math.floor((Math.min(from, from + step * length) - off) / SQUARE),
    Math.floor((Math.max(from, from + step * length) + off) / SQUARE),
  ];
  const [[x0, x1], [y0, y1]] = [reach(x, dx), reach(y, dy)];
  if (!((x1 - x0 + 1) * (y1 - y0 + 1) <= BUDGETS.pdfRunSquares)) return [];
  const found: Placed[] = [];
  for (let column = x0; column <= x1; column++)
    for (let row = y0; row <= y1; row++)
      for (const mark of squares.get(`${column},${row}`) ?? []) {
        const [px, py] = [mark.from[0] - x, mark.from[1] - y];
        const at = px * dx + py * dy;
        if (Math.abs(px * dy - py * dx) > off || at < -off || at > length + off) continue;
        const end = (mark.to[0] - x) * dx + (mark.to[1] - y) * dy;
        found.push({ mark, at, end });
      }
  return found.sort((one, other) => one.at - other.at);
}

/** The run in pieces of what is seen and what is not, in their order. */
function piecesOf(run: TextRun, line: Line, marks: readonly Placed[]): { run: TextRun; seen: boolean }[] {
  const [seen, unseen] = [marks.filter(({ mark }) => mark.seen), marks.filter(({ mark }) => !mark.seen)];
  // Of two texts at one place each is told by its own characters.
  if (unseen.length === 0 || isSpelled(run.str, seen, marks)) return [{ run, seen: true }];
  if (isSpelled(run.str, unseen, marks)) return [{ run, seen: false }];
  return mixed(run, line, marks);
}

/** Whether `some` of the marks say the whole run by themselves, what none of `all` says left out. */
function isSpelled(text: string, some: readonly Placed[], all: readonly Placed[]): boolean {
  const known = new Set(all.map(({ mark }) => mark.char));
  let next = 0;
  for (const char of text) {
    if (char.trim() === '' || !known.has(char)) continue;
    const found = some.findIndex(({ mark }, at) => at >= next && mark.char === char);
    if (found === -1) return false;
    next = found + 1;
  }
  return next > 0;
}

/** A run of which a part is seen. */
function mixed(run: TextRun, line: Line, marks: readonly Placed[]): { run: TextRun; seen: boolean }[] {
  const pieces: Piece[] = [];
  let next = 0;
  for (const char of run.str) {
    const last = pieces.at(-1);
    const index =
      char.trim() === '' ? -1 : marks.findIndex(({ mark }, at) => at >= next && mark.char === char);
    const placed = marks[index];
    if (placed === undefined) {
      // A blank, or a character that pdfjs spells otherwise: it belongs to what is around it.
      if (last === undefined) pieces.push({ text: char, from: 0, to: 0, seen: true, isTwice: true });
      else last.text += char;
      continue;
    }
    next = index + 1;
    const { seen } = placed.mark;
    const isTwice = marks.some(
      ({ mark, at }) => mark.seen && mark.char === char && Math.abs(at - placed.at) < TWICE * line.size,
    );
    if (last !== undefined && (last.seen === seen || last.text.trim() === '')) {
      last.text += char;
      last.to = placed.end;
      last.isTwice = (last.isTwice || last.text.trim() === char) && isTwice;
      last.seen = seen;
    } else pieces.push({ text: char, from: placed.at, to: placed.end, seen, isTwice });
  }
  return joined(pieces).map((piece, at, all) => ({
    run:
      all.length === 1
        ? run
        : pieceOf(run, line, piece.seen ? piece : asNumber(piece, all[at - 1], all[at + 1])),
    seen: piece.seen,
  }));
}

/** A number of which some figures are unseen was another number: it is told whole. */
function asNumber(piece: Piece, before: Piece | undefined, behind: Piece | undefined): Piece {
  if (!/^[\d.,]+$/u.test(piece.text)) return piece;
  const head = /[\d.,]*$/u.exec(before?.text ?? '')?.[0] ?? '';
  const tail = /^[\d.,]*/u.exec(behind?.text ?? '')?.[0] ?? '';
  const each = (piece.to - piece.from) / piece.text.length;
  const [from, to] = [piece.from - head.length * each, piece.to + tail.length * each];
  return { ...piece, text: head + piece.text + tail, from, to };
}

/** Characters one behind the other that are all seen, or all unseen. */
interface Piece {
  text: string;
  from: number;
  to: number;
  seen: boolean;
  /** Whether each of them is seen in its place, set once more: a layer over print that says the same. */
  isTwice: boolean;
}

/** Unseen text of which only some characters are the same as those seen in its place says something else, and all of it is unseen. */
function joined(pieces: readonly Piece[]): Piece[] {
  const result: Piece[] = [];
  for (const piece of pieces) {
    const seen = piece.seen || piece.isTwice;
    const last = result.at(-1);
    if (last?.seen === seen) {
      last.text += piece.text;
      last.to = piece.to;
    } else result.push({ ...piece, seen });
  }
  return result;
}

function pieceOf(run: TextRun, { along: [dx, dy], vertical }: Line, { text, from, to }: Piece): TextRun {
  const [a = 0, b = 0, c = 0, d = 0, x = 0, y = 0] = run.transform;
  const size = Math.max(0, to - from);
  return {
    ...run,
    str: text,
    transform: [a, b, c, d, x + from * dx, y + from * dy],
    ...(vertical ? { height: size } : { width: size }),
  };
}
