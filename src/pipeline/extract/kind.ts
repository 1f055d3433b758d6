/** Which kind of invoice an area holds: by QR, title, invoice code and the shape of the number, in that order. */
import { parseInvoiceCode } from '../../invoice/code.js';
import type { Kind } from '../../invoice/kinds.js';
import type { InvoiceQr } from '../../invoice/qr.js';
import type { Glyph } from './frame.js';
import type { Row } from './rows.js';

/** A printed title: what it names, the region before it, and the glyphs of that region. */
export interface Title {
  readonly kind: Kind;
  readonly province: string | null;
  readonly glyphs: readonly Glyph[];
}

/** Titles, the telling part of each first; one character of 增值税 may be misread. The more particular come first. */
const TITLES: readonly (readonly [RegExp, Kind])[] = [
  [/(?:电子)?发?票?\(?铁路电子客票/u, 'digital_rail'],
  [/航空运输电子客票行程单/u, 'digital_air'],
  [/电子发票[([{]?(?:增.税|增值.|.值税)?专用发票/u, 'digital_special'],
  [/电子发票[([{]?普通发票/u, 'digital_general'],
  [/(?:增.税|增值.|.值税)电子专用发票/u, 'vat_special_e'],
  [/(?:增.税|增值.|.值税)电子普通发票/u, 'vat_general_e'],
  [/货物运输业增值税专用发票/u, 'freight_special_paper'],
  [/二手车销售统一发票/u, 'used_vehicle_paper'],
  [/机动车销售统一发票/u, 'motor_vehicle_paper'],
  [/(?:增.税|增值.|.值税)普通发票\(?卷/u, 'vat_general_roll'],
  [/(?:增.税|增值.|.值税)专用发.?票?/u, 'vat_special_paper'],
  [/(?:增.税|增值.|.值税)普通发.?票?/u, 'vat_general_paper'],
];

const REGION =
  /(北京|天津|河北|山西|内蒙古|辽宁|大连|吉林|黑龙江|上海|江苏|浙江|宁波|安徽|福建|厦门|江西|山东|青岛|河南|湖北|湖南|广东|深圳|广西|海南|重庆|四川|贵州|云南|西藏|陕西|甘肃|青海|宁夏|新疆)(?:省|市|壮族自治区|回族自治区|维吾尔自治区|自治区)?$/u;

/** The title among the rows above `limit`, the uppermost first; `null` when none is found. */
export function titleIn(rows: readonly Row[], limit: number): Title | null {
  for (const row of rows) {
    if (row.y > limit) continue;
    for (const [pattern, kind] of TITLES) {
      const match = pattern.exec(row.text);
      if (match === null) continue;
      const region = REGION.exec(row.text.slice(0, match.index));
      const glyphs = region === null ? [] : row.glyphs.slice(region.index, match.index);
      return { kind, province: region?.[1] ?? null, glyphs };
    }
  }
  return null;
}

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
  if (title !== null) return byCode !== null && refines(byCode, title.kind) ? byCode : title.kind;
  if (number?.length === 20) return null;
  return byCode;
}

const refines = (byCode: Kind, byTitle: Kind): boolean =>
  (byTitle === 'vat_general_e' && byCode === 'toll_e') ||
  (byTitle === 'vat_general_paper' && (byCode === 'vat_general_roll' || byCode === 'vat_general_e'));
