/**
 * extract: from the text and codes of a document's pages to its invoices, judged field by field. Areas are found on
 * each page, testimony is gathered in each, pages of one invoice are put together, and the judge decides.
 */
import { type Box, boxOf } from '../../document/geometry.js';
import type { Sheet } from '../../document/sheet.js';
import type { LineItem, Slip } from '../../document/slip.js';
import type { FieldName } from '../../invoice/fields.js';
import type { Kind } from '../../invoice/kinds.js';
import { type KnownParties, NOBODY } from '../known-parties.js';
import type { Models } from '../models.js';
import { type Area, areasOf } from './area.js';
import type { Candidate } from './candidates/candidate.js';
import { footCandidates } from './candidates/foot.js';
import { headerCandidates } from './candidates/header.js';
import { lineSumCandidates } from './candidates/line-sums.js';
import { partyCandidates } from './candidates/parties.js';
import { invoiceCodes, type QrFound, qrCandidates } from './candidates/qr.js';
import { regionCandidates } from './candidates/region.js';
import { specialCandidates } from './candidates/special.js';
import { totalCandidates } from './candidates/totals.js';
import { type GoodsPage, linesOnPages, netOf, pageMarkIn } from './copies.js';
import { isDifferential } from './differential.js';
import { formsOn } from './forms/index.js';
import { toFrame } from './frame.js';
import { listOwner, mergedLines } from './goods-list.js';
import { judgeFields } from './judge/judge.js';
import { kindOf, type Title, titleIn } from './kind.js';
import { withLooks } from './looks.js';
import { withOriginals } from './originals.js';
import { linesIn } from './table.js';

/** What one area of one page says about one invoice. */
interface Draft {
  readonly pages: readonly number[];
  readonly qr: QrFound | null;
  readonly title: Title | null;
  /** Whether the headings of a table, and the words of a gross total, were found: the bones of an invoice. */
  readonly head: boolean;
  readonly gross: boolean;
  readonly candidates: readonly Candidate[];
  /** Its lines, page by page: those on the form itself, and those on 清单, which belong to a form on another page. */
  readonly goods: readonly GoodsPage[];
  readonly listed: readonly GoodsPage[];
}

/** One invoice with all testimony about it, not yet judged. */
export interface Gathered {
  readonly kind: Kind;
  readonly pages: readonly number[];
  readonly candidates: readonly Candidate[];
  readonly lines: readonly LineItem[];
  readonly qr: string | null;
}

/** The invoices of a document. What is no invoice yields none: mentioning an invoice number is not enough. */
export function extractSlips(sheets: readonly Sheet[], models: Models, known: KnownParties = NOBODY): Slip[] {
  return gatherSlips(sheets).map((gathered, index) => ({
    id: String(index + 1),
    kind: gathered.kind,
    pages: gathered.pages,
    member: null,
    fields: judgeFields(gathered, models, known),
    lines: gathered.lines,
    findings: [],
    qr: gathered.qr,
  }));
}

/** The invoices of a document with their testimony: what the judge decides on, and what calibration counts. */
export function gatherSlips(sheets: readonly Sheet[]): Gathered[] {
  return withOriginals(withLooks(sheets, gatherOnce), sheets);
}

/** The same from one reading of each line. */
function gatherOnce(sheets: readonly Sheet[]): Gathered[] {
  const found = sheets.map((sheet) => {
    const drafts = draftsOf(sheet);
    const forms = drafts.some((draft) => isInvoice(draft) && isVat(draft)) ? [] : formsOn(sheet);
    return {
      drafts: forms.length > 0 ? [] : drafts,
      forms: forms.map((form) => ({ ...form, pages: [sheet.page] })),
    };
  });
  const invoices = joined(found.flatMap(({ drafts }) => drafts)).filter(isInvoice);
  return [...invoices.map(gathered), ...found.flatMap(({ forms }) => forms)].map((slip) => ({
    ...slip,
    candidates: [...slip.candidates, ...regionCandidates(slip.kind, slip.candidates)],
  }));
}

