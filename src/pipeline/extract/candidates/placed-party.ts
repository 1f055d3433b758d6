/** Names, tax ids and the two lower lines of a block whose labels were not read: known by their own shape and place. */
import { checkUscc } from '../../../invoice/tax-id.js';
import { type Glyph, middleOf, type Span } from '../frame.js';
import type { Label } from '../labels.js';
import { rowFrom, rowsOf, spacedText, splitAtGaps } from '../rows.js';
import type { Block } from './blocks.js';
import { type Candidate, candidateFrom, present } from './candidate.js';

/** Testimony of what stands in the block in the right shape, for the fields whose labels are missing. */
export function placedParty(block: Block): Candidate[] {
  const has = (name: Label['name']) => block.labels.some((label) => label.name === name);
  const missing = (['name', 'taxId', 'addressPhone', 'bankAccount'] as const).filter((name) => !has(name));
  if (missing.length === 0) return [];
  const runs = runsOf(block);
  const ids = has('taxId') ? [] : runs.flatMap((glyphs) => taxIdIn(block, glyphs));
  const lower = has('addressPhone') === has('bankAccount') ? [] : lowerLine(block, runs);
  return [...ids, ...(has('name') ? [] : nameAmong(block, runs, ids)), ...lower].filter(present);
}

/** Of 地址、电话 and 开户行及账号 the one whose label was not read, known by its contents and the other's place. */
function lowerLine({ side, labels }: Block, runs: readonly Glyph[][]): (Candidate | null)[] {
  const known = labels.find(({ name }) => name === 'addressPhone' || name === 'bankAccount');
  if (known === undefined) return [];
  const bank = known.name === 'addressPhone';
  for (const glyphs of runs) {
    const { text } = rowFrom(glyphs);
    const lead = MISREAD_LABEL.exec(text)?.[0].length ?? 0;
    const value = text.slice(lead);
    const y = glyphs[0] === undefined ? known.y : middleOf(glyphs[0].span);
    const inPlace = bank ? y > known.y + 0.6 * known.height : y < known.y - 0.6 * known.height;
    if (!inPlace || Math.abs(y - known.y) > 2 * known.height || BANK.test(value) !== bank) continue;
    if (!(bank ? /\d{8}/u : PHONE).test(value) || !/\p{Script=Han}{4}/u.test(value)) continue;
    const part = glyphs.slice(lead);
    return [
      candidateFrom(`${side}${bank ? 'BankAccount' : 'AddressPhone'}`, spacedText(part), part, 'place'),
    ];
  }
  return [];
}

/** A label of either line of which something is left before its colon. */
const MISREAD_LABEL = /^[^\d:：]{0,9}[:：]/u;
const BANK = /银行|信用社|信用联社|农商行|支行|分行|营业部/u;
/** An address ends in a telephone number: of a landline with or without its area, or of a mobile. */
const PHONE = /(?:\d{3,4}-?\d{7,8}|1\d{10}|(?<!\d)\d{7,8})$/u;

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
