/** A slip as the rules see it: values parsed once, and where they come from. */
import type { CarrierEvidence, EditSign } from '../../document/evidence.js';
import type { FindingPlace, OtherInvoice, Severity } from '../../document/finding.js';
import { type Box, boxOf } from '../../document/geometry.js';
import type { Sheet } from '../../document/sheet.js';
import type { FieldResult, Slip } from '../../document/slip.js';
import type { Source } from '../../document/source.js';
import { type InvoiceCode, parseInvoiceCode } from '../../invoice/code.js';
import { parseDate } from '../../invoice/dates.js';
import type { FieldName } from '../../invoice/fields.js';
import { type Family, KINDS, type Kind } from '../../invoice/kinds.js';
import { type Fen, formatMoney, parseMoney } from '../../invoice/money.js';
import { type InvoiceQr, parseInvoiceQr } from '../../invoice/qr.js';

/** What the file of a slip shows, as far as it is about the slip's pages. */
export interface FileEvidence extends CarrierEvidence {
  /** The text layer, line by line; empty where the pages were recognised. */
  readonly texts: readonly string[];
  /** Sizes of those of its pages that have a text layer, in points. */
  readonly papers: readonly { readonly page: number; readonly width: number; readonly height: number }[];
}

export interface Subject {
  readonly slip: Slip;
  readonly kind: Kind;
  readonly family: Family;
  /** Today in Asia/Shanghai, `YYYY-MM-DD`. */
  readonly today: string;
  readonly qr: InvoiceQr | null;
  readonly code: InvoiceCode | null;
  readonly issueDate: string | null;
  /** `null`: it stands in no PDF or OFD, or the file is not at hand. */
  readonly evidence: FileEvidence | null;
  /** What was seen on its pages; `null`: they are not at hand. */
  readonly seen: PagesSeen | null;
}

/** What only the pages tell. */
export interface PagesSeen {
  /** What editing may have left on them. */
  readonly signs: readonly EditSign[];
  /** QRs of invoices on them, the slip's own among them; none that is another slip's. */
  readonly codes: readonly SeenCode[];
}

export interface SeenCode {
  readonly text: string;
  readonly page: number;
  readonly box: Box | null;
}

/** What one rule concluded; the runner adds id and severity. */
export interface Outcome {
  readonly result: 'holds' | 'broken' | 'unknown';
  /** One line in Chinese. */
  readonly message: string;
  /** Where it is not the rule's own. */
  readonly severity?: Severity;
  /** The fields it compared: an error among unconfirmed ones is only a warning. */
  readonly fields?: readonly FieldName[];
  /** The other invoices, claims or files that it is about. */
  readonly others?: readonly OtherInvoice[];
  /** Where on the pages to look. */
  readonly places?: readonly FindingPlace[];
}

/** A check of DOMAIN 12. `apply` yields nothing where the rule does not apply to the slip. */
export interface Rule {
  readonly id: string;
  readonly severity: Severity;
  readonly apply: (subject: Subject) => readonly Outcome[];
}

export function subjectOf(
  slip: Slip,
  today: string,
  evidence: FileEvidence | null = null,
  seen: PagesSeen | null = null,
): Subject {
  const code = slip.fields.invoiceCode?.value ?? '';
  return {
    slip,
    kind: slip.kind,
    family: KINDS[slip.kind].family,
    today,
    qr: slip.qr === null ? null : parseInvoiceQr(slip.qr),
    code: parseInvoiceCode(code),
    issueDate: parseDate(slip.fields.issueDate?.value ?? ''),
    evidence,
    seen,
  };
}

/** What was seen on a slip's pages. `others`: the slips beside it, whose QRs are not its own. */
export function seenOn({ pages, qr }: Slip, sheets: readonly Sheet[], others: readonly Slip[]): PagesSeen {
  const own = sheets.filter(({ page }) => pages.includes(page));
  const theirs = new Set(others.flatMap((slip) => (slip.qr === null || slip.qr === qr ? [] : [slip.qr])));
  // Of several slips on a page it is not known whose a spare QR is: then nobody is told.
  const isAlone = others.every((slip) => !slip.pages.some((page) => pages.includes(page)));
  const codes = own.flatMap(({ codes: found, page }) =>
    found.flatMap(({ text, quad }): SeenCode[] => {
      const trimmed = text.trim();
      const isOurs = trimmed === qr || (isAlone && !theirs.has(trimmed));
      return isOurs && parseInvoiceQr(trimmed) !== null
        ? [{ text: trimmed, page, box: quad === null ? null : boxOf(quad) }]
        : [];
    }),
  );
  return { signs: own.flatMap(({ signs = [] }) => signs), codes };
}

