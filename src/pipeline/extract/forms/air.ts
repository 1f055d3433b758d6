/**
 * Air itineraries (航空运输电子客票行程单), on paper and as 数电票: labels in cells, each value below its label or, in the
 * head, beside it; a row for each airport with the flight that leaves from it.
 */
import type { LineItem } from '../../../document/slip.js';
import type { FieldName } from '../../../invoice/fields.js';
import { type Candidate, type Channel, candidateFrom, present } from '../candidates/candidate.js';
import { qrCandidates } from '../candidates/qr.js';
import { type Glyph, type Span, textOf } from '../frame.js';
import { type Row, spacedText } from '../rows.js';
import { dateOf, moneyOf, type Shaped } from '../shapes.js';
import type { FormPage, FormReader } from './form.js';
import { belowLabel, besideLabel, type Labelled, labelledIn } from './labelled.js';
import { legsIn } from './legs.js';

const LABELS = {
  passengerName: ['旅客姓名'],
  passengerId: ['有效身份证件号码', '有效身份证件号', '身份证件号码'],
  endorsement: ['签注'],
  fare: ['票价'],
  fuelSurcharge: ['燃油附加费'],
  taxRate: ['增值税税率', '税率'],
  taxTotal: ['增值税税额', '税额'],
  civilAviationFund: ['民航发展基金', '机场建设费'],
  otherTaxes: ['其他税费'],
  grossTotal: ['合计'],
  eTicketNumber: ['电子客票号码', '电子客票号'],
  check: ['验证码'],
  information: ['提示信息'],
  insurance: ['保险费'],
  agent: ['销售网点代号', '销售单位代号'],
  issuer: ['填开单位'],
  issueDate: ['填开日期', '开票日期'],
  buyerName: ['购买方名称'],
  buyerTaxId: ['统一社会信用代码/纳税人识别号', '统一社会信用代码', '纳税人识别号'],
  invoiceNumber: ['发票号码', '印刷序号'],
  status: ['开票状态', '国内国际标识'],
} as const;

type Name = keyof typeof LABELS;

const FIELDS: Readonly<Partial<Record<Name, FieldName>>> = {
  passengerName: 'passengerName',
  passengerId: 'passengerId',
  fare: 'fare',
  fuelSurcharge: 'fuelSurcharge',
  taxRate: 'taxRate',
  taxTotal: 'taxTotal',
  civilAviationFund: 'civilAviationFund',
  grossTotal: 'grossTotal',
  eTicketNumber: 'eTicketNumber',
  insurance: 'insurance',
  issueDate: 'issueDate',
  buyerName: 'buyerName',
  buyerTaxId: 'buyerTaxId',
  invoiceNumber: 'invoiceNumber',
};

const money = (text: string): Shaped | null => {
  // `CNY 830.00`, `CN 50.00`, `YQ 0.00`: the code before the figure may touch it.
  const figure = /-?\d[\d,]*[.,·]\d{2}(?!\d)/u.exec(text)?.[0];
  if (figure === undefined) return /EXEMPT|免征/u.test(text) ? { value: '0.00', repaired: false } : null;
  return moneyOf(figure);
};

const pattern =
  (shape: RegExp) =>
  (text: string): Shaped | null => {
    const match = shape.exec(text);
    return match === null ? null : { value: match[1] ?? match[0], repaired: false };
  };

const SHAPES: Readonly<Partial<Record<Name, (text: string) => Shaped | null>>> = {
  passengerName: pattern(/^(?:\p{Script=Han}[\p{Script=Han}·]{1,11}|[A-Z]+\/[A-Z]+)/u),
  passengerId: (text) => {
    const masked = /(?<!\d)(\d{10}|\d{4,6})\d?[*xX×•·]{2,8}(\d{3}[\dXx])/u.exec(text);
    if (masked !== null) {
      const value = `${masked[1]}****${masked[2]?.toUpperCase()}`;
      return { value, repaired: masked[0].toUpperCase() !== value };
    }
    // Part of a masked number is no number.
    return text.includes('*') ? null : pattern(/^[0-9A-Z]{6,18}/u)(text);
  },
  fare: money,
  fuelSurcharge: money,
  taxRate: pattern(/(?<!\d)(?:0|1|3|6|9|10|11)%/u),
  taxTotal: money,
  civilAviationFund: money,
  grossTotal: money,
  eTicketNumber: (text) => {
    const [, airline, number] = /(\d{3})([- ]?\d{10})(?!\d)/u.exec(text) ?? [];
    // A thin hyphen is read as white space.
    return airline === undefined
      ? null
      : { value: `${airline}${number?.replace(' ', '-')}`, repaired: /^ /u.test(number ?? '') };
  },
  insurance: pattern(/^(?:[X*]{2,4}|(?:CNY)?(\d+\.\d{2}))/u),
  issueDate: dateOf,
  buyerName: pattern(/^\p{Script=Han}.{3,}/u),
  buyerTaxId: pattern(/^[0-9A-Z]{15,18}/u),
  invoiceNumber: pattern(/(?<!\d)(?:\d{20}|\d{10,12})(?!\d)/u),
};

