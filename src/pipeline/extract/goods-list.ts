/**
 * 销售货物或者提供应税劳务、服务清单: the page of goods that belongs to an invoice whose form says 详见销货清单
 * (DOMAIN 6.3). Its lines take the place of the form's one.
 */
import type { PageFact } from '../../document/page.js';
import type { Sheet } from '../../document/sheet.js';
import type { LineItem, Slip } from '../../document/slip.js';
import { type Area, areasOf } from './area.js';
import { type Candidate, candidateFrom, present } from './candidates/candidate.js';

const TITLE = /(?:劳务|服务|货物).{0,4}清单/u;
const OWNER = /所属.{0,12}代码[:：]?(\d{12}|\d{10}).*?号码[:：]?(\d{8})(?!\d)/u;

/** What a list says of the invoice it belongs to; `null` when the area holds no list. */
export function listOwner(area: Area): Candidate[] | null {
  const above = area.rows.filter(({ y }) => area.head === null || y < area.head.y);
  if (!above.some(({ text }) => TITLE.test(text))) return null;
  return above.flatMap((row) => {
    const match = OWNER.exec(row.text);
    const [whole, code, number] = match ?? [];
    if (match === null || whole === undefined || code === undefined || number === undefined) return [];
    const [from, end] = [row.text.indexOf(code, match.index), match.index + whole.length];
    return [
      candidateFrom('invoiceCode', code, row.glyphs.slice(from, from + code.length), 'label'),
      candidateFrom('invoiceNumber', number, row.glyphs.slice(end - 8, end), 'label'),
    ].filter(present);
  });
}

/**
 * Lists of goods on pages that are of none of the slips: the invoice is on a page that was not among these, or its
 * number was misread. With the invoice each names, where that can be read.
 */
export function looseLists(
  sheets: readonly Sheet[],
  slips: readonly Slip[],
): { readonly page: number; readonly owner?: PageFact['owner'] }[] {
  const inSlips = new Set(slips.flatMap(({ pages }) => pages));
  return sheets
    .filter(({ page, lines }) => lines.length > 0 && !inSlips.has(page))
    .flatMap((sheet) => areasOf(sheet).map((area) => ({ page: sheet.page, told: listOwner(area) })))
    .flatMap(({ page, told }) => {
      if (told === null) return [];
      const named = (name: 'invoiceCode' | 'invoiceNumber') =>
        told.find(({ field }) => field === name)?.value ?? null;
      const [invoiceCode, invoiceNumber] = [named('invoiceCode'), named('invoiceNumber')];
      return [invoiceNumber === null ? { page } : { page, owner: { invoiceCode, invoiceNumber } }];
    });
}

const REFERS = /详见.{0,4}清单/u;

/** The lines of a form and of its lists: theirs instead of the line that refers to them. */
export function mergedLines(form: readonly LineItem[], listed: readonly LineItem[]): readonly LineItem[] {
  return listed.length === 0 ? form : [...form.filter(({ name }) => !REFERS.test(name)), ...listed];
}