/** What the file shows beside its text, as far as it is about the slip's pages. */
export function evidenceFor({ pages }: Slip, sheets: readonly Sheet[]): FileEvidence | null {
  const own = sheets.filter(({ page }) => pages.includes(page));
  const file = own.find(({ evidence }) => evidence !== undefined)?.evidence;
  if (file === undefined) return null;
  const lines = own.flatMap((sheet) => sheet.lines).filter(({ source }) => source === 'text');
  return {
    ...file,
    hidden: own.flatMap(({ hidden = [] }) => hidden),
    texts: lines.map(({ text }) => text),
    papers: own
      .filter((sheet) => sheet.lines.some(({ source }) => source === 'text'))
      .map(({ page, width, height }) => ({ page, width, height })),
  };
}

/** The value of a field; `null` when it was not read or is blank. */
export function textOf({ slip }: Subject, field: FieldName): string | null {
  return slip.fields[field]?.value || null;
}

/** The amount of a field. A tax of `***`, 免税 or certainly blank is zero (DOMAIN 6.2: exempt). */
export function moneyOf({ slip }: Subject, field: FieldName): Fen | null {
  const value = slip.fields[field]?.value;
  if (value === undefined) return null;
  return field === 'taxTotal' && isNoTax(value) ? 0n : parseMoney(value);
}

/** Whether a tax cell says that there is no tax. */
export function isNoTax(cell: string): boolean {
  return cell === '' || /^\*+$/.test(cell) || cell === '免税' || cell === '不征税';
}

/** Whether a source gives characters as they were written, not as they look. */
export function isExact(source: Source): boolean {
  return !source.startsWith('ocr:');
}

/** Whether a field was computed from others, so that comparing it with them proves nothing. */
export function isDerived(result: FieldResult | undefined): boolean {
  return result?.source === 'rule' && (result.agreeing ?? []).length === 0;
}

/**
 * Severity of what line items say: they carry no source of their own, so they are taken to come from where the totals
 * were printed. `E` when that is exact.
 */
export function lineSeverity({ slip }: Subject): Severity {
  const { netTotal, taxTotal, grossTotal } = slip.fields;
  const sources = [netTotal, taxTotal, grossTotal].flatMap((field) =>
    field === undefined ? [] : [field.source, ...(field.agreeing ?? [])],
  );
  return sources.some((source) => isExact(source) && isPrint(source)) ? 'E' : 'W';
}

/** Whether a source read the invoice's face (or its electronic original), not its QR, our own sums or someone's word. */
export function isPrint(source: Source): boolean {
  return !['qr', 'rule', 'ledger', 'person'].includes(source);
}

/** `¥4449.00` */
export function yuan(fen: Fen): string {
  return `¥${formatMoney(fen)}`;
}

/** The kinds with 不含税 + 税额 = 价税合计 on their face. */
export const TAXED_KINDS: ReadonlySet<Kind> = new Set<Kind>([
  'vat_special_paper',
  'freight_special_paper',
  'motor_vehicle_paper',
  'vat_general_paper',
  'vat_special_e',
  'vat_general_e',
  'toll_e',
  'blockchain_general',
  'digital_special',
  'digital_general',
  'digital_rail',
  'digital_motor_vehicle',
  'digital_special_paper',
  'digital_general_paper',
  'digital_motor_paper',
]);

/** The 专票: they entitle the buyer to deduct, so they name him. */
export const SPECIAL_KINDS: ReadonlySet<Kind> = new Set<Kind>([
  'vat_special_paper',
  'freight_special_paper',
  'vat_special_e',
  'digital_special',
  'digital_special_paper',
]);

/** The field that holds the sum to pay. */
export function grossField(kind: Kind): FieldName {
  if (kind === 'digital_rail') return 'fare';
  return kind === 'used_vehicle_paper' || kind === 'digital_used_vehicle' || kind === 'digital_used_paper'
    ? 'carTotal'
    : 'grossTotal';
}
