/**
 * 增值税普通发票（卷票）: a narrow strip with one field a row, goods with prices that include the tax, no columns of tax,
 * and the QR below (DOMAIN 1.1, 3.1).
 */
import type { LineItem } from '../../../document/slip.js';
import type { FieldName } from '../../../invoice/fields.js';
import { formatMoney } from '../../../invoice/money.js';
import { looksLikeTaxId } from '../../../invoice/tax-id.js';
import { parseWords } from '../../../invoice/words.js';
import { type Candidate, candidateFrom, present } from '../candidates/candidate.js';
import { qrCandidates } from '../candidates/qr.js';
import { type Glyph, heightOf, textOf } from '../frame.js';
import { goodsName } from '../goods-name.js';
import { type Row, rowFrom, spacedText, splitAtGaps } from '../rows.js';
import { dateOf, digitsOf, moneyOf } from '../shapes.js';
import type { FormPage, FormReader } from './form.js';

export const rollForms: FormReader = (page) => {
  const codes = page.codes.filter(({ qr }) => qr.kind === 'vat_general_roll');
  if (codes.length === 0 && !(isRoll(page) && fieldRows(page.rows).length >= 4)) return [];
  const [code] = codes;
  const candidates = [
    ...(code === undefined ? [] : qrCandidates(code)),
    ...titleCandidates(page),
    ...fieldRows(page.rows).flatMap(valuesOf),
    ...parties(page.rows),
  ];
  return [
    {
      kind: 'vat_general_roll',
      candidates: candidates.filter(present),
      lines: linesIn(page.rows),
      qr: code?.text ?? null,
    },
  ];
};

/** A title that says so, or an invoice code of rolls (last digits 06 and 07, DOMAIN 3.1) over a strip's own labels. */
function isRoll({ rows, title }: FormPage): boolean {
  const named =
    rows.some(({ text }) => /普通发票\(卷[票式]\)/u.test(text)) || title?.kind === 'vat_general_roll';
  const coded = rows.some(({ text }) => /代码[:：]?0\d{9}0[67](?!\d)/u.test(text));
  const tilled = rows.some(({ text }) => /^机打号码|合计金额\((?:小|大)写\)/u.test(text));
  return named || (coded && tilled);
}

type RollField = Extract<
  FieldName,
  | 'invoiceCode'
  | 'invoiceNumber'
  | 'machineNumber'
  | 'issueDate'
  | 'payee'
  | 'grossTotal'
  | 'grossTotalWords'
  | 'checkCode'
>;

/** What a row begins with, and the field after it. 机打号码 repeats the number. */
const LABELS: readonly (readonly [RegExp, RollField])[] = [
  [/^发票代码[:：]?/u, 'invoiceCode'],
  [/^(?:发票|机打|印刷)号码[:：]?/u, 'invoiceNumber'],
  [/^机器编[号码][:：]?/u, 'machineNumber'],
  [/^开票日期[:：]?/u, 'issueDate'],
  [/^收款[员人][:：]?/u, 'payee'],
  [/^合?计?金?额?\(?小写\)?[:：]?/u, 'grossTotal'],
  [/^合?计?金?额?\(?大写\)?[:：]?/u, 'grossTotalWords'],
  [/^[校效]验码[:：]?/u, 'checkCode'],
];

interface FieldRow {
  readonly field: RollField;
  readonly value: readonly Glyph[];
}

function fieldRows(rows: readonly Row[]): FieldRow[] {
  return rows.flatMap((row, index): FieldRow[] => {
    for (const [label, field] of LABELS) {
      const match = label.exec(row.text);
      if (match === null || match[0].length < 2) continue;
      const value = row.glyphs.slice(match[0].length);
      // Words too long for the strip go on in the next row.
      const next = rows[index + 1];
      const more =
        field === 'grossTotalWords' &&
        next !== undefined &&
        /^[零壹贰叁肆伍陆柒捌玖拾佰仟万圆元角分整]+$/u.test(next.text);
      return [{ field, value: more ? [...value, ...next.glyphs] : value }];
    }
    return [];
  });
}

function valuesOf({ field, value }: FieldRow): (Candidate | null)[] {
  const text = textOf(value);
  const shaped = (found: { value: string; repaired: boolean } | null): (Candidate | null)[] =>
    found === null ? [] : [candidateFrom(field, found.value, value, found.repaired ? 'repair' : 'label')];
  switch (field) {
    case 'invoiceCode':
      return shaped(digitsOf(text, [12, 10]));
    case 'invoiceNumber':
      return shaped(digitsOf(text, [8]));
    case 'machineNumber':
      return shaped(digitsOf(text, [12]));
    case 'checkCode':
      return shaped(digitsOf(text, [20]));
    case 'issueDate':
      return shaped(dateOf(text));
    case 'grossTotal':
      return shaped(moneyOf(text));
    case 'payee': {
      const name = besideLabel(value);
      return name.length === 0 || name.length > 12
        ? []
        : [candidateFrom('payee', spacedText(name), name, 'label')];
    }
    case 'grossTotalWords': {
      const spoken = parseWords(text);
      if (spoken === null) return [];
      const channel = spoken.canonical ? 'words' : 'repair';
      return [
        candidateFrom('grossTotalWords', text, value, 'label'),
        candidateFrom('grossTotal', formatMoney(spoken.fen), value, channel),
      ];
    }
  }
}

/** A value up to a wide gap: other things may be printed in its row. */
function besideLabel(value: readonly Glyph[]): readonly Glyph[] {
  const [first] = value;
  return first === undefined ? [] : (splitAtGaps(value, 1.5 * heightOf(first.span))[0] ?? []);
}

