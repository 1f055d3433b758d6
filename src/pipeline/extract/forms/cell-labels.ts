/**
 * Printed labels of forms that are ruled tables of label cells and value cells, found by their characters: whole, or a
 * line of a label that is printed in several, however a recogniser ran them together with what stands beside them.
 */
import { closest, mayHold } from '../approximate.js';
import { type Glyph, heightOf, middleOf, type Span } from '../frame.js';
import { rowFrom, splitAtGaps } from '../rows.js';

/** A label cell of a form. */
export interface Slot {
  readonly name: string;
  /** Every wording; `|` where some forms break the line. */
  readonly forms: readonly string[];
  /** Middle of the label across the table: 0 its left rule, 1 its right rule. */
  readonly u: number;
  /** Middle of the label down the table, in rows. */
  readonly v: number;
}

/** Printed words found on the sheet, and which slots they may be. */
export interface Mark {
  /** The slots that bear such words, the likeliest first. */
  readonly names: readonly string[];
  readonly glyphs: readonly Glyph[];
  readonly x: number;
  readonly y: number;
  readonly height: number;
  /** Misread characters, in parts of the label. */
  readonly misread: number;
  /** Whether it is one line of a label of several. */
  readonly part: boolean;
  /** Which lines of which wordings it may be; empty for a whole label. */
  readonly lines: readonly LineOf[];
}

/** A line of a wording, counted from 0. */
export interface LineOf {
  readonly form: string;
  readonly line: number;
}

/** Share of a label's characters that may be misread, lost or added. */
const MISREAD = 0.3;
/** Labels and lines of them shorter than this are told by their place only. */
const SHORTEST = 3;

interface Wording {
  readonly text: string;
  readonly names: readonly string[];
  readonly part: boolean;
  readonly lines: readonly LineOf[];
}

/** Every wording and every line of one with the slots that bear it. */
export function wordingsOf(slots: readonly Slot[]): Wording[] {
  const found = new Map<string, { names: Set<string>; part: boolean; lines: LineOf[] }>();
  const add = (text: string, name: string, line: LineOf | null) => {
    const known = found.get(text) ?? { names: new Set<string>(), part: true, lines: [] };
    known.names.add(name);
    const lines = line === null ? known.lines : [...known.lines, line];
    found.set(text, { names: known.names, part: known.part && line !== null, lines });
  };
  for (const { name, forms } of slots) {
    for (const form of forms) {
      const lines = form.split('|');
      add(lines.join(''), name, null);
      if (lines.length === 1) continue;
      lines.forEach((text, line) => {
        if (text.length >= SHORTEST) add(text, name, { form, line });
      });
    }
  }
  return [...found].map(([text, { names, part, lines }]) => ({ text, names: [...names], part, lines }));
}

/** The marks in a run of text and what is left of it. `anywhere`: also behind other characters without a gap. */
export function marksIn(span: Span, wordings: readonly Wording[]): Mark[] {
  const marks: Mark[] = [];
  const pieces = splitAtGaps(span.glyphs, 0.8 * heightOf(span));
  for (const piece of pieces) markPiece(piece, wordings, marks);
  return marks;
}

function markPiece(piece: readonly Glyph[], wordings: readonly Wording[], marks: Mark[]): void {
  const { text } = rowFrom(piece);
  const fits = wordings
    .filter((wording) => mayHold(wording.text, text, MISREAD * wording.text.length))
    .map((wording) => ({ wording, ...closest(wording.text, text) }))
    .filter(({ wording, distance, from }) => from <= 1 && distance <= MISREAD * wording.text.length)
    // Two characters may be any word's: they must be the whole piece.
    .filter(({ wording, from, to }) => wording.text.length >= SHORTEST || (from === 0 && to === text.length))
    .map((fit) => ({ ...fit, merit: fit.wording.text.length - 2.5 * fit.distance }))
    .sort((a, b) => b.merit - a.merit);
  const [best] = fits;
  if (best === undefined) return;
  // 买方 and 卖方 are one misread character apart: whichever it is, its place decides.
  const rivals = fits.filter(
    ({ distance, merit }) => distance <= best.distance + 1 && merit >= best.merit - 2.5,
  );
  const names = [...new Set(rivals.flatMap(({ wording }) => wording.names))];
  const lines = rivals.flatMap(({ wording }) => wording.lines);
  const misread = best.distance / best.wording.text.length;
  marks.push({ ...markOf(piece.slice(best.from, best.to), names, misread), part: best.wording.part, lines });
  if (best.to < piece.length) markPiece(piece.slice(best.to), wordings, marks);
}

/** A whole label of these glyphs. */
export function markOf(glyphs: readonly Glyph[], names: readonly string[], misread: number): Mark {
  const [first, last] = [glyphs[0], glyphs.at(-1)];
  return {
    names,
    glyphs,
    x: ((first?.x0 ?? 0) + (last?.x1 ?? 0)) / 2,
    y: glyphs.reduce((sum, { span }) => sum + middleOf(span), 0) / Math.max(1, glyphs.length),
    height: first === undefined ? 0 : heightOf(first.span),
    misread,
    part: false,
    lines: [],
  };
}
