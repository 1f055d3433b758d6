/**
 * The printed labels of the forms (DOMAIN 7.1, 7.2) and how they are found: by their characters, whatever white space,
 * runs or single misread characters they come in.
 */
import { type Glyph, middleOf } from './frame.js';
import { gapBefore, type Row } from './rows.js';

export type LabelName =
  | 'invoiceCode'
  | 'invoiceNumber'
  | 'issueDate'
  | 'checkCode'
  | 'machineNumber'
  | 'name'
  | 'taxId'
  | 'addressPhone'
  | 'bankAccount'
  | 'grossWords'
  | 'grossFigures'
  | 'total'
  | 'subtotal'
  | 'payee'
  | 'reviewer'
  | 'drawer'
  | 'sellerSeal'
  | 'pageCount'
  | ColumnName;

/** Columns of the table of lines. `other` columns (numbers of rows, certificates…) only bound their neighbours. */
export type ColumnName =
  | 'itemName'
  | 'spec'
  | 'unit'
  | 'quantity'
  | 'unitPrice'
  | 'amount'
  | 'taxRate'
  | 'taxAmount'
  | 'plateNumber'
  | 'vehicleType'
  | 'passDateFrom'
  | 'passDateTo'
  | 'otherColumn';

/** A label where it was found. */
export interface Label {
  readonly name: LabelName;
  readonly row: Row;
  /** Index of its first glyph in the row, and of the first glyph after it and its colon. */
  readonly from: number;
  readonly to: number;
  readonly x0: number;
  readonly x1: number;
  readonly y: number;
  readonly height: number;
  readonly colon: boolean;
}

const PRINTED: Readonly<Record<LabelName, readonly string[]>> = {
  invoiceCode: ['发票代码'],
  invoiceNumber: ['发票号码'],
  issueDate: ['开票日期', '开具日期'],
  checkCode: ['校验码', '效验码'],
  machineNumber: ['机器编号', '机器编码'],
  name: ['名称', '发票单位名称', '单位名称'],
  taxId: [
    '统一社会信用代码/纳税人识别号',
    '统一社会信用代码纳税人识别号',
    '统一社会信用代码',
    '纳税人识别号',
    '纳税人登记号',
    '纳税识别号',
  ],
  addressPhone: ['地址、电话', '地址,电话', '地址电话', '地址.电话'],
  bankAccount: ['开户行及账号', '开户行及帐号', '开户银行及账号', '开户行账号'],
  grossWords: ['价税合计(大写)', '价税合计', '合计(大写)'],
  grossFigures: ['(小写)', '小写)', '(小写'],
  total: ['合计'],
  subtotal: ['小计'],
  payee: ['收款人'],
  reviewer: ['复核人', '复核'],
  drawer: ['开票人'],
  sellerSeal: ['销售方:(章)', '销货单位:(章)', '销售方(章)', '销售方'],
  pageCount: ['共页第页'],
  itemName: [
    '货物或应税劳务、服务名称',
    '货物或应税劳务名称',
    '货物(劳务)名称',
    '货物(劳务、服务)名称',
    '项目名称',
  ],
  spec: ['规格型号'],
  unit: ['单位', '面积单位'],
  quantity: ['数量'],
  unitPrice: ['单价'],
  amount: ['金额'],
  taxRate: ['税率/征收率', '税率征收率', '税率'],
  taxAmount: ['税额'],
  plateNumber: ['车牌号'],
  vehicleType: ['类型'],
  passDateFrom: ['通行日期起'],
  passDateTo: ['通行日期止'],
  otherColumn: ['序号', '产权证书/不动产权证号', '建筑服务发生地', '建筑项目名称'],
};

/** Misread characters forgiven in a label: none in the short ones, whose every character counts. */
const forgiven = (form: string): number =>
  form.length >= 9 ? 3 : form.length >= 6 ? 2 : form.length >= 4 ? 1 : 0;

