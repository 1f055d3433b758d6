/**
 * Invoices of kinds we do not know (通用机打发票, 门票, …): a paper that names itself an invoice in its title and bears a
 * code and a number where invoices bear them. What merely mentions an invoice – a contract, a price list, a claim form –
 * has no such title, or no such pair, and yields nothing. Only what is certain is read.
 */
import { parseInvoiceCode } from '../../../invoice/code.js';
import type { FieldName } from '../../../invoice/fields.js';
import { formatMoney } from '../../../invoice/money.js';
import { parseWords } from '../../../invoice/words.js';
import { type Candidate, candidateFrom, present } from '../candidates/candidate.js';
import { type Glyph, textOf } from '../frame.js';
import { type Row, rowFrom, rowsOf, spacedText, splitAtGaps } from '../rows.js';
import { dateOf, digitsOf, moneyOf } from '../shapes.js';
import { copyIn } from './copies.js';
import type { FormReader } from './form.js';
import { besideLabel, type Labelled, labelledIn } from './labelled.js';

/** What a title of such a paper ends in, or holds. */
const TITLE = /发票(?:联|\(.{1,8}\))?$|门票|客票|^.{2,16}(?:机打|手工|印刷).{0,6}发票/u;
/** No title is longer. */
const LONGEST_TITLE = 26;
/** What papers about invoices call themselves. */
const ABOUT = /合同|协议|报销|清单|申请|说明|须知|名单|明细|价目|通知|登记表|审批|样式|所属/u;

const LABELS = {
  invoiceCode: ['发票代码'],
  invoiceNumber: ['发票号码'],
  issueDate: ['开票日期', '开具日期'],
  payer: ['付款单位(个人)', '付款单位', '付款方名称', '付款方', '购买方名称', '购买方'],
  payee: ['收款单位', '收款方名称', '收款方', '销售方名称', '开票单位'],
  words: ['合计(大写)', '金额合计(大写)', '人民币(大写)', '(大写)'],
  figures: ['(小写)', '金额合计(小写)', '合计(小写)'],
  stop: ['收款人', '开票人', '备注', '金额', '单价', '数量', '项目', '纳税人识别号', '收款单位(盖章)'],
} as const;

type Name = keyof typeof LABELS;

/** An invoice of a kind that no other reader knows; none unless title, code and number all stand where they must. */
export const otherForms: FormReader = ({ spans, title, codes }) => {
  if (codes.length > 0 || (title?.kind ?? null) !== null) return [];
  const rows = rowsOf(spans);
  if (rows.some(({ text }) => ABOUT.test(text)) || !rows.some(isTitle)) return [];
  const candidates = labelledIn<Name>(rows, LABELS).flatMap(readingsOf).filter(present);
  const code = candidates.find(({ field }) => field === 'invoiceCode');
  const number = candidates.find(({ field }) => field === 'invoiceNumber');
  if (code === undefined || number === undefined) return [];
  // A code that names a VAT invoice belongs to a form we do know and could not read: no other kind may be claimed for it.
  if (parseInvoiceCode(code.value)?.kind != null) return [];
  return [
    {
      kind: 'other',
      candidates: [...candidates, ...copyIn(rows.map(({ glyphs }) => glyphs))],
      lines: [],
      qr: null,
    },
  ];
};

/** A row of its own that names an invoice, and no sentence about one. */
function isTitle(row: Row): boolean {
  return splitAtGaps(row.glyphs, 3 * row.height).some((piece) => {
    const text = textOf(piece);
    return text.length <= LONGEST_TITLE && TITLE.test(text) && !/[,。;:、]/u.test(text);
  });
}

/** A label begins its row or stands apart from what is before it: in the midst of a sentence it is a mention. */
function standsApart({ row, x0, height }: Labelled<Name>): boolean {
  const before = row.glyphs.filter((glyph) => glyph.x0 < x0 - 0.01 * height).at(-1);
  return before === undefined || x0 - before.x1 > 0.8 * height;
}

/** White space within a value, in text heights at most. */
const WITHIN = 3;

function readingsOf(label: Labelled<Name>): (Candidate | null)[] {
  if (!standsApart(label)) return [];
  const own = besideLabel(label, WITHIN);
  const text = textOf(own);
  switch (label.name) {
    case 'invoiceCode':
      return shaped('invoiceCode', own, digitsOf(text, [12, 10]));
    case 'invoiceNumber':
      return shaped('invoiceNumber', own, digitsOf(text, [8]));
    case 'issueDate':
      return shaped('issueDate', own, dateOf(text));
    case 'figures':
      return shaped('grossTotal', own, moneyOf(text));
    case 'words':
      return words(own);
    case 'payer':
      return name('buyerName', own);
    case 'payee':
      return name('sellerName', own);
    default:
      return [];
  }
}

function shaped(
  field: FieldName,
  glyphs: readonly Glyph[],
  value: { value: string; repaired: boolean } | null,
): (Candidate | null)[] {
  return value === null
    ? []
    : [candidateFrom(field, value.value, glyphs, value.repaired ? 'repair' : 'label')];
}

function words(glyphs: readonly Glyph[]): (Candidate | null)[] {
  const { text } = rowFrom(glyphs);
  const run = /[零壹贰叁肆伍陆柒捌玖拾佰仟万亿圆元角分整正]{3,}/u.exec(text);
  const amount = run === null ? null : parseWords(run[0]);
  if (run === null || amount === null) return [];
  const own = glyphs.slice(run.index, run.index + run[0].length);
  return [
    candidateFrom('grossTotalWords', run[0], own, 'label'),
    candidateFrom('grossTotal', formatMoney(amount.fen), own, 'words'),
  ];
}

/** A name, when it is one: a seal's place (盖章) is none. */
function name(field: FieldName, glyphs: readonly Glyph[]): (Candidate | null)[] {
  const own = withoutSpeck(glyphs);
  const text = spacedText(own);
  return /\p{Script=Han}{2}/u.test(text) && !/盖章|\(章\)|填写/u.test(text)
    ? [candidateFrom(field, text, own, 'label')]
    : [];
}

/** A name without the single character that the end of its label's own run was read as. */
function withoutSpeck(glyphs: readonly Glyph[]): readonly Glyph[] {
  const [first, second] = glyphs;
  const alone = first !== undefined && second !== undefined && first.span !== second.span;
  return alone && glyphs.length > LEAST_NAME ? glyphs.slice(1) : glyphs;
}

/** No company's name has fewer characters and one to lose. */
const LEAST_NAME = 6;
