/** An entry of the ledger (底账): what the invoice database knows of one invoice. */
import type { Kind } from '../invoice/kinds.js';
import type { LineItem } from './slip.js';
import type { InvoiceState } from './verdict.js';

/** Money is integer 分. Absent is `null`, never zero. */
export interface LedgerInvoice {
  readonly kind: Kind;
  readonly invoiceCode: string | null;
  readonly invoiceNumber: string;
  /** Pre-printed code and number of a 数电纸质 invoice, whose key is the 20-digit number: `code‖number`. */
  readonly alias: string | null;
  readonly issueDate: string;
  readonly checkCode: string | null;
  readonly buyerName: string | null;
  readonly buyerTaxId: string | null;
  readonly sellerName: string | null;
  readonly sellerTaxId: string | null;
  readonly netTotal: bigint | null;
  readonly taxTotal: bigint | null;
  readonly grossTotal: bigint | null;
  readonly state: InvoiceState;
  /** 发票风险等级 as the bureau words it. */
  readonly risk: string | null;
  readonly drawer: string | null;
  readonly note: string | null;
  readonly lines: readonly LineItem[];
  /** What the 勾选 export says of its deduction; absent: nothing is known, and an import without it leaves it alone. */
  readonly deduction?: Deduction;
}

/** 用途确认 of an invoice (DOMAIN 10.2). */
export interface Deduction {
  readonly ticked: boolean | null;
  /** `YYYY-MM-DD` in Asia/Shanghai. */
  readonly tickedOn: string | null;
  /** 有效抵扣税额, 分. As a decimal string where it is stored or told. */
  readonly deductibleTax: string | null;
  /** 1 抵扣, 2 退税, 3 代办退税, 4 不抵扣; as the file words it where it is none of these. */
  readonly purpose: string | null;
  /** 红字锁定标志. */
  readonly redLocked: boolean | null;
}

/** A stored entry. */
export interface LedgerEntry extends LedgerInvoice {
  readonly id: string;
  /** When it was last brought in or changed. */
  readonly importedAt: Date;
}

/** One row of an import that was left out, and why. */
export interface SkippedRow {
  /** As the person sees it: sheet name and row number. */
  readonly where: string;
  readonly code:
    | 'id_damaged'
    | 'no_number'
    | 'bad_date'
    | 'bad_amount'
    | 'sums_differ'
    | 'formula_cell'
    | 'unknown_kind'
    | 'invalid_item'
    | 'duplicate';
  readonly message: string;
}

/** What a write to the ledger did. */
export interface LedgerWritten {
  readonly added: number;
  readonly updated: number;
  readonly unchanged: number;
  /** Of the updated ones, those whose state is another now. */
  readonly stateChanges: number;
}

/** As what a ledger file was read. */
export const LEDGER_FORMATS = [
  /** 全量发票查询导出结果 of the tax bureau. */
  'bureau_export',
  /** 勾选/抵扣 export: what it says of the deduction is kept. */
  'deduction_export',
  /** One row a line, the invoice's own fields on its first row or on each: 航信's desktop export. */
  'lines_export',
  /** Exchange XML of the tax-control systems. */
  'tax_control_xml',
  /** A table (xlsx, xls, HTML, CSV) of which the headers are known. */
  'table',
  /** A table by a mapping that was given. */
  'mapped_table',
  'json',
  'ndjson',
] as const;
export type LedgerFormat = (typeof LEDGER_FORMATS)[number];

/** `queued`: others are worked on before it. */
export const IMPORT_STATES = ['queued', 'running', 'done', 'failed'] as const;
export type ImportState = (typeof IMPORT_STATES)[number];

/**
 * What an import did. `rows` counts what was seen: imported rows and those left out; a row whose invoice came in without
 * its lines (`sums_differ`) is both imported and listed.
 */
export interface ImportReport {
  /** As what the file was read; absent in reports of before it was kept. */
  readonly format?: LedgerFormat;
  readonly rows: number;
  readonly added: number;
  readonly updated: number;
  readonly unchanged: number;
  /** Of the updated ones, those whose state is another now; absent in reports of before it was counted. */
  readonly stateChanges?: number;
  /** Nothing was written: what would have been done. */
  readonly dryRun?: boolean;
  /** How many rows were left out; `skipped` lists the first of them. */
  readonly skippedCount: number;
  readonly skipped: readonly SkippedRow[];
  /** All of them as CSV, where `skipped` does not hold all: an original of the organisation. */
  readonly skippedFile?: { readonly sha256: string; readonly size: number };
}

/** A company as the ledger names it. */
export interface KnownParty {
  readonly name: string;
  readonly taxId: string;
}

/** Companies that one organisation knows. */
export interface PartyList {
  /** Changes with what it lists, and is no other list's: who holds a list of this id need not be given it again. */
  readonly id: string;
  readonly parties: readonly KnownParty[];
}
