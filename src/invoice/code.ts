/** What a 发票代码 says by itself (DOMAIN 3.1, after the national platform's own function). Pure. */
import type { Kind } from './kinds.js';
import { codeRegionName } from './regions.js';

export interface InvoiceCode {
  /** `null` when the code names no kind that we know. */
  readonly kind: Kind | null;
  /** The platform's type code, `99` for unknown. Its 14 (通行费) and 08 (电子专票) appear as 10 and 20 in real QRs. */
  readonly qrType: string;
  /** Year of allotment: the issue date may be later, not earlier. 2000 means that the code says 00, which none does. */
  readonly year: number;
  /** Four digits; of e-invoices it may be any city, so compare the first two only. */
  readonly region: string;
  /** `null`: no region with this number issues invoices. */
  readonly regionName: string | null;
  /** 联次, of codes of 10 digits. */
  readonly copies: number | null;
}

/** E-invoices issued before their codes had a rule of their own. */
const EARLY_E_INVOICES = new Set(['144031539110', '131001570151', '133011501118', '111001571070']);

const KIND_OF_TYPE: Readonly<Record<string, Kind>> = {
  '01': 'vat_special_paper',
  '02': 'freight_special_paper',
  '03': 'motor_vehicle_paper',
  '04': 'vat_general_paper',
  '08': 'vat_special_e',
  '10': 'vat_general_e',
  '11': 'vat_general_roll',
  '14': 'toll_e',
  '15': 'used_vehicle_paper',
};

/** By the last two digits of a code of 12 that starts with 0. */
const TYPE_OF_ENDING: Readonly<Record<string, string>> = {
  '04': '04',
  '05': '04',
  '06': '11',
  '07': '11',
  '11': '10',
  '12': '14',
  '13': '08',
  '17': '15',
};

/** By the eighth digit of a code of 10. */
const TYPE_OF_EIGHTH: Readonly<Record<string, string>> = {
  1: '01',
  5: '01',
  3: '04',
  6: '04',
  2: '02',
  7: '02',
};

/** Splits a code of 10 or 12 digits; `null` for anything else. An unknown kind or region is not a fault of form. */
export function parseInvoiceCode(code: string): InvoiceCode | null {
  if (!/^(?:\d{10}|\d{12})$/.test(code)) return null;
  const start = code.length === 12 ? 1 : 0;
  const region = code.slice(start, start + 4);
  const qrType = typeOf(code);
  return {
    kind: isBlockchain(code) ? 'blockchain_general' : (KIND_OF_TYPE[qrType] ?? null),
    qrType,
    year: 2000 + Number(code.slice(start + 4, start + 6)),
    region,
    regionName: codeRegionName(region),
    copies: code.length === 10 ? Number(code.charAt(8)) : null,
  };
}

function typeOf(code: string): string {
  if (code.length === 10) return TYPE_OF_EIGHTH[code.charAt(7)] ?? '99';
  if (EARLY_E_INVOICES.has(code)) return '10';
  if (code.startsWith('0')) return TYPE_OF_ENDING[code.slice(-2)] ?? '99';
  return code.charAt(7) === '2' ? '03' : '99';
}

/** `1` region(4) year(2) `0` (industry) `9` batch copies `0`; the first were issued in 2018. */
function isBlockchain(code: string): boolean {
  return /^1\d{6}09\d\d0$/.test(code) && Number(code.slice(5, 7)) >= 18;
}
