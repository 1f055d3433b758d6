/** A1 words = figures, A2 the sums (DOMAIN 5, 6.1, 6.2). */
import type { LineItem } from '../../../document/slip.js';
import type { FieldName } from '../../../invoice/fields.js';
import { absolute, type Fen, parseMoney } from '../../../invoice/money.js';
import { parseRate } from '../../../invoice/rates.js';
import { parseWords } from '../../../invoice/words.js';
import {
  grossField,
  isDerived,
  isExact,
  isNoTax,
  isPrint,
  lineSeverity,
  moneyOf,
  type Outcome,
  type Rule,
  type Subject,
  TAXED_KINDS,
  textOf,
  yuan,
} from '../subject.js';
import { isProduct } from './decimal.js';

export const WORDS_AGREE: Rule = {
  id: 'A1',
  severity: 'E',
  apply(subject) {
    const figuresField = grossField(subject.kind);
    if (subject.family === 'ticket' || figuresField === 'fare') return [];
    // Vehicle invoices spell out the price of the vehicle (DOMAIN 13.1).
    const wordsField = subject.slip.fields.priceWords === undefined ? 'grossTotalWords' : 'priceWords';
    const seen = subject.slip.fields[wordsField];
    const words = textOf(subject, wordsField);
    const figures = moneyOf(subject, figuresField);
    // Forms without words (卷票, 定额…) cannot be told from forms whose words were not read, unless the form must have them.
    if (words === null && !TAXED_KINDS.has(subject.kind)) return [];
    if (words === null || figures === null) {
      return [unknown(words === null ? '未读到大写金额' : '未读到小写金额，无法与大写核对')];
    }
    if (isDerived(subject.slip.fields[figuresField]) || isDerived(seen)) {
      return [unknown('大写或小写由计算得出，不能互相印证')];
    }
    const parsed = parseWords(words);
    if (parsed === null) return [unknown(`大写「${words}」无法解读，小写为 ${yuan(figures)}`)];
    const fields: FieldName[] = [wordsField, figuresField];
    const compared = `大写「${words}」为 ${yuan(parsed.fen)}，小写为 ${yuan(figures)}`;
    if (parsed.fen !== figures && !parsed.canonical && seen !== undefined && !isExact(seen.source)) {
      return [unknown(`${compared}；大写可能是误读`)];
    }
    if (parsed.fen !== figures) return [{ result: 'broken', message: compared, fields }];
    const printed = printedOtherwise(subject, figuresField, figures);
    if (printed !== null)
      return [
        {
          result: 'broken',
          severity: 'W',
          message: `大写「${words}」为 ${yuan(parsed.fen)}，版面上小写另印为 ${yuan(printed)}`,
        },
      ];
    const style = parsed.canonical ? '' : '，但大写写法不规范';
    return [{ result: 'holds', message: `大写与小写均为 ${yuan(figures)}${style}` }];
  },
};

/** Another amount that a text layer or a structured part has in the figures' place, where words, sums or QR were believed. */
function printedOtherwise({ slip }: Subject, field: FieldName, figures: Fen): Fen | null {
  const exact = (slip.fields[field]?.rivals ?? []).filter(({ source }) => isExact(source) && isPrint(source));
  return exact.map(({ value }) => parseMoney(value)).find((fen) => fen !== null && fen !== figures) ?? null;
}

export const AMOUNTS_AGREE: Rule = {
  id: 'A2',
  severity: 'E',
  apply(subject) {
    if (!TAXED_KINDS.has(subject.kind)) return [];
    return [...totals(subject), ...lineSums(subject), ...lineTaxes(subject), ...linePrices(subject)];
  },
};

/** 合计金额 + 合计税额 = 价税合计; one fen off is a warning (DOMAIN 6.1). */
function totals(subject: Subject): readonly Outcome[] {
  const gross = grossField(subject.kind);
  const fields: FieldName[] = ['netTotal', 'taxTotal', gross];
  const [net, tax, sum] = [
    moneyOf(subject, 'netTotal'),
    moneyOf(subject, 'taxTotal'),
    moneyOf(subject, gross),
  ];
  if (net === null || tax === null || sum === null) {
    return [unknown('金额、税额、价税合计未读全，无法核对')];
  }
  if (fields.some((field) => isDerived(subject.slip.fields[field]))) {
    return [unknown('金额、税额、价税合计中有计算得出的，不能互相印证')];
  }
  const equation = `金额 ${yuan(net)} + 税额 ${yuan(tax)}`;
  const off = absolute(net + tax - sum);
  if (off === 0n) return [{ result: 'holds', message: `${equation} = 价税合计 ${yuan(sum)}` }];
  const message = `${equation} = ${yuan(net + tax)}，价税合计为 ${yuan(sum)}`;
  return [{ result: 'broken', message, fields, ...(off === 1n ? { severity: 'W' as const } : {}) }];
}

