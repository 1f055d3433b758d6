/** Made-up slips that break no rule, to be broken one field at a time. Companies and numbers exist nowhere. */
import type { Finding } from '../../../src/document/finding.js';
import type { FieldResult, LineItem, Slip } from '../../../src/document/slip.js';
import type { Source } from '../../../src/document/source.js';
import type { FieldName } from '../../../src/invoice/fields.js';
import type { Kind } from '../../../src/invoice/kinds.js';
import { parseMoney } from '../../../src/invoice/money.js';
import { formatInvoiceQr } from '../../../src/invoice/qr.js';
import { organisationCheckCharacter, usccCheckCharacter } from '../../../src/invoice/tax-id.js';
import { checkSlip } from '../../../src/pipeline/check/check.js';

export const TODAY = '2026-11-22';

/** A credit code with both checks right, for an organisation that we made up. */
export function uscc(region: string, organisation: string): string {
  const first17 = `91${region}${organisation}${organisationCheckCharacter(organisation)}`;
  return `${first17}${usccCheckCharacter(first17)}`;
}

export const BUYER_ID = uscc('320594', 'MAQX0001');
export const SELLER_ID = uscc('110108', 'MAQX0002');

type Given = string | (Partial<FieldResult> & { value: string });

/** A field as judged: accepted, from the text layer, unless said otherwise. */
export function field(given: Given): FieldResult {
  const base = {
    confidence: 0.999,
    accepted: true,
    source: 'text' as Source,
    box: null,
    page: 1,
    rivals: [],
  };
  return typeof given === 'string' ? { ...base, value: given } : { ...base, ...given };
}

export interface Changes {
  readonly kind?: Kind;
  /** `null` removes the field. */
  readonly fields?: Partial<Record<FieldName, Given | null>>;
  readonly lines?: readonly LineItem[];
  readonly qr?: string | null;
  /** Every field's source, and whether it was accepted. */
  readonly all?: Partial<Pick<FieldResult, 'source' | 'accepted'>>;
}

function change(slip: Slip, { kind, fields = {}, lines, qr, all = {} }: Changes): Slip {
  const merged: Partial<Record<FieldName, FieldResult>> = { ...slip.fields };
  for (const [name, given] of Object.entries(fields) as [FieldName, Given | null][]) {
    if (given === null) delete merged[name];
    else merged[name] = field(given);
  }
  for (const [name, result] of Object.entries(merged) as [FieldName, FieldResult][])
    merged[name] = { ...result, ...all };
  return {
    ...slip,
    kind: kind ?? slip.kind,
    fields: merged,
    lines: lines ?? slip.lines,
    qr: qr === undefined ? slip.qr : qr,
  };
}

function slip(
  kind: Kind,
  fields: Partial<Record<FieldName, string>>,
  lines: readonly LineItem[],
  qr: string,
): Slip {
  const judged = Object.entries(fields).map(([name, value]) => [name, field(value)]);
  return {
    id: '1',
    kind,
    pages: [1],
    member: null,
    fields: Object.fromEntries(judged),
    lines,
    findings: [],
    qr,
  };
}

/** Lines of 4000.00 and 197.17 at 6%: tax 240.00 + 11.83. */
export const LINES: readonly LineItem[] = [
  {
    name: '*咨询服务*咨询费',
    quantity: '2',
    unitPrice: '2000',
    amount: '4000.00',
    taxRate: '6%',
    taxAmount: '240.00',
  },
  {
    name: '*咨询服务*资料费',
    quantity: '3',
    unitPrice: '65.723333333333333',
    amount: '197.17',
    taxRate: '6%',
    taxAmount: '11.83',
  },
];

const TOTALS = {
  netTotal: '4197.17',
  taxTotal: '251.83',
  grossTotal: '4449.00',
  grossTotalWords: '肆仟肆佰肆拾玖圆整',
  buyerName: '晴川（苏州）仪器有限公司',
  buyerTaxId: BUYER_ID,
  sellerName: '北京拾光咨询有限公司',
  sellerTaxId: SELLER_ID,
} as const;

const fen = (amount: string) => parseMoney(amount) ?? 0n;

/** 数电专票 of Beijing, 2024-05-28. */
export function digital(changes: Changes = {}): Slip {
  const invoiceNumber = '24117000000000123456';
  const qr = formatInvoiceQr({
    type: '31',
    code: '',
    number: invoiceNumber,
    amount: fen('4449.00'),
    date: '2024-05-28',
    checkCode: '',
  });
  return change(
    slip('digital_special', { invoiceNumber, issueDate: '2024-05-28', ...TOTALS }, LINES, qr),
    changes,
  );
}

/** 电子普票 of Beijing, 2021-03-09. */
export function legacy(changes: Changes = {}): Slip {
  const [invoiceCode, invoiceNumber, checkCode] = ['011002000111', '70001234', '12345678901234567890'];
  const qr = formatInvoiceQr({
    type: '10',
    code: invoiceCode,
    number: invoiceNumber,
    amount: fen('4197.17'),
    date: '2021-03-09',
    checkCode,
  });
  const fields = { invoiceCode, invoiceNumber, issueDate: '2021-03-09', checkCode, ...TOTALS };
  return change(slip('vat_general_e', fields, LINES, qr), changes);
}

/** The findings of one rule. */
export function found(id: string, given: Slip, today: string = TODAY): readonly Finding[] {
  return checkSlip(given, today).findings.filter((finding) => finding.id === id);
}

/** What one rule concluded, as `result severity`, in order. */
export function results(id: string, given: Slip, today: string = TODAY): readonly string[] {
  return found(id, given, today).map(({ result, severity }) => `${result} ${severity}`);
}
