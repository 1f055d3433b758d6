/** What was handed in, and what was found in it. */
import { sql } from 'drizzle-orm';
import {
  type AnyPgColumn,
  bigint,
  date,
  index,
  integer,
  jsonb,
  pgTable,
  primaryKey,
  text,
  uuid,
} from 'drizzle-orm/pg-core';
import type { Member, Piece } from '../../../document/contents.js';
import type { PageFact } from '../../../document/page.js';
import type { Refusal } from '../../../document/refusal.js';
import type { Carrier, PartReading, ReadProgress, Timing } from '../../../document/report.js';
import type { Slip } from '../../../document/slip.js';
import type { DocumentState } from '../../../document/state.js';
import type { Outcome, Verdict, VerdictChange } from '../../../document/verdict.js';
import type { WayIn } from '../../../document/ways-in.js';
import type { Kind } from '../../../invoice/kinds.js';
import { handedInBy, organisation } from './accounts.js';
import { createdAt, fen, moment, updatedAt } from './columns.js';
import { records } from './records.js';

/** `underWay`: of a document in parts, pages read of each part that is not done, by its number. */
type StoredProgress = ReadProgress & { readonly underWay?: Readonly<Record<string, number>> };

export const batches = pgTable(
  'batches',
  {
    id: uuid('id').primaryKey(),
    organisationId: organisation(),
    ...handedInBy(),
    /** By which way it came in; null for what came before this was kept. */
    way: text('way').$type<WayIn>(),
    createdAt: createdAt(),
  },
  (table) => [index('batches_organisation').on(table.organisationId)],
);

/** What a request under an idempotency key was answered. */
export const idempotencyKeys = pgTable(
  'idempotency_keys',
  {
    organisationId: organisation(),
    key: text('key').notNull(),
    /** Digest of the request, to tell another request under the same key. */
    fingerprint: text('fingerprint').notNull(),
    /** Of whichever call or work it is; null while a call under the key still runs. */
    answer: jsonb('answer').$type<unknown>(),
    createdAt: createdAt(),
  },
  (table) => [primaryKey({ columns: [table.organisationId, table.key] })],
);

export const documents = pgTable(
  'documents',
  {
    id: uuid('id').primaryKey(),
    organisationId: organisation(),
    batchId: uuid('batch_id')
      .notNull()
      .references(() => batches.id),
    /** Place in its batch, from 0. */
    position: integer('position').notNull(),
    file: text('file').notNull(),
    sha256: text('sha256').notNull(),
    size: bigint('size', { mode: 'number' }).notNull(),
    state: text('state').$type<DocumentState>().notNull(),
    progress: jsonb('progress').$type<StoredProgress>(),
    refusal: jsonb('refusal').$type<Refusal>(),
    duplicateOf: uuid('duplicate_of').references((): AnyPgColumn => documents.id, { onDelete: 'set null' }),
    carrier: text('carrier').$type<Carrier>(),
    pages: integer('pages').notNull().default(0),
    members: jsonb('members').$type<readonly Member[]>().notNull().default([]),
    pageFacts: jsonb('page_facts').$type<readonly PageFact[]>().notNull().default([]),
    ms: jsonb('ms').$type<Timing>(),
    /** When the ledger is to be asked again by itself, and how often it was. */
    recheckAt: moment('recheck_at'),
    rechecks: integer('rechecks').notNull().default(0),
    createdAt: createdAt(),
    updatedAt: updatedAt(),
  },
  (table) => [
    index('documents_recheck').on(table.recheckAt).where(sql`recheck_at is not null`),
    index('documents_organisation').on(table.organisationId, table.id),
    index('documents_state').on(table.organisationId, table.state, table.id),
    index('documents_original').on(table.organisationId, table.sha256),
    index('documents_batch').on(table.batchId, table.position),
  ],
);

/** What each stage concluded about each part of a document, never edited. Running a stage again replaces its row. */
export const stageResults = pgTable(
  'stage_results',
  {
    organisationId: organisation(),
    documentId: uuid('document_id')
      .notNull()
      .references(() => documents.id, { onDelete: 'cascade' }),
    stage: text('stage').notNull(),
    /** The slip's id, or empty for the whole document. */
    part: text('part').notNull(),
    version: integer('version').notNull(),
    body: jsonb('body').notNull(),
    createdAt: createdAt(),
  },
  (table) => [
    primaryKey({ columns: [table.documentId, table.stage, table.part, table.version] }),
    index('stage_results_organisation').on(table.organisationId),
  ],
);