/** Every printed form with its label. */
const FORMS = Object.entries(PRINTED).flatMap(([name, forms]) =>
  forms.map((form) => ({ name: name as LabelName, form, most: forgiven(form), characters: [...form] })),
);

const COLON = /[:;；：]/u;

/** All labels of a row, left to right, none inside another. The longest and least misread come first. */
export function labelsIn(row: Row): Label[] {
  const present = new Set(row.text);
  const possible = FORMS.flatMap(({ name, form, most, characters }) => {
    const matches: { name: LabelName; from: number; to: number; merit: number; form: string }[] = [];
    if (!mayStandAmong(present, characters, most)) return matches;
    for (let from = 0; from + form.length <= row.text.length; from++) {
      const wrong = differences(row.text, from, form, most);
      if (wrong > most) continue;
      matches.push({ name, form, from, to: from + form.length, merit: form.length - 2 * wrong });
    }
    return matches;
  }).sort((a, b) => b.merit - a.merit);
  const taken = new Array<boolean>(row.text.length).fill(false);
  const found: Label[] = [];
  for (const { name, form, from, to } of possible) {
    if (taken.slice(from, to).some(Boolean) || !holdsTogether(row.glyphs.slice(from, to), form, row.height))
      continue;
    taken.fill(true, from, to);
    found.push(labelAt(name, row, from, to));
  }
  return found.sort((a, b) => a.from - b.from);
}

/** Whether no more than `most` characters of a form are nowhere in the row: most rows have hardly any, and are done with. */
function mayStandAmong(present: ReadonlySet<string>, characters: readonly string[], most: number): boolean {
  let absent = 0;
  for (const character of characters) if (!present.has(character) && ++absent > most) return false;
  return true;
}

/** Characters of the form that the text has otherwise; counted no further than one beyond `most`. */
function differences(text: string, from: number, form: string, most: number): number {
  let count = 0;
  for (let i = 0; i < form.length && count <= most; i++)
    if (text.charCodeAt(from + i) !== form.charCodeAt(i)) count++;
  return count;
}

/** Labels are spread out (`合        计`), the short ones most, but never across a column. */
function holdsTogether(glyphs: readonly Glyph[], form: string, height: number): boolean {
  const widest = form.length === 2 ? 8 : 3;
  return glyphs.every((_, index) => gapBefore(glyphs, index) < widest * height);
}

function labelAt(name: LabelName, row: Row, from: number, end: number): Label {
  const colon = COLON.test(row.text[end] ?? '');
  const glyphs = row.glyphs.slice(from, end);
  const [first, last] = [glyphs[0], glyphs.at(-1)];
  return {
    name,
    row,
    from,
    to: colon ? end + 1 : end,
    x0: first?.x0 ?? 0,
    x1: last?.x1 ?? 0,
    y: glyphs.reduce((sum, glyph) => sum + middleOf(glyph.span), 0) / Math.max(1, glyphs.length),
    height: row.height,
    colon,
  };
}

/** How a value ends where no label does: `gap` of white space in text heights, and the column's right edge. */
export interface ValueEnd {
  readonly gap: number;
  readonly right?: number;
}

/** The glyphs to the right of a label in its row, up to the next label, a wide gap or the column's edge. */
export function valueRightOf(label: Label, all: readonly Label[], end: ValueEnd): Glyph[] {
  const next = all
    .filter((other) => other.row === label.row && other.from >= label.to)
    .reduce((least, other) => Math.min(least, other.from), label.row.glyphs.length);
  const glyphs: Glyph[] = [];
  for (let index = label.to; index < next; index++) {
    const glyph = label.row.glyphs[index];
    if (glyph === undefined) break;
    if (end.right !== undefined && (glyph.x0 + glyph.x1) / 2 > end.right) break;
    const wide = end.gap * label.height;
    if (glyphs.length > 0 && gapBefore(label.row.glyphs, index) > wide) break;
    glyphs.push(glyph);
  }
  return glyphs;
}
