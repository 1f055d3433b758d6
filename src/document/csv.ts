/** CSV that Excel and WPS open as it was meant: UTF-8 with a mark, CRLF, and no cell that works anything out. */

/** Must stand first, or Excel takes Chinese for GBK. */
export const CSV_MARK = '\uFEFF';

/**
 * One line, its end included. Text that begins as a formula would (= + - @, tab, line break, full-width forms too) gets
 * an apostrophe before it: names in a ledger file are written by strangers, and a spreadsheet must not act on them.
 * Numbers stay numbers. `null`: nothing.
 */
export function csvLine(cells: readonly (string | number | null)[]): string {
  return `${cells.map(cellOf).join(',')}\r\n`;
}

function cellOf(cell: string | number | null): string {
  if (cell === null) return '';
  if (typeof cell === 'number') return String(cell);
  const safe = /^\s*[=+\-@\t\r\n＝＋－＠]/.test(cell) && !isNumber(cell) ? `'${cell}` : cell;
  return /[",\r\n]/.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe;
}

/** A negative amount is no formula. */
const isNumber = (text: string): boolean => /^-\d+(?:\.\d+)?$/.test(text);
