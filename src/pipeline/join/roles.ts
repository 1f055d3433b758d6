/** What each page of a part turned out to be. Pure. */
import type { PageFact, PageRole } from '../../document/page.js';
import { separatorLabel } from '../../document/separator.js';
import type { Sheet } from '../../document/sheet.js';
import type { Slip } from '../../document/slip.js';
import { settledPages } from './pages.js';

/** Of a list of goods: the invoice it names; `undefined` in it where it names none. */
export interface LooseList {
  readonly page: number;
  readonly owner?: PageFact['owner'];
}

/** The facts of the pages that the sheets are of, as far as these pages alone tell; `lists`: those that are in no slip. */
export function pageFactsOf(
  sheets: readonly Sheet[],
  slips: readonly Slip[],
  lists: readonly LooseList[],
): PageFact[] {
  const inSlips = new Set(slips.flatMap(({ pages }) => pages));
  const facts = byPage(sheets).map(([page, of]): PageFact => {
    const told = { page, member: of[0]?.member ?? null, entry: 1 };
    const refusal = of.find((sheet) => sheet.refusal !== undefined)?.refusal;
    if (refusal !== undefined) return { ...told, role: 'refused', refusal };
    const label = labelOf(of);
    if (label !== null) return { ...told, role: 'separator', ...(label === '' ? {} : { label }) };
    if (inSlips.has(page)) return { ...told, role: 'slip' };
    const list = lists.find((each) => each.page === page);
    if (list !== undefined) return { ...told, role: 'list', ...(list.owner && { owner: list.owner }) };
    return { ...told, role: plainRole(of) };
  });
  return settledPages(facts);
}

/** The entries of sheets: those between which an invoice may be joined stand together, in their order. */
export function sheetsByEntry(sheets: readonly Sheet[]): Sheet[][] {
  const facts = new Map(pageFactsOf(sheets, [], []).map((fact) => [fact.page, fact]));
  const groups = new Map<string, Sheet[]>();
  for (const sheet of sheets) {
    const place = JSON.stringify([sheet.member ?? null, facts.get(sheet.page)?.entry ?? 1]);
    groups.set(place, [...(groups.get(place) ?? []), sheet]);
  }
  return [...groups.values()];
}

function byPage(sheets: readonly Sheet[]): (readonly [number, readonly Sheet[]])[] {
  const pages = new Map<number, Sheet[]>();
  for (const sheet of sheets) pages.set(sheet.page, [...(pages.get(sheet.page) ?? []), sheet]);
  return [...pages].sort(([a], [b]) => a - b);
}

/** What stands on our separator; `null`: it is none. */
function labelOf(sheets: readonly Sheet[]): string | null {
  const labels = sheets.flatMap(({ codes }) => codes.map(({ text }) => separatorLabel(text)));
  return labels.find((label) => label !== null) ?? null;
}

/** Of a page without invoice and list. Whether a possible back follows an invoice is asked afterwards. */
function plainRole(sheets: readonly Sheet[]): PageRole {
  if (sheets.every(({ blank }) => blank === true)) return 'blank';
  return looksLikeBack(sheets) ? 'back' : 'other';
}

/** A page with fewer characters says nothing by itself. */
const FEW = 60;
/** Lines shining through from the other side are read mirrored: nonsense with such a score, at the mean. */
const NONSENSE = 0.65;
/** What is printed on backs: rules, how to claim, whom to call. */
const RULES = /须知|说明|规定|条款|注意事项|办法|妥善保管|背面/u;
const MONEY = /[¥￥]\s*\d|\d+\.\d{2}(?!\d)/u;
/** What stands on the smallest receipt, and on no back. */
const RECEIPT = /收据|收款|付款|收到|人民币|金额|合计|[大小]写|车费|票价|[¥￥]\s*\d|\d+\.\d{2}(?!\d)/u;
/** From here on a line is what it says. */
const SURE = 0.8;

function looksLikeBack(sheets: readonly Sheet[]): boolean {
  const lines = sheets.flatMap((sheet) => sheet.lines);
  const text = lines.map((line) => line.text).join('');
  if (RULES.test(text) && !MONEY.test(text)) return true;
  if (lines.some((line) => line.score >= SURE && RECEIPT.test(line.text))) return false;
  const length = [...text.replace(/\s/gu, '')].length;
  if (length < FEW) return true;
  return lines.reduce((all, line) => all + line.score * line.text.length, 0) / text.length < NONSENSE;
}