/** Sums of the lines against 合计 (DOMAIN 6.1). Rail tickets have no lines. */
function lineSums(subject: Subject): readonly Outcome[] {
  if (subject.kind === 'digital_rail' || subject.slip.lines.length === 0) return [];
  return [
    sumOutcome(subject, '金额', 'netTotal', (line) => parseMoney(line.amount ?? '')),
    sumOutcome(subject, '税额', 'taxTotal', taxOf),
  ];
}

function sumOutcome(
  subject: Subject,
  name: string,
  field: FieldName,
  of: (line: LineItem) => Fen | null,
): Outcome {
  const total = moneyOf(subject, field);
  const parts = subject.slip.lines.map(of);
  const known = parts.filter((part) => part !== null);
  if (total === null || known.length < parts.length) return unknown(`明细或合计的${name}未读全，无法核对`);
  const sum = known.reduce((all, part) => all + part, 0n);
  const compared = `${parts.length} 行明细${name}之和 ${yuan(sum)}`;
  if (sum === total) return { result: 'holds', message: `${compared} = 合计${name}` };
  const off = absolute(sum - total);
  const severity = off === 1n ? 'W' : lineSeverity(subject);
  return {
    result: 'broken',
    severity,
    message: `${compared}，合计${name}为 ${yuan(total)}`,
    fields: [field],
  };
}

/** The tax of a line, none where its cell or its rate says so. `null` when it was not read. */
function taxOf(line: LineItem): Fen | null {
  const cell = line.taxAmount ?? (line.taxRate === '免税' || line.taxRate === '不征税' ? '' : null);
  if (cell === null) return null;
  return isNoTax(cell) ? 0n : parseMoney(cell);
}

/** Issuing systems let the tax of a line differ by up to 0.06 from amount × rate (DOMAIN 6.1). */
const LINE_TAX_TOLERANCE = 6n;

/** |金额 × 税率 − 税额| per line. Under 差额征税 it differs by design, so nothing is said (DOMAIN 6.2). */
function lineTaxes(subject: Subject): readonly Outcome[] {
  if (isDifferential(subject)) return [];
  const judged = subject.slip.lines.flatMap((line, i) => lineTax(line, i + 1) ?? []);
  const [wrong] = judged.filter(({ broken }) => broken);
  if (judged.length === 0) return [];
  if (wrong === undefined)
    return [{ result: 'holds', message: `${judged.length} 行的税额与金额 × 税率相符` }];
  return [{ result: 'broken', severity: lineSeverity(subject), message: wrong.message }];
}

function lineTax(line: LineItem, row: number): { broken: boolean; message: string } | null {
  const amount = parseMoney(line.amount ?? '');
  const tax = taxOf(line);
  const exempt = line.taxRate === '免税' || line.taxRate === '不征税';
  const points = exempt ? 0 : parseRate(line.taxRate ?? '');
  if (amount === null || tax === null || points === null) return null;
  const expected = rounded(amount * BigInt(points), 10_000n);
  const message = `第 ${row} 行 ${yuan(amount)} × ${line.taxRate} = ${yuan(expected)}，税额为 ${yuan(tax)}`;
  return { broken: absolute(expected - tax) > LINE_TAX_TOLERANCE, message };
}

/** `value / by`, half away from zero. */
function rounded(value: bigint, by: bigint): bigint {
  const half = (2n * absolute(value) + by) / (2n * by);
  return value < 0n ? -half : half;
}

/** 数量 × 单价 = 金额 per line, within what their printed places leave open. A warning: 卷票 and some forms print gross prices. */
function linePrices(subject: Subject): readonly Outcome[] {
  if (isDifferential(subject)) return [];
  const judged = subject.slip.lines.flatMap((line, i) => {
    const amount = parseMoney(line.amount ?? '');
    const right = amount === null ? null : isProduct(line.unitPrice ?? '', line.quantity ?? '', amount);
    return amount === null || right === null ? [] : [{ row: i + 1, line, amount, right }];
  });
  if (judged.length === 0) return [];
  const wrong = judged.find(({ right }) => !right);
  if (wrong === undefined)
    return [{ result: 'holds', message: `${judged.length} 行的数量 × 单价与金额相符` }];
  const { row, line, amount } = wrong;
  const message = `第 ${row} 行 ${line.quantity} × ${line.unitPrice} 不等于金额 ${yuan(amount)}`;
  return [{ result: 'broken', severity: 'W', message }];
}

/** 差额征税: tax is due on a part of the amount only. The label or the remark says so. */
function isDifferential(subject: Subject): boolean {
  return /差额|扣除额/.test(`${textOf(subject, 'specialBusiness') ?? ''}${textOf(subject, 'note') ?? ''}`);
}

function unknown(message: string): Outcome {
  return { result: 'unknown', message };
}
