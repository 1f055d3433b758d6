/** What organisations want to be checked, who they don't deal with, and who uses which invoice. */
import { sql } from 'drizzle-orm';
import { index, integer, jsonb, pgTable, text, uniqueIndex, uuid } from 'drizzle-orm/pg-core';
import type { ClaimState } from '../../../document/claim.js';
import type { OwnCompany, RulePack } from '../../../document/rule-pack.js';
import { handedInBy, organisation } from './accounts.js';
import { createdAt, moment, updatedAt } from './columns.js';

/** One row an organisation that has rules of its own. */
export const organisationRules = pgTable('organisation_rules', {
  organisationId: organisation().primaryKey(),
  pack: jsonb('pack').$type<RulePack>().notNull(),
  ownCompanies: jsonb('own_companies').$type<readonly OwnCompany[]>().notNull(),
  edition: integer('edition').notNull(),
  updatedBy: text('updated_by').notNull(),
  updatedAt: updatedAt(),
});

export const blackList = pgTable(
  'black_list',
  {
    id: uuid('id').primaryKey(),
    organisationId: organisation(),
    taxId: text('tax_id'),
    name: text('name'),
    reason: text('reason').notNull(),
    addedBy: text('added_by').notNull(),
    createdAt: createdAt(),
  },
  (table) => [
    index('black_list_tax_id').on(table.organisationId, table.taxId),
    index('black_list_name').on(table.organisationId, table.name),
  ],
);

export const claims = pgTable(
  'claims',
  {
    id: uuid('id').primaryKey(),
    organisationId: organisation(),
    ...handedInBy(),
    /** Key of the invoice's record. */
    recordKey: text('record_key').notNull(),
    reference: text('reference').notNull(),
    state: text('state').$type<ClaimState>().notNull(),
    claimedBy: text('claimed_by').notNull(),
    lockedAt: moment('locked_at').notNull().defaultNow(),
    endedAt: moment('ended_at'),
  },
  (table) => [
    // What makes a second claim of an invoice impossible, whoever asks at the same instant.
    uniqueIndex('claims_one')
      .on(table.organisationId, table.recordKey)
      .where(sql`state in ('lock', 'closure')`),
    index('claims_reference').on(table.organisationId, table.reference),
    index('claims_record').on(table.organisationId, table.recordKey, table.lockedAt),
    index('claims_organisation').on(table.organisationId, table.id),
  ],
);
