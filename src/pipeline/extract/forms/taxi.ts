/**
 * Taxi receipts: a printed form with 发票代码 and 发票号码 on top and, below, what the meter printed beside its labels –
 * or a line lower, when the roll slipped. Several often lie on one photo.
 */
import type { FieldName } from '../../../invoice/fields.js';
import { type Candidate, candidateFrom, present } from '../candidates/candidate.js';
import { type Glyph, middleOf, type Span, textOf } from '../frame.js';
import { type Row, rowsOf } from '../rows.js';
import { dateOf, moneyOf, pointlessMoneyOf } from '../shapes.js';
import type { FormReader } from './form.js';

/** The form around its line 发票代码, in parts of that line's length. */
const REACH = { left: 0.2, right: 0.35, up: 0.75, down: 2.6 } as const;

const CODE = /^[发友]?票?代码[:：]?(1\d{11})$/u;

/** The taxi receipts of a sheet; none unless it says 出租 somewhere. */
export const taxiForms: FormReader = ({ spans }) => {
  if (!spans.some(({ glyphs }) => /出租.?[汽车]/u.test(textOf(glyphs)))) return [];
  const anchors = spans.filter(({ glyphs }) => CODE.test(textOf(glyphs)));
  return anchors.map((anchor) => ({
    kind: 'taxi_paper',
    candidates: candidatesOf(rowsOf(around(anchor, anchors, spans))),
    lines: [],
    qr: null,
  }));
};

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
  return [
    ...rows.flatMap((row) => identity(row)),
    ...rows.flatMap((row) => labelled(row)),
    ...fareBelowWaiting(rows),
    ...loneDate(rows),
  ].filter(present);
}

function identity(row: Row): (Candidate | null)[] {
  const code = /代码[:：]?(1\d{11})(?!\d)/u.exec(row.text);
  const number = /号码[:：]?(\d{8})(?!\d)/u.exec(row.text);
  return [
    code?.[1] === undefined ? null : read('invoiceCode', code[1], row, code, 'label'),
    number?.[1] === undefined ? null : read('invoiceNumber', number[1], row, number, 'label'),
  ];
}

/** A candidate from the last characters of a match. */
function read(
  field: FieldName,
  value: string,
  row: Row,
  match: RegExpExecArray,
  channel: Candidate['channel'],
): Candidate | null {
  const end = match.index + match[0].length;
  return candidateFrom(field, value, row.glyphs.slice(end - value.length, end), channel);
}

/** Text of a row after its label, with the glyphs of it. */
function after(row: Row, label: RegExp): { text: string; glyphs: readonly Glyph[] } | null {
  const match = label.exec(row.text);
  if (match === null) return null;
  const from = match.index + match[0].length;
  return { text: row.text.slice(from), glyphs: row.glyphs.slice(from) };
}

function labelled(row: Row): (Candidate | null)[] {
  const company = after(row, /^.{0,2}[单车]?位名称[:：]?/u);
  const plate = after(row, /^车[号牌][:：]?/u);
  const date = after(row, /^.{0,1}日期[:：]?/u);
  const fare = after(row, /^.{0,1}金额[:：]?/u);
  const day = date === null ? null : dateOf(date.text);
  return [
    company === null || company.text.length < 4
      ? null
      : candidateFrom('company', company.text, company.glyphs, 'label'),
    company === null || company.text.length < 4
      ? null
      : candidateFrom('sellerName', company.text, company.glyphs, 'label'),
    plate === null || plate.text.length < 5
      ? null
      : candidateFrom('plateNumber', plate.text, plate.glyphs, 'label'),
    day === null || date === null
      ? null
      : candidateFrom('tripDate', day.value, date.glyphs, day.repaired ? 'repair' : 'label'),
    fare === null ? null : fareFrom(fare.text, fare.glyphs, 'label'),
  ];
}

/** `¥56.50元`; a lost point is set right and says so. */
function fareFrom(text: string, glyphs: readonly Glyph[], channel: 'label' | 'place'): Candidate | null {
  const bare = text.replace(/[元圆].*$/u, '');
  const clean = moneyOf(bare);
  const amount = clean ?? pointlessMoneyOf(bare);
  if (amount === null || amount.value.startsWith('-')) return null;
  return candidateFrom('fare', amount.value, glyphs, amount.repaired ? 'repair' : channel);
}

/** The meter prints the fare in the line below the waiting time (`00:02:19`), whatever label that line bears. */
function fareBelowWaiting(rows: readonly Row[]): (Candidate | null)[] {
  const waiting = rows.findIndex(
    ({ text }) => /\d{2}[:.]?\d{2}[:.]\d{2}$/u.test(text) && !/^[上下]车/u.test(text),
  );
  const row = waiting < 0 ? undefined : rows[waiting + 1];
  if (row === undefined || /^.{0,1}金额/u.test(row.text)) return [];
  const match = /[¥￥]?\d+[.,]?\d{2}(?=元|$)/u.exec(row.text);
  if (match === null) return [];
  const glyphs = row.glyphs.slice(match.index, match.index + match[0].length);
  return [fareFrom(match[0], glyphs, 'place')];
}

/** A date in any other line, when it is the only one. */
function loneDate(rows: readonly Row[]): (Candidate | null)[] {
  const dated = rows.filter(({ text }) => /20\d{2}年\d{1,2}月\d{1,2}日/u.test(text));
  const [row] = dated;
  if (row === undefined || dated.length > 1 || /日期/u.test(row.text)) return [];
  const day = dateOf(row.text);
  return day === null ? [] : [candidateFrom('tripDate', day.value, row.glyphs, 'place')];
}
