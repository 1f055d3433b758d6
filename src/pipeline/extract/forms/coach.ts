/** Coach tickets (客运汽车票) and road toll receipts (过路过桥费): a code and a number, and labelled values below them. */
import { parseInvoiceCode } from '../../../invoice/code.js';
import type { FieldName } from '../../../invoice/fields.js';
import type { Kind } from '../../../invoice/kinds.js';
import { type Candidate, type Channel, candidateFrom, present } from '../candidates/candidate.js';
import { type Glyph, middleOf, type Span, textOf } from '../frame.js';
import type { Row } from '../rows.js';
import { dateOf, digitsOf, moneyOf, type Shaped } from '../shapes.js';
import type { FormReader } from './form.js';
import { besideLabel, type Labelled, type Labels, labelledIn } from './labelled.js';
import { struckTime } from './struck.js';

type Shape = (text: string) => Shaped | null;

const plain = (value: string | undefined): Shaped | null =>
  value === undefined || value === '' ? null : { value, repaired: false };

/** A stroke of the form's rule may be read before a name. */
const place: Shape = (text) => {
  const run = /^[^\p{Script=Han}]{0,2}(\p{Script=Han}[\p{Script=Han}\d()（）]{1,13})/u.exec(text)?.[1];
  // A seal's words may stand beside it.
  const name = run?.replace(/(?:发?票?专用|专用章).*$|全国统.*$|监制.*$/u, '');
  return name === undefined || name.length < 2 || NO_PLACE.test(name) ? null : plain(name);
};
/** Words of the form that are no place's name. */
const NO_PLACE = /^(?:承运|车次|时间|日期|座号|票价|金额|检票|车型|乘车|开车|到达|发车|附件|发票)/u;
const date: Shape = (text) => {
  const day = /(?:19|20)\d{2}\D{1,2}\d{1,2}\D{1,2}\d{1,2}/u.exec(text)?.[0];
  return dateOf(day ?? text);
};
const time: Shape = (text) => {
  const clear = plain(/(?<!\d)(?:[01]\d|2[0-3])[:：][0-5]\d(?!\d)/u.exec(text)?.[0]?.replace('：', ':'));
  return clear ?? struckTime(/^\d{2}[^\d]?\d{2}(?!\d)/u.exec(text)?.[0] ?? '');
};
const money: Shape = (text) => {
  const figure = /^[^\d]{0,4}?(\d[\d,]*(?:[.,·]\d{1,2})?)/u.exec(text)?.[1];
  if (figure === undefined) return null;
  const whole = /^\d{1,4}$/u.test(figure) ? `${figure}.00` : figure.replace(/([.,·]\d)$/u, '$10');
  return moneyOf(whole);
};
const number: Shape = (text) => digitsOf(/^[^\d]{0,2}?([\dOIBSZl]{8})(?!\d)/u.exec(text)?.[1] ?? '', [8]);
const code: Shape = (text) => {
  const found = digitsOf(/[01]\d{11}/u.exec(text)?.[0] ?? '', [12]);
  return found === null || parseInvoiceCode(found.value)?.regionName == null ? null : found;
};

interface Reading<Name extends string> {
  readonly kind: Kind;
  /** At least this many of them must stand on the paper. */
  readonly marks: readonly RegExp[];
  readonly needed: number;
  readonly labels: Labels<Name>;
  readonly fields: Readonly<Partial<Record<Name, readonly [FieldName, Shape]>>>;
}

const COACH: Reading<string> = {
  kind: 'bus_paper',
  marks: [
    /客运|汽车.?票|客票|船票|长途/u,
    /发车|开车|乘车/u,
    /座.?号|座位/u,
    /到站|到达站|终点/u,
    /上车站|始发站|起点/u,
    /票价/u,
  ],
  needed: 3,
  labels: {
    code: ['发票代码'],
    number: ['发票号码'],
    from: ['始发站', '上车站', '起点站', '乘车站', '发站', '起点'],
    to: ['到达站', '终点站', '下车站', '到站', '终点'],
    date: ['乘车日期', '发车日期', '开车日期', '日期'],
    time: ['开车时间', '发车时间', '乘车时间', '时间'],
    seat: ['座位号', '座号', '座位'],
    fare: ['票价(元)', '票价', '金额'],
    other: ['检票口', '车次', '车型', '身份证', '姓名', '承运', '里程'],
  },
  fields: {
    code: ['invoiceCode', code],
    number: ['invoiceNumber', number],
    from: ['fromStation', place],
    to: ['toStation', place],
    date: ['travelDate', date],
    time: ['departureTime', time],
    seat: ['carriageSeat', (text) => plain(/^\d{1,3}/u.exec(text)?.[0])],
    fare: ['grossTotal', money],
  },
};

