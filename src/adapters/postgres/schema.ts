/**
 * Every table, once, for PGlite and PostgreSQL. `npm run migration` writes the SQL of a change into migrations/.
 *
 * Every row belongs to an organisation; people, passwords and sessions are better-auth's. Ids are UUIDv7, so that the
 * order of ids is the order of making; money is integer 分.
 */
import { sql } from 'drizzle-orm';
import {
  type AnyPgColumn,
  bigint,
  boolean,
  date,
  index,
  integer,
  jsonb,
  pgTable,
  primaryKey,
  text,
  timestamp,
  unique,
  uuid,
} from 'drizzle-orm/pg-core';
import type { Member, Piece } from '../../document/contents.js';
import type { ImportReport } from '../../document/ledger.js';
import type { PageFact } from '../../document/page.js';
import type { Refusal } from '../../document/refusal.js';
import type { PartReading, ReadProgress, Timing } from '../../document/report.js';
import type { Sheet } from '../../document/sheet.js';
import type { LineItem, Slip } from '../../document/slip.js';
import type { DocumentState, WorkKind } from '../../document/state.js';
import type { InvoiceState, Outcome, Verdict } from '../../document/verdict.js';
import type { Kind } from '../../invoice/kinds.js';
import type { Accepted, LedgerImportRecord, Role, WorkItem } from '../../ports/store.js';

const moment = (name: string) => timestamp(name, { withTimezone: true, mode: 'date', precision: 3 });
const createdAt = () => moment('created_at').notNull().defaultNow();
const updatedAt = () => moment('updated_at').notNull().defaultNow();
const fen = (name: string) => bigint(name, { mode: 'bigint' });
const organisation = () =>
  text('organisation_id')
    .notNull()
    .references(() => organisations.id);

// ---- accounts ----------------------------------------------------------------------------------------------

export const organisations = pgTable('organisations', {
  id: text('id').primaryKey(),
  name: text('name').notNull(),
  createdAt: createdAt(),
});

/** better-auth's: columns as getAuthTables() of better-auth 1.7.25 names them, the plugins for later included. */
export const user = pgTable('user', {
  id: text('id').primaryKey(),
  name: text('name').notNull(),
  email: text('email').notNull().unique(),
  emailVerified: boolean('email_verified').notNull().default(false),
  image: text('image'),
  createdAt: createdAt(),
  updatedAt: updatedAt(),
  username: text('username').unique(),
  displayUsername: text('display_username'),
  phoneNumber: text('phone_number').unique(),
  phoneNumberVerified: boolean('phone_number_verified'),
  twoFactorEnabled: boolean('two_factor_enabled').default(false),
});

const person = () =>
  text('user_id')
    .notNull()
    .references(() => user.id, { onDelete: 'cascade' });

export const session = pgTable(
  'session',
  {
    id: text('id').primaryKey(),
    expiresAt: moment('expires_at').notNull(),
    token: text('token').notNull().unique(),
    createdAt: createdAt(),
    updatedAt: updatedAt(),
    ipAddress: text('ip_address'),
    userAgent: text('user_agent'),
    userId: person(),
  },
  (table) => [index('session_user').on(table.userId)],
);

export const account = pgTable(
  'account',
  {
    id: text('id').primaryKey(),
    accountId: text('account_id').notNull(),
    providerId: text('provider_id').notNull(),
    userId: person(),
    accessToken: text('access_token'),
    refreshToken: text('refresh_token'),
    idToken: text('id_token'),
    accessTokenExpiresAt: moment('access_token_expires_at'),
    refreshTokenExpiresAt: moment('refresh_token_expires_at'),
    scope: text('scope'),
    password: text('password'),
    createdAt: createdAt(),
    updatedAt: updatedAt(),
  },
  (table) => [index('account_user').on(table.userId)],
);

export const verification = pgTable(
  'verification',
  {
    id: text('id').primaryKey(),
    identifier: text('identifier').notNull(),
    value: text('value').notNull(),
    expiresAt: moment('expires_at').notNull(),
    createdAt: createdAt(),
    updatedAt: updatedAt(),
  },
  (table) => [index('verification_identifier').on(table.identifier)],
);

export const twoFactor = pgTable(
  'two_factor',
  {
    id: text('id').primaryKey(),
    secret: text('secret').notNull(),
    backupCodes: text('backup_codes').notNull(),
    userId: person(),
    verified: boolean('verified'),
    failedVerificationCount: integer('failed_verification_count'),
    lockedUntil: moment('locked_until'),
  },
  (table) => [index('two_factor_user').on(table.userId)],
);

export const memberships = pgTable(
  'memberships',
  {
    organisationId: organisation(),
    personId: text('person_id')
      .notNull()
      .references(() => user.id, { onDelete: 'cascade' }),
    role: text('role').$type<Role>().notNull(),
    createdAt: createdAt(),
  },
  (table) => [
    primaryKey({ columns: [table.organisationId, table.personId] }),
    index('memberships_person').on(table.personId),
  ],
);

export const apiKeys = pgTable(
  'api_keys',
  {
    id: uuid('id').primaryKey(),
    organisationId: organisation(),
    role: text('role').$type<Role>().notNull(),
    label: text('label').notNull(),
    prefix: text('prefix').notNull(),
    /** SHA-256 of the whole key. */
    digest: text('digest').notNull().unique(),
    createdAt: createdAt(),
    lastUsedAt: moment('last_used_at'),
    revokedAt: moment('revoked_at'),
  },
  (table) => [index('api_keys_organisation').on(table.organisationId)],
);

