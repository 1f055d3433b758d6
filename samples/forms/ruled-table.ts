/** Ruled tables of label cells and value cells, as vehicle invoices are printed. */

import type { FieldName } from '../../src/invoice/fields.js';
import type { Ink, TextStyle } from '../draw/canvas.js';
import { broken } from '../draw/layout.js';
import type { FormPen } from './pen.js';

/** What one value cell says. Several parts (name and id number in one cell) stand one below the other. */
export interface ValuePart {
  /** `null`: printed, but not among our fields (phone, account). */
  readonly field: FieldName | null;
  readonly printed: string;
  readonly normal?: string;
  /** Another field that the same print stands for: a company's credit code is its tax id. */
  readonly also?: FieldName;
}

/** One cell, `width` in parts of the table. A label's lines are parted by `|`. */
export type Cell =
  | { readonly width: number; readonly label: string }
  | { readonly width: number; readonly parts: readonly ValuePart[] };

/** A holder's number; of a company it is the tax id, too. */
export function idOf(side: 'buyer' | 'seller', holder: { id: string; company: boolean }): ValuePart[] {
  const also = holder.company ? { also: `${side}TaxId` as const } : {};
  return [{ field: `${side}IdNumber`, printed: holder.id, ...also }];
}

export interface TableRow {
  readonly height: number;
  readonly cells: readonly Cell[];
}

export interface TableStyle {
  readonly rules: Ink;
  readonly ruleWidth: number;
  readonly label: TextStyle;
  readonly value: TextStyle;
  /** Where what is struck lies against the form. */
  readonly drift: readonly [number, number];
}

/** Draws the rows one below the other from `top`; returns where the table ends. */
export function drawTable(
  pen: FormPen,
  rows: readonly TableRow[],
  place: { x0: number; x1: number; top: number },
  style: TableStyle,
): number {
  let y = place.top;
  for (const row of rows) {
    const whole = row.cells.reduce((sum, { width }) => sum + width, 0);
    let x = place.x0;
    for (const cell of row.cells) {
      const right = x + ((place.x1 - place.x0) * cell.width) / whole;
      if (x > place.x0) pen.canvas.line(x, y, x, y + row.height, style.ruleWidth, style.rules);
      const box = [x, y, right, y + row.height] as const;
      if ('label' in cell) drawLabel(pen, cell.label, box, style);
      else drawValue(pen, cell.parts, box, style);
      x = right;
    }
    y += row.height;
    pen.canvas.line(place.x0, y, place.x1, y, style.ruleWidth, style.rules);
  }
  pen.canvas.rectangle(place.x0, place.top, place.x1, y, style.ruleWidth * 1.4, style.rules);
  return y;
}

type CellBox = readonly [number, number, number, number];

function drawLabel(
  pen: FormPen,
  label: string,
  [x0, y0, x1, y1]: CellBox,
  { label: text }: TableStyle,
): void {
  const lines = label.split('|');
  const size = Math.min(text.size, (y1 - y0 - 0.6) / lines.length / 1.08);
  const step = size * 1.08;
  const top = (y0 + y1) / 2 - (lines.length * step) / 2;
  lines.forEach((line, index) => {
    const style: TextStyle = { ...text, size, align: 'center', fit: x1 - x0 - 0.8 };
    pen.print(line, (x0 + x1) / 2, top + index * step, style);
  });
}

function drawValue(
  pen: FormPen,
  parts: readonly ValuePart[],
  [x0, y0, x1, y1]: CellBox,
  { value, drift: [dx, dy] }: TableStyle,
): void {
  const width = x1 - x0 - 3.2;
  const lines = parts.flatMap((part) => {
    // What is a little too long is set smaller, what is far too long goes into two lines.
    const natural = value.face.width(part.printed, value.size);
    const wrap = part.field !== null && natural > 1.35 * width && y1 - y0 >= 2.2 * value.size;
    const texts = wrap ? broken(part.printed, value.face, value.size, width) : [part.printed];
    return texts.map((text, index) => ({ part, text, first: index === 0, whole: texts.length === 1 }));
  });
  const step = Math.min(value.size * 1.15, (y1 - y0) / Math.max(1, lines.length));
  const top = (y0 + y1) / 2 - (lines.length * step) / 2;
  lines.forEach(({ part, text, first, whole }, index) => {
    const [x, y] = [x0 + 2 + dx, top + index * step + dy];
    const style: TextStyle = { ...value, size: Math.min(value.size, step), fit: width };
    if (part.field !== null && whole) pen.value(part.field, text, x, y, style, part.normal ?? part.printed);
    else pen.print(text, x, y, style);
    if (part.also !== undefined && text !== '')
      pen.note(part.also, part.normal ?? part.printed, [
        x,
        y,
        x + value.face.width(text, style.size),
        y + style.size,
      ]);
    if (part.field !== null && !whole && first)
      pen.note(part.field, part.normal ?? part.printed, [x, y, x + width, y + step * 2]);
  });
}