const TOLL: Reading<string> = {
  kind: 'toll_paper',
  marks: [/通行费|过路|过桥|车辆通行/u, /入口/u, /出口/u, /车型/u, /收费员|收费站|车道/u],
  needed: 3,
  labels: {
    code: ['发票代码'],
    number: ['发票号码'],
    entrance: ['入口站', '入口'],
    exit: ['出口站', '出口'],
    type: ['车型', '车类'],
    amount: ['收费金额', '实收金额', '通行费', '金额'],
    date: ['交易时间', '通行时间', '日期', '时间'],
    other: ['收费员', '车道', '车种', '轴数', '总重', '支付方式'],
  },
  fields: {
    code: ['invoiceCode', code],
    number: ['invoiceNumber', number],
    entrance: ['entrance', place],
    exit: ['exit', place],
    type: ['vehicleType', (text) => plain(/^(?:[客货]\d|[一二三四五]类|\d[类型])/u.exec(text)?.[0])],
    amount: ['grossTotal', money],
    date: ['issueDate', date],
  },
};

/** VAT forms, 数电票 and taxi receipts speak of roads and coaches, too. */
const OTHERS = /增值税|电子发票|统一社会信用代码|出租/u;

function reader({ kind, marks, needed, labels, fields }: Reading<string>): FormReader {
  return ({ rows, spans, codes, title }) => {
    if (codes.length > 0 || title !== null || spans.some(({ glyphs }) => OTHERS.test(textOf(glyphs))))
      return [];
    const [first] = marks;
    const says = (mark: RegExp) => rows.some(({ text }) => mark.test(text));
    if (first === undefined || !says(first) || marks.filter(says).length < needed) return [];
    const labelled = labelledIn(rows, labels).map((label): Candidate | null => {
      const { name, misread } = label;
      const [field, shape] = fields[name] ?? [];
      const near = besideLabel(label, WITHIN);
      // Code and number tell themselves by their shape.
      const own = near.length > 0 || name === 'code' || name === 'number';
      const glyphs = own ? near : lowerBeside(label, spans, labels);
      const shaped = shape === undefined ? null : shape(textOf(glyphs));
      const channel: Channel = shaped?.repaired === true ? 'repair' : misread ? 'place' : 'label';
      return field === undefined || shaped === null
        ? null
        : candidateFrom(field, shaped.value, glyphs, channel);
    });
    const candidates = [...labelled, ...unlabelled(rows)].filter(present);
    return candidates.length < 3 ? [] : [{ kind, candidates, lines: [], qr: null }];
  };
}

/** White space within a value, in text heights at most: what lies beyond is not on this paper, or of another cell. */
const WITHIN = 2.5;

/** How far right of a label, and how far above or below it, a value may stand that is of no row with it, in heights. */
const OFF = { right: 6, down: 0.95 } as const;

/** The value of a label whose row holds none: print that slipped against the form stands a little lower. */
function lowerBeside(
  { x1, y, height }: Labelled<string>,
  spans: readonly Span[],
  labels: Labels<string>,
): readonly Glyph[] {
  const words = Object.values(labels).flat();
  const [nearest] = spans
    .filter(({ x0 }) => x0 > x1 - 0.5 * height && x0 - x1 < OFF.right * height)
    .filter((span) => Math.abs(middleOf(span) - y) < OFF.down * height)
    .filter(({ glyphs }) => !words.some((word) => textOf(glyphs).startsWith(word)))
    .sort((a, b) => a.x0 - b.x0);
  return nearest?.glyphs ?? [];
}

/** Code and number whose labels were not read. */
function unlabelled(rows: readonly Row[]): (Candidate | null)[] {
  return rows.flatMap((row) => {
    const twelve = /(?<!\d)1\d{11}(?!\d)/u.exec(row.text);
    const found = twelve === null ? null : code(twelve[0]);
    const eight = /^\D{0,2}(\d{8})$/u.exec(row.text);
    const number8 = eight?.[1];
    return [
      twelve === null || found === null
        ? null
        : candidateFrom(
            'invoiceCode',
            found.value,
            row.glyphs.slice(twelve.index, twelve.index + 12),
            'place',
          ),
      number8 === undefined || dateOf(number8) !== null
        ? null
        : candidateFrom('invoiceNumber', number8, row.glyphs.slice(-8), 'place'),
    ];
  });
}

export const coachForms: FormReader = reader(COACH);
export const roadTollForms: FormReader = reader(TOLL);
