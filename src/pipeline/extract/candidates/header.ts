/** Candidates of the identifying fields: code, number, date, check code, machine number, province. */

import { parseInvoiceCode } from '../../../invoice/code.js';
import type { FieldName } from '../../../invoice/fields.js';
import { digitalNumberFault } from '../../../invoice/number.js';
import type { Area } from '../area.js';
import { type Glyph, middleOf, textOf } from '../frame.js';
import type { Title } from '../kind.js';
import { type Label, valueRightOf } from '../labels.js';
import { splitAtGaps } from '../rows.js';
import { dateOf, digitsOf, type Shaped } from '../shapes.js';
import { type Candidate, candidateFrom, present } from './candidate.js';
import { copyIn } from './copy.js';

/** Labelled fields of the head, each with the shape of its value. */
const LABELLED: Readonly<
  Partial<Record<Label['name'], readonly [FieldName, (text: string) => Shaped | null]>>
> = {
  invoiceCode: ['invoiceCode', (text) => firstDigits(text, [12, 10])],
  invoiceNumber: ['invoiceNumber', (text) => firstDigits(text, [20, 8])],
  issueDate: ['issueDate', dateOf],
  checkCode: ['checkCode', (text) => firstDigits(text, [20])],
  machineNumber: ['machineNumber', (text) => firstDigits(text, [12])],
};

/** White space, in text heights, that a value of the head may hold (dates are printed in pieces). */
const GAP = 4;

export function headerCandidates(area: Area, title: Title | null): Candidate[] {
  const top = area.labels.filter(({ y }) => area.head === null || y < area.head.y);
  const labelled = top.flatMap((label): (Candidate | null)[] => {
    const [field, shape] = LABELLED[label.name] ?? [];
    // Below the table only notes name such labels: a red invoice quotes the number of the blue one.
    if (field === undefined || shape === undefined) return [];
    const glyphs = valueRightOf(label, area.labels, { gap: GAP });
    const shaped = shape(textOf(glyphs));
    if (shaped === null) return [];
    return [candidateFrom(field, shaped.value, glyphs, shaped.repaired ? 'repair' : 'label')];
  });
  const placed = topRuns(area).flatMap((glyphs) => byShape(glyphs));
  const province = title?.province ? [candidateFrom('province', title.province, title.glyphs, 'label')] : [];
  return withoutEchoes(
    [...labelled, ...placed, ...province, ...machineNumber(area), ...copyIn(area)].filter(present),
  );
}

/**
 * The number of the machine by its place: twelve digits left above the table, where forms print it with the check code
 * (DOMAIN 7.1). Its label may lie in another run or not be read; the code of an invoice begins with 0.
 */
function machineNumber({ head, spans }: Area): (Candidate | null)[] {
  if (head === null) return [];
  const right = head.x0 + MACHINE_REACH.right * head.width;
  const bottom = head.y - MACHINE_REACH.bottom * head.width;
  return spans
    .filter((span) => (span.x0 + span.x1) / 2 < right && middleOf(span) < bottom)
    .flatMap(({ glyphs }) => {
      const [, digits] = /^(?:\D{1,6}[:：]?)?([1-9]\d{11})$/u.exec(textOf(glyphs)) ?? [];
      return digits === undefined ? [] : [candidateFrom('machineNumber', digits, glyphs.slice(-12), 'place')];
    });
}

/** Where the machine number stands, in parts of the yardstick from the table's head: 23 mm above and 70 mm right at most. */
const MACHINE_REACH = { right: 0.45, bottom: 0.15 } as const;

/** The whole text as digits, or else its leading digits: what follows a value is often a neighbour's. */
function firstDigits(text: string, lengths: readonly number[]): Shaped | null {
  const whole = digitsOf(text, lengths);
  if (whole !== null) return whole;
  for (const length of lengths) {
    const lead = new RegExp(`^\\D{0,2}(\\d{${length}})(?!\\d)`, 'u').exec(text);
    if (lead?.[1] !== undefined) return { value: lead[1], repaired: false };
  }
  return null;
}

/** Runs of the area's upper part, above the parties. */
function topRuns(area: Area): Glyph[][] {
  const parties = area.labels.filter(({ name }) => name === 'name' || name === 'taxId').map(({ y }) => y);
  const head = area.head === null ? Number.POSITIVE_INFINITY : area.head.y - 0.05 * area.head.width;
  const limit = Math.min(head, ...parties);
  return area.rows.filter((row) => row.y < limit).flatMap((row) => splitAtGaps(row.glyphs, 1.2 * row.height));
}

/**
 * What a run in the upper part is by its shape alone. Paper forms print code and number without labels, the number
 * after `No`, and both once more in small type (DOMAIN 7.1); a date stands alone when its label was not read.
 */
function byShape(glyphs: readonly Glyph[]): (Candidate | null)[] {
  const text = textOf(glyphs);
  const [, named] = /^发票..[:：]?(\d{8}|\d{10}|\d{12}|\d{20})$/u.exec(text) ?? [];
  if (named !== undefined) return byShape(glyphs.slice(-named.length));
  const numbered = /^(?:N[o0O°º.]{0,2}|№)[.:]?(\d{8})$/u.exec(text)?.[1];
  if (numbered !== undefined) return [candidateFrom('invoiceNumber', numbered, glyphs.slice(-8), 'place')];
  if (/^\d{8}$/.test(text) && dateOf(text) === null)
    return [candidateFrom('invoiceNumber', text, glyphs, 'place')];
  const long = /(?<!\d)\d{20}$/u.exec(text)?.[0];
  if (long !== undefined) return longRun(long, glyphs.slice(-20));
  if (/^(?:\d{10}|\d{12})$/.test(text)) {
    const code = parseInvoiceCode(text);
    return code !== null && code.kind !== null && code.regionName !== null
      ? [candidateFrom('invoiceCode', text, glyphs, 'place')]
      : [];
  }
  const date = /年.*月.*日/u.test(text) ? dateOf(text) : null;
  return date === null ? [] : [candidateFrom('issueDate', date.value, glyphs, 'place')];
}

/** Twenty digits are a 数电 number or a check code; which of them the kind decides, for none carries both. */
function longRun(digits: string, glyphs: readonly Glyph[]): (Candidate | null)[] {
  const number =
    digitalNumberFault(digits) === null ? candidateFrom('invoiceNumber', digits, glyphs, 'place') : null;
  return [number, candidateFrom('checkCode', digits, glyphs, 'place')];
}

/** A value found by its label is not counted again for its shape, when it is the same piece of paper. */
function withoutEchoes(candidates: readonly Candidate[]): Candidate[] {
  return candidates.filter(
    (candidate, index) =>
      candidate.channel !== 'place' ||
      !candidates.some(
        (other, at) =>
          at !== index &&
          other.channel !== 'place' &&
          other.field === candidate.field &&
          other.value === candidate.value &&
          overlap(other, candidate),
      ),
  );
}

function overlap(a: Candidate, b: Candidate): boolean {
  if (a.box === null || b.box === null || a.page !== b.page) return false;
  return a.box[0] < b.box[2] && b.box[0] < a.box[2] && a.box[1] < b.box[3] && b.box[1] < a.box[3];
}
