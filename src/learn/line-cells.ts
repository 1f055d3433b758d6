/** Line items as read against line items as they are, cell by cell. */
import type { LineItem } from '../document/slip.js';
import { formatMoney, parseMoney } from '../invoice/money.js';
import { squash } from '../invoice/text.js';
import { bestAssignment } from './pairing.js';

export type Column = keyof LineItem;

export interface CellOutcome {
  readonly column: Column;
  readonly exact: boolean;
}

const COLUMNS = Object.keys({
  name: true,
  spec: true,
  unit: true,
  quantity: true,
  unitPrice: true,
  amount: true,
  taxRate: true,
  taxAmount: true,
  plateNumber: true,
  vehicleType: true,
  passDateFrom: true,
  passDateTo: true,
  from: true,
  to: true,
  carrier: true,
  flight: true,
  class: true,
  date: true,
  time: true,
} satisfies Record<Column, true>) as Column[];

/**
 * Every cell that the true lines hold, with whether it was read so; `whole` when the lines are as many and no cell is
 * wrong or made up. Lines are paired by the cells they share, so that one line too many costs itself only.
 */
export function compareLines(
  truth: readonly LineItem[],
  read: readonly LineItem[],
): { readonly cells: readonly CellOutcome[]; readonly whole: boolean } {
  const partners = bestAssignment(
    truth.map((line) =>
      read.map((other) => COLUMNS.filter((column) => sameCell(line, other, column)).length),
    ),
  );
  const cells = truth.flatMap((line, index) => {
    const other = read[partners[index] ?? -1] ?? null;
    return COLUMNS.filter((column) => line[column] !== undefined).map((column) => ({
      column,
      exact: other !== null && sameCell(line, other, column),
    }));
  });
  const invented = truth.some((line, index) => {
    const other = read[partners[index] ?? -1];
    return other !== undefined && COLUMNS.some((column) => line[column] === undefined && other[column]);
  });
  return {
    cells,
    whole: truth.length === read.length && !invented && cells.every(({ exact }) => exact),
  };
}

/** Whether both have the cell and it says the same: money by value, all else as texts are compared (CONTRACT). */
function sameCell(a: LineItem, b: LineItem, column: Column): boolean {
  const [left, right] = [a[column], b[column]];
  return left !== undefined && right !== undefined && normal(column, left) === normal(column, right);
}

function normal(column: Column, value: string): string {
  const fen = column === 'amount' || column === 'taxAmount' ? parseMoney(value) : null;
  return fen === null ? squash(value) : formatMoney(fen);
}
