/** Questions to the ledger with their answers, and files full of them. */
import { bigint, index, integer, jsonb, pgTable, text, unique, uuid } from 'drizzle-orm/pg-core';
import type { QueryBatch, QueryRecord, QueryWay } from '../../../document/query.js';
import type { InvoiceState, Outcome, Verdict } from '../../../document/verdict.js';
import type { Kind } from '../../../invoice/kinds.js';
import { handedInBy, organisation } from './accounts.js';
import { createdAt, moment } from './columns.js';

export const queryBatches = pgTable(
  'query_batches',
  {
    id: uuid('id').primaryKey(),
    organisationId: organisation(),
    ...handedInBy(),
    /** Of the person or key, as it was then. */
    askedBy: text('asked_by').notNull(),
    role: text('role').notNull(),
    file: text('file').notNull(),
    sha256: text('sha256').notNull(),
    size: bigint('size', { mode: 'number' }).notNull(),
    state: text('state').$type<QueryBatch['state']>().notNull().default('queued'),
    rows: integer('rows'),
    badRows: integer('bad_rows').notNull().default(0),
    message: text('message'),
    createdAt: createdAt(),
    finishedAt: moment('finished_at'),
  },
  (table) => [index('query_batches_organisation').on(table.organisationId, table.id)],
);

export const queries = pgTable(
  'queries',
  {
    id: uuid('id').primaryKey(),
    organisationId: organisation(),
    ...handedInBy(),
    askedBy: text('asked_by').notNull(),
    way: text('way').$type<QueryWay>().notNull(),
    /** Digest of the normalised question. */
    fingerprint: text('fingerprint').notNull(),
    /** Of the ledger when it was answered: see LedgerStore.edition. */
    edition: text('edition').notNull(),
    kind: text('kind').$type<Kind>(),
    code: text('code'),
    number: text('number'),
    question: jsonb('question').$type<QueryRecord['question']>().notNull(),
    outcome: text('outcome').$type<Outcome>().notNull(),
    state: text('state').$type<InvoiceState>().notNull(),
    verdict: jsonb('verdict').$type<Verdict>().notNull(),
    cachedFrom: moment('cached_from'),
    batchId: uuid('batch_id').references(() => queryBatches.id, { onDelete: 'cascade' }),
    /** Row of its file, from 1. */
    row: integer('row'),
    askedAt: moment('asked_at').notNull().defaultNow(),
  },
  (table) => [
    index('queries_organisation').on(table.organisationId, table.id),
    index('queries_invoice').on(table.organisationId, table.number, table.askedAt),
    index('queries_person').on(table.organisationId, table.personId, table.id),
    unique('queries_row').on(table.batchId, table.row),
  ],
);
