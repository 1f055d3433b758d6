/** The outbox. */
import { sql } from 'drizzle-orm';
import { index, integer, pgTable, text, uuid } from 'drizzle-orm/pg-core';
import type { WorkKind } from '../../../document/state.js';
import type { WorkItem } from '../../../ports/work.js';
import { organisation } from './accounts.js';
import { createdAt, moment } from './columns.js';

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
