/** Between rows and the entries of the ledger; the key of an entry. */
import { createHash } from 'node:crypto';
import type { InferInsertModel, InferSelectModel } from 'drizzle-orm';
import type { LedgerEntry, LedgerInvoice } from '../../document/ledger.js';
import type { LineItem } from '../../document/slip.js';
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

/** The row to insert; its id is used only where the key is new. */
export function ledgerRow(organisationId: string, handedIn: LedgerInvoice): NewLedgerRow {
  const {
    invoiceCode,
    invoiceNumber,
    alias,
    netTotal,
    taxTotal,
    grossTotal,
    lines: _lines,
    ...rest
  } = handedIn;
  const stored = storable({ ...rest, code: invoiceCode, number: invoiceNumber });
  return {
    ...stored,
    id: newId(),
    organisationId,
    key: keyOf(stored.number, stored.code),
    alias: alias === null ? null : aliasOf(alias),
    net: netTotal,
    tax: taxTotal,
    gross: grossTotal,
    fingerprint: fingerprintOf(handedIn),
  };
}

/** Changes exactly when something of the invoice does; order of properties apart. */
function fingerprintOf(invoice: LedgerInvoice): string {
  const sorted = (_key: string, value: unknown): unknown => {
    if (typeof value === 'bigint') return value.toString();
    if (typeof value !== 'object' || value === null || Array.isArray(value)) return value;
    return Object.fromEntries(Object.entries(value).sort(([a], [b]) => (a < b ? -1 : 1)));
  };
  return createHash('sha256').update(JSON.stringify(invoice, sorted)).digest('base64url');
}

export function ledgerEntry(row: LedgerRow, lines: readonly LineItem[]): LedgerEntry {
  return {
    id: row.id,
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
    lines,
    importedAt: row.importedAt,
  };
}
