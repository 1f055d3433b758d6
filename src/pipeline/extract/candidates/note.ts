/** The note (备注), without what the seller's seal says, which is often pressed beside or over it. */
import { squash } from '../../../invoice/text.js';
import { closest } from '../approximate.js';
import type { Area } from '../area.js';
import { heightOf, middleOf, type Span, textOf } from '../frame.js';
import { valueRightOf } from '../labels.js';
import { type Row, rowFrom, rowsOf, spacedText, splitAtGaps } from '../rows.js';
import { type Candidate, candidateFrom } from './candidate.js';

/** Everything right of the vertical heading 备注, below the gross total and above the people. */
export function noteCandidates(area: Area): Candidate[] {
  const box = noteBox(area);
  if (box === null) return [];
  const rows = withoutSeal(rowsOf(box.spans), box, sealOf(area, box.spans));
  const glyphs = rows.flatMap((row) => row.glyphs);
  const text = stopped(rows.map((row) => spacedText(row.glyphs)).join(' '));
  const note = candidateFrom('note', text, glyphs, box.headed ? 'label' : 'place');
  if (note === null) return [];
  const whole =
    rows.every((row) => splitAtGaps(row.glyphs, HOLE * row.height).length === 1) && !OPEN.test(text);
  return [whole ? note : { ...note, score: HOLED * note.score }];
}

/** White space in a row, in text heights, wider than writers of notes leave: mostly the seal hides words there. */
const HOLE = 2.5;
/** What announces a value that does not follow. */
const OPEN = /(?:[:：]|号码?)$/u;
/** A note with a hole is no surer than one of whose characters the engine is only half sure. */
const HOLED = 0.5;

/** The entries that 数电票 systems put into notes (DOMAIN 7.2), each closed by a semicolon, which is easily read as a colon. */
const ENTRY = /[:：](?=\s*(?:[购销]方开户银行|银行账号|[购销]方地址|电话|收款人|复核人)[:：])/gu;

const stopped = (text: string): string => text.replace(ENTRY, ';');

/** The right edge of the heading, whether it was read, and what stands in the box beside it. */
interface NoteBox {
  readonly edge: number;
  readonly height: number;
  readonly headed: boolean;
  readonly spans: readonly Span[];
}

/** The box of the note: beside its heading, or where the form has it when that was not read. */
function noteBox(area: Area): NoteBox | null {
  const sums = area.labels.filter(({ name }) => name === 'grossWords' || name === 'grossFigures');
  const gross = sums.sort((a, b) => a.y - b.y).at(-1);
  if (gross === undefined) return null;
  const foot = area.labels
    .filter(({ name, y }) => name === 'drawer' && y > gross.y + 3 * gross.height)
    .at(-1);
  const bottom = foot === undefined ? Number.POSITIVE_INFINITY : foot.y - 0.7 * foot.height;
  const inside = (span: Span) => middleOf(span) > gross.y + 0.8 * gross.height && middleOf(span) < bottom;
  const printed = new Set(
    sums.flatMap(({ row, from, to }) => row.glyphs.slice(from, to).map(({ span }) => span)),
  );
  const below = area.spans.filter((span) => inside(span) && !printed.has(span));
  const heading = [...area.headings.filter(inside), ...below].find(({ glyphs }) =>
    /^(?:备|注|备注)$/u.test(textOf(glyphs)),
  );
  const edge = heading?.x1 ?? (foot === undefined ? null : edgeOf(area, gross.y));
  if (edge === null) return null;
  const spans = below.filter(
    (span) => span !== heading && span.x0 > edge - 0.001 && !/^[备注]$/u.test(textOf(span.glyphs)),
  );
  return {
    edge,
    height: heading === undefined ? gross.height : heightOf(heading),
    headed: heading !== undefined,
    spans,
  };
}

/** Where the form has the box begin, by its yardstick: right of the seller's on a legacy form, near its left edge on a 数电票. */
function edgeOf({ head, labels }: Area, gross: number): number | null {
  if (head === null) return null;
  const legacy = labels.some(({ name, y }) => name === 'taxId' && y > gross);
  return legacy ? head.x0 + BOX.legacy * head.width : head.x0 - BOX.digital * head.width;
}