const NAME = /^(销[售货]方|购[买货]方|[售买]方)(?:名称)?[:：]?/u;
const ID = /^(?:纳税人)?识?别?号[:：]?/u;
const ID_LABEL = /^.{0,2}税人识别号[:：]?/u;

/** Names, wrapped or not, and the number below each. */
function parties(rows: readonly Row[]): (Candidate | null)[] {
  return rows.flatMap((row, index): (Candidate | null)[] => {
    const match = NAME.exec(row.text);
    if (match === null) return [];
    const side = /[销售]/u.test(match[1] ?? '') && !/购|买/u.test(match[1] ?? '') ? 'seller' : 'buyer';
    const idAt = rows.findIndex(
      ({ text }, at) => at > index && at <= index + 3 && (ID_LABEL.test(text) || ID.exec(text)?.[0] === text),
    );
    const last = idAt < 0 ? index + 1 : idAt;
    const wrapped = rows
      .slice(index + 1, last)
      .filter(({ text }) => !LABELS.some(([label]) => label.test(text)));
    const name = [...row.glyphs.slice(match[0].length), ...wrapped.flatMap(({ glyphs }) => glyphs)];
    const idRow = rows[idAt];
    const id = idRow?.glyphs.slice(ID_LABEL.exec(idRow.text)?.[0].length ?? 0) ?? [];
    const number = textOf(id).toUpperCase();
    return [
      name.length < 2 ? null : candidateFrom(`${side}Name`, spacedText(name), name, 'label'),
      looksLikeTaxId(number) ? candidateFrom(`${side}TaxId`, number, id, 'label') : null,
    ];
  });
}

function titleCandidates({ rows, title }: FormPage): (Candidate | null)[] {
  const copy = rows.find(({ text }) => /^(?:发票|记账|存根)联$/u.test(text));
  return [
    title === null || title.province === null
      ? null
      : candidateFrom('province', title.province, title.glyphs, 'label'),
    copy === undefined ? null : candidateFrom('copy', copy.text, copy.glyphs, 'label'),
  ];
}

const COLUMNS = { 单价: 'unitPrice', 数量: 'quantity', 金额: 'amount' } as const;
type Column = (typeof COLUMNS)[keyof typeof COLUMNS];

interface ColumnAt {
  readonly column: Column;
  /** Middle of its heading, in frame units. */
  readonly x: number;
}

/** The headings of the figures, left to right. */
function columnsIn(heading: Row): ColumnAt[] {
  return Object.entries(COLUMNS)
    .flatMap(([name, column]): ColumnAt[] => {
      const at = heading.text.indexOf(name);
      const [first, last] = [heading.glyphs[at], heading.glyphs[at + name.length - 1]];
      return first === undefined || last === undefined ? [] : [{ column, x: (first.x0 + last.x1) / 2 }];
    })
    .sort((a, b) => a.x - b.x);
}

/** Lines between the row of headings and the sums: a name, and figures beside or below it in the headings' order. */
function linesIn(rows: readonly Row[]): LineItem[] {
  const head = rows.findIndex(({ text }) => /^项目/u.test(text) && /金额/u.test(text));
  const end = rows.findIndex(({ text }, at) => at > head && /^合计|小写\)|大写\)/u.test(text));
  const heading = rows[head];
  if (heading === undefined) return [];
  const columns = columnsIn(heading);
  const items: { name: string; cells: Partial<Record<Column, string>> }[] = [];
  for (const row of rows.slice(head + 1, end < 0 ? undefined : end)) {
    const pieces = splitAtGaps(row.glyphs, 1.2 * row.height, 0.5 * row.height);
    const figures = pieces.filter((piece) => /^[¥￥]?-?[\d,]+(?:\.\d+)?$/u.test(textOf(piece)));
    const words = pieces.filter((piece) => !figures.includes(piece));
    const text = words.map((piece) => spacedText(rowFrom(piece).glyphs)).join('');
    const last = items.at(-1);
    if (text !== '' && (last === undefined || last.cells.amount !== undefined))
      items.push({ name: text, cells: {} });
    else if (text !== '' && last !== undefined) last.name += text;
    const item = items.at(-1);
    if (item !== undefined) Object.assign(item.cells, cellsOf(figures, columns));
  }
  return items.map(({ name, cells }) => ({ name: goodsName(name), ...cells }));
}

/** Figures with their columns: each its own where all are there; else the amount, and each other where its place is nearest. */
function cellsOf(
  figures: readonly (readonly Glyph[])[],
  columns: readonly ColumnAt[],
): Partial<Record<Column, string>> {
  const cells: Partial<Record<Column, string>> = {};
  const free = columns.filter(({ column }) => column !== 'amount');
  figures.forEach((piece, index) => {
    const column =
      figures.length === columns.length
        ? columns[index]?.column
        : index === figures.length - 1
          ? 'amount'
          : nearestTo(piece, free);
    const figure = textOf(piece).replace(/[¥￥,]/gu, '');
    if (column !== undefined)
      cells[column] = column === 'amount' ? (moneyOf(figure)?.value ?? figure) : figure;
  });
  return cells;
}

function nearestTo(piece: readonly Glyph[], columns: readonly ColumnAt[]): Column | undefined {
  const middle = ((piece[0]?.x0 ?? 0) + (piece.at(-1)?.x1 ?? 0)) / 2;
  return [...columns].sort((a, b) => Math.abs(a.x - middle) - Math.abs(b.x - middle))[0]?.column;
}
