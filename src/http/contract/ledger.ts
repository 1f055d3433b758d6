/** The ledger, its imports, and questions to it. */
import { z } from 'zod';
import { date, money, pageOf, pageQuery, text, time } from './common.js';
import { fieldName, invoiceState, kind, lineItem, verdict } from './slip.js';

/** Answer of `POST /ledger/import`, 202: follow it at `GET /ledger/imports/:id`. */
export const importAccepted = z.object({ importId: z.string() }).meta({ id: 'ImportAccepted' });

export const importReport = z
  .object({
    rows: z.number().int(),
    added: z.number().int(),
    updated: z.number().int(),
    unchanged: z.number().int(),
    /** How many rows were left out; `skipped` lists the first of them. */
    skippedCount: z.number().int(),
    skipped: z.array(z.object({ where: z.string(), code: z.string(), message: z.string() })),
  })
  .meta({ id: 'ImportReport' });

export const importAnswer = z
  .object({
    id: z.string(),
    file: z.string(),
    state: z.enum(['queued', 'done', 'failed']),
    report: importReport.nullable(),
    /** Why it failed. */
    message: z.string().nullable(),
    createdAt: time,
  })
  .meta({ id: 'Import' });

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
    importedAt: time,
  })
  .meta({ id: 'LedgerInvoice' });

export const ledgerList = pageOf(ledgerInvoice);
export const ledgerListQuery = pageQuery.extend({
  invoiceNumber: text(40).optional(),
  invoiceCode: text(40).optional(),
  sellerTaxId: text(40).optional(),
  dateFrom: date.optional(),
  dateTo: date.optional(),
  /** Part of the buyer's or seller's name. */
  name: text(200).optional(),
});

const asked = text(200).trim().min(1);

/**
 * Body of `POST /queries`: the text of an invoice QR, or what is known of the invoice. `amount` is whichever total the
 * kind is checked by (DOMAIN 9.1); `kind` only where neither code nor number tells it. `number`, `code` and `date` are
 * short for `invoiceNumber`, `invoiceCode` and `issueDate`.
 */
export const queryBody = z
  .strictObject({
    qr: text(2000).trim().min(1),
    kind,
    invoiceCode: asked,
    invoiceNumber: asked,
    issueDate: asked,
    checkCode: asked,
    amount: asked,
    netTotal: asked,
    grossTotal: asked,
    carTotal: asked,
    buyerName: asked,
    buyerTaxId: asked,
    sellerName: asked,
    sellerTaxId: asked,
    number: asked,
    code: asked,
    date: asked,
  })
  .partial()
  .refine(
    (body) =>
      [body.qr, body.invoiceNumber, body.invoiceCode, body.number, body.code].some(
        (part) => part !== undefined,
      ),
    {
      message: 'qr, invoiceNumber or invoiceCode is needed',
    },
  )
  .meta({ id: 'Query' });

/** Answer of `POST /queries`: the verdict, and what is still needed for a firm one. */
export const queryAnswer = verdict
  .extend({
    /** Null where neither the code nor the number tells the kind. */
    kind: kind.nullable(),
    /** Fields that the kind is checked by and that were not given. Empty: the verdict is as firm as it gets. */
    missing: z.array(fieldName),
    /** What it could be, when something is missing: entries under this number or code, at most 20. */
    entries: z.array(ledgerInvoice),
  })
  .meta({ id: 'QueryAnswer' });

export type ImportAccepted = z.infer<typeof importAccepted>;
export type ImportAnswer = z.infer<typeof importAnswer>;
export type LedgerInvoiceAnswer = z.infer<typeof ledgerInvoice>;
export type QueryBody = z.infer<typeof queryBody>;
export type QueryAnswer = z.infer<typeof queryAnswer>;
