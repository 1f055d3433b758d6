/** What an answer is called by people who read it in a table, and how ids stand in a CSV. */
import type { InvoiceState, Outcome, Reason, Verdict } from '../../document/verdict.js';
import { FIELDS, type FieldName } from '../../invoice/fields.js';

export const OUTCOME_WORDS: Readonly<Record<Outcome, string>> = {
  match: '一致',
  mismatch: '不一致',
  not_found: '查无此票',
  not_yet: '次日再查',
  unverified: '未能核实',
  limited: '超过次数',
  unsupported: '不支持查验',
  error: '查验出错',
};

export const STATE_WORDS: Readonly<Record<InvoiceState, string>> = {
  normal: '正常',
  void: '作废',
  red_full: '全额红冲',
  red_part: '部分红冲',
  is_red: '红字发票',
  out_of_control: '失控',
  abnormal: '异常',
  unknown: '未知',
};

/** Where the fields differ, in one cell. */
export const differencesOf = ({ reasons }: Verdict): string =>
  reasons
    .filter(({ agree, ours, theirs }) => !agree && ours !== null && theirs !== null)
    .map(differenceOf)
    .join('；');

const differenceOf = ({ field, ours, theirs, apart }: Reason): string =>
  `${FIELDS[field].chinese}：所查“${ours ?? ''}”，底账“${theirs ?? ''}”${apart === undefined ? '' : `（${apart}）`}`;

/** Everything that was asked besides code and number, in one cell. */
export const questionWords = (question: Readonly<Partial<Record<FieldName, string>>>): string =>
  Object.entries(question)
    .filter(([name]) => name !== 'invoiceCode' && name !== 'invoiceNumber')
    .map(([name, value]) => `${FIELDS[name as FieldName].chinese}：${value}`)
    .join('；');

/**
 * A cell of a CSV for Excel, which makes numbers of digits and rounds those past fifteen: a tab behind them, which nobody
 * sees, keeps ids as they are.
 */
export const digitsKept = (cell: string): string => (/^\d{10,}$/.test(cell) ? `${cell}\t` : cell);

/** A moment as people in Shanghai write it. */
const SHANGHAI = new Intl.DateTimeFormat('sv-SE', {
  timeZone: 'Asia/Shanghai',
  dateStyle: 'short',
  timeStyle: 'medium',
});
export const timeWords = (moment: Date): string => SHANGHAI.format(moment);
