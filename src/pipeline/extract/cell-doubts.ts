/** Cells of a table that deserve a second look: figures that contradict each other or are none, names without their class. */
import type { Box } from '../../document/geometry.js';
import type { Sheet } from '../../document/sheet.js';
import type { LineItem } from '../../document/slip.js';
import { areasOf } from './area.js';
import { pageBox } from './frame.js';
import { isClassed } from './goods-name.js';
import type { ColumnName } from './labels.js';
import { productHolds, taxHolds } from './line-sense.js';
import { lineOf, lineRowsIn, type TableRow } from './table.js';

/** A place on the upright page, and whether only figures and signs can stand there. */
export interface DoubtfulPlace {
  readonly box: Box;
  readonly latin: boolean;
}

/** The doubtful cells of the sheets' tables, top to bottom. */
export const doubtfulCells = (sheets: readonly Sheet[]): DoubtfulPlace[] =>
  sheets.flatMap(areasOf).flatMap((area) => {
    const lines = lineRowsIn(area).map((rows) => ({ rows, line: lineOf(rows) }));
    const classed = lines.some(({ line }) => line.name.includes('*'));
    return lines.flatMap(({ rows, line }) => [
      ...doubtfulFigures(line, rows).flatMap((column) => boxesOf(column, rows, true)),
      ...(classed && !isClassed(line.name) ? boxesOf('itemName', rows, false) : []),
    ]);
  });

function doubtfulFigures(line: LineItem, rows: readonly TableRow[]): ColumnName[] {
  const isFilled = (column: ColumnName) => rows.some(({ cells }) => (cells[column] ?? []).length > 0);
  const illegible = (['quantity', 'unitPrice', 'amount', 'taxAmount'] as const).filter(
    (column) => line[column] === undefined && isFilled(column),
  );
  const product: ColumnName[] = productHolds(line) === false ? ['quantity', 'unitPrice', 'amount'] : [];
  const tax: ColumnName[] = taxHolds(line) === false ? ['amount', 'taxRate', 'taxAmount'] : [];
  return [...new Set([...illegible, ...product, ...tax])];
}

const boxesOf = (column: ColumnName, rows: readonly TableRow[], latin: boolean): DoubtfulPlace[] =>
  rows.flatMap(({ cells }) => {
    const box = pageBox(cells[column] ?? []);
    return box === null ? [] : [{ box, latin }];
  });
