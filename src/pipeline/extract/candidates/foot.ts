/** Candidates of the lesser texts: the people at the foot, the cipher, the invoice that a red one cancels. */
import type { FieldName } from '../../../invoice/fields.js';
import type { Area } from '../area.js';
import { type Glyph, middleOf, textOf } from '../frame.js';
import { type Label, valueRightOf } from '../labels.js';
import { spacedText, splitAtGaps } from '../rows.js';
import { type Candidate, candidateFrom, present } from './candidate.js';
import { noteCandidates } from './note.js';

export function footCandidates(area: Area): Candidate[] {
  return [...people(area), ...noteCandidates(area), ...preceding(area), ...cipher(area)].filter(present);
}

const PEOPLE: Readonly<Partial<Record<Label['name'], FieldName>>> = {
  payee: 'payee',
  reviewer: 'reviewer',
  drawer: 'drawer',
};

/** 收款人, 复核, 开票人: the lowest of each label, for notes of 数电票 quote them too. */
function people(area: Area): (Candidate | null)[] {
  const lowest = Math.max(...area.labels.filter(({ name }) => PEOPLE[name] !== undefined).map(({ y }) => y));
  return area.labels.flatMap((label) => {
    const field = PEOPLE[label.name];
    if (field === undefined || lowest - label.y > 2 * label.height) return [];
    const glyphs = withoutSeal(valueRightOf(label, area.labels, { gap: 3.5 }), label.height);
    const text = textOf(glyphs).replace(/[;；]$/u, '');
    return /\p{Script=Han}|[A-Za-z]{2}|^\d{2,}$/u.test(text) && text.length <= 12
      ? [candidateFrom(field, spacedText(glyphs).replace(/[;；]$/u, ''), glyphs, 'label')]
      : [];
  });
}

/** A name without what stands apart behind it and is made of nothing but the words of a seal and its label. */
function withoutSeal(glyphs: readonly Glyph[], height: number): readonly Glyph[] {
  const pieces = splitAtGaps(glyphs, 0.8 * height, 0.4 * height);
  const kept = pieces.filter((piece, index) => index === 0 || !SEAL.test(textOf(piece)));
  return kept.flat();
}

const SEAL = /^[发票专用章销售方货单位:()]+$/u;

/** What red invoices say in the note of the blue invoice they cancel (DOMAIN 6.5). */
const PRECEDING =
  /(?:被红冲|对应正数|对应蓝字)[^\d]{0,16}(?:(\d{20})|(\d{12}|\d{10})[^\d]{0,6}(\d{8}))(?!\d)/u;

/** The invoice that a red one cancels: its 20-digit number, or code and number run together. */
function preceding(area: Area): (Candidate | null)[] {
  const below = area.rows.filter(({ y }) => area.head !== null && y > area.head.y);
  return below.flatMap((row) => {
    const match = PRECEDING.exec(row.text);
    if (match === null) return [];
    const [whole, number, code, short] = match;
    const glyphs = row.glyphs.slice(match.index, match.index + whole.length);
    return [candidateFrom('precedingInvoice', number ?? `${code}${short}`, glyphs, 'label')];
  });
}

const CIPHER = /^[0-9+\-*/<>]{15,}$/u;

/** The cipher: rows of digits and signs in the box 密码区, above the headings of the table or, on bent paper, beside them. */
function cipher({ head, spans }: Area): (Candidate | null)[] {
  const rows = spans
    .filter((span) => head === null || middleOf(span) < head.y + 1.5 * head.row.height)
    .map(({ glyphs }) => glyphs.slice(/^[密码区]/u.test(textOf(glyphs)) ? 1 : 0))
    .filter((glyphs) => isCipher(textOf(glyphs)))
    .sort((a, b) => heightAt(a) - heightAt(b));
  if (rows.length < 2) return [];
  const glyphs = rows.flat();
  const found = candidateFrom('cipherText', textOf(glyphs), glyphs, 'label');
  // Forms have four rows or more, of one length: a row was lost where there are fewer, an end where they differ.
  const lengths = rows.map(({ length }) => length);
  const whole = rows.length >= 4 && Math.max(...lengths) === Math.min(...lengths);
  return [found === null || whole ? found : { ...found, score: PART * found.score }];
}

/** A cipher of which a part is missing is no surer than one of whose characters the engine is only half sure. */
const PART = 0.5;

const heightAt = ([first]: readonly Glyph[]): number => (first === undefined ? 0 : middleOf(first.span));

const isCipher = (text: string): boolean => CIPHER.test(text) && (text.match(/[<>*+/-]/gu)?.length ?? 0) >= 3;
