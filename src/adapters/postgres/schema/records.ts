/** What several originals of one invoice say together. */
import { integer, jsonb, pgTable, text, unique, uuid } from 'drizzle-orm/pg-core';
import type { Slip } from '../../../document/slip.js';
import type { Verdict } from '../../../document/verdict.js';
import { organisation } from './accounts.js';
import { createdAt, updatedAt } from './columns.js';

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