// ---- documents ---------------------------------------------------------------------------------------------

const handedInBy = () => ({
  /** The person, or the API key, that handed it in; one of the two. */
  personId: text('person_id').references(() => user.id, { onDelete: 'set null' }),
  apiKeyId: uuid('api_key_id').references(() => apiKeys.id, { onDelete: 'set null' }),
});

export const batches = pgTable(
  'batches',
  { id: uuid('id').primaryKey(), organisationId: organisation(), ...handedInBy(), createdAt: createdAt() },
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
    answer: jsonb('answer').$type<Omit<Accepted, 'announcements'>>(),
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
    progress: jsonb('progress').$type<ReadProgress>(),
    refusal: jsonb('refusal').$type<Refusal>(),
    duplicateOf: uuid('duplicate_of').references((): AnyPgColumn => documents.id, { onDelete: 'set null' }),
    carrier: text('carrier').$type<'image' | 'pdf' | 'ofd' | 'xml' | 'zip' | 'mail'>(),
    pages: integer('pages').notNull().default(0),
    members: jsonb('members').$type<readonly Member[]>().notNull().default([]),
    pageFacts: jsonb('page_facts').$type<readonly PageFact[]>().notNull().default([]),
    ms: jsonb('ms').$type<Timing>(),
    createdAt: createdAt(),
    updatedAt: updatedAt(),
  },
  (table) => [
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
    body: jsonb('body').$type<Sheet>().notNull(),
  },
  (table) => [
    primaryKey({ columns: [table.documentId, table.page, table.position] }),
    index('part_sheets_organisation').on(table.organisationId),
  ],
);

/** One invoice, one record, whatever it was handed in as. */
export const records = pgTable(
  'records',
  {
    id: uuid('id').primaryKey(),
    organisationId: organisation(),
    key: text('key').notNull(),
    /** What its slips say together; null until they are put together. */
    body: jsonb('body').$type<Slip>(),
    verdict: jsonb('verdict').$type<Verdict>(),
    edition: integer('edition').notNull().default(1),
    createdAt: createdAt(),
    updatedAt: updatedAt(),
  },
  (table) => [unique('records_key').on(table.organisationId, table.key)],
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
  },
  (table) => [
    primaryKey({ columns: [table.documentId, table.slipId] }),
    index('slips_record').on(table.recordId),
    index('slips_number').on(table.organisationId, table.number),
    index('slips_date').on(table.organisationId, table.issueDate),
    index('slips_outcome').on(table.organisationId, table.outcome),
  ],
);

/** The outbox: what must happen next, written together with what made it necessary. */
export const work = pgTable(
  'work',
  {
    id: uuid('id').primaryKey(),
    organisationId: organisation(),
    kind: text('kind').$type<WorkKind>().notNull(),
    /** The document, the record or the ledger import. */
    subjectId: uuid('subject_id').notNull(),
    /** Which part of the document. */
    part: integer('part'),
    state: text('state').$type<WorkItem['state']>().notNull().default('open'),
    /** Times it was announced to the queue. */
    announcements: integer('announcements').notNull().default(0),
    /** When it was last announced or taken up: the sweeper's clock. */
    announcedAt: moment('announced_at'),
    /** Times it was taken up. */
    attempts: integer('attempts').notNull().default(0),
    message: text('message'),
    failedAt: moment('failed_at'),
    createdAt: createdAt(),
  },
  (table) => [
    index('work_open').on(table.announcedAt).where(sql`state = 'open'`),
    index('work_failed').on(table.organisationId, table.failedAt).where(sql`state = 'failed'`),
    index('work_subject').on(table.subjectId),
  ],
);

// ---- ledger ------------------------------------------------------------------------------------------------

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
    /** Digest of everything above and the lines: whether an import changes anything. */
    fingerprint: text('fingerprint').notNull(),
    importedAt: moment('imported_at').notNull().defaultNow(),
  },
  (table) => [
    unique('ledger_key').on(table.organisationId, table.key),
    index('ledger_number').on(table.organisationId, table.number),
    index('ledger_alias').on(table.organisationId, table.alias),
    index('ledger_alias_number').on(table.organisationId, sql`right(alias, 8)`),
    index('ledger_date').on(table.organisationId, table.issueDate, table.id),
    index('ledger_seller').on(table.organisationId, table.sellerTaxId, table.issueDate),
    index('ledger_seller_name').on(table.organisationId, table.sellerName, table.issueDate),
    index('ledger_gross').on(table.organisationId, table.gross, table.issueDate),
    index('ledger_net').on(table.organisationId, table.net, table.issueDate),
    index('ledger_names').using('gin', sql`seller_name gin_trgm_ops`, sql`buyer_name gin_trgm_ops`),
  ],
);

export const ledgerLines = pgTable(
  'ledger_lines',
  {
    organisationId: organisation(),
    invoiceId: uuid('invoice_id')
      .notNull()
      .references(() => ledgerInvoices.id, { onDelete: 'cascade' }),
    /** From 1. */
    position: integer('position').notNull(),
    body: jsonb('body').$type<LineItem>().notNull(),
  },
  (table) => [
    primaryKey({ columns: [table.invoiceId, table.position] }),
    index('ledger_lines_organisation').on(table.organisationId),
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
    report: jsonb('report').$type<ImportReport>(),
    message: text('message'),
    createdAt: createdAt(),
  },
  (table) => [index('ledger_imports_organisation').on(table.organisationId, table.id)],
);
