/** The invoice database that slips are matched against, and its imports. */
import { type SQL, sql } from 'drizzle-orm';
import {
  bigint,
  boolean,
  date,
  index,
  jsonb,
  pgTable,
  primaryKey,
  text,
  unique,
  uuid,
} from 'drizzle-orm/pg-core';
import type { ChangeSource } from '../../../document/change.js';
import type { Deduction, ImportReport } from '../../../document/ledger.js';
import type { LineItem } from '../../../document/slip.js';
import type { InvoiceState } from '../../../document/verdict.js';
import type { Kind } from '../../../invoice/kinds.js';
import type { LedgerImportRecord } from '../../../ports/ledger.js';
import { handedInBy, organisation } from './accounts.js';
import { createdAt, fen, moment } from './columns.js';

/**
 * One row an organisation with a ledger. Whoever writes to the ledger locks it and counts it up, so that editions are in
 * the order of commits: what a reader of the change feed has not seen has a higher one.
 */
export const ledgerHeads = pgTable('ledger_heads', {
  organisationId: organisation().primaryKey(),
  edition: bigint('edition', { mode: 'number' }).notNull(),
  /** How many entries there are: counting ten million takes seconds, and every match asks. */
  entries: bigint('entries', { mode: 'number' }).notNull().default(0),
});

/**
 * The stretch of 96 days that a day lies in. Amounts are indexed within it: new invoices are of the last months, and so go
 * into a few pages of the index, which without it they would be strewn over all of.
 */
export const periodOf = (day: SQL): SQL => sql`((${day} - '2000-01-01'::date) / 96)`;

export const ledgerInvoices = pgTable(
  'ledger_invoices',
  {
    id: uuid('id').primaryKey(),
    organisationId: organisation(),
    /** A 20-digit number alone, or `code-number`: see ledger-rows.ts. */
    key: text('key').notNull(),
    kind: text('kind').$type<Kind>().notNull(),
    code: text('code'),
    number: text('number').notNull(),
    /** Pre-printed code and number of a 数电纸质 invoice, run together. */
    alias: text('alias'),
    issueDate: date('issue_date', { mode: 'string' }).notNull(),
    checkCode: text('check_code'),
    buyerName: text('buyer_name'),
    buyerTaxId: text('buyer_tax_id'),
    sellerName: text('seller_name'),
    sellerTaxId: text('seller_tax_id'),
    net: fen('net'),
    tax: fen('tax'),
    gross: fen('gross'),
    state: text('state').$type<InvoiceState>().notNull(),
    risk: text('risk'),
    drawer: text('drawer'),
    note: text('note'),
    /** In the row: nothing asks for a line without its invoice (docs/decisions/0019). */
    lines: jsonb('lines').$type<readonly LineItem[]>().notNull().default([]),
    /** Digest of everything above: tells quickly that an import changes nothing. */
    fingerprint: text('fingerprint').notNull(),
    deduction: jsonb('deduction').$type<Deduction>(),
    importedAt: moment('imported_at').notNull().defaultNow(),
    firstSeenAt: moment('first_seen_at').notNull().defaultNow(),
    /** Edition of the ledger that added or changed it last: where it stands in the change feed. */
    edition: bigint('edition', { mode: 'number' }).notNull().default(0),
  },
  (table) => [
    unique('ledger_key').on(table.organisationId, table.key),
    // The last eight digits: all of a pre-printed number, and of a 20-digit one what people quote and tell apart by.
    index('ledger_tail').on(table.organisationId, sql`right(number, 8)`),
    index('ledger_code').on(table.organisationId, table.code).where(sql`code is not null`),
    index('ledger_alias').on(table.organisationId, table.alias).where(sql`alias is not null`),
    index('ledger_alias_number').on(table.organisationId, sql`right(alias, 8)`).where(sql`alias is not null`),
    index('ledger_date').on(table.organisationId, table.issueDate, table.id),
    // Without the id, which the thousand rows of one edition are put in order by when they are asked for: a tenth as large.
    index('ledger_edition').on(table.organisationId, table.edition),
    index('ledger_state')
      .on(table.organisationId, table.state, table.issueDate)
      .where(sql`state <> 'normal'`),
    index('ledger_buyer').on(table.organisationId, table.buyerTaxId, table.issueDate),
    // All that near look-ups compare, so that they touch no row of the table.
    index('ledger_seller').on(
      table.organisationId,
      table.sellerTaxId,
      table.issueDate,
      ...[table.number, table.gross, table.net, table.id],
    ),
    index('ledger_buyer_name')
      .on(table.organisationId, table.buyerName, table.issueDate)
      .where(sql`buyer_tax_id is null`),
    index('ledger_seller_name')
      .on(table.organisationId, table.sellerName, table.issueDate)
      .where(sql`seller_tax_id is null`),
    index('ledger_gross').on(
      table.organisationId,
      periodOf(sql.raw('issue_date')),
      table.gross,
      table.issueDate,
    ),
    index('ledger_net').on(table.organisationId, periodOf(sql.raw('issue_date')), table.net, table.issueDate),
  ],
);

