/** An invoice as the labels that `yanpiao eval` reads (README of this folder), and as the full truth beside them. */
import type { LineItem } from '../../src/document/slip.js';
import type { FieldName } from '../../src/invoice/fields.js';
import { formatMoney } from '../../src/invoice/money.js';
import type { FormTruth } from '../forms/form.js';
import type { SampleInvoice, SampleLine, VatKind } from './invoice.js';

/** One entry of labels.json. Absent is not judged. */
export interface Label {
  readonly type: string;
  readonly code?: string;
  readonly number: string;
  readonly date: string;
  readonly checkCode?: string;
  readonly buyerName: string;
  readonly buyerTaxId?: string;
  readonly sellerName: string;
  readonly sellerTaxId: string;
  readonly amount: string;
  readonly tax?: string;
  readonly total: string;
  /** Absent for an XML, which has none. */
  readonly qr?: string;
  readonly lineItems: number;
  readonly flags: readonly string[];
}

const TYPES: Readonly<Record<VatKind, string>> = {
  vat_special_paper: 'special_paper',
  vat_general_paper: 'ordinary_paper',
  vat_special_e: 'special_electronic',
  vat_general_e: 'ordinary_electronic',
  digital_special: 'digital_special',
  digital_general: 'digital_ordinary',
  toll_e: 'toll_electronic',
  vat_general_roll: 'ordinary_roll',
  digital_special_paper: 'digital_special_paper',
  digital_general_paper: 'digital_ordinary_paper',
};

/** Whether the file is the XML of the invoice: that shows no QR, but both parties' addresses and accounts. */
const isXml = (flags: readonly string[]): boolean => flags.some((flag) => flag.startsWith('xml'));

/** `flags` say what is special about the file, for whoever reads the table. */
export function labelOf(invoice: SampleInvoice, flags: readonly string[]): Label {
  return {
    type: TYPES[invoice.kind],
    ...(invoice.code === null ? {} : { code: invoice.code }),
    number: invoice.number,
    date: invoice.date,
    ...(invoice.checkCode === null ? {} : { checkCode: invoice.checkCode }),
    buyerName: invoice.buyer.name,
    ...(invoice.buyer.taxId === '' ? {} : { buyerTaxId: invoice.buyer.taxId }),
    sellerName: invoice.seller.name,
    sellerTaxId: invoice.seller.taxId,
    amount: formatMoney(invoice.net),
    ...(invoice.tax === null ? {} : { tax: formatMoney(invoice.tax) }),
    total: formatMoney(invoice.gross),
    ...(isXml(flags) ? {} : { qr: invoice.qr }),
    lineItems: invoice.lines.length,
    flags,
  };
}

/** The columns of a toll invoice. */
const passageOf = ({ passage }: SampleLine): Partial<LineItem> =>
  passage === undefined
    ? {}
    : {
        plateNumber: passage.plateNumber,
        vehicleType: passage.vehicleType,
        passDateFrom: passage.from,
        passDateTo: passage.to,
      };

/** Every header field that the form shows, and every line, under our own names. */
export interface FullTruth {
  readonly kind: VatKind;
  readonly fields: Readonly<Partial<Record<FieldName, string>>>;
  readonly lines: readonly LineItem[];
  /** Absent for an XML, which has none. */
  readonly qr?: string;
}

/** `flags` as those of {@link labelOf}. */
export function fullTruthOf(invoice: SampleInvoice, flags: readonly string[] = []): FullTruth {
  const legacy = invoice.code !== null;
  const addressed = legacy || isXml(flags);
  const fields: Readonly<Partial<Record<FieldName, string | null>>> = {
    invoiceCode: invoice.code,
    invoiceNumber: invoice.number,
    issueDate: invoice.date,
    checkCode: invoice.checkCode,
    machineNumber: invoice.machineNumber,
    cipherText: legacy ? invoice.cipher.join('') : null,
    buyerName: invoice.buyer.name,
    buyerTaxId: invoice.buyer.taxId,
    buyerAddressPhone: addressed ? invoice.buyer.addressPhone : null,
    buyerBankAccount: addressed ? `${invoice.buyer.bank} ${invoice.buyer.account}`.trim() : null,
    sellerName: invoice.seller.name,
    sellerTaxId: invoice.seller.taxId,
    sellerAddressPhone: addressed ? invoice.seller.addressPhone : null,
    sellerBankAccount: addressed ? `${invoice.seller.bank} ${invoice.seller.account}` : null,
    netTotal: formatMoney(invoice.net),
    taxTotal: invoice.tax === null ? null : formatMoney(invoice.tax),
    grossTotal: formatMoney(invoice.gross),
    grossTotalWords: invoice.words,
    payee: legacy ? invoice.payee : null,
    reviewer: legacy ? invoice.reviewer : null,
    drawer: invoice.drawer,
  };
  const shown = Object.entries(fields).filter((entry): entry is [FieldName, string] => Boolean(entry[1]));
  return {
    kind: invoice.kind,
    fields: Object.fromEntries(shown),
    lines: invoice.lines.map((line) => ({
      name: line.name,
      ...(line.spec === '' ? {} : { spec: line.spec }),
      ...(line.unit === '' ? {} : { unit: line.unit }),
      ...(line.quantity === '' ? {} : { quantity: line.quantity }),
      ...(line.unitPrice === '' ? {} : { unitPrice: line.unitPrice }),
      amount: formatMoney(line.amount),
      taxRate: line.rate,
      taxAmount: line.tax === null ? '***' : formatMoney(line.tax),
      ...passageOf(line),
    })),
    ...(isXml(flags) ? {} : { qr: invoice.qr }),
  };
}

/** Without the mark that this is a specimen, which is nothing that the invoice says. */
const shownNote = ({ note }: SampleInvoice): string => note.join(' ');

/** The number of the invoice that a red one cancels, as its note names it. */
function precedingOf({ note }: SampleInvoice): string | null {
  const text = note.join('');
  const [, digital] = /被红冲\D*(\d{20})/u.exec(text) ?? [];
  const [, code, number] = /对应正数发票代码:(\d{12})号码:(\d{8})/u.exec(text) ?? [];
  return digital ?? (code === undefined || number === undefined ? null : code + number);
}

/** What only the form with boxes for it shows. */
const boxesOf = ({ buyer, seller, payee, reviewer }: SampleInvoice) => ({
  buyerAddressPhone: buyer.addressPhone,
  buyerBankAccount: `${buyer.bank} ${buyer.account}`.trim(),
  sellerAddressPhone: seller.addressPhone,
  sellerBankAccount: `${seller.bank} ${seller.account}`,
  payee,
  reviewer,
});

/** {@link fullTruthOf} with everything else that the form shows. */
export function formTruthOf(invoice: SampleInvoice): FormTruth {
  const truth = fullTruthOf(invoice);
  const more: Readonly<Partial<Record<FieldName, string | null>>> = {
    ...(invoice.blank === undefined ? {} : { ...boxesOf(invoice), invoiceCode: invoice.blank.code }),
    province: invoice.code === null && invoice.blank === undefined ? null : invoice.place.title,
    copy: invoice.copy ?? null,
    taxTotal: invoice.tax === null ? '***' : formatMoney(invoice.tax),
    specialBusiness: invoice.special?.label ?? null,
    ...invoice.special?.fields,
    note: shownNote(invoice),
    precedingInvoice: precedingOf(invoice),
  };
  const shown = Object.entries(more).filter((entry): entry is [FieldName, string] => Boolean(entry[1]));
  return { ...truth, qr: invoice.qr, fields: { ...truth.fields, ...Object.fromEntries(shown) } };
}