/** Whether nothing speaks against a draft being a VAT form: other papers name themselves in title or QR. */
function isVat({ qr, title }: Draft): boolean {
  const kind = qr?.qr.kind ?? title?.kind ?? null;
  return kind === null || !NOT_VAT.has(kind);
}

/** Kinds that bear a title or an invoice QR, but not the VAT form: ./forms reads them. */
const NOT_VAT: ReadonlySet<Kind> = new Set<Kind>([
  'vat_general_roll',
  'digital_rail',
  'digital_air',
  'air_paper',
  'motor_vehicle_paper',
  'used_vehicle_paper',
  'digital_motor_vehicle',
  'digital_used_vehicle',
  'digital_motor_paper',
  'digital_used_paper',
  'fiscal_ebill',
]);

/** Drafts of a sheet: one for each area, and one for each invoice QR that lies in none. */
function draftsOf(sheet: Sheet): Draft[] {
  const codes = invoiceCodes(sheet.codes, sheet.page);
  const areas = areasOf(sheet);
  const owners = codes.map((found) => ownerOf(found, areas, sheet));
  const drafts = areas.map((area) => draftOf(area, codes.find((_, index) => owners[index] === area) ?? null));
  const alone = codes.filter((_, index) => owners[index] === null);
  return [
    ...drafts,
    ...alone.map((qr) => ({
      pages: [sheet.page],
      qr,
      title: null,
      head: false,
      gross: false,
      candidates: qrCandidates(qr),
      goods: [],
      listed: [],
    })),
  ];
}

/** The area a code belongs to: the one it lies in; on a sheet with one area and one code, that area. */
function ownerOf(found: QrFound, areas: readonly Area[], sheet: Sheet): Area | null {
  const [only] = areas;
  if (areas.length === 1 && only !== undefined && (found.code.quad === null || sheet.codes.length === 1))
    return only;
  if (found.code.quad === null) return null;
  const [x0, y0, x1, y1]: Box = boxOf(found.code.quad);
  const [x, y] = toFrame(sheet)([(x0 + x1) / 2, (y0 + y1) / 2]);
  return (
    areas.find((area) => x >= area.x0 && x <= area.x1 && y >= area.y0 && y <= area.y1) ??
    (areas.length === 1 ? (only ?? null) : null)
  );
}

function draftOf(area: Area, qr: QrFound | null): Draft {
  const title = titleIn(area.rows, area.head?.y ?? Number.POSITIVE_INFINITY);
  const owner = listOwner(area);
  if (owner !== null) return listDraft(area, owner);
  return {
    pages: [area.sheet.page],
    qr,
    title,
    head: area.head !== null,
    gross: area.labels.some(({ name }) => name === 'grossWords'),
    goods: [goodsOn(area)],
    listed: [],
    candidates: [
      ...(qr === null ? [] : qrCandidates(qr)),
      ...headerCandidates(area, title),
      ...partyCandidates(area),
      ...totalCandidates(area),
      ...footCandidates(area),
      ...specialCandidates(area),
    ],
  };
}

/** A list of goods. Of the invoice itself it only tells code and number. */
const listDraft = (area: Area, owner: readonly Candidate[]): Draft => ({
  pages: [area.sheet.page],
  qr: null,
  title: null,
  head: false,
  gross: false,
  candidates: owner,
  goods: [],
  listed: [goodsOn(area)],
});

const goodsOn = (area: Area): GoodsPage => ({
  lines: linesIn(area),
  mark: pageMarkIn(area.rows.map(({ text }) => text)),
});

/** Pages of one invoice put together, copies of it included: drafts that carry the same number, in the order of their pages. */
function joined(drafts: readonly Draft[]): Draft[] {
  const result: Draft[] = [];
  for (const draft of drafts) {
    const at = result.findIndex((other) => isSameInvoice(other, draft));
    const other = result[at];
    if (other === undefined) {
      result.push(draft);
      continue;
    }
    result[at] = {
      pages: [...other.pages, ...draft.pages],
      qr: other.qr ?? draft.qr,
      title: other.title ?? draft.title,
      head: other.head || draft.head,
      gross: other.gross || draft.gross,
      candidates: [...other.candidates, ...draft.candidates],
      goods: [...other.goods, ...draft.goods],
      listed: [...other.listed, ...draft.listed],
    };
  }
  return result;
}

