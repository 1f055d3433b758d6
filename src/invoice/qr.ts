/** The text of an invoice's QR code: read in every variant seen, and written (DOMAIN 2). Pure. */
import { parseInvoiceCode } from './code.js';
import { parseDate } from './dates.js';
import { KIND_NAMES, KINDS, type Kind } from './kinds.js';
import { type Fen, formatMoney, parseMoney } from './money.js';
import { normalise } from './text.js';

/** How the printed CRC compares. Anyone can compute one: `match` shows a good reading, not a genuine invoice. */
export type CrcResult = 'match' | 'match-without-comma' | 'match-modbus' | 'mismatch' | 'absent';

export interface InvoiceQr {
  /** `fields` is the comma-separated text; the other two are URLs. */
  readonly form: 'fields' | 'blockchain' | 'fiscal';
  /** Second field of the text; `null` for URLs. */
  readonly type: string | null;
  /** From the type and the code together; `null` when they name none or contradict the number. */
  readonly kind: Kind | null;
  /** 10 or 12 digits (8 on fiscal e-bills); `null` where there is none. */
  readonly code: string | null;
  readonly number: string | null;
  readonly amount: Fen | null;
  /** `net`: without tax, legacy invoices. `gross`: with tax, 数电票, 二手车 and blockchain. */
  readonly amountBasis: 'net' | 'gross';
  /** `YYYY-MM-DD` */
  readonly date: string | null;
  readonly checkCode: string | null;
  readonly crc: CrcResult;
}

/**
 * CRC-16/UMTS (polynomial 0x8005, initial 0, not reflected, no final XOR) of ASCII text, as four upper-case hex
 * digits: what invoices carry, over everything up to and including the comma before it (DOMAIN 2.2).
 */
export function crc16(text: string): string {
  let crc = 0;
  for (const char of text) {
    crc ^= char.charCodeAt(0) << 8;
    for (let bit = 0; bit < 8; bit += 1) crc = (crc & 0x8000 ? (crc << 1) ^ 0x8005 : crc << 1) & 0xffff;
  }
  return hex(crc);
}

/** CRC-16/MODBUS (0x8005 reflected, initial 0xFFFF): seen on a rail e-ticket. */
export function crc16Modbus(text: string): string {
  let crc = 0xffff;
  for (const char of text) {
    crc ^= char.charCodeAt(0);
    for (let bit = 0; bit < 8; bit += 1) crc = crc & 1 ? (crc >> 1) ^ 0xa001 : crc >> 1;
  }
  return hex(crc);
}

const hex = (crc: number): string => crc.toString(16).toUpperCase().padStart(4, '0');

/**
 * Reads the text of a QR code; `null` when it is not an invoice's. Takes full-width commas, spaces, empty fields
 * written as a space, dashed dates, a missing CRC or one of three or five digits or in lower case, and whatever a scanner
 * or an issuer put behind the last comma. An amount or date that cannot be read becomes `null`; a malformed code or number is no invoice QR.
 */
export function parseInvoiceQr(text: string): InvoiceQr | null {
  const clean = normalise(text);
  return /^https?:\/\//i.test(clean) ? parseUrl(clean) : parseFields(clean, text.trim());
}

function parseFields(clean: string, raw: string): InvoiceQr | null {
  const fields = clean.split(',').map((field) => field.replaceAll(' ', ''));
  const [version, type = '', code = '', number = '', amount = '', date = '', checkCode = '', crc = ''] =
    fields;
  if (version !== '01' || fields.length < 6) return null;
  if (!/^\d{2}$/.test(type) || !/^(?:\d{10}|\d{12})?$/.test(code) || !/^(?:\d{8}|\d{20})$/.test(number))
    return null;
  const kind = kindOf(type, code, number);
  return {
    form: 'fields',
    type,
    kind,
    code: code === '' ? null : code,
    number,
    amount: parseMoney(amount),
    amountBasis: number.length === 20 || type === '15' ? 'gross' : 'net',
    date: parseDate(date),
    checkCode: /^\d{5,20}$/.test(checkCode) ? checkCode : null,
    crc: compareCrc(crc, [raw, clean, fields.join(',')]),
  };
}

/** `type` alone is ambiguous (10 is 电子普票 and 通行费): the code decides among the kinds that share it. */
function kindOf(type: string, code: string, number: string): Kind | null {
  const family = number.length === 20 ? 'digital' : 'legacy';
  const kinds = KIND_NAMES.filter((kind) => {
    const facts = KINDS[kind];
    return facts.family === family && facts.qrTypes.some((qrType) => qrType === type);
  });
  const byCode = parseInvoiceCode(code)?.kind ?? null;
  if (kinds.length === 0) return family === 'legacy' ? byCode : null;
  return kinds.find((kind) => kind === byCode) ?? kinds[0] ?? null;
}

/** `texts` are the ways in which the issuer may have written what the CRC covers, before we cleaned it. */
function compareCrc(crc: string, texts: readonly string[]): CrcResult {
  if (crc === '') return 'absent';
  if (!/^[0-9A-F]{1,5}$/i.test(crc)) return 'mismatch';
  // Some issuers drop or add leading zeros, so CRCs are compared as numbers.
  const printed = Number.parseInt(crc, 16);
  const bodies = new Set(texts.map((text) => text.split(/[,，]/).slice(0, 7).join(',')));
  const some = (check: (text: string) => string, ending: string) =>
    [...bodies].some((body) => Number.parseInt(check(body + ending), 16) === printed);
  if (some(crc16, ',')) return 'match';
  if (some(crc16, '')) return 'match-without-comma';
  return some(crc16Modbus, ',') ? 'match-modbus' : 'mismatch';
}

/** The two kinds whose QR is a link (DOMAIN 2.4, 1.1); any other link is none of ours. */
function parseUrl(text: string): InvoiceQr | null {
  const url = URL.canParse(text) ? new URL(text) : null;
  if (url === null) return null;
  const base = { type: null, date: null, amountBasis: 'gross', crc: 'absent' } as const;
  const number = url.searchParams.get('bill_num') ?? '';
  if (/^bcfp\..*chinatax\.gov\.cn$/.test(url.hostname) && /^\d{8}$/.test(number)) {
    const fen = url.searchParams.get('total_amount') ?? '';
    const amount = /^-?\d{1,15}$/.test(fen) ? BigInt(fen) : null;
    return {
      ...base,
      form: 'blockchain',
      kind: 'blockchain_general',
      code: null,
      number,
      amount,
      checkCode: null,
    };
  }
  const [, code, bill, checkCode] = /^\/page\/(\d{8})\/(\d{10})\/(\w{6})\/?$/.exec(url.pathname) ?? [];
  if (!url.hostname.startsWith('einvoice.') || code === undefined) return null;
  return {
    ...base,
    form: 'fiscal',
    kind: 'fiscal_ebill',
    code,
    number: bill ?? null,
    amount: null,
    checkCode: checkCode ?? null,
  };
}

/**
 * Writes a QR text with its right CRC, as issuers print it: a trailing comma on legacy invoices, none on 数电票.
 * `date` is `YYYY-MM-DD`; `code` and `checkCode` are empty where the kind has none.
 */
export function formatInvoiceQr(invoice: {
  type: string;
  code: string;
  number: string;
  amount: Fen;
  date: string;
  checkCode: string;
}): string {
  const { type, code, number, amount, date, checkCode } = invoice;
  const covered = `01,${type},${code},${number},${formatMoney(amount)},${date.replaceAll('-', '')},${checkCode},`;
  return `${covered}${crc16(covered)}${code === '' ? '' : ','}`;
}
