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
  const rows = withoutSeal(rowsOf(box.spans), box.heading, sealOf(area, box.spans));
  const glyphs = rows.flatMap((row) => row.glyphs);
  const text = stopped(rows.map((row) => spacedText(row.glyphs)).join(' '));
  const note = candidateFrom('note', text, glyphs, 'label');
  if (note === null) return [];
  const whole = rows.every((row) => splitAtGaps(row.glyphs, HOLE * row.height).length === 1);
  return [whole ? note : { ...note, score: HOLED * note.score }];
}

/** White space in a row, in text heights, wider than writers of notes leave: mostly the seal hides words there. */
const HOLE = 2.5;
/** A note with a hole is no surer than one of whose characters the engine is only half sure. */
const HOLED = 0.5;

/** The entries that 数电票 systems put into notes (DOMAIN 7.2), each closed by a semicolon, which is easily read as a colon. */
const ENTRY = /[:：](?=\s*(?:[购销]方开户银行|银行账号|[购销]方地址|电话|收款人|复核人)[:：])/gu;

const stopped = (text: string): string => text.replace(ENTRY, ';');

/** The heading and what stands in its box. */
function noteBox(area: Area): { heading: Span; spans: Span[] } | null {
  const gross = area.labels.filter(({ name }) => name === 'grossWords' || name === 'grossFigures').at(-1);
  if (gross === undefined) return null;
  const foot = area.labels
    .filter(({ name, y }) => name === 'drawer' && y > gross.y + 3 * gross.height)
    .at(-1);
  const bottom = foot === undefined ? Number.POSITIVE_INFINITY : foot.y - 0.7 * foot.height;
  const inside = (span: Span) => middleOf(span) > gross.y + 0.8 * gross.height && middleOf(span) < bottom;
  const below = area.spans.filter(inside);
  const heading = [...area.headings.filter(inside), ...below].find(({ glyphs }) =>
    /^(?:备|注|备注)$/u.test(textOf(glyphs)),
  );
  if (heading === undefined) return null;
  const spans = below.filter(
    (span) => span !== heading && span.x0 > heading.x1 - 0.001 && !/^[备注]$/u.test(textOf(span.glyphs)),
  );
  return { heading, spans };
}

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
function withoutSeal(rows: readonly Row[], heading: Span, seal: Seal): Row[] {
  const edge = Math.min(...rows.map(startOf));
  const kept = rows.flatMap((row) => {
    const pieces = splitAtGaps(row.glyphs, APART * row.height, 0.3 * row.height).filter((piece) => {
      const leading = (piece[0]?.x0 ?? 0) < edge + START * row.height;
      return !isOfSeal(textOf(piece), seal, leading);
    });
    return pieces.length === 0 ? [] : [rowFrom(pieces.flat())];
  });
  // Where all rows are far off, the heading tells where the note would begin.
  const near = kept.map(startOf).filter((start) => start < heading.x1 + 2 * INDENT * heightOf(heading));
  const left = near.length > 0 ? Math.min(...near) : heading.x1;
  return kept.filter((row) => startOf(row) < left + INDENT * row.height);
}

const startOf = ({ glyphs }: Row): number => glyphs[0]?.x0 ?? Number.POSITIVE_INFINITY;

const SEAL_WORDS = '发票专用章';

/**
 * Whether a piece is nothing but (part of) a tax id of the form or the seal's words. Where it does not start a row,
 * less will do: one character of those words or of a party's name, or part of one.
 */
function isOfSeal(piece: string, { ids, names }: Seal, leading: boolean): boolean {
  const text = squash(piece);
  // A third of an id's characters misread is much, but a seal's are small, bent and crossed by print.
  if (/^[0-9A-Z]{15,20}$/iu.test(text) && ids.some((id) => closest(text.toUpperCase(), id).distance <= 6))
    return true;
  if (/^[0-9A-Z]{8,14}$/iu.test(text) && ids.some((id) => closest(text.toUpperCase(), id).distance <= 1))
    return true;
  if (text.length >= 2 && text.length <= SEAL_WORDS.length + 1) {
    if (closest(text, SEAL_WORDS).distance <= (text.length >= 4 ? 1 : 0)) return true;
  }
  if (leading) return false;
  if (text.length === 1 && SEAL_WORDS.includes(text)) return true;
  return /\p{Script=Han}/u.test(text) && names.some((name) => name.includes(text));
}
