/** The ledger and its imports. */
import { z } from 'zod';
import { ITEM_PROBLEMS } from '../../desk/ledger/told-invoice.js';
import { type Deduction, IMPORT_STATES, LEDGER_FORMATS, type LedgerEntry } from '../../document/ledger.js';
import { MAPPED_FIELDS } from '../../document/ledger-file.js';
import { date, money, pageOf, pageQuery, text, time } from './common.js';
import { invoiceState, kind, lineItem } from './slip.js';

/** Fields of the form of `POST /ledger/import` beside the part `file`. */
export const importForm = z
  .strictObject({
    /** Says what would be done, and writes nothing. */
    dryRun: z.enum(['true', 'false', '1', '0']).optional(),
    /** JSON: the text of a header → the name of our field, see docs/ledger.md. */
    mapping: z.string().max(20_000).optional(),
  })
  .meta({ id: 'ImportForm' });

/** Header text → our field; an empty name leaves the column out. */
export const mapping = z.record(text(200).min(1), z.union([z.enum(MAPPED_FIELDS), z.literal('')]));

/** Answer of `POST /ledger/import`, 202: follow it at `GET /ledger/imports/:id`. */
export const importAccepted = z.object({ importId: z.string() }).meta({ id: 'ImportAccepted' });

export const ledgerFormat = z.enum(LEDGER_FORMATS).meta({ id: 'LedgerFormat' });

export const importReport = z
  .object({
    /** As what the file was read; absent in reports of before it was kept. */
    format: ledgerFormat.optional(),
    rows: z.number().int(),
    added: z.number().int(),
    updated: z.number().int(),
    unchanged: z.number().int(),
    /** Of the updated ones, those whose state is another now. */
    stateChanges: z.number().int().optional(),
    /** Nothing was written: what would have been done. */
    dryRun: z.boolean().optional(),
    /** How many rows were left out; `skipped` lists the first of them, `GET /ledger/imports/:id/report.csv` all. */
    skippedCount: z.number().int(),
    skipped: z.array(z.object({ where: z.string(), code: z.string(), message: z.string() })),
  })
  .meta({ id: 'ImportReport' });

export const importAnswer = z
  .object({
    id: z.string(),
    file: z.string(),
    state: z.enum(IMPORT_STATES),
    dryRun: z.boolean(),
    mapping: z.record(z.string(), z.string()).nullable(),
    /** While it runs: rows seen so far, and of about how many where that is known. */
    progress: z.object({ rows: z.number().int(), of: z.number().int().nullable() }).nullable(),
    report: importReport.nullable(),
    /** Why it failed. */
    message: z.string().nullable(),
    createdAt: time,
  })
  .meta({ id: 'Import' });

/** Newest first; without the rows that were left out, of which `skippedCount` tells how many there are. */
export const importList = pageOf(importAnswer);

export const deduction = z
  .object({
    ticked: z.boolean().nullable(),
    /** `YYYY-MM-DD` */
    tickedOn: z.string().nullable(),
    /** 有效抵扣税额 */
    deductibleTax: money.nullable(),
    /** 1 抵扣, 2 退税, 3 代办退税, 4 不抵扣; as the file words it where it is none of these. */
    purpose: z.string().nullable(),
    /** 红字锁定标志 */
    redLocked: z.boolean().nullable(),
  } satisfies Record<keyof Deduction, z.ZodType>)
  .meta({ id: 'Deduction' });

/** An entry of the ledger; money as decimal strings, absent is null. */
export const ledgerInvoice = z
  .object({
    id: z.string(),
    kind,
    invoiceCode: z.string().nullable(),
    invoiceNumber: z.string(),
    alias: z.string().nullable(),
    issueDate: z.string(),
    checkCode: z.string().nullable(),
    buyerName: z.string().nullable(),
    buyerTaxId: z.string().nullable(),
    sellerName: z.string().nullable(),
    sellerTaxId: z.string().nullable(),
    netTotal: money.nullable(),
    taxTotal: money.nullable(),
    grossTotal: money.nullable(),
    state: invoiceState,
    risk: z.string().nullable(),
    drawer: z.string().nullable(),
    note: z.string().nullable(),
    lines: z.array(lineItem),
    /** What the 勾选 export says; absent: nothing is known. */
    deduction: deduction.optional(),
    importedAt: time,
    // What is missing here would be left out of every answer.
  } satisfies Record<keyof LedgerEntry, z.ZodType>)
  .meta({ id: 'LedgerInvoice' });

/** Who said that a state changed. */
export const changeSource = z
  .object({
    kind: z.enum(['import', 'api', 'person', 'registry']),
    id: z.string().nullable(),
    name: z.string(),
  })
  .meta({ id: 'ChangeSource' });

export const stateChange = z
  .object({ before: invoiceState, after: invoiceState, at: time, source: changeSource })
  .meta({ id: 'StateChange' });

/** `GET /ledger/invoices/:id`: the entry with every change of its state, the first first. */
export const ledgerEntryAnswer = ledgerInvoice
  .extend({ states: z.array(stateChange) })
  .meta({ id: 'LedgerEntry' });

/** Body of `PUT /ledger/invoices`. Items are judged one by one: what one of them lacks is told with its result. */
export const bulkBody = z
  .strictObject({
    invoices: z
      .array(z.unknown().meta({ description: 'as GET /ledger/invoices tells them; see docs/ledger.md' }))
      .min(1)
      .max(1000),
  })
  .meta({ id: 'BulkUpsert' });

export const bulkItem = z.object({
  /** Place in `invoices`, from 0. */
  index: z.number().int(),
  invoiceNumber: z.string().nullable(),
  result: z.enum(['added', 'updated', 'unchanged', 'refused']),
  /** Of the entry; null where the item was refused. */
  id: z.string().nullable(),
  /** Why it was refused. `path` names the field. */
  problem: z
    .object({ code: z.enum(ITEM_PROBLEMS), path: z.string().nullable(), message: z.string() })
    .nullable(),
});

/** 200 also where items were refused: `refused` counts them. */
export const bulkAnswer = z
  .object({
    added: z.number().int(),
    updated: z.number().int(),
    unchanged: z.number().int(),
    refused: z.number().int(),
    items: z.array(bulkItem),
  })
  .meta({ id: 'BulkUpsertAnswer' });

/** `next` is where to go on, also when there was nothing. */
export const changesAnswer = z
  .object({ items: z.array(ledgerInvoice), next: z.string() })
  .meta({ id: 'LedgerChanges' });
export const changesQuery = pageQuery.extend({
  limit: z.coerce.number().int().min(1).max(1000).default(200),
});

export const ledgerList = pageOf(ledgerInvoice);
export const ledgerListQuery = pageQuery.extend({
  invoiceNumber: text(40).optional(),
  invoiceCode: text(40).optional(),
  sellerTaxId: text(40).optional(),
  dateFrom: date.optional(),
  dateTo: date.optional(),
  /** Part of the buyer's or seller's name. */
  name: text(200).optional(),
  /** 进项: one of the own companies is the buyer; 销项: the seller. 409 `no_own_companies` while none is named. */
  direction: z.enum(['purchase', 'sale']).optional(),
  state: invoiceState.optional(),
});

export type ImportAccepted = z.infer<typeof importAccepted>;
export type ImportAnswer = z.infer<typeof importAnswer>;
export type LedgerEntryAnswer = z.infer<typeof ledgerEntryAnswer>;
export type BulkAnswer = z.infer<typeof bulkAnswer>;
export type LedgerInvoiceAnswer = z.infer<typeof ledgerInvoice>;
