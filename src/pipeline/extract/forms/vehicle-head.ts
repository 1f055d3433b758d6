/**
 * What stands above the table of a vehicle invoice: code and number as printed beforehand and again by the machine
 * (机打代码, 机打号码), the machine's number, the tax-control code, the date, the copy; a 数电票 has its number and date.
 */
import { parseInvoiceCode } from '../../../invoice/code.js';
import type { FieldName } from '../../../invoice/fields.js';
import type { Kind } from '../../../invoice/kinds.js';
import { digitalNumberFault } from '../../../invoice/number.js';
import { closest } from '../approximate.js';
import { type Candidate, candidateFrom, present } from '../candidates/candidate.js';
import { type Glyph, heightOf, middleOf, type Span, textOf } from '../frame.js';
import { rowFrom, rowsOf, splitAtGaps } from '../rows.js';
import { dateOf, digitsOf } from '../shapes.js';
import { copyIn } from './copies.js';

/** The printed words before a value of the head. */
const LABELS: readonly (readonly [string, FieldName])[] = [
  ['发票代码', 'invoiceCode'],
  ['机打代码', 'invoiceCode'],
  ['发票号码', 'invoiceNumber'],
  ['机打号码', 'invoiceNumber'],
  ['机打票号', 'invoiceNumber'],
  ['机器编号', 'machineNumber'],
  ['机器编码', 'machineNumber'],
  ['开票日期', 'issueDate'],
];

const LENGTHS: Readonly<Partial<Record<FieldName, readonly number[]>>> = {
  invoiceCode: [12, 10],
  invoiceNumber: [20, 8],
  machineNumber: [12],
};

/** Testimony of the runs above the table. `kinds`: what the code may name. */
export function headCandidates(spans: readonly Span[], kinds: readonly Kind[]): Candidate[] {
  const cipher = cipherSpans(spans);
  const rows = rowsOf(spans.filter((span) => !cipher.includes(span)));
  const labelled = rows.flatMap((row) => {
    const pieces = splitAtGaps(row.glyphs, 1.5 * row.height, 0.6 * row.height);
    return pieces.flatMap((piece, index) => labelledValue(piece, pieces.slice(index + 1)));
  });
  const shaped = rows
    .flatMap((row) => splitAtGaps(row.glyphs, 1.2 * row.height, 0.6 * row.height))
    .flatMap((piece) => shapedValue(piece, kinds))
    .filter(({ field, value }) => !labelled.some((other) => other.field === field && other.value === value))
    .filter(({ field }) => field !== 'machineNumber' || !labelled.some((other) => other.field === field));
  return [...labelled, ...shaped, ...cipherValue(cipher), ...copyIn(rows.map(({ glyphs }) => glyphs))];
}

/** The value of a piece that begins with a label: in the piece itself, or in the pieces to its right. */
function labelledValue(piece: readonly Glyph[], right: readonly (readonly Glyph[])[]): Candidate[] {
  const { text } = rowFrom(piece);
  const fit = LABELS.map(([label, field]) => ({ field, ...closest(label, text) }))
    // A title may run into the label; a misread label must begin its piece.
    .filter(({ distance, from }) => distance === 0 || (distance === 1 && from <= 1))
    .sort((a, b) => a.distance - b.distance)[0];
  if (fit === undefined) return [];
  const rest = piece.slice(fit.to);
  const lengths = LENGTHS[fit.field];
  if (lengths === undefined) return dateValue([rest, ...right.slice(0, 6)]);
  const value = rest.some(({ char }) => /\d/u.test(char)) ? rest : (right[0] ?? []);
  const shaped = digitsOf(textOf(value).replace(/^[:：;]+/u, ''), lengths) ?? leading(textOf(value), lengths);
  if (shaped === null) return [];
  return [candidateFrom(fit.field, shaped.value, value, shaped.repaired ? 'repair' : 'label')].filter(
    present,
  );
}

/** Digits at the start of a run that holds more than them. */
function leading(text: string, lengths: readonly number[]): { value: string; repaired: boolean } | null {
  const run = /^\D{0,2}(\d+)/u.exec(text)?.[1] ?? '';
  return lengths.includes(run.length) ? { value: run, repaired: false } : null;
}

/** A date that may be printed in pieces: `2019 年 10 月 08 日`. */
function dateValue(pieces: readonly (readonly Glyph[])[]): Candidate[] {
  for (let count = 1; count <= pieces.length; count++) {
    const glyphs = pieces.slice(0, count).flat();
    const date = dateOf(textOf(glyphs).replace(/^[:：;]+/u, ''));
    if (date !== null)
      return [candidateFrom('issueDate', date.value, glyphs, date.repaired ? 'repair' : 'label')].filter(
        present,
      );
  }
  return [];
}

/** What a run without a label is by its shape. */
function shapedValue(piece: readonly Glyph[], kinds: readonly Kind[]): Candidate[] {
  const text = textOf(piece).replace(/^(?:N[o0O°º.]{0,2}|№)[.:]?/u, '');
  const own = piece.slice(piece.length - [...text].length);
  if (/^\d{20}$/u.test(text) && digitalNumberFault(text) === null)
    return [candidateFrom('invoiceNumber', text, own, 'place')].filter(present);
  if (/^\d{12}$/u.test(text)) {
    const kind = parseInvoiceCode(text)?.kind ?? null;
    const field = kind !== null && kinds.includes(kind) ? 'invoiceCode' : 'machineNumber';
    return [candidateFrom(field, text, own, 'place')].filter(present);
  }
  if (/^\d{8}$/u.test(text) && dateOf(text) === null)
    return [candidateFrom('invoiceNumber', text, own, 'place')].filter(present);
  const date = /^(?:19|20)\d{2}(?:-\d{2}-\d{2}|年\d{1,2}月\d{1,2}日)$/u.test(text) ? dateOf(text) : null;
  return date === null ? [] : [candidateFrom('issueDate', date.value, own, 'place')].filter(present);
}

const CIPHER = /^[0-9+\-*/<>]{12,}$/u;

/** Runs of the tax-control code: digits and signs, many of them signs. */
function cipherSpans(spans: readonly Span[]): Span[] {
  return spans.filter(({ glyphs }) => {
    const text = textOf(glyphs);
    return CIPHER.test(text) && (text.match(/[<>*+/-]/gu)?.length ?? 0) >= 4;
  });
}

function cipherValue(cipher: readonly Span[]): Candidate[] {
  if (cipher.length < 2) return [];
  const lines: Span[][] = [];
  for (const span of [...cipher].sort((a, b) => middleOf(a) - middleOf(b))) {
    const line = lines.at(-1);
    if (line?.[0] !== undefined && middleOf(span) - middleOf(line[0]) < 0.4 * heightOf(span)) line.push(span);
    else lines.push([span]);
  }
  const glyphs = lines
    .flatMap((line) => line.sort((a, b) => a.x0 - b.x0))
    .flatMap((span) => [...span.glyphs]);
  return [candidateFrom('cipherText', textOf(glyphs), glyphs, 'label')].filter(present);
}
