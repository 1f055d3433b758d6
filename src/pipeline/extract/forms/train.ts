/**
 * Paper train tickets (火车票), blue magnetic cards and the older red ones. The red number in the upper left corner is
 * the ticket's; its letter and last six figures end the long code along the lower edge, too.
 */
import { type Candidate, candidateFrom, present } from '../candidates/candidate.js';
import { type Glyph, textOf } from '../frame.js';
import type { Row } from '../rows.js';
import type { FormReader } from './form.js';
import { departs, journeyCandidates } from './journey.js';

const SERIAL = /^(?:[A-Z]\d{2}[A-Z]?|\d{2}[A-Z]|[A-Z])?[A-Z]?\d{6}$/u;
const LONG_CODE = /(?<!\d)(\d{14})([A-Z]\d{6})(?!\d)/u;

/** What else is printed on tickets and on no other paper that speaks of trains. */
const TICKET = /限乘当日|当次车|日内到有效|报销凭证|仅供报销|买票请到|12306|祝您旅途|检票|候车|改签/u;

export const trainForms: FormReader = ({ rows, spans, title, codes }) => {
  if (title?.kind === 'digital_rail' || codes.some(({ qr }) => qr.kind === 'digital_rail')) return [];
  const journey = journeyCandidates(rows, spans);
  const says = (field: Candidate['field']) => journey.some((candidate) => candidate.field === field);
  if (!says('travelDate') && !says('fare')) return [];
  const marks = [
    says('travelDate') && rows.some(departs),
    says('trainNumber') && says('fromStation'),
    says('carriageSeat'),
    says('fare') && rows.some(({ text }) => /[¥￥Y]\d+\.\d元/u.test(text)),
    rows.some(({ text }) => TICKET.test(text)),
  ].filter(Boolean).length;
  if (marks < 2) return [];
  const candidates = [...numbers(rows), ...journey];
  return [{ kind: 'train_paper', candidates, lines: [], qr: null }];
};

/** The red number, and the long code with the number it ends in. */
function numbers(rows: readonly Row[]): Candidate[] {
  const departure = rows.findIndex(departs);
  const top = rows.slice(0, departure < 0 ? rows.length : departure);
  const serials = top.flatMap(runsOf).flatMap((run) => {
    const text = textOf(run);
    return /[A-Z]/u.test(text) && SERIAL.test(text) && text.length >= 7 ? [{ text, run }] : [];
  });
  const [serial] = serials;
  const glyphs = longCode(rows, LONG_CODE);
  const tail = textOf(glyphs).slice(-7);
  return [
    serial === undefined ? null : candidateFrom('invoiceNumber', serial.text, serial.run, 'place'),
    ...fromTail(serial, tail, glyphs.slice(-7)),
    glyphs.length > 0 ? candidateFrom('ticketNumber', textOf(glyphs), glyphs, 'place') : mended(rows, serial),
  ].filter(present);
}

function longCode(rows: readonly Row[], shape: RegExp): readonly Glyph[] {
  for (const row of rows) {
    const match = shape.exec(row.text);
    if (match !== null) return row.glyphs.slice(match.index, match.index + 21);
  }
  return [];
}

/** A long code whose letter was read as a figure: the red number says which letter it is. */
function mended(rows: readonly Row[], serial: { text: string } | undefined): Candidate | null {
  const glyphs = longCode(rows, /(?<!\d)\d{21}(?!\d)/u);
  const text = textOf(glyphs);
  if (serial === undefined || text.length !== 21 || !text.endsWith(serial.text.slice(-6))) return null;
  return candidateFrom('ticketNumber', `${text.slice(0, 14)}${serial.text.slice(-7)}`, glyphs, 'repair');
}

/** The number by the long code's end: a second witness of a short one, of a long one only where they differ. */
function fromTail(
  serial: { text: string; run: readonly Glyph[] } | undefined,
  tail: string,
  glyphs: readonly Glyph[],
): (Candidate | null)[] {
  if (tail.length !== 7) return [];
  const prefix = serial === undefined ? '' : serial.text.slice(0, -7);
  const channel = serial !== undefined && (prefix !== '' || serial.text !== tail) ? 'repair' : 'place';
  return [candidateFrom('invoiceNumber', `${prefix}${tail}`, glyphs, channel)];
}

/** The runs of a row as the source gave them. */
function runsOf(row: Row): Glyph[][] {
  const runs = new Map<unknown, Glyph[]>();
  for (const glyph of row.glyphs) runs.set(glyph.span, [...(runs.get(glyph.span) ?? []), glyph]);
  return [...runs.values()];
}
