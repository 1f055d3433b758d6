/** What every form shares: figures as printed, and text broken to a width. */
import { formatMoney } from '../../src/invoice/money.js';
import { type SampleInvoice, SPECIMEN_MARK } from '../truth/invoice.js';
import type { Canvas, Ink } from './canvas.js';
import type { Face } from './faces.js';

export const BLACK: Ink = [0, 0, 0];

/** `***` where the tax is not stated. */
export const taxText = (tax: bigint | null): string => (tax === null ? '***' : formatMoney(tax));

/** With the currency sign, as totals are printed; a red letter's minus follows it. */
export const yuan = (fen: bigint | null): string => (fen === null ? '***' : `¥${formatMoney(fen)}`);

/** `2024-05-28` as `2024年05月28日`. */
export const longDate = (date: string): string => date.replace(/^(\d+)-(\d+)-(\d+)$/, '$1年$2月$3日');

/** Text of four groups of five digits, as 校验码 is printed. */
export const grouped = (checkCode: string): string => checkCode.replace(/(\d{5})(?=\d)/g, '$1 ');

/** Text broken after the last character that fits, as issuing programs break it; `width` and `size` in mm. */
export function broken(text: string, face: Face, size: number, width: number): string[] {
  const rows: string[] = [];
  let row = '';
  for (const character of text) {
    if (row !== '' && face.width(row + character, size) > width) {
      rows.push(row.trimEnd());
      row = character === ' ' ? '' : character;
    } else {
      row += character;
    }
  }
  return row === '' ? rows : [...rows, row.trimEnd()];
}

/** ⊗ before the words: drawn, no text (DOMAIN 5.2). */
export function drawCrossedCircle(canvas: Canvas, cx: number, cy: number, radius: number, ink: Ink): void {
  const arm = radius * Math.SQRT1_2;
  canvas.ellipse(cx, cy, radius, radius, 0.3, ink);
  canvas.line(cx - arm, cy - arm, cx + arm, cy + arm, 0.3, ink);
  canvas.line(cx - arm, cy + arm, cx + arm, cy - arm, 0.3, ink);
}

/** Where a note and the mark that this is a specimen stand, in mm; `mark`: the mark's own place, below the note else. */
export interface NotePlace {
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly step: number;
  readonly markWidth: number;
  readonly mark?: readonly [number, number];
}

/** The note and, small, the mark that this is a specimen. */
export function drawNote(
  canvas: Canvas,
  invoice: SampleInvoice,
  place: NotePlace,
  style: { face: Face; size: number; ink: Ink },
): void {
  const rows = invoice.note.flatMap((text) => broken(text, style.face, style.size, place.width));
  rows.forEach((row, index) => {
    canvas.text(row, place.x, place.y + index * place.step, { ...style, as: 'note' });
  });
  if (place.mark !== undefined) {
    canvas.text(SPECIMEN_MARK, ...place.mark, { ...style, size: 2.3 });
    return;
  }
  // Kept left of where the seller's seal goes.
  const mark = { ...style, size: 2.3, as: 'note' } as const;
  broken(SPECIMEN_MARK, mark.face, mark.size, place.markWidth).forEach((row, index) => {
    canvas.text(row, place.x, place.y + rows.length * place.step + 0.4 + index * 3, mark);
  });
}
