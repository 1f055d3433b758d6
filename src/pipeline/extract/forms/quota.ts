/**
 * 通用定额发票: code, number and a printed amount in words (and often in figures). Several may lie on one sheet, each
 * around its own code.
 */
import { parseInvoiceCode } from '../../../invoice/code.js';
import { formatMoney } from '../../../invoice/money.js';
import { parseWords } from '../../../invoice/words.js';
import { closest } from '../approximate.js';
import { type Candidate, candidateFrom, present } from '../candidates/candidate.js';
import { type Glyph, heightOf, middleOf, type Span, textOf } from '../frame.js';
import { type Row, rowFrom, rowsOf, splitAtGaps } from '../rows.js';
import { digitsOf, moneyOf } from '../shapes.js';
import { brokenCopyIn, copyIn } from './copies.js';
import type { FormReader } from './form.js';

/** What names the form; the recogniser may lose a character to the seal over it. */
const TITLES = ['通用定额发票', '定额发票'];

/** The slips of a sheet; none unless one says 定额发票, or all of them say what such slips say and nothing else. */
export const quotaForms: FormReader = ({ spans, rows, codes, title }) => {
  if (codes.length > 0 || (title?.kind ?? null) !== null) return [];
  const titled = rows.some(({ text }) => isTitle(text));
  if (!titled && rows.some(({ text }) => OTHERS.test(text))) return [];
  return slipsOn(spans)
    .map((slip) => candidatesOf(slip))
    .filter((candidates) => {
      const says = (field: Candidate['field']) => candidates.some((one) => one.field === field);
      return titled ? says('faceAmount') || says('invoiceCode') : isBare(candidates);
    })
    .map((candidates) => ({ kind: 'quota_paper', candidates, lines: [], qr: null }));
};

/** What a slip with a printed amount never says, and every paper that is filled in does. */
const OTHERS =
  /合计|小写|单价|数量|金额|票价|税率|税额|车型|入口|出口|上车|里程|客票|门票|付款|购买方|日期[:：]\d|\d年\d/u;

/** Amounts that slips are printed with, in yuan. */
const DENOMINATIONS = new Set(['0.50', '1.00', '2.00', '3.00', '5.00', '10.00', '20.00', '50.00', '100.00']);

/** Code, number and a printed amount, each by its label or in words: a slip whose title lies under the seal. */
function isBare(candidates: readonly Candidate[]): boolean {
  const labelled = (field: Candidate['field']) =>
    candidates.filter((one) => one.field === field && one.channel === 'label');
  const [code] = labelled('invoiceCode');
  return (
    code !== undefined &&
    CODE.test(code.value) &&
    parseInvoiceCode(code.value)?.regionName != null &&
    labelled('invoiceNumber').length > 0 &&
    labelled('faceAmount').some(({ value }) => DENOMINATIONS.has(value))
  );
}

function isTitle(text: string): boolean {
  if (text.length > 40) return false;
  // 通用机打发票 is as near: one of the two characters that tell them apart must have been read.
  return (
    /[定额]/u.test(text) &&
    TITLES.some((title) => closest(title, text).distance <= (title.length > 4 ? 2 : 0))
  );
}

/** 1, region, year, … : codes of forms that are not VAT invoices (DOMAIN 3.1). */
const CODE = /(?<!\d)1\d{11}(?!\d)/u;

/** The runs of each slip: those nearest to its code, of which a slip bears one. */
function slipsOn(spans: readonly Span[]): Span[][] {
  const anchors = spans.filter(({ glyphs }) => CODE.test(textOf(glyphs)));
  const slips = anchors.filter(
    (anchor, index) =>
      !anchors.slice(0, index).some((other) => distance(anchor, other) < 6 * heightOf(anchor)),
  );
  if (slips.length < 2) return [[...spans]];
  return slips.map((anchor) =>
    spans.filter((span) => slips.every((other) => distance(span, anchor) <= distance(span, other))),
  );
}

/** What stands above a code is its title: that counts half as far again. */
function distance(span: Span, anchor: Span): number {
  const down = middleOf(span) - middleOf(anchor);
  const across = (span.x0 + span.x1 - anchor.x0 - anchor.x1) / 2;
  return Math.hypot(across, down < 0 ? 1.5 * down : down);
}

function candidatesOf(spans: readonly Span[]): Candidate[] {
  const rows: readonly Row[] = rowsOf(spans);
  const copy = copyIn(rows.map(({ glyphs }) => glyphs));
  const pieces = rows.flatMap((row) =>
    splitAtGaps(row.glyphs, 1.5 * row.height, 0.8 * row.height).map((piece, at, all) => ({
      piece,
      next: all[at + 1] ?? [],
    })),
  );
  return [
    ...pieces.flatMap(({ piece, next }) => numbered(piece, next)),
    ...pieces.flatMap(({ piece }) => amounts(piece)),
    ...(copy.length > 0 ? copy : brokenCopyIn(spans)),
  ].filter(present);
}

const LABELS = [
  ['发票代码', 'invoiceCode', 12],
  ['发票号码', 'invoiceNumber', 8],
] as const;

/** Code and number beside their labels, or told by their shape. */
function numbered(piece: readonly Glyph[], next: readonly Glyph[]): (Candidate | null)[] {
  const { text } = rowFrom(piece);
  for (const [label, field, length] of LABELS) {
    const { distance: off, from, to } = closest(label, text);
    if (
      off > 1 ||
      from > 1 ||
      (off === 1 && !text.startsWith(label.slice(0, 2)) && !text.includes(label.slice(2)))
    )
      continue;
    const other = field === 'invoiceCode' ? '号码' : '代码';
    if (off === 1 && text.includes(other)) continue;
    const rest = piece.slice(to);
    const value = rest.some(({ char }) => /\d/u.test(char)) ? rest : next;
    const shaped = digitsOf(textOf(value).replace(/^[:：;]+/u, ''), [length]);
    if (shaped !== null)
      return [candidateFrom(field, shaped.value, value, shaped.repaired ? 'repair' : 'label')];
  }
  if (CODE.test(text) && /^\d{12}$/u.test(text)) return [candidateFrom('invoiceCode', text, piece, 'place')];
  if (/^(?:N[o0O°º.]{0,2}|№)?\d{8}$/u.test(text)) {
    const own = piece.slice(-8);
    return [candidateFrom('invoiceNumber', textOf(own), own, 'place')];
  }
  return [];
}

const WORDS = /[零壹贰叁肆伍陆柒捌玖拾佰仟万]+[元圆](?:[零壹贰叁肆伍陆柒捌玖]角)?[整正]?/u;

/** The face amount: in words, which a slip always has, and in figures with ¥ or 元. */
function amounts(piece: readonly Glyph[]): (Candidate | null)[] {
  const { text } = rowFrom(piece);
  const words = WORDS.exec(text);
  if (words !== null) {
    const amount = parseWords(words[0]);
    const glyphs = piece.slice(words.index, words.index + words[0].length);
    return amount === null ? [] : [candidateFrom('faceAmount', formatMoney(amount.fen), glyphs, 'label')];
  }
  const figures = /[¥￥Y](\d{1,4}(?:\.\d{2})?)元?$|^(\d{1,4}(?:\.\d{2})?)元$/u.exec(text);
  const printed = figures?.[1] ?? figures?.[2];
  if (figures === null || printed === undefined) return [];
  const amount = moneyOf(printed.includes('.') ? printed : `${printed}.00`);
  return amount === null
    ? []
    : [candidateFrom('faceAmount', amount.value, piece.slice(figures.index), 'label')];
}
