/**
 * 财政电子票据: 票据代码, 票据号码, 校验码, payer, fees in a table, the body that took the money. No tax invoice: its QR
 * is a web address, and its numbers are its own.
 */
import type { LineItem } from '../../../document/slip.js';
import type { FieldName } from '../../../invoice/fields.js';
import { formatMoney } from '../../../invoice/money.js';
import { parseWords } from '../../../invoice/words.js';
import { type Candidate, candidateFrom, present } from '../candidates/candidate.js';
import { type QrFound, qrCandidates } from '../candidates/qr.js';
import { type Glyph, textOf } from '../frame.js';
import { type Row, rowFrom, rowsOf, spacedText, splitAtGaps } from '../rows.js';
import { dateOf, digitsOf, moneyOf } from '../shapes.js';
import type { FormReader } from './form.js';
import { besideLabel, type Labelled, labelledIn } from './labelled.js';

const LABELS = {
  billCode: ['票据代码'],
  billNumber: ['票据号码'],
  checkCode: ['校验码'],
  payerTaxId: ['交款人统一社会信用代码', '交款人统一社会信用', '统一社会信用代码'],
  payer: ['交款人'],
  issueDate: ['开票日期'],
  words: ['金额合计(大写)', '合计(大写)', '(大写)'],
  figures: ['(小写)'],
  issuer: ['收款单位(章)', '收款单位'],
  reviewer: ['复核人'],
  payee: ['收款人'],
  stop: ['其他信息', '备注'],
} as const;

type Name = keyof typeof LABELS;

/** A fiscal bill, when both of its numbers are labelled as such. */
export const fiscalForms: FormReader = ({ spans, codes }) => {
  const rows = rowsOf(spans);
  const labels = labelledIn<Name>(rows, LABELS);
  const has = (name: Name) => labels.some((label) => label.name === name);
  if (!has('billCode') || !has('billNumber') || !(has('payer') || has('checkCode') || has('payee')))
    return [];
  const code = codes.find(({ qr }) => qr.kind === 'fiscal_ebill') ?? null;
  const candidates = [...(code === null ? [] : codeReadings(code)), ...labels.flatMap(readingsOf)];
  return [
    {
      kind: 'fiscal_ebill',
      candidates: candidates.filter(present),
      lines: feesIn(rows),
      qr: code?.text ?? null,
    },
  ];
};

/** What its QR says: a bill's numbers bear names of their own. */
const codeReadings = (code: QrFound): Candidate[] =>
  qrCandidates(code).map((candidate) => ({ ...candidate, field: NAMED[candidate.field] ?? candidate.field }));

const NAMED: Readonly<Partial<Record<FieldName, FieldName>>> = {
  invoiceCode: 'billCode',
  invoiceNumber: 'billNumber',
};

function readingsOf(label: Labelled<Name>): (Candidate | null)[] {
  const own = besideLabel(label, WITHIN);
  const text = textOf(own);
  if (text === '') return [];
  switch (label.name) {
    case 'billCode':
      return digits('billCode', own, [8]);
    case 'billNumber':
      return digits('billNumber', own, [10, 8, 9]);
    case 'checkCode':
      return checkCode(text, own);
    case 'payerTaxId':
      return /^[0-9A-Z*]{8,20}$/u.test(text) ? [candidateFrom('payerTaxId', text, own, 'label')] : [];
    case 'issueDate': {
      const date = dateOf(text);
      return date === null
        ? []
        : [candidateFrom('issueDate', date.value, own, date.repaired ? 'repair' : 'label')];
    }
    case 'words':
      return words(own);
    case 'figures': {
      const amount = moneyOf(text);
      return amount === null
        ? []
        : [candidateFrom('grossTotal', amount.value, own, amount.repaired ? 'repair' : 'label')];
    }
    case 'payer':
    case 'issuer':
    case 'reviewer':
    case 'payee':
      return name(label.name, own);
    default:
      return [];
  }
}

/** Six hexadecimal figures in small letters: what cannot be one of them was read for one that looks alike. */
function checkCode(text: string, glyphs: readonly Glyph[]): (Candidate | null)[] {
  if (!/^[0-9a-zA-Z]{6}$/u.test(text)) return [];
  const hexadecimal = Array.from(text, (char) => AS_HEXADECIMAL[char] ?? char).join('');
  const right = /^[0-9a-f]{6}$/u.test(hexadecimal);
  const [value, channel] =
    right && hexadecimal !== text ? ([hexadecimal, 'repair'] as const) : ([text, 'label'] as const);
  return [candidateFrom('checkCode', value, glyphs, channel)];
}

