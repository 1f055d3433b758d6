/** 电子发票（铁路电子客票）: a 数电票 around a journey; labels stand before their values. */
import type { FieldName } from '../../../invoice/fields.js';
import { digitalNumberFault } from '../../../invoice/number.js';
import { type Candidate, type Channel, candidateFrom, present } from '../candidates/candidate.js';
import { qrCandidates } from '../candidates/qr.js';
import { type Glyph, textOf } from '../frame.js';
import type { Row } from '../rows.js';
import { dateOf, digitsOf, moneyOf, type Shaped } from '../shapes.js';
import type { FormReader } from './form.js';
import { journeyCandidates } from './journey.js';
import { type Labelled, labelledIn } from './labelled.js';

const LABELS = {
  invoiceNumber: ['发票号码'],
  issueDate: ['开票日期'],
  fare: ['票价'],
  ticketNumber: ['电子客票号码', '电子客票号'],
  buyerName: ['购买方名称', '购买方'],
  buyerTaxId: ['统一社会信用代码/纳税人识别号', '统一社会信用代码', '纳税人识别号'],
  businessKind: ['业务类型'],
  netTotal: ['不含税金额', '不含税价'],
  taxRate: ['税率'],
  taxTotal: ['税额'],
  other: ['退票费', '原发票号码', '原票价', '买票请到', '中国铁路'],
} as const;

type Name = keyof typeof LABELS;

const KINDS_OF_BUSINESS = ['售', '改签', '退票', '退', '变更到站'] as const;

/** The fare includes the tax: it is the gross total, and the QR's amount. */
export const railForms: FormReader = ({ rows, spans, title, codes }) => {
  const code = codes.find(({ qr }) => qr.kind === 'digital_rail');
  if (code === undefined && title?.kind !== 'digital_rail') return [];
  const labels = labelledIn(rows, LABELS);
  const heads = new Set<Row>(labels.filter(({ name }) => HEAD.has(name)).map(({ row }) => row));
  const journey = journeyCandidates(
    rows.filter((row) => !heads.has(row)),
    spans.filter(({ glyphs }) => !/发票|客票/u.test(textOf(glyphs))),
  );
  const candidates = [
    ...(code === undefined ? [] : qrCandidates(code)),
    ...labels.map(labelledValue),
    ...aloneIn(rows),
    ...journey,
  ].filter(present);
  const gross = candidates.flatMap((one): Candidate[] =>
    one.field === 'fare' ? [{ ...one, field: 'grossTotal' }] : [],
  );
  const fares = candidates.flatMap((one): Candidate[] =>
    one.field === 'grossTotal' ? [{ ...one, field: 'fare' }] : [],
  );
  const known = candidates.some(({ field }) => field === 'invoiceNumber' || field === 'trainNumber');
  return known
    ? [
        {
          kind: 'digital_rail',
          candidates: [...candidates, ...gross, ...fares],
          lines: [],
          qr: code?.text ?? null,
        },
      ]
    : [];
};

/** Rows that hold nothing of the journey, though their figures may look like it. */
const HEAD: ReadonlySet<Name> = new Set<Name>([
  'invoiceNumber',
  'issueDate',
  'ticketNumber',
  'buyerTaxId',
  'other',
]);

const channelOf = (label: { misread: boolean }, shaped: Shaped): Channel =>
  shaped.repaired ? 'repair' : label.misread ? 'place' : 'label';

function labelledValue(label: Labelled<Name>): Candidate | null {
  const { name, glyphs, text } = label;
  const shape = SHAPES[name];
  if (name === 'other' || shape === undefined) return null;
  const shaped = shape(text);
  return shaped === null
    ? null
    : candidateFrom(name satisfies FieldName, shaped.value, glyphs, channelOf(label, shaped));
}

/** Digits at the start of a text, whatever follows them. */
const leading = (lengths: readonly number[]) => (text: string) =>
  digitsOf(/^[\dA-Za-z|]+/u.exec(text)?.[0] ?? '', lengths);

const money = (text: string): Shaped | null => moneyOf(/^[^\d-]{0,2}-?[\d.,]+/u.exec(text)?.[0] ?? '');

const SHAPES: Readonly<Partial<Record<Name, (text: string) => Shaped | null>>> = {
  invoiceNumber: leading([20]),
  issueDate: dateOf,
  fare: money,
  ticketNumber: leading([21, 22, 23, 24, 25, 26]),
  buyerName: (text) => {
    const name = text.replace(/[|:：]+$/u, '');
    return /\p{Script=Han}{2}/u.test(name) ? { value: name, repaired: false } : null;
  },
  buyerTaxId: (text) => {
    const id = /^[0-9A-Z]{15,20}/u.exec(text)?.[0] ?? '';
    if (id.length !== 18 && id.length !== 15) return null;
    return { value: id, repaired: false };
  },
  businessKind: (text) => {
    const kind = KINDS_OF_BUSINESS.find((known) => text.startsWith(known));
    return kind === undefined ? null : { value: kind, repaired: false };
  },
  netTotal: money,
  taxRate: (text) => {
    const rate = /^(\d{1,2})%/u.exec(text)?.[0];
    return rate === undefined ? null : { value: rate, repaired: false };
  },
  taxTotal: money,
};

/** Twenty digits that are a 数电 number, wherever its label was lost. */
function aloneIn(rows: readonly Row[]): (Candidate | null)[] {
  return rows.flatMap((row) => {
    const match = /(?<!\d)\d{20}(?!\d)/u.exec(row.text);
    if (match === null || digitalNumberFault(match[0]) !== null) return [];
    const glyphs: readonly Glyph[] = row.glyphs.slice(match.index, match.index + 20);
    return [candidateFrom('invoiceNumber', match[0], glyphs, 'place')];
  });
}
