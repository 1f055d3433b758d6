/** What the cells of vehicle invoices say, by the shape of what belongs there. */
import type { FieldName } from '../../../invoice/fields.js';
import { formatMoney } from '../../../invoice/money.js';
import { checkUscc, repairUscc } from '../../../invoice/tax-id.js';
import { checkVin, repairVin, withoutForbidden } from '../../../invoice/vin.js';
import { parseWords } from '../../../invoice/words.js';
import { type Candidate, type Channel, candidateFrom, present } from '../candidates/candidate.js';
import { type Glyph, textOf } from '../frame.js';
import { rowFrom, spacedText } from '../rows.js';
import { moneyOf, plateOf, pointlessMoneyOf } from '../shapes.js';
import type { CellValue, Token } from './cell-form.js';

/** A value whose label was read is worth more than one found by its place. */
export const channelOf = ({ label }: CellValue): Channel => (label === null ? 'place' : 'label');

/** Glyphs without what stands before and after the value. */
export function trimmed(glyphs: readonly Glyph[]): Glyph[] {
  const { text } = rowFrom(glyphs);
  const lead = /^[:;.,'"|!、·。_-]+/u.exec(text)?.[0].length ?? 0;
  const tail = /[|:;,'"、。_]+$/u.exec(text.slice(lead))?.[0].length ?? 0;
  return glyphs.slice(lead, glyphs.length - tail);
}

/** Free text; at least one letter, figure or Han character. */
export function textValue(field: FieldName, cell: CellValue): Candidate[] {
  const own = withoutStamp(cell.tokens);
  const glyphs = trimmed(
    own.length < cell.tokens.length ? own.flatMap((token) => token.glyphs) : cell.glyphs,
  );
  if (!/[\p{Script=Han}0-9A-Za-z]/u.test(textOf(glyphs))) return [];
  return [candidateFrom(field, spacedText(glyphs), glyphs, channelOf(cell))].filter(present);
}

/** Two cells that make one field: address and phone, bank and account. */
export function joinedValue(field: FieldName, ...cells: readonly CellValue[]): Candidate[] {
  const parts = cells
    .map(({ tokens }) => trimmed(withoutStamp(tokens).flatMap((token) => token.glyphs)))
    .filter((glyphs) => glyphs.length > 0);
  const glyphs = parts.flat();
  const text = parts.map(spacedText).join(' ');
  const known = cells.every(({ label }) => label !== null);
  return [candidateFrom(field, text, glyphs, known ? 'label' : 'place')].filter(present);
}

/** A name: the runs of the cell that are no number. */
export function nameValue(field: FieldName, cell: CellValue): Candidate[] {
  // What else stands in the cell of a Chinese name is a number, the seal's as like as not.
  const spoken = withoutStamp(cell.tokens.filter(({ text }) => /\p{Script=Han}/u.test(text)));
  const tokens = spoken.length > 0 ? spoken : cell.tokens.filter(({ text }) => !NUMBER.test(text));
  const glyphs = trimmed(tokens.flatMap(({ glyphs: own }) => own));
  if (!/\p{Script=Han}|[A-Za-z]{3}/u.test(textOf(glyphs))) return [];
  return [candidateFrom(field, spacedText(glyphs), glyphs, channelOf(cell))].filter(present);
}

/** What seals say in any cell they lie over. */
const STAMP = /专用章|监制章|^\d{5,}[A-Z]{1,2}$/u;

/** The runs of a cell without a seal's, and without single characters of the form beside a longer run. */
function withoutStamp(tokens: readonly Token[]): readonly Token[] {
  const own = tokens.filter(({ text }) => !STAMP.test(text));
  const long = own.some(({ text }) => text.length >= 4);
  return long ? own.filter(({ text }) => text.length > 1 || /[\dA-Z]/u.test(text)) : own;
}

const NUMBER = /^[0-9A-Z*]{8,20}$/u;

/** Letters and figures in one, of at least `least` and at most `most` characters. */
export function codeValue(field: FieldName, cell: CellValue, least: number, most: number): Candidate[] {
  const { text } = rowFrom(cell.glyphs);
  const upper = text.toUpperCase();
  const run = [...upper.matchAll(/[0-9A-Z*-]+/gu)].sort((a, b) => b[0].length - a[0].length)[0];
  if (run === undefined || run[0].length < least || run[0].length > most) return [];
  const glyphs = cell.glyphs.slice(run.index, run.index + run[0].length);
  return [candidateFrom(field, run[0], glyphs, channelOf(cell))].filter(present);
}

/** A 组织机构代码 has nine characters, with its hyphen out; a 纳税人识别号 at least 15 (DOMAIN 4). */
const SHORTEST_IDENTITY = 8;
const SHORTEST_TAX_ID = 15;

/** 身份证号码, 单位代码 or 纳税人识别号; a credit code stands for the tax id, too. */
export function identityValues(fields: readonly FieldName[], tax: FieldName, cell: CellValue): Candidate[] {
  const least = fields.every((field) => field.endsWith('TaxId')) ? SHORTEST_TAX_ID : SHORTEST_IDENTITY;
  // A run of its own first: the seal's figures may stand beside it in the cell.
  const found = [...cell.tokens.map((token) => token.glyphs), cell.glyphs].flatMap((source) =>
    [
      ...rowFrom(source)
        .text.toUpperCase()
        .matchAll(/[0-9A-Z*]{8,20}/gu),
    ]
      .filter(([run]) => run.length >= least)
      .map(({ index, 0: run }) => ({ run, glyphs: source.slice(index, index + run.length) })),
  );
  const best =
    found.find(({ run }) => run.length === 18) ?? found.sort((a, b) => b.run.length - a.run.length)[0];
  if (best === undefined) return [];
  const { run, glyphs } = best;
  const readings: [string, Channel][] = [[run, channelOf(cell)]];
  const repairs = run.length === 18 && checkUscc(run) !== 'valid' ? repairUscc(run) : [];
  const [sole] = repairs;
  if (repairs.length === 1 && sole !== undefined) readings.push([sole, 'repair']);
  return readings
    .flatMap(([value, channel]) => {
      const both = checkUscc(value) === 'valid' && !fields.includes(tax) ? [...fields, tax] : fields;
      return both.map((field) => candidateFrom(field, value, glyphs, channel));
    })
    .filter(present);
}

/** 17 characters; letters that none has are taken for figures, and a single misread one that the check digit proves is set right. */
export function vinValues(glyphs: readonly Glyph[], channel: Channel): Candidate[] {
  const { text } = rowFrom(glyphs);
  const bare = text.toUpperCase();
  const windows = [...bare.matchAll(/(?=([0-9A-Z]{17}))/gu)].map(({ index, 1: run = '' }) => ({
    index,
    run,
  }));
  const whole = windows.find(({ run }) => checkVin(withoutForbidden(run)) === 'valid') ?? windows[0];
  if (whole === undefined) return [];
  const part = glyphs.slice(whole.index, whole.index + 17);
  const printed = withoutForbidden(whole.run);
  const repairs = repairVin(printed);
  const [sole] = repairs;
  return [
    candidateFrom('vin', printed, part, printed === whole.run ? channel : 'repair'),
    repairs.length === 1 && sole !== undefined ? candidateFrom('vin', sole, part, 'repair') : null,
  ].filter(present);
}

/** An amount in figures, whatever stands before ¥; a run of its own is looked at first, then all runs as one. */
export function moneyValue(field: FieldName, cell: CellValue): Candidate[] {
  const single = cell.tokens.map(({ glyphs }) => glyphs);
  // `¥5008` `44.83`: a seal parted it, and its end alone is no amount.
  const parted = cell.tokens.some(({ text }) => /[¥￥Y羊]\d{2,}$/u.test(text)) && cell.tokens.length > 1;
  const amounts = (parted ? [cell.glyphs] : [...single, cell.glyphs]).flatMap((run) => amountIn(run));
  const best = amounts.find(({ repaired }) => !repaired) ?? amounts[0];
  if (best === undefined) return [];
  return [candidateFrom(field, best.value, best.glyphs, best.repaired ? 'repair' : channelOf(cell))].filter(
    present,
  );
}

/** Digits of a vehicle's price whose point was lost: fewer are a price cut short, more some other number. */
const POINTLESS = { least: 6, most: 9 } as const;

function amountIn(run: readonly Glyph[]): { value: string; repaired: boolean; glyphs: Glyph[] }[] {
  const { text } = rowFrom(run);
  const found = /(?:小写)?[:：)]?[¥￥Y羊]?(-?\d[\d,.。·]*)元?$/u.exec(text);
  if (found?.[1] === undefined) return [];
  const digits = found[1].replace(/\D/gu, '');
  const lost = digits.length >= POINTLESS.least && digits.length <= POINTLESS.most;
  const amount = moneyOf(found[1]) ?? (lost ? pointlessMoneyOf(digits) : null);
  if (amount === null) return [];
  const from = found.index + found[0].indexOf(found[1]);
  return [{ ...amount, glyphs: run.slice(from, from + found[1].length) }];
}

/** An amount in words, and the figures that follow from it. */
export function wordsValues(words: FieldName, figures: FieldName, cell: CellValue): Candidate[] {
  const { text } = rowFrom(cell.glyphs);
  const run = /[零〇壹贰叁肆伍陆柒捌玖拾][零〇壹贰叁肆伍陆柒捌玖拾佰仟万亿圆元角分整正一-龥]*$/u.exec(text);
  if (run === null) return [];
  const glyphs = cell.glyphs.slice(run.index);
  const amount = parseWords(run[0]);
  // Without 整, 正 or 分 at its end the amount may have been cut short.
  const whole = amount !== null && /[整正分]$/u.test(run[0]);
  return [
    candidateFrom(words, run[0], glyphs, whole ? channelOf(cell) : 'repair'),
    amount === null ? null : candidateFrom(figures, formatMoney(amount.fen), glyphs, 'words'),
  ].filter(present);
}

/** `17%`, `免税`. */
export function rateValue(cell: CellValue): Candidate[] {
  const { text } = rowFrom(cell.glyphs);
  const run = /\d{1,2}(?:\.\d)?%|免税|不征税|\*{2,3}/u.exec(text);
  if (run === null) return [];
  const glyphs = cell.glyphs.slice(run.index, run.index + run[0].length);
  return [candidateFrom('taxRate', run[0], glyphs, channelOf(cell))].filter(present);
}

const PLATE =
  /[京津沪渝冀豫云辽黑湘皖鲁新苏浙赣鄂桂甘晋蒙陕吉闽贵粤青藏川宁琼使领][·.]?[A-Z][·.-]?[0-9A-Z]{4,6}[挂学警港澳]?/u;

/** A plate; its separator is no part of it, nor is the rule that was read for an I: no plate's letter is I. */
export function plateValue(cell: CellValue): Candidate[] {
  const { text } = rowFrom(cell.glyphs);
  const upper = text.toUpperCase();
  const run = PLATE.exec(upper);
  if (run === null) return textValue('plateNumber', cell);
  const glyphs = cell.glyphs.slice(run.index, run.index + run[0].length);
  const plate = run[0].replace(/[·.-]/gu, '');
  const known = plateOf(plate);
  const bare = known?.value ?? plate.replace(/^(.)I(?=[A-HJ-NP-Z][0-9A-Z]{5})/u, '$1');
  const channel = bare === plate ? channelOf(cell) : 'repair';
  return [candidateFrom('plateNumber', bare, glyphs, channel)].filter(present);
}

/** Bank and account in one cell: what follows the account's figures is the seal's. */
export function bankValue(field: FieldName, cell: CellValue): Candidate[] {
  const own = withoutStamp(cell.tokens);
  const glyphs = trimmed(own.flatMap((token) => token.glyphs));
  const { text } = rowFrom(glyphs);
  const account = glyphs.slice(0, /^.*\d{6}/u.exec(text)?.[0].length ?? text.length);
  if (!/\p{Script=Han}|\d{6}/u.test(textOf(account))) return [];
  return [candidateFrom(field, spacedText(account), account, channelOf(cell))].filter(present);
}

/** What a vehicle is called: of several runs those that name one, since a seal's words may stand beside them. */
export function vehicleKindValue(cell: CellValue): Candidate[] {
  const named = cell.tokens.filter(({ text }) => /[车挂]|拖拉机|摩托|收割机/u.test(text));
  return nameValue('vehicleKind', named.length === 0 ? cell : { ...cell, tokens: named });
}
