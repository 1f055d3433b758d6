/** A question and the differences of its answer in the cells of a table, and how ids stand in a CSV. */
import type { Reason, Verdict } from '../../document/verdict.js';
import { FIELDS, type FieldName } from '../../invoice/fields.js';

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
