/** What the 勾选 export says of an invoice's deduction (DOMAIN 10.2). */
import type { Deduction } from '../../document/ledger.js';
import { formatMoney } from '../../invoice/money.js';
import type { InvoiceColumn } from './headers.js';
import type { Cell } from './table.js';
import { dateOf, isYes, moneyOf, textOf } from './values.js';

/** By the number of the purpose, and by its words: the longer before the ones they hold. */
const PURPOSES: readonly [RegExp, string][] = [
  [/^4$|不抵扣/, '4'],
  [/^3$|代办退税/, '3'],
  [/^2$|退税/, '2'],
  [/^1$|抵扣/, '1'],
];

/** `null` when the row says nothing of it. Throws RowProblem for an amount or day that is none. */
export function deductionOf(
  cell: (column: InvoiceColumn) => Cell | undefined,
  epoch: string,
): Deduction | null {
  const purpose = textOf(cell('purpose'));
  const tax = moneyOf(cell('deductibleTax'), '有效抵扣税额');
  const deduction: Deduction = {
    ticked: isYes(textOf(cell('ticked'))),
    tickedOn: dateOf(cell('tickedOn'), epoch, '勾选时间'),
    deductibleTax: tax === null ? null : formatMoney(tax),
    purpose: purpose === null ? null : (PURPOSES.find(([pattern]) => pattern.test(purpose))?.[1] ?? purpose),
    redLocked: isYes(textOf(cell('redLocked'))),
  };
  return Object.values(deduction).every((value) => value === null) ? null : deduction;
}
