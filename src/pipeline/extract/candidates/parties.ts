/**
 * Candidates of buyer and seller. Legacy forms put the buyer above the table and the seller below the totals; 数电票
 * put both above the table, the buyer left and the seller right (DOMAIN 7.1, 7.2).
 */
import type { FieldName } from '../../../invoice/fields.js';
import { checkUscc, looksLikeTaxId, repairUscc } from '../../../invoice/tax-id.js';
import type { Area } from '../area.js';
import { type Glyph, heightOf, middleOf, textOf } from '../frame.js';
import { type Label, valueRightOf } from '../labels.js';
import { gapBefore, type Row, rowsOf, spacedText, splitAtGaps } from '../rows.js';
import { type Block, blocksOf, type Side } from './blocks.js';
import { type Candidate, candidateFrom, present } from './candidate.js';
import { placedParty } from './placed-party.js';

export function partyCandidates(area: Area): Candidate[] {
  return blocksOf(area).flatMap((block) => [
    ...block.labels.flatMap((label) => labelled(block, label)),
    ...placedParty(block),
  ]);
}

function labelled(block: Block, label: Label): Candidate[] {
  const gap = 3.5;
  const glyphs = valueRightOf(label, block.area.labels, { gap, right: block.right });
  const found = ((): (Candidate | null)[] => {
    switch (label.name) {
      case 'name':
        return nameFrom(block, label, glyphs);
      case 'taxId':
        return taxIdFrom(block.side, glyphs, 'label');
      case 'addressPhone':
        return textFrom(block.side, 'AddressPhone', glyphs);
      case 'bankAccount':
        return textFrom(block.side, 'BankAccount', glyphs);
      default:
        return [];
    }
  })();
  return found.filter(present);
}

const fieldOf = (side: Side, what: 'Name' | 'TaxId' | 'AddressPhone' | 'BankAccount'): FieldName =>
  `${side}${what}` as const;

function textFrom(
  side: Side,
  what: 'AddressPhone' | 'BankAccount',
  glyphs: readonly Glyph[],
): (Candidate | null)[] {
  return [candidateFrom(fieldOf(side, what), spacedText(glyphs), glyphs, 'label')];
}

/** A name beside its label; a long one is printed in two lines around the label's height. */
function nameFrom(block: Block, label: Label, beside: readonly Glyph[]): (Candidate | null)[] {
  const wrapped = wrappedLines(block, label);
  const glyphs = wrapped.length > beside.length ? wrapped : beside;
  const clean = trimName(glyphs);
  if (!isName(textOf(clean))) return [];
  return [candidateFrom(fieldOf(block.side, 'Name'), spacedText(clean), clean, 'label')];
}

/** All text right of a label, down to half-way to the next label of its block. */
function wrappedLines(block: Block, label: Label): Glyph[] {
  const others = block.labels.filter((other) => Math.abs(other.y - label.y) > 0.8 * label.height);
  const reach = Math.min(
    0.48 * Math.min(...others.map((other) => Math.abs(other.y - label.y))),
    2 * label.height,
  );
  if (!Number.isFinite(reach)) return [];
  const spans = block.area.spans.filter(
    (span) =>
      span.x0 > label.x1 - 0.3 * label.height &&
      (span.x0 + span.x1) / 2 < block.right &&
      Math.abs(middleOf(span) - label.y) < reach,
  );
  const rows = rowsOf(spans);
  const [first, second] = rows;
  const begins = (row: Row | undefined): number => row?.glyphs[0]?.x0 ?? 0;
  const both =
    rows.length === 2 && rows.every(({ text }) => /\p{Script=Han}/u.test(text) && !ID_RUN.test(text));
  const below = both && Math.abs(begins(first) - begins(second)) < 1.5 * label.height;
  if (!below || first === undefined || second === undefined) return [];
  // What stands apart behind the end of a name is another's: a seal's words, a note's.
  return [...first.glyphs, ...(splitAtGaps(second.glyphs, 2 * second.height)[0] ?? [])];
}

/** What no name holds: the number of the line below, or of an account. */
const ID_RUN = /[0-9A-Z]{12}/u;

/** Printed after the bureau's own name and number on invoices that it issued for others; part of neither. */
const ISSUER_MARK = /\(代开机关\)$/u;

/** Without the signs that OCR sees before a name (rules, colons), and without marks and vertical headings after it. */
function trimName(glyphs: readonly Glyph[]): Glyph[] {
  const text = glyphs.map(({ char }) => (char.length === 1 ? char : '\ufffd')).join('');
  const lead = /^[:;.,'|!一\-_·。、]*/u.exec(text)?.[0].length ?? 0;
  const last = glyphs.length - 1;
  const hanging =
    last > 0 && gapBefore(glyphs, last) > 0.8 * heightOf(glyphs[last]?.span ?? { y0: 0, y1: 0 });
  const tail = hanging && /[密码区备注销售方购买]/u.test(glyphs[last]?.char ?? '') ? 1 : 0;
  const mark = ISSUER_MARK.exec(text)?.[0].length ?? 0;
  return glyphs.slice(lead, glyphs.length - Math.max(tail, mark));
}

const isName = (text: string): boolean =>
  /\p{Script=Han}|[A-Za-z]{3}/u.test(text) && !/^[\d\s.]*$/u.test(text);

/** A tax id among glyphs: as printed when it has the shape, and set right when check characters prove a sole repair. */
function taxIdFrom(side: Side, glyphs: readonly Glyph[], channel: 'label' | 'place'): (Candidate | null)[] {
  const text = textOf(glyphs)
    .replace(/^[:;.,'|]+/u, '')
    .toUpperCase();
  const run = /^[0-9A-Z]{15,20}/u.exec(text)?.[0] ?? '';
  if (!looksLikeTaxId(run)) return [];
  const field = fieldOf(side, 'TaxId');
  const asPrinted = candidateFrom(field, run, glyphs, channel);
  if (run.length !== 18 || checkUscc(run) === 'valid') return [asPrinted];
  const repairs = repairUscc(run);
  const sole = repairs.length === 1 ? repairs[0] : undefined;
  return [asPrinted, sole === undefined ? null : candidateFrom(field, sole, glyphs, 'repair')];
}
