/** Values beside or below printed labels, where neither is ruled: tickets, itineraries, receipts. */
import { closest, mayHold } from '../approximate.js';
import { type Glyph, heightOf, middleOf, type Span } from '../frame.js';
import { type Row, rowFrom, rowsOf, splitAtGaps } from '../rows.js';

/** A label as it may be printed, longest first. */
export type Labels<Name extends string> = Readonly<Record<Name, readonly string[]>>;

/** A label where it was found, and what stands after it in its row up to the next label. */
export interface Labelled<Name extends string> {
  readonly name: Name;
  readonly row: Row;
  readonly glyphs: readonly Glyph[];
  readonly text: string;
  readonly x0: number;
  readonly x1: number;
  readonly y: number;
  readonly height: number;
  /** Whether some of its characters were misread. */
  readonly misread: boolean;
}

/** A label of this many characters may have one misread, and one more for every four further. */
const FORGIVING = 4;

const COLON = /^[:：;；.·,，]+/u;

interface Hit<Name extends string> {
  readonly name: Name;
  readonly from: number;
  readonly to: number;
  readonly merit: number;
  readonly misread: boolean;
}

function hitsIn<Name extends string>(text: string, labels: Labels<Name>): Hit<Name>[] {
  const all = (Object.entries(labels) as [Name, readonly string[]][]).flatMap(([name, forms]) =>
    forms.flatMap((form): Hit<Name>[] => {
      const exact: Hit<Name>[] = [];
      for (let at = text.indexOf(form); at >= 0; at = text.indexOf(form, at + 1))
        exact.push({ name, from: at, to: at + form.length, merit: form.length, misread: false });
      if (exact.length > 0 || form.length < FORGIVING) return exact;
      const most = Math.floor(form.length / FORGIVING);
      if (!mayHold(form, text, most)) return [];
      const near = closest(form, text);
      if (near.distance > most) return [];
      return [{ name, from: near.from, to: near.to, merit: form.length - 2 * near.distance, misread: true }];
    }),
  );
  const chosen: Hit<Name>[] = [];
  for (const hit of all.sort((a, b) => b.merit - a.merit))
    if (chosen.every((other) => hit.to <= other.from || hit.from >= other.to)) chosen.push(hit);
  return chosen.sort((a, b) => a.from - b.from);
}

/** Every label of the rows with what stands after it. */
export function labelledIn<Name extends string>(
  rows: readonly Row[],
  labels: Labels<Name>,
): Labelled<Name>[] {
  return rows.flatMap((row) => {
    const hits = hitsIn(row.text, labels);
    return hits.map((hit, index) => {
      const end = hits[index + 1]?.from ?? row.text.length;
      const from = hit.to + (COLON.exec(row.text.slice(hit.to, end))?.[0].length ?? 0);
      const own = row.glyphs.slice(hit.from, hit.to);
      return {
        name: hit.name,
        row,
        glyphs: row.glyphs.slice(from, end),
        text: row.text.slice(from, end),
        x0: own[0]?.x0 ?? 0,
        x1: own.at(-1)?.x1 ?? 0,
        y: row.y,
        height: row.height,
        misread: hit.misread,
      };
    });
  });
}

/** What stands after a label up to white space as wide as `gap`, in heights of its row: beyond lies another cell. */
export const besideLabel = ({ glyphs, height }: Labelled<string>, gap: number): readonly Glyph[] =>
  splitAtGaps(glyphs, gap * height)[0] ?? [];

/** Labels whose middles differ by less than this, in heights of the label, are of one line. */
const SAME_LINE = 1.1;

/** White space beyond which a cell's row ends, in heights of the label. */
const CELL_GAP = 3;

/** How far below a label its value may stand, in heights of the label. */
const BELOW = 3.2;

/**
 * What stands in the cell below a label: from a little left of it to where the next label of its row begins, the
 * nearest row of it.
 */
export function belowLabel<Name extends string>(
  label: Labelled<Name>,
  all: readonly Labelled<Name>[],
  spans: readonly Span[],
): Row | null {
  // A sheet that was not quite flat has labels of one line in two rows.
  const beside = all.filter(
    (other) => Math.abs(other.y - label.y) < SAME_LINE * label.height && other.x0 > label.x0 + label.height,
  );
  const right = Math.min(Number.POSITIVE_INFINITY, ...beside.map(({ x0 }) => x0));
  const cell = spans.filter((span) => {
    const down = middleOf(span) - label.y;
    const own = span.glyphs.every((glyph) => !label.row.glyphs.includes(glyph));
    return (
      own &&
      down > 0.5 * label.height &&
      down < BELOW * label.height + heightOf(span) / 2 &&
      span.x0 > label.x0 - 1.5 * label.height &&
      span.x0 < right - 0.5 * label.height
    );
  });
  const [row] = rowsOf(cell);
  return row === undefined ? null : rowFrom(splitAtGaps(row.glyphs, CELL_GAP * label.height)[0] ?? []);
}
