/** Candidates of the totals: the 合计 row, and the gross total in figures and in words. */
import { formatMoney } from '../../../invoice/money.js';
import { parseWords, toWords } from '../../../invoice/words.js';
import type { Area } from '../area.js';
import { type Glyph, middleOf, textOf } from '../frame.js';
import type { Label } from '../labels.js';
import { rowFrom, rowsOf } from '../rows.js';
import { moneyOf, pointlessMoneyOf } from '../shapes.js';
import { type Candidate, candidateFrom, present } from './candidate.js';

/** An amount where it was printed: `value` in normal form, or `***`; `null` where its end was not read. */
export interface Amount {
  readonly value: string | null;
  readonly repaired: boolean;
  readonly glyphs: readonly Glyph[];
  readonly x0: number;
  readonly x1: number;
}

export function totalCandidates(area: Area): Candidate[] {
  const words = lowestLabel(area, 'grossWords');
  const figures = area.labels.filter(({ name }) => name === 'grossFigures').at(-1) ?? null;
  return [
    ...columnTotals(area, words ?? figures),
    ...grossFigures(area, figures, words),
    ...grossWords(area, words, figures),
  ].filter(present);
}

/** The last of a label: a sum line repeated on every page counts where the form ends. */
const lowestLabel = (area: Area, name: Label['name']): Label | null =>
  area.labels.filter((label) => label.name === name).at(-1) ?? null;

/** Net and tax of the 合计 row. */
function columnTotals(area: Area, gross: Label | null): (Candidate | null)[] {
  const { amounts, channel } = totalRowAmounts(area, gross);
  const [left, right, ...more] = amounts;
  // Two sums are those of the two columns, wherever the print stands; one tells its column by its place.
  const both = left !== undefined && right !== undefined && more.length === 0;
  const net = both ? left : amounts.find((amount) => columnOf(area, amount) === 'amount');
  const tax = both ? right : amounts.find((amount) => columnOf(area, amount) === 'taxAmount');
  return [
    net === undefined || net.value === '***' ? null : read('netTotal', net, channel),
    tax === undefined ? null : read('taxTotal', tax, channel),
  ];
}

const read = (
  field: 'netTotal' | 'taxTotal' | 'grossTotal',
  amount: Amount,
  channel: 'label' | 'place',
): Candidate | null =>
  amount.value === null
    ? null
    : candidateFrom(field, amount.value, amount.glyphs, amount.repaired ? 'repair' : channel);

/** Amounts in the 合计 row; when its label was not read, those with ¥ between table and gross total. */
function totalRowAmounts(area: Area, gross: Label | null): { amounts: Amount[]; channel: 'label' | 'place' } {
  const total = area.labels
    .filter(
      ({ name, y }) =>
        name === 'total' && (area.head === null || y > area.head.y) && (gross === null || y < gross.y),
    )
    .at(-1);
  if (total !== undefined)
    return { amounts: amountsBeside(area, total, 0.9 * total.height), channel: 'label' };
  if (gross === null || area.head === null) return { amounts: [], channel: 'place' };
  const head = area.head;
  const between = area.spans.filter((span) => {
    const y = middleOf(span);
    return y > head.y + gross.height && y < gross.y - 0.7 * gross.height && span.x0 > head.x0;
  });
  const marked = rowsOf(between).filter((row) => /[¥￥Y]-?\d/u.test(row.text));
  return { amounts: marked.flatMap((row) => amountsOf(row.glyphs)).slice(-2), channel: 'place' };
}

/** Which of the two columns of sums an amount stands in, by its right edge (values end at the column's end). */
function columnOf(area: Area, amount: Amount): 'amount' | 'taxAmount' | null {
  const columns = area.head?.columns ?? [];
  const start = columns.find(({ name }) => name === 'amount')?.x0;
  const rate = columns.find(({ name }) => name === 'taxRate');
  const tax = columns.find(({ name }) => name === 'taxAmount');
  const middle = rate === undefined ? tax?.x0 : (rate.x0 + rate.x1) / 2;
  if (middle === undefined) return null;
  if (amount.x1 > middle) return 'taxAmount';
  return start === undefined || amount.x1 > start ? 'amount' : null;
}

/** Amounts right of a label: those in its row, and those in a band around its height that stand over none of them. */
function amountsBeside(area: Area, { row, y, x1 }: Label, reach: number, from = x1): Amount[] {
  const isRight = ({ x0 }: Glyph) => x0 >= from;
  const found = amountsOf(row.glyphs.filter(isRight));
  const own = new Set(row.glyphs.map(({ span }) => span));
  const band = area.spans.filter((span) => !own.has(span) && Math.abs(middleOf(span) - y) < reach);
  for (const other of rowsOf(band))
    for (const amount of amountsOf(other.glyphs.filter(isRight)))
      if (found.every((each) => each.x1 < amount.x0 || each.x0 > amount.x1)) found.push(amount);
  return found.sort((a, b) => a.x0 - b.x0);
}

