/**
 * Candidates of buyer and seller. Legacy forms put the buyer above the table and the seller below the totals; 数电票
 * put both above the table, the buyer left and the seller right (DOMAIN 7.1, 7.2).
 */
import type { FieldName } from '../../../invoice/fields.js';
import { checkUscc, looksLikeTaxId, repairUscc } from '../../../invoice/tax-id.js';
import type { Area } from '../area.js';
import { type Glyph, heightOf, middleOf, type Span, textOf } from '../frame.js';
import { type Label, valueRightOf } from '../labels.js';
import { gapBefore, rowsOf, spacedText, splitAtGaps } from '../rows.js';
import { type Candidate, candidateFrom, present } from './candidate.js';

type Side = 'buyer' | 'seller';

/** A party's block: its labels and where it ends to the right. */
interface Block {
  readonly side: Side;
  readonly labels: readonly Label[];
  readonly right: number;
  readonly area: Area;
}

const PARTY_LABELS = new Set(['name', 'taxId', 'addressPhone', 'bankAccount']);

export function partyCandidates(area: Area): Candidate[] {
  return blocksOf(area).flatMap((block) => [
    ...block.labels.flatMap((label) => labelled(block, label)),
    ...unlabelledTaxIds(block),
    ...unlabelledName(block),
  ]);
}

/** The blocks of buyer and seller that have any label left. */
function blocksOf(area: Area): Block[] {
  const labels = area.labels.filter(({ name }) => PARTY_LABELS.has(name));
  const middle = tableMiddle(area);
  const upper = labels.filter(({ y }) => y < middle);
  const lower = labels.filter(({ y }) => y >= middle);
  const split = sideBySideSplit(area, upper, lower);
  if (split !== null) {
    return [
      { side: 'buyer' as const, labels: upper.filter(({ x0 }) => x0 < split), right: split, area },
      { side: 'seller' as const, labels: upper.filter(({ x0 }) => x0 >= split), right: area.x1, area },
    ];
  }
  return [stackedBlock('buyer', area, upper, /[密码区]/u), stackedBlock('seller', area, lower, /[备注]/u)];
}

/** A block of a legacy form; labels quoted in the box to its right (notes of 代开 invoices) are not its own. */
function stackedBlock(side: Side, area: Area, labels: readonly Label[], heading: RegExp): Block {
  const right = rightEdge(area, labels, heading);
  return { side, labels: labels.filter(({ x0 }) => x0 < right), right, area };
}

/** The height that parts the upper from the lower blocks: the headings, or else the totals. */
function tableMiddle(area: Area): number {
  if (area.head !== null) return area.head.y;
  const gross = area.labels.find(({ name }) => name === 'grossWords');
  return gross?.y ?? Number.POSITIVE_INFINITY;
}

/** Where buyer and seller part when they stand side by side; `null` when they do not. */
function sideBySideSplit(area: Area, upper: readonly Label[], lower: readonly Label[]): number | null {
  const width = area.head?.width ?? area.x1 - area.x0;
  const centre = area.head === null ? (area.x0 + area.x1) / 2 : (area.head.x0 + area.head.x1) / 2;
  const apart = upper.some((a) => upper.some((b) => a.name === b.name && b.x0 - a.x0 > 0.3 * width));
  const right = upper.filter(({ x0 }) => x0 > centre - 0.1 * width);
  const digital = apart || (right.length > 0 && lower.every(({ name }) => name !== 'taxId'));
  if (!digital) return null;
  const starts = right.map(({ x0 }) => x0);
  return starts.length === 0 ? centre : Math.min(...starts) - 0.5 * (right[0]?.height ?? 0);
}