/** Every change of an entry's state. */
export const ledgerStates = pgTable(
  'ledger_states',
  {
    id: uuid('id').primaryKey(),
    organisationId: organisation(),
    invoiceId: uuid('invoice_id')
      .notNull()
      .references(() => ledgerInvoices.id, { onDelete: 'cascade' }),
    before: text('before').$type<InvoiceState>().notNull(),
    after: text('after').$type<InvoiceState>().notNull(),
    source: jsonb('source').$type<ChangeSource>().notNull(),
    at: moment('at').notNull().defaultNow(),
  },
  (table) => [index('ledger_states_invoice').on(table.invoiceId, table.at)],
);

/**
 * A company's name without what nearly all end in. Names are found by likeness ten times as quickly by what is left: an
 * ending that a hundred thousand names share is looked up and weighed with each of them.
 */
export const coreOf = (name: SQL): SQL =>
  sql`replace(replace(replace(replace(${name}, '有限责任公司', ''), '股份有限公司', ''), '有限公司', ''), '分公司', '')`;

/** Buyers and sellers with how many entries name them: term frequencies, and names to look up by likeness. */
export const ledgerParties = pgTable(
  'ledger_parties',
  {
    organisationId: organisation(),
    side: text('side').$type<'buyer' | 'seller'>().notNull(),
    /** Empty where the entry names none. */
    taxId: text('tax_id').notNull(),
    name: text('name').notNull(),
    invoices: bigint('invoices', { mode: 'number' }).notNull(),
  },
  (table) => [
    primaryKey({ columns: [table.organisationId, table.side, table.taxId, table.name] }),
    index('ledger_parties_name').on(table.organisationId, table.side, table.name),
    index('ledger_parties_alike').using('gin', sql`name gin_trgm_ops`),
    index('ledger_parties_core_buyer')
      .using('gin', sql`${coreOf(sql`name`)} gin_trgm_ops`)
      .where(sql`side = 'buyer'`),
    index('ledger_parties_core_seller')
      .using('gin', sql`${coreOf(sql`name`)} gin_trgm_ops`)
      .where(sql`side = 'seller'`),
  ],
);

export const ledgerImports = pgTable(
  'ledger_imports',
  {
    id: uuid('id').primaryKey(),
    organisationId: organisation(),
    ...handedInBy(),
    file: text('file').notNull(),
    sha256: text('sha256').notNull(),
    size: bigint('size', { mode: 'number' }).notNull(),
    state: text('state').$type<LedgerImportRecord['state']>().notNull().default('queued'),
    dryRun: boolean('dry_run').notNull().default(false),
    mapping: jsonb('mapping').$type<LedgerImportRecord['mapping']>(),
    progress: jsonb('progress').$type<LedgerImportRecord['progress']>(),
    report: jsonb('report').$type<ImportReport>(),
    message: text('message'),
    createdAt: createdAt(),
  },
  (table) => [index('ledger_imports_organisation').on(table.organisationId, table.id)],
);