/** All amounts in a stream of glyphs: figures with two places, parted by ¥ or white space, and `***`. */
export function amountsOf(glyphs: readonly Glyph[]): Amount[] {
  const { text } = rowFrom(glyphs);
  const pieces = text.matchAll(/\*+|[¥￥Y羊半]?-?\d[\d,]*(?:[.,。·:]+\d{2}(?!\d))?/gu);
  return [...pieces].flatMap((piece): Amount[] => {
    const part = glyphs.slice(piece.index, piece.index + piece[0].length);
    const [first, last] = [part[0], part.at(-1)];
    if (first === undefined || last === undefined) return [];
    const [x0, x1] = [first.x0, last.x1];
    // Cut off within its places, a figure says nothing: ¥252.1 is not 2.52.
    if (/^[.。]\d(?!\d)/u.test(text.slice(piece.index + piece[0].length)))
      return [{ value: null, repaired: false, glyphs: part, x0, x1 }];
    const stars = /^\*+$/u.test(piece[0]);
    const shaped = stars
      ? { value: '***', repaired: false }
      : (moneyOf(piece[0]) ?? pointlessMoneyOf(piece[0]));
    return shaped === null ? [] : [{ ...shaped, glyphs: part, x0, x1 }];
  });
}

/** The gross total in figures, right of （小写） or, when that was not read, at the end of its row after ¥. */
function grossFigures(area: Area, figures: Label | null, words: Label | null): (Candidate | null)[] {
  if (figures !== null) {
    const amount = amountsBeside(area, figures, 0.9 * figures.height).find(({ value }) => value !== '***');
    if (amount !== undefined) return [read('grossTotal', amount, 'label')];
  }
  if (words === null) return [];
  const after = area.head === null ? words.x1 : (area.head.x0 + area.head.x1) / 2;
  const amount = amountsBeside(area, words, words.height, after).find(isFigure);
  return amount === undefined ? [] : [candidateFrom('grossTotal', amount.value, amount.glyphs, 'place')];
}

const isFigure = (amount: Amount): amount is Amount & { readonly value: string } =>
  amount.value !== null && amount.value !== '***';

const SPELT = '零〇壹弌贰貳弍貮叁叄參参肆伍陆陸柒捌玖拾佰仟万萬亿億圆元圓角分整正';
const SPELLING = new RegExp(`[${SPELT}]`, 'gu');
const WORDS = new RegExp(`[(]?负?数?[)]?[${SPELT}]{2,}`, 'gu');
/** Read for another character by OCR: no printing system spells 叁 so. */
const LOOK_ALIKE = /参/u;

/** An amount in words whose label was not read: the only run below the headings that spells one. */
function unlabelledWords(area: Area): (Candidate | null)[] {
  const { head } = area;
  const spelled = area.spans.flatMap(({ glyphs, ...span }) => {
    const text = rowFrom(glyphs).text;
    const value = head !== null && middleOf(span) > head.y && /[圆元]/u.test(text) ? parseWords(text) : null;
    return value?.canonical === true ? [{ glyphs, text, fen: value.fen }] : [];
  });
  const [only, ...more] = spelled;
  if (only === undefined || more.length > 0) return [];
  return [
    candidateFrom('grossTotalWords', only.text, only.glyphs, 'place'),
    candidateFrom('grossTotal', formatMoney(only.fen), only.glyphs, 'words'),
  ];
}

/** The amount in words, as it stands and as what it says in figures. */
function grossWords(area: Area, words: Label | null, figures: Label | null): (Candidate | null)[] {
  if (words === null) return unlabelledWords(area);
  const right = figures?.x0 ?? Number.POSITIVE_INFINITY;
  const spans = area.spans.filter(
    (span) => Math.abs(middleOf(span) - words.y) < words.height && span.x1 > words.x1,
  );
  const rows = rowsOf(spans).map(({ glyphs }) =>
    glyphs.filter(({ x0, x1 }) => x0 > words.x1 - words.height * 0.2 && x1 <= right + words.height * 0.2),
  );
  const spelling = (glyphs: readonly Glyph[]) => rowFrom(glyphs).text.match(SPELLING)?.length ?? 0;
  const most = Math.max(...rows.map(spelling));
  // A line of words alone; pieces of it that a fold set apart are put together again.
  const glyphs = rows
    .filter((row) => spelling(row) > 0 && (spelling(row) === most || most < 4))
    .flat()
    .sort((a, b) => a.x0 - b.x0);
  const text = rowFrom(glyphs).text;
  const [match] = [...text.matchAll(WORDS)].sort((a, b) => b[0].length - a[0].length);
  const exact = match === undefined ? [] : glyphs.slice(match.index, match.index + match[0].length);
  const loose = glyphs.filter(({ char }) => !/[:¥]/u.test(char));
  for (const part of [exact, loose]) {
    const spelled = textOf(part);
    const value = spelled === '' ? null : parseWords(spelled);
    if (value === null) continue;
    const printed = spelled.replace(/^[^零〇壹弌贰貳弍貮叁叄參参肆伍陆陸柒捌玖拾负(]+/u, '');
    return [
      LOOK_ALIKE.test(printed)
        ? candidateFrom('grossTotalWords', toWords(value.fen), part, 'repair')
        : candidateFrom('grossTotalWords', printed, part, 'label'),
      candidateFrom('grossTotal', formatMoney(value.fen), part, value.canonical ? 'words' : 'repair'),
    ];
  }
  return [];
}
