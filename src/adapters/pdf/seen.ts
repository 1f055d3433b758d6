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
  if (marks.every(({ mark }) => mark.seen)) return [{ run, seen: true }];
  const pieces: { text: string; from: number; to: number; seen: boolean }[] = [];
  let next = 0;
  for (const char of run.str) {
    const last = pieces.at(-1);
    const index =
      char.trim() === '' ? -1 : marks.findIndex(({ mark }, at) => at >= next && mark.char === char);
    const placed = marks[index];
    if (placed === undefined) {
      // A blank, or a character that pdfjs spells otherwise: it belongs to what is around it.
      if (last === undefined) pieces.push({ text: char, from: 0, to: 0, seen: true });
      else last.text += char;
      continue;
    }
    next = index + 1;
    const seen = marks.some(
      ({ mark, at }) => mark.seen && mark.char === char && Math.abs(at - placed.at) < TWICE * line.size,
    );
    if (last !== undefined && (last.seen === seen || last.text.trim() === '')) {
      last.text += char;
      last.to = placed.end;
      last.seen = seen;
    } else pieces.push({ text: char, from: placed.at, to: placed.end, seen });
  }
  if (pieces.length === 1) return [{ run, seen: pieces[0]?.seen ?? true }];
  return pieces.map(({ text, from, to, seen }) => ({ run: pieceOf(run, line, text, from, to), seen }));
}

function pieceOf(
  run: TextRun,
  { along: [dx, dy], vertical }: Line,
  text: string,
  from: number,
  to: number,
): TextRun {
  const [a = 0, b = 0, c = 0, d = 0, x = 0, y = 0] = run.transform;
  const size = Math.max(0, to - from);
  return {
    ...run,
    str: text,
    transform: [a, b, c, d, x + from * dx, y + from * dy],
    ...(vertical ? { height: size } : { width: size }),
  };
}