function isSameInvoice(a: Draft, b: Draft): boolean {
  const number = numberOf(a);
  if (number === null || numberOf(b) !== number) return false;
  const [one, two] = [a.qr?.qr.code ?? null, b.qr?.qr.code ?? null];
  if (one !== null && two !== null && one !== two) return false;
  // On one page a number may have been taken for the neighbour's: there the total must be the same as well.
  if (!a.pages.some((page) => b.pages.includes(page))) return true;
  const gross = mostRead(a.candidates, 'grossTotal');
  return gross !== null && gross === mostRead(b.candidates, 'grossTotal');
}

/** The number a draft goes by: the QR's, or the one most readings give. */
function numberOf(draft: Draft): string | null {
  if (draft.qr !== null) return draft.qr.qr.number;
  // A 数电纸质发票 bears its own number of 20 digits by a label, and that of its blank in larger type.
  const own = draft.candidates.find(
    ({ field, value, channel }) => field === 'invoiceNumber' && channel === 'label' && value.length === 20,
  );
  if (own !== undefined) return own.value;
  return mostRead(draft.candidates, 'invoiceNumber');
}

type Asked = 'invoiceNumber' | 'invoiceCode' | 'grossTotal';

function mostRead(candidates: readonly Candidate[], field: Asked): string | null {
  const votes = new Map<string, number>();
  for (const { field: of, value, channel } of candidates)
    if (of === field)
      votes.set(value, (votes.get(value) ?? 0) + (channel === 'label' || channel === 'code' ? 2 : 1));
  return [...votes].sort((a, b) => b[1] - a[1])[0]?.[0] ?? null;
}

/** Whether a draft is an invoice: a QR says so, a title over an invoice's bones, or a whole table with a number. */
function isInvoice(draft: Draft): boolean {
  if (draft.qr !== null) return true;
  if (draft.title !== null) return draft.head || draft.gross;
  const number = numberOf(draft);
  return (
    draft.head &&
    number !== null &&
    (number.length === 20 || mostRead(draft.candidates, 'invoiceCode') !== null)
  );
}

function gathered(draft: Draft): Gathered {
  const number = numberOf(draft);
  const code = draft.qr?.qr.code ?? mostRead(draft.candidates, 'invoiceCode');
  const kind: Kind = kindOf({ qr: draft.qr?.qr ?? null, title: draft.title, code, number }) ?? 'other';
  const lines = linesOf(draft);
  return {
    kind,
    pages: [...new Set(draft.pages)].sort((a, b) => a - b),
    candidates: [...fitting(draft.candidates, kind), ...lineSumCandidates(lines, draft.candidates)],
    lines,
    qr: draft.qr?.text ?? null,
  };
}

/** Each line once, whatever copies there are: a list's instead of the form's line that refers to it. */
function linesOf({ goods, listed, candidates }: Draft): readonly LineItem[] {
  const [net, differential] = [netOf(candidates), isDifferential(candidates)];
  const form = linesOnPages(goods, net, differential);
  return listed.length === 0 ? form : mergedLines(form, linesOnPages(listed, net, differential));
}

/** Without what an invoice of this kind cannot carry: 数电票 have no code and 20 digits, the others a code and 8. */
function fitting(candidates: readonly Candidate[], kind: Kind): Candidate[] {
  const digital = kind.startsWith('digital_');
  const blank = kind.endsWith('_paper');
  const legacy = kind.startsWith('vat_') || kind === 'toll_e';
  // What stands beside its own label is told, wrong as it is on such a form: it may be a forgery's.
  const said = (field: FieldName, length: number) =>
    candidates.some((each) => each.field === field && each.value.length === length);
  return candidates.filter(({ field, value, channel }) => {
    if (field === 'invoiceCode') return !digital || blank;
    if (field === 'checkCode') return !digital || (channel === 'label' && value.length === 20);
    if (field === 'invoiceNumber' && digital)
      return value.length === 20 || (channel === 'label' && value.length === 8 && !said('invoiceNumber', 20));
    return field !== 'invoiceNumber' || !legacy || value.length === 8;
  });
}