/** Whether the sheet is an itinerary, and of which kind. */
function kindOf({ title, codes, rows }: FormPage): 'digital_air' | 'air_paper' | null {
  if (codes.some(({ qr }) => qr.kind === 'digital_air') || title?.kind === 'digital_air')
    return 'digital_air';
  if (title?.kind === 'air_paper') return 'air_paper';
  const says = (word: RegExp) => rows.some(({ text }) => word.test(text));
  const marks = [/行程单/u, /民航发展基金|机场建设费/u, /电子客票号码/u, /有效身份证件/u, /承运人|航班号/u];
  if (marks.filter(says).length < 3) return null;
  return says(/电子发票|增值税税额/u) ? 'digital_air' : 'air_paper';
}

export const airForms: FormReader = (page) => {
  const kind = kindOf(page);
  if (kind === null) return [];
  const code = page.codes.find(({ qr }) => qr.kind === 'digital_air');
  const labels = labelledIn(page.rows, LABELS);
  const values = page.spans.filter(({ glyphs }) => !HEADINGS.test(textOf(glyphs)));
  const candidates = [
    ...(code === undefined ? [] : qrCandidates(code)),
    ...labels.flatMap((label) => fieldValue(label, labels, values)),
  ].filter(present);
  return [{ kind, candidates, lines: legsIn(page) satisfies LineItem[], qr: code?.text ?? null }];
};

/** Headings of the legs, which stand below the first row of labels and hold no value. */
const HEADINGS = /^(?:承运人|航班号|座位等级|日期|时间|客票级别|客票类别|客票生效|有效截止|免费行李|签注)/u;

/** Fields whose white space says something. */
const SPACED: ReadonlySet<FieldName> = new Set<FieldName>(['buyerName', 'eTicketNumber']);

/** The value in the cell below, or beside the label where that has its shape. */
function fieldValue(
  label: Labelled<Name>,
  all: readonly Labelled<Name>[],
  spans: readonly Span[],
): (Candidate | null)[] {
  const field = FIELDS[label.name];
  const shape = SHAPES[label.name];
  if (field === undefined || shape === undefined) return [];
  const own = closeBeside(label);
  const beside = shape(withoutEnglish(textOf(own)));
  if (beside !== null) return [from(field, own, beside, label)];
  const below: Row | null = belowLabel(label, all, spans);
  const shaped = below === null ? null : shape(SPACED.has(field) ? spacedText(below.glyphs) : below.text);
  return below === null || shaped === null ? [] : [from(field, below.glyphs, shaped, label)];
}

/** White space between a label and the value beside it, and within the value, in text heights at most. */
const BESIDE = 2;

/** What goes on from a label; beyond a wide gap lies another cell. */
function closeBeside(label: Labelled<Name>): readonly Glyph[] {
  const own = besideLabel(label, BESIDE);
  return own[0] === undefined || own[0].x0 - label.x1 > BESIDE * label.height ? [] : own;
}

/** Labels repeat themselves in English: `旅客姓名 NAME OF PASSENGER`. */
const withoutEnglish = (text: string): string =>
  text.replace(
    /^(?:NAMEOFPASSENGER|ID\.?NO\.?|FARE|TOTAL|E-?TICKETNO\.?|INSURANCE|DATEOFISSUE|TAX|CN|CK\.?)[:.]?/iu,
    '',
  );

function from(
  field: FieldName,
  glyphs: readonly Glyph[],
  shaped: Shaped,
  label: Labelled<Name>,
): Candidate | null {
  const channel: Channel = shaped.repaired ? 'repair' : label.misread ? 'place' : 'label';
  const text = textOf(glyphs);
  const at = text.indexOf(shaped.value);
  const own = at < 0 ? glyphs : glyphs.slice(at, at + shaped.value.length);
  return candidateFrom(field, shaped.value, own.length === 0 ? glyphs : own, channel);
}