/** Parts of a document that is read by several readers at once. */
export const documentParts = pgTable(
  'document_parts',
  {
    organisationId: organisation(),
    documentId: uuid('document_id')
      .notNull()
      .references(() => documents.id, { onDelete: 'cascade' }),
    /** From 1. */
    number: integer('number').notNull(),
    pieces: jsonb('pieces').$type<readonly Piece[]>().notNull(),
    /** What it said; null until it is read. */
    body: jsonb('body').$type<Omit<PartReading, 'sheets'>>(),
  },
  (table) => [
    primaryKey({ columns: [table.documentId, table.number] }),
    index('document_parts_organisation').on(table.organisationId),
  ],
);

/** What was found on the pages of parts, until the document is joined: an invoice may go on in another part. */
export const partSheets = pgTable(
  'part_sheets',
  {
    organisationId: organisation(),
    documentId: uuid('document_id')
      .notNull()
      .references(() => documents.id, { onDelete: 'cascade' }),
    page: integer('page').notNull(),
    /** Several papers on one page are several sheets. From 0. */
    position: integer('position').notNull(),
    /** Packed: see PackedSheet. */
    body: jsonb('body').$type<string>().notNull(),
  },
  (table) => [
    primaryKey({ columns: [table.documentId, table.page, table.position] }),
    index('part_sheets_organisation').on(table.organisationId),
  ],
);

/** The slips as they stand, with what lists and queries ask for in columns. */
export const slips = pgTable(
  'slips',
  {
    organisationId: organisation(),
    documentId: uuid('document_id')
      .notNull()
      .references(() => documents.id, { onDelete: 'cascade' }),
    slipId: text('slip_id').notNull(),
    /** Place in its document, from 0. */
    position: integer('position').notNull(),
    kind: text('kind').$type<Kind>().notNull(),
    code: text('code'),
    number: text('number'),
    sellerName: text('seller_name'),
    sellerTaxId: text('seller_tax_id'),
    /** `null` also where what was read is no date. */
    issueDate: date('issue_date', { mode: 'string' }),
    gross: fen('gross'),
    outcome: text('outcome').$type<Outcome>(),
    body: jsonb('body').$type<Slip>().notNull(),
    verdict: jsonb('verdict').$type<Verdict>(),
    recordId: uuid('record_id').references(() => records.id, { onDelete: 'set null' }),
    /** Where pictures like the slip's are found; `null`: it has no picture. See likeness-bands.ts. */
    likenessBands: integer('likeness_bands').array(),
  },
  (table) => [
    primaryKey({ columns: [table.documentId, table.slipId] }),
    index('slips_record').on(table.recordId),
    index('slips_number').on(table.organisationId, table.number),
    index('slips_date').on(table.organisationId, table.issueDate),
    index('slips_outcome').on(table.organisationId, table.outcome),
    // D2 and S1: other invoices of the seller.
    index('slips_seller').on(table.organisationId, table.sellerTaxId, table.issueDate),
    index('slips_seller_name').using('gin', sql`seller_name gin_trgm_ops`),
    // Search: people quote any part of a number.
    index('slips_number_part').using('gin', sql`number gin_trgm_ops`),
    // D1 of a number that is not sure: slips whose pictures share a band. Electronic originals have none.
    index('slips_likeness').using('gin', table.likenessBands).where(sql`likeness_bands is not null`),
  ],
);

/** Verdicts that became another one when the ledger was asked again. */
export const verdictChanges = pgTable(
  'verdict_changes',
  {
    id: uuid('id').primaryKey(),
    organisationId: organisation(),
    documentId: uuid('document_id')
      .notNull()
      .references(() => documents.id, { onDelete: 'cascade' }),
    slipId: text('slip_id').notNull(),
    before: jsonb('before').$type<VerdictChange['before']>().notNull(),
    after: jsonb('after').$type<VerdictChange['after']>().notNull(),
    at: moment('at').notNull().defaultNow(),
    seenAt: moment('seen_at'),
  },
  (table) => [
    index('verdict_changes_document').on(table.documentId, table.id),
    index('verdict_changes_unseen').on(table.organisationId, table.id).where(sql`seen_at is null`),
    index('verdict_changes_organisation').on(table.organisationId, table.id),
  ],
);
