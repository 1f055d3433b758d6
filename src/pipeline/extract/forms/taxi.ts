/**
 * Taxi receipts: a printed form with 发票代码 and 发票号码 on top and, below, what the meter printed beside its labels –
 * or a line lower, when the roll slipped. Several often lie on one photo.
 */
import { parseInvoiceCode } from '../../../invoice/code.js';
import { type Candidate, candidateFrom, present } from '../candidates/candidate.js';
import { type Glyph, middleOf, type Span, textOf } from '../frame.js';
import { type Row, rowsOf } from '../rows.js';
import { digitsOf } from '../shapes.js';
import type { FormFound, FormReader } from './form.js';
import { meterCandidates } from './meter.js';
import { quotaForms } from './quota.js';

/** The form around its line 发票代码, in parts of that line's length. */
const REACH = { left: 0.2, right: 0.35, up: 0.75, down: 2.6 } as const;

const CODE = /^(?:[发友]?.?[代仕伐]?[码马]?[:：]?)(1\d{11})$/u;

/** What a taxi's receipt says and no other paper. */
const MARKS = [
  /出租.{0,2}[汽车]|的士/u,
  /上车/u,
  /下车/u,
  /里程|计程/u,
  /等候|低速/u,
  /车号|证号|工号/u,
] as const;

/** The taxi receipts of a sheet; none unless it says 出租 somewhere, or most of what meters print. */
export const taxiForms: FormReader = (page) => {
  const { spans, rows, title } = page;
  if (title?.kind?.startsWith('digital_') === true) return [];
  const says = marksOn(spans);
  const anchors = spans.filter(({ glyphs }) => CODE.test(textOf(glyphs)));
  const marks = says.filter(Boolean).length;
  if (marks < 3 && !(says[0] === true && anchors.length > 0)) return [];
  if (anchors.length < 2) {
    const candidates = candidatesOf(rows);
    return candidates.length === 0 ? [] : [{ kind: 'taxi_paper', candidates, lines: [], qr: null }];
  }
  return anchors.flatMap((anchor): readonly FormFound[] => {
    const own = around(anchor, anchors, spans);
    // A quota slip, whose code is like a receipt's, may lie beside the receipts.
    if (marksOn(own).filter(Boolean).length < LEAST_MARKS)
      return quotaForms({ ...page, spans: own, rows: rowsOf(own) });
    return [{ kind: 'taxi_paper', candidates: candidatesOf(rowsOf(own)), lines: [], qr: null }];
  });
};

/** So many of the marks stand on a receipt, however badly it was read. */
const LEAST_MARKS = 1;

const marksOn = (spans: readonly Span[]): boolean[] =>
  MARKS.map((mark) => spans.some(({ glyphs }) => mark.test(textOf(glyphs))));

/** What belongs to the receipt of one code line: its reach, cut where the next receipt below begins. */
function around(anchor: Span, anchors: readonly Span[], spans: readonly Span[]): Span[] {
  const length = anchor.x1 - anchor.x0;
  const y = middleOf(anchor);
  const [left, right] = [anchor.x0 - REACH.left * length, anchor.x1 + REACH.right * length];
  const next = anchors.filter(
    (other) => middleOf(other) > y + 0.5 * length && other.x0 < right && other.x1 > left,
  );
  const bottom = Math.min(
    y + REACH.down * length,
    ...next.map((other) => middleOf(other) - REACH.up * length),
  );
  const beside = anchors.filter((other) => other.x0 > anchor.x1 && Math.abs(middleOf(other) - y) < length);
  const edge = Math.min(right, ...beside.map((other) => other.x0 - 0.05 * length));
  return spans.filter((span) => {
    const middle = middleOf(span);
    return span.x0 >= left && span.x0 < edge && middle > y - REACH.up * length && middle < bottom;
  });
}

function candidatesOf(rows: readonly Row[]): Candidate[] {
  const at = rows.findIndex(({ text }) => /(?<!\d)1\d{11}(?!\d)/u.test(text));
  const below = rows.slice(at + 1);
  return [...codes(rows), ...numbers(below), ...companies(rows), ...meterCandidates(below)].filter(present);
}

/** A code by its label, or by being one: twelve digits of a region, from 1. */
function codes(rows: readonly Row[]): (Candidate | null)[] {
  return rows.flatMap((row) => {
    const match = /(?<!\d)1\d{11}(?!\d)/u.exec(row.text);
    if (match === null || parseInvoiceCode(match[0])?.regionName == null) return [];
    const glyphs = row.glyphs.slice(match.index, match.index + 12);
    const labelled = /代码[:：]?$/u.test(row.text.slice(0, match.index));
    return [candidateFrom('invoiceCode', match[0], glyphs, labelled ? 'label' : 'place')];
  });
}

/** The number by its label, or the first eight digits below the code that stand alone. */
function numbers(below: readonly Row[]): (Candidate | null)[] {
  for (const row of below) {
    const match = /号码[:：]?.{0,2}?(\d{8})(?!\d)/u.exec(row.text);
    if (match?.[1] !== undefined) {
      const end = match.index + match[0].length;
      return [candidateFrom('invoiceNumber', match[1], row.glyphs.slice(end - 8, end), 'label')];
    }
    const misread = /号码[:：]?([\dOIZSBlo|]{8})$/u.exec(row.text)?.[1];
    const digits = misread === undefined ? null : digitsOf(misread, [8]);
    if (digits !== null)
      return [candidateFrom('invoiceNumber', digits.value, row.glyphs.slice(-8), 'repair')];
  }
  for (const row of below.slice(0, 4)) {
    const match = /^\D?(\d{8})$/u.exec(row.text);
    if (match?.[1] !== undefined)
      return [candidateFrom('invoiceNumber', match[1], row.glyphs.slice(-8), 'place')];
  }
  return [];
}

/** `单位名称：…有限公司`. What the meter strikes for 单位 is cut short, so it counts only as a whole name. */
function companies(rows: readonly Row[]): (Candidate | null)[] {
  return rows.flatMap((row) => {
    const match =
      /^.{0,2}[单车半]?[位立]名[称你]?[:：;]?/u.exec(row.text) ??
      /^(?:公司|单位)(?:名称)?[:：]/u.exec(row.text);
    if (match === null) return [];
    const all: readonly Glyph[] = row.glyphs.slice(match[0].length);
    const [first, second] = all;
    // Two boxes that overlap have read one character twice.
    const twice = first !== undefined && first.char === second?.char && first.span !== second.span;
    const glyphs = twice ? all.slice(1) : all;
    const name = textOf(glyphs);
    if (!/公司|车队|合作社|服务/u.test(name) || name.length < 5) return [];
    return [
      candidateFrom('company', name, glyphs, 'label'),
      candidateFrom('sellerName', name, glyphs, 'label'),
    ];
  });
}
