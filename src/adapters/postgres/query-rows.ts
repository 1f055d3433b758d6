/** Columns of kept questions, and whose they are. */
import { eq, isNull, type SQL, sql } from 'drizzle-orm';
import type { QueryRecord } from '../../document/query.js';
import type { Principal } from '../../ports/accounts.js';
import { queries, type queryBatches } from './schema/index.js';

/** Of a {@link QueryRecord}. */
export const queryColumns = {
  id: queries.id,
  way: queries.way,
  askedBy: queries.askedBy,
  askedAt: queries.askedAt,
  kind: queries.kind,
  invoiceCode: queries.code,
  invoiceNumber: queries.number,
  question: queries.question,
  outcome: queries.outcome,
  state: queries.state,
  verdict: queries.verdict,
  cachedFrom: queries.cachedFrom,
  batchId: queries.batchId,
} satisfies Record<keyof QueryRecord, unknown>;

/** What this person or key asked; what commands on the machine asked belongs to neither. */
export function asked(
  table: typeof queries | typeof queryBatches,
  { personId, apiKeyId }: Principal,
): SQL | undefined {
  if (personId !== null) return eq(table.personId, personId);
  return apiKeyId !== null
    ? eq(table.apiKeyId, apiKeyId)
    : sql`${isNull(table.personId)} and ${isNull(table.apiKeyId)}`;
}
