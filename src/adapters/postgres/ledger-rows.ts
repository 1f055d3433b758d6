/** Between rows and the entries of the ledger; the key of an entry, and what two tellings of one invoice make together. */
import { hash } from 'node:crypto';
import type { InferInsertModel, InferSelectModel } from 'drizzle-orm';
import type { Deduction, LedgerEntry, LedgerInvoice } from '../../document/ledger.js';
import { newId, storable } from './database.js';
import type { ledgerInvoices } from './schema/index.js';

export type LedgerRow = InferSelectModel<typeof ledgerInvoices>;
export type NewLedgerRow = InferInsertModel<typeof ledgerInvoices>;

/** Digits of a 数电 number (DOMAIN 3.2): unique by itself. */
const DIGITAL_LENGTH = 20;

export const isDigital = (number: string): boolean => number.length === DIGITAL_LENGTH;

/**
 * What an entry is known by: a 20-digit number alone, otherwise code and number. The hyphen keeps a code of 12 and a
 * number of 8 apart from a number of 20.
 */
export const keyOf = (number: string, code: string | null): string =>
  isDigital(number) ? number : `${code ?? ''}-${number}`;

/** Pre-printed code and number run together, however the importer separated them. */
export const aliasOf = (text: string): string => text.replace(/[^0-9A-Za-z]/g, '');

/** The invoice as the database can hold it, its alias as it is looked up, and what is blank absent. */
export function cleaned({ netTotal, taxTotal, grossTotal, ...rest }: LedgerInvoice): LedgerInvoice {
  const stored = storable(rest);
  return {
    ...stored,
    alias: stored.alias === null ? null : aliasOf(stored.alias),
    buyerName: stored.buyerName || null,
    buyerTaxId: stored.buyerTaxId || null,
    sellerName: stored.sellerName || null,
    sellerTaxId: stored.sellerTaxId || null,
    ...{ netTotal, taxTotal, grossTotal },
  };
}

/** The row of a cleaned invoice and its fingerprint; its id is used only where the key is new. */
export function ledgerRow(
  organisationId: string,
  invoice: LedgerInvoice,
  edition: number,
  fingerprint: string,
): NewLedgerRow {
  const { invoiceCode, invoiceNumber, netTotal, taxTotal, grossTotal, deduction, ...rest } = invoice;
  return {
    id: newId(),
    organisationId,
    key: keyOf(invoiceNumber, invoiceCode),
    ...rest,
    code: invoiceCode,
    number: invoiceNumber,
    net: netTotal,
    tax: taxTotal,
    gross: grossTotal,
    deduction: deduction ?? null,
    fingerprint,
    edition,
  };
}

/** All that a file tells of an invoice but its lines and its deduction, in an order that stays. */
const TOLD = [
  ...(['kind', 'invoiceCode', 'invoiceNumber', 'alias', 'issueDate', 'checkCode', 'buyerName'] as const),
  ...(['buyerTaxId', 'sellerName', 'sellerTaxId', 'netTotal', 'taxTotal', 'grossTotal'] as const),
  ...(['state', 'risk', 'drawer', 'note'] as const),
] satisfies readonly (keyof LedgerInvoice)[];

/** Changes exactly when something of the invoice does, what is known of its deduction apart; order of properties apart. */
export function fingerprintOf(invoice: LedgerInvoice): string {
  const told = TOLD.map((name) => {
    const value = invoice[name];
    return typeof value === 'bigint' ? value.toString() : value;
  });
  return hash('sha256', JSON.stringify([told, ...invoice.lines.map(sorted)]), 'base64url');
}

/** Its properties with their values, in alphabetical order. */
const sorted = (value: object): unknown => Object.entries(value).sort(([a], [b]) => (a < b ? -1 : 1));

/** What is stored, as an invoice again. */
function invoiceOf(row: LedgerRow): LedgerInvoice {
  return {
    kind: row.kind,
    invoiceCode: row.code,
    invoiceNumber: row.number,
    alias: row.alias,
    issueDate: row.issueDate,
    checkCode: row.checkCode,
    buyerName: row.buyerName,
    buyerTaxId: row.buyerTaxId,
    sellerName: row.sellerName,
    sellerTaxId: row.sellerTaxId,
    netTotal: row.net,
    taxTotal: row.tax,
    grossTotal: row.gross,
    state: row.state,
    risk: row.risk,
    drawer: row.drawer,
    note: row.note,
    lines: row.lines,
    ...(row.deduction === null ? {} : { deduction: row.deduction }),
  };
}

export function ledgerEntry(row: LedgerRow): LedgerEntry {
  return { ...invoiceOf(row), id: row.id, importedAt: row.importedAt };
}

/**
 * The stored invoice with what is told of it now. What is not told (`null`, no lines, state `unknown`) leaves what was
 * known: a 勾选 export knows neither lines nor drawer, and must not take them from what the full export brought.
 */
export function merged(row: LedgerRow, told: LedgerInvoice): LedgerInvoice {
  const before = invoiceOf(row);
  const { lines, state, deduction, ...rest } = told;
  const known = Object.entries(rest).filter(([, value]) => value !== null);
  const kept = mergedDeduction(before.deduction, deduction);
  return {
    ...before,
    ...Object.fromEntries(known),
    lines: lines.length === 0 ? before.lines : lines,
    state: state === 'unknown' ? before.state : state,
    ...(kept === undefined ? {} : { deduction: kept }),
  };
}

function mergedDeduction(before: Deduction | undefined, told: Deduction | undefined): Deduction | undefined {
  if (before === undefined || told === undefined) return told ?? before;
  return { ...before, ...Object.fromEntries(Object.entries(told).filter(([, value]) => value !== null)) };
}

/** Whether two tellings of one invoice are the same. */
export function isSame(row: LedgerRow, invoice: LedgerInvoice): boolean {
  const before = invoiceOf(row);
  const text = (deduction: Deduction | undefined) => JSON.stringify(sorted(deduction ?? {}));
  return (
    fingerprintOf(before) === fingerprintOf(invoice) && text(before.deduction) === text(invoice.deduction)
  );
}