/** (124.3 − 33.2) of 157.2 mm right of the first heading's middle, and (22.1 − 9) of 177.2 mm left of it (DOMAIN 7.1, 7.2). */
const BOX = { legacy: 0.58, digital: 0.074 } as const;

/** What the seller's seal says as far as the form says it too: tax ids and names of the parties. */
interface Seal {
  readonly ids: readonly string[];
  readonly names: readonly string[];
}

function sealOf(area: Area, note: readonly Span[]): Seal {
  const beside = (name: 'taxId' | 'name') =>
    area.labels
      .filter((label) => label.name === name)
      .map((label) => squash(textOf(valueRightOf(label, area.labels, { gap: 3.5 }))))
      .filter(({ length }) => length >= 4);
  // Where a label was not read, an id is told by its shape: of that length, with a letter, which no account has.
  const shaped = area.spans
    .filter((span) => !note.includes(span))
    .flatMap(({ glyphs }) => /(?=\d*[A-Z])[0-9A-Z]{15,20}/u.exec(textOf(glyphs)) ?? []);
  return { ids: [...beside('taxId'), ...shaped], names: beside('name') };
}

/** White space that parts a seal's words from a note's in one row, in text heights. */
const APART = 0.7;
/** How far right of the note's left edge a row may begin, in text heights, and still be the note's. */
const INDENT = 6;
/** How far right of it a piece begins that no longer starts a row, in text heights. */
const START = 2;

/** Rows without pieces that only repeat the seal, and without rows that begin far right of the note's left edge. */
function withoutSeal(rows: readonly Row[], box: NoteBox, seal: Seal): Row[] {
  const edge = Math.min(...rows.map(startOf));
  const kept = rows.flatMap((row) => {
    const pieces = splitAtGaps(row.glyphs, APART * row.height, 0.3 * row.height).filter((piece) => {
      const leading = (piece[0]?.x0 ?? 0) < edge + START * row.height;
      return !isOfSeal(textOf(piece), seal, leading);
    });
    return pieces.length === 0 ? [] : [rowFrom(pieces.flat())];
  });
  // Where all rows are far off, the heading tells where the note would begin.
  const near = kept.map(startOf).filter((start) => start < box.edge + 2 * INDENT * box.height);
  const left = near.length > 0 ? Math.min(...near) : box.edge;
  return kept.filter((row) => startOf(row) < left + INDENT * row.height);
}

const startOf = ({ glyphs }: Row): number => glyphs[0]?.x0 ?? Number.POSITIVE_INFINITY;

const SEAL_WORDS = '发票专用章';

/**
 * Whether a piece is nothing but (part of) a tax id of the form or the seal's words. Where it does not start a row,
 * less will do: half of those words' characters with 章, one of them or of a party's name, or part of one.
 */
function isOfSeal(piece: string, { ids, names }: Seal, leading: boolean): boolean {
  const text = squash(piece);
  // A third of an id's characters misread or lost is much, but a seal's are small, bent and crossed by print.
  const third = Math.floor(text.length / 3);
  if (/^[0-9A-Z]{12,20}$/iu.test(text) && ids.some((id) => closest(text.toUpperCase(), id).distance <= third))
    return true;
  if (/^[0-9A-Z]{8,11}$/iu.test(text) && ids.some((id) => closest(text.toUpperCase(), id).distance <= 1))
    return true;
  if (text.length >= 2 && text.length <= SEAL_WORDS.length + 1) {
    if (closest(text, SEAL_WORDS).distance <= (text.length >= 4 ? 1 : 0)) return true;
  }
  if (leading) return false;
  const ofSeal = Array.from(text).filter((char) => SEAL_WORDS.includes(char)).length;
  if (text.length <= SEAL_WORDS.length + 1 && text.includes('章') && 2 * ofSeal >= text.length) return true;
  if (text.length === 1 && SEAL_WORDS.includes(text)) return true;
  return /\p{Script=Han}/u.test(text) && names.some((name) => name.includes(text));
}