const AS_HEXADECIMAL: Readonly<Record<string, string>> = { l: '1', I: '1', i: '1', O: '0', o: '0' };

/** White space within a value, in text heights at most. */
const WITHIN = 3.5;

function digits(
  field: FieldName,
  glyphs: readonly Glyph[],
  lengths: readonly number[],
): (Candidate | null)[] {
  const shaped = digitsOf(textOf(glyphs), lengths);
  return shaped === null
    ? []
    : [candidateFrom(field, shaped.value, glyphs, shaped.repaired ? 'repair' : 'label')];
}

function words(glyphs: readonly Glyph[]): (Candidate | null)[] {
  const { text } = rowFrom(glyphs);
  const run = /^[^零壹贰叁肆伍陆柒捌玖拾参]{0,2}([零壹贰叁肆伍陆柒捌玖拾佰仟万亿圆元角分整正参]+)/u.exec(
    text,
  );
  if (run?.[1] === undefined) return [];
  const own = glyphs.slice(run[0].length - run[1].length, run[0].length);
  // 参 is how 叁 is misread; programs print 叁.
  const printed = run[1].replaceAll('参', '叁');
  const amount = parseWords(printed);
  const whole = printed === run[1] && amount !== null && /[整正分角]$/u.test(printed);
  return [
    candidateFrom('grossTotalWords', printed, own, whole ? 'label' : 'repair'),
    amount === null ? null : candidateFrom('grossTotal', formatMoney(amount.fen), own, 'words'),
  ];
}

function name(
  field: 'payer' | 'issuer' | 'reviewer' | 'payee',
  glyphs: readonly Glyph[],
): (Candidate | null)[] {
  return /\p{Script=Han}|[A-Za-z]{2}/u.test(textOf(glyphs))
    ? [candidateFrom(field, spacedText(glyphs), glyphs, 'label')]
    : [];
}

const COLUMNS = {
  code: ['项目编码'],
  name: ['项目名称'],
  unit: ['单位', '数量/单位'],
  quantity: ['数量'],
  price: ['标准'],
  amount: ['金额(元)', '金额'],
  note: ['备注'],
} as const;

/** The rows between the headings and the total, cut into columns half-way between headings. */
function feesIn(rows: readonly Row[]): LineItem[] {
  const at = rows.findIndex(({ text }) => text.includes('项目名称') && text.includes('金额'));
  const head = rows[at];
  if (head === undefined) return [];
  const columns = labelledIn<keyof typeof COLUMNS>([head], COLUMNS).map((label) => ({
    name: label.name,
    x: (label.x0 + label.x1) / 2,
  }));
  const end = rows.findIndex(({ text }, index) => index > at && /合计|大写/u.test(text));
  return rows.slice(at + 1, end < 0 ? rows.length : end).flatMap((row) => {
    const cells: Partial<Record<keyof typeof COLUMNS, string>> = {};
    for (const piece of splitAtGaps(row.glyphs, 1.5 * row.height, 0.8 * row.height)) {
      const x = ((piece[0]?.x0 ?? 0) + (piece.at(-1)?.x1 ?? 0)) / 2;
      const [column] = [...columns].sort((a, b) => Math.abs(a.x - x) - Math.abs(b.x - x));
      if (column === undefined) continue;
      // A short name begins nearer the heading of the codes; a code is figures.
      const own = column.name === 'code' && /\p{Script=Han}/u.test(textOf(piece)) ? 'name' : column.name;
      cells[own] = `${cells[own] ?? ''}${spacedText(piece)}`;
    }
    const amount = cells.amount === undefined ? null : moneyOf(cells.amount);
    if (cells.name === undefined || amount === null) return [];
    return [
      {
        name: cells.name,
        ...(cells.unit === undefined ? {} : { unit: cells.unit }),
        ...(cells.quantity === undefined ? {} : { quantity: cells.quantity }),
        ...(cells.price === undefined ? {} : { unitPrice: cells.price }),
        amount: amount.value,
      },
    ];
  });
}
