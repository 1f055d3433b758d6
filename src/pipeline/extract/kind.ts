/** Which kind of invoice an area holds: by QR, title, invoice code and the shape of the number, in that order. */
import { parseInvoiceCode } from '../../invoice/code.js';
import type { Kind } from '../../invoice/kinds.js';
import type { InvoiceQr } from '../../invoice/qr.js';
import { closest, mayHold } from './approximate.js';
import type { Glyph } from './frame.js';
import type { Row } from './rows.js';

/** A printed title: what it names, the region before it, and the glyphs of that region. */
export interface Title {
  /** `null`: the title of a VAT invoice, too misread to say of which. */
  readonly kind: Kind | null;
  readonly province: string | null;
  readonly glyphs: readonly Glyph[];
}

/** Titles as printed (brackets as NFKC leaves them). */
const TITLES: readonly (readonly [string, Kind])[] = [
  ['电子发票(铁路电子客票)', 'digital_rail'],
  ['电子发票(航空运输电子客票行程单)', 'digital_air'],
  ['电子发票(增值税专用发票)', 'digital_special'],
  ['电子发票(普通发票)', 'digital_general'],
  ['电子发票(机动车销售统一发票)', 'digital_motor_vehicle'],
  ['电子发票(二手车销售统一发票)', 'digital_used_vehicle'],
  ['增值税电子专用发票', 'vat_special_e'],
  ['增值税电子普通发票', 'vat_general_e'],
  ['货物运输业增值税专用发票', 'freight_special_paper'],
  ['二手车销售统一发票', 'used_vehicle_paper'],
  ['机动车销售统一发票', 'motor_vehicle_paper'],
  ['增值税普通发票(卷票)', 'vat_general_roll'],
  ['航空运输电子客票行程单', 'air_paper'],
  ['增值税专用发票', 'vat_special_paper'],
  ['增值税普通发票', 'vat_general_paper'],
];

/** A list of goods names the invoice it belongs to; that is no title (DOMAIN 6.3). */
const QUOTED = /所属|清单/u;

/** No row of a form is longer; what is would only cost time. */
const LONGEST_ROW = 200;

/** Share of a title's characters that may be misread, lost or added. */
const MISREAD = 0.3;

const REGION =
  /(北京|天津|河北|山西|内蒙古|辽宁|大连|吉林|黑龙江|上海|江苏|浙江|宁波|安徽|福建|厦门|江西|山东|青岛|河南|湖北|湖南|广东|深圳|广西|海南|重庆|四川|贵州|云南|西藏|陕西|甘肃|青海|宁夏|新疆)(?:省|市|壮族自治区|回族自治区|维吾尔自治区|自治区)?$/u;

/** The title among the rows above `limit`: the best fit, the uppermost of equals; `null` when nothing comes near. */
export function titleIn(rows: readonly Row[], limit: number): Title | null {
  const fits = rows
    .filter(({ y, text }) => y <= limit && text.length <= LONGEST_ROW && !QUOTED.test(text))
    .flatMap((row) =>
      TITLES.filter(([printed]) => mayHold(printed, row.text, MISREAD * printed.length)).map(
        ([printed, kind]) => ({ row, kind, printed, ...closest(printed, row.text) }),
      ),
    )
    .filter(({ printed, distance }) => distance <= MISREAD * printed.length)
    .map((fit) => ({ ...fit, merit: fit.printed.length - 2.5 * fit.distance }))
    .sort((a, b) => b.merit - a.merit);
  const [best, second] = fits;
  if (best === undefined) return null;
  const tied =
    second !== undefined &&
    second.merit === best.merit &&
    second.kind !== best.kind &&
    second.row === best.row;
  const region = regionBefore(best.row, best.from);
  return { kind: tied ? null : best.kind, province: region?.name ?? null, glyphs: region?.glyphs ?? [] };
}

/** The region that ends where a title begins, or a character or two before: a title's misread first one may be left out. */
function regionBefore(row: Row, end: number): { name: string; glyphs: readonly Glyph[] } | null {
  for (let to = end; to >= Math.max(0, end - STRAY); to--) {
    const match = REGION.exec(row.text.slice(0, to));
    if (match?.[1] !== undefined) return { name: match[1], glyphs: row.glyphs.slice(match.index, to) };
  }
  return null;
}

/** Characters between region and title, at most. */
const STRAY = 2;

/** What is known about an invoice before its kind. */
export interface KindEvidence {
  readonly qr: InvoiceQr | null;
  readonly title: Title | null;
  readonly code: string | null;
  readonly number: string | null;
}

/**
 * The kind, or `null` when nothing names one. The QR decides, for it is machine-read; then the title, refined by the
 * code where the title is one of several (通行费 is printed as 电子普通发票; 卷式 as 普通发票); then the code alone.
 */
export function kindOf({ qr, title, code, number }: KindEvidence): Kind | null {
  if (qr !== null && qr.kind !== null) return qr.kind;
  const byCode = code === null ? null : (parseInvoiceCode(code)?.kind ?? null);
  if (number?.length === 20 && title?.kind === 'vat_special_paper') return 'digital_special_paper';
  if (number?.length === 20 && title?.kind === 'vat_general_paper') return 'digital_general_paper';
  if (title?.kind) return byCode !== null && refines(byCode, title.kind) ? byCode : title.kind;
  if (number?.length === 20) return null;
  return byCode;
}

const refines = (byCode: Kind, byTitle: Kind): boolean =>
  (byTitle === 'vat_general_e' && byCode === 'toll_e') ||
  (byTitle === 'vat_general_paper' && (byCode === 'vat_general_roll' || byCode === 'vat_general_e'));
