/** Workbooks by exceljs, row by row: no sheet is held in memory as a whole. */
import type { Writable } from 'node:stream';
import { finished } from 'node:stream/promises';
import type { Cell, SheetOut } from '../../ports/workbook.js';

/** Excel's own limit of a cell. */
const LONGEST = 32_767;

/** Excel's format for text: what begins with = + - or @ is not worked out, neither when it is opened nor when it is edited. */
const TEXT = '@';
const MONEY = '0.00';

/** See WriteWorkbook. */
export async function writeWorkbook(to: Writable, sheets: readonly SheetOut[]): Promise<void> {
  const { default: exceljs } = await import('exceljs');
  const book = new exceljs.stream.xlsx.WorkbookWriter({
    stream: to,
    useStyles: true,
    useSharedStrings: false,
  });
  // Whoever hangs up amid the file leaves a stream that never ends.
  const closed = finished(to);
  await Promise.race([closed, Promise.all([writeSheets(book, to, sheets), closed])]);
}

type Book = import('exceljs').stream.xlsx.WorkbookWriter;

async function writeSheets(book: Book, to: Writable, sheets: readonly SheetOut[]): Promise<void> {
  for (const { name, columns, rows } of sheets) {
    const sheet = book.addWorksheet(name, { views: [{ state: 'frozen', ySplit: 1 }] });
    sheet.columns = columns.map(({ header, width, money }) => ({
      header,
      width,
      style: { numFmt: money === true ? MONEY : TEXT },
    }));
    sheet.getRow(1).font = { bold: true };
    for await (const row of rows) {
      if (to.destroyed) return;
      const added = sheet.addRow(row.map(fitting));
      // A text among sums, such as ***, is still a text.
      row.forEach((cell, index) => {
        if (typeof cell === 'string') added.getCell(index + 1).numFmt = TEXT;
      });
      added.commit();
    }
    sheet.commit();
  }
  await book.commit();
}

const fitting = (cell: Cell): Cell =>
  typeof cell === 'string' && cell.length > LONGEST ? `${cell.slice(0, LONGEST - 1)}…` : cell;
