/** What external registers, and people who looked there, said of invoices. */
import { index, jsonb, pgTable, text, uuid } from 'drizzle-orm/pg-core';
import type { RegistryAnswer } from '../../../document/registry.js';
import type { InvoiceState, Outcome } from '../../../document/verdict.js';
import { organisation } from './accounts.js';
import { moment } from './columns.js';

export const registryAnswers = pgTable(
  'registry_answers',
  {
    id: uuid('id').primaryKey(),
    organisationId: organisation(),
    /** Key of the invoice's record. */
    recordKey: text('record_key').notNull(),
    provider: text('provider').notNull(),
    outcome: text('outcome').$type<Outcome>().notNull(),
    state: text('state').$type<InvoiceState>().notNull(),
    rawCode: text('raw_code'),
    rawText: text('raw_text'),
    fields: jsonb('fields').$type<RegistryAnswer['fields']>().notNull(),
    person: text('person'),
    /** SHA-256 of the screenshot, among the originals. */
    evidence: text('evidence'),
    /** Digest of what was asked; null where nobody asked but looked. */
    question: text('question'),
    checkedAt: moment('checked_at').notNull(),
  },
  (table) => [
    index('registry_answers_invoice').on(table.organisationId, table.recordKey, table.checkedAt),
    index('registry_answers_provider').on(table.organisationId, table.provider, table.checkedAt),
  ],
);
