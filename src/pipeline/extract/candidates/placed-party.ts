/** Names and tax ids of a block whose labels were not read: known by their own shape and place. */
import { checkUscc } from '../../../invoice/tax-id.js';
import { type Glyph, middleOf, type Span } from '../frame.js';
import { rowFrom, rowsOf, spacedText, splitAtGaps } from '../rows.js';
import type { Block } from './blocks.js';
import { type Candidate, candidateFrom, present } from './candidate.js';

/** Testimony of what stands in the block in the right shape, for the fields whose labels are missing. */
export function placedParty(block: Block): Candidate[] {
  const has = (name: 'name' | 'taxId') => block.labels.some((label) => label.name === name);
  if (has('name') && has('taxId')) return [];
  const runs = runsOf(block);
  const ids = has('taxId') ? [] : runs.flatMap((glyphs) => taxIdIn(block, glyphs));
  return [...ids, ...(has('name') ? [] : nameAmong(block, runs, ids))].filter(present);
}

/** Runs of text in the block, each with what misread label it bears. */
function runsOf(block: Block): Glyph[][] {
  const inside = (span: Span) => {
    const y = middleOf(span);
    const x = (span.x0 + span.x1) / 2;
    return y > block.top && y < block.bottom && x > block.left && x < block.right;
  };
  return rowsOf(block.area.spans.filter(inside)).flatMap((row) => splitAtGaps(row.glyphs, 2.5 * row.height));
}

/** A credit code with right check characters anywhere in a run. */
function taxIdIn({ side }: Block, glyphs: readonly Glyph[]): Candidate[] {
  const { text } = rowFrom(glyphs);
  for (const match of text.matchAll(/(?=([0-9A-Z]{18})(?![0-9A-Z]))/gu)) {
    const code = match[1];
    if (code === undefined || checkUscc(code) !== 'valid') continue;
    const part = glyphs.slice(match.index, match.index + 18);
    const found = candidateFrom(side === 'buyer' ? 'buyerTaxId' : 'sellerTaxId', code, part, 'place');
    return found === null ? [] : [found];
  }
  return [];
}

const COMPANY = /(?:公司|厂|店|部|中心|局|院|行|所|会|社|队|处|室|站|校|学|馆|场|吧|个人)(?:\([^)]*\))?$/u;

/** Words of the form itself, however misread, and of the two lower lines of a block. */
const PRINTED = /合计|大写|小写|税人|识别|账号|电话|银行|\d{6}/u;

/** A label 名称 of which something is left, or one like it before a colon. */
const NAME_LABEL = /^(?:.{0,2}[名称](?:.{0,2}[:：])?|.{0,3}[:：])/u;

/** The uppermost line that says 名称 or ends like a company; above the tax id where that is known. */
function nameAmong(
  { side, labels }: Block,
  runs: readonly Glyph[][],
  ids: readonly Candidate[],
): (Candidate | null)[] {
  const below = labels.find(({ name }) => name === 'taxId')?.y ?? Number.POSITIVE_INFINITY;
  const field = side === 'buyer' ? 'buyerName' : 'sellerName';
  for (const glyphs of runs) {
    const [first] = glyphs;
    if (first === undefined || middleOf(first.span) > below) continue;
    const { text } = rowFrom(glyphs);
    if (PRINTED.test(text) || ids.some(({ value }) => text.includes(value))) continue;
    const lead = NAME_LABEL.exec(text)?.[0] ?? '';
    const name = text.slice(lead.length).replace(/\(代开机关\)$/u, '');
    const told = /[名称]/u.test(lead) && /\p{Script=Han}{2}/u.test(name);
    if (!told && !(name.length >= 4 && COMPANY.test(name))) continue;
    const part = glyphs.slice(lead.length, lead.length + name.length);
    return [candidateFrom(field, spacedText(part), part, 'place')];
  }
  return [];
}