/** Where the values of a legacy block end: at the vertical heading of the box to its right, or the middle of the form. */
function rightEdge(area: Area, labels: readonly Label[], heading: RegExp): number {
  const ys = labels.map(({ y }) => y);
  const [top, bottom] = [Math.min(...ys) - 0.05, Math.max(...ys) + 0.05];
  const width = area.head?.width ?? area.x1 - area.x0;
  const from = (area.head?.x0 ?? area.x0) + 0.35 * width;
  const candidates = [...area.headings, ...area.spans].filter((span) => {
    const y = middleOf(span);
    if (y < top || y > bottom || span.x0 < from) return false;
    const text = textOf(span.glyphs);
    return (text.length <= 3 && heading.test(text)) || isCipher(text);
  });
  const edges = candidates.map(({ x0 }) => x0);
  if (edges.length > 0) return Math.min(...edges);
  return area.head === null ? area.x1 : area.head.x0 + 0.62 * width;
}

const isCipher = (text: string): boolean => text.length >= 15 && (text.match(/[<>*+/-]/gu)?.length ?? 0) >= 4;

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

/** Labels closer together than this, in text heights, leave no room for a value of two lines. */
const ROOM_TO_WRAP = 2.2;

/** All text right of a label, down to half-way to the next label of its block. */
function wrappedLines(block: Block, label: Label): Glyph[] {
  const others = block.labels.filter((other) => Math.abs(other.y - label.y) > label.height);
  if (others.some((other) => Math.abs(other.y - label.y) < ROOM_TO_WRAP * label.height)) return [];
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
  return rows.length < 2 ? [] : rows.flatMap((row) => row.glyphs);
}

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

/** Tax ids in a block whose label was not read. */
function unlabelledTaxIds(block: Block): Candidate[] {
  if (block.labels.length === 0 || block.labels.some(({ name }) => name === 'taxId')) return [];
  return blockRuns(block).flatMap((glyphs) =>
    checkUscc(textOf(glyphs)) === 'valid' ? taxIdFrom(block.side, glyphs, 'place').filter(present) : [],
  );
}

const COMPANY = /(?:公司|厂|店|部|中心|局|院|行|所|会|社|队|处|室|站|校|学|馆|场|吧|个人)(?:\([^)]*\))?$/u;

/** Words of the form itself, however misread. */
const PRINTED = /合计|大写|小写|名称|税人|账号|电话/u;

const isCompany = (text: string): boolean => text.length >= 4 && COMPANY.test(text) && !PRINTED.test(text);

/** A name in a block whose label was not read: the line above its tax number that ends like one. */
function unlabelledName(block: Block): Candidate[] {
  if (block.labels.length === 0 || block.labels.some(({ name }) => name === 'name')) return [];
  const taxId = block.labels.find(({ name }) => name === 'taxId');
  const below = taxId?.y ?? Number.POSITIVE_INFINITY;
  const names = blockRuns(block).filter((glyphs) => {
    const first = glyphs[0];
    return first !== undefined && middleOf(first.span) < below && isCompany(textOf(glyphs));
  });
  return names
    .slice(-1)
    .map((glyphs) => {
      const text = textOf(glyphs);
      const from = /^.{0,3}[称:]:?/u.exec(text)?.[0].length ?? 0;
      const rest = glyphs.slice(from);
      return candidateFrom(fieldOf(block.side, 'Name'), spacedText(rest), rest, 'place');
    })
    .filter(present);
}

/** Runs of text in a block's part of the page. */
function blockRuns(block: Block): Glyph[][] {
  const ys = block.labels.map(({ y }) => y);
  const height = block.labels[0]?.height ?? 0;
  const [top, bottom] = [Math.min(...ys) - 5 * height, Math.max(...ys) + 5 * height];
  const left = Math.min(...block.labels.map(({ x0 }) => x0)) - height;
  const inside = (span: Span) => {
    const y = middleOf(span);
    return y > top && y < bottom && span.x0 >= left && (span.x0 + span.x1) / 2 < block.right;
  };
  return rowsOf(block.area.spans.filter(inside)).flatMap((row) => splitAtGaps(row.glyphs, 1.5 * row.height));
}
