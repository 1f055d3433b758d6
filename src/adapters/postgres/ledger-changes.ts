/** What changed in the ledger: the history of one entry's state, and the feed of all changes. */
import { and, asc, eq, type SQL, sql } from 'drizzle-orm';
import type { StateChange } from '../../document/change.js';
import type { LedgerEntry } from '../../document/ledger.js';
import { BadCursor } from '../../ports/page.js';
import { type Database, isId } from './database.js';
import { ledgerEntry } from './ledger-rows.js';
import { ledgerInvoices, ledgerStates } from './schema/index.js';

/** Every change of an entry's state, the first first. */
export async function statesOf(
  database: Database,
  organisationId: string,
  ledgerId: string,
): Promise<readonly StateChange[]> {
  if (!isId(ledgerId)) return [];
  const { before, after, at, source } = ledgerStates;
  return database
    .select({ before, after, at, source })
    .from(ledgerStates)
    .where(and(eq(ledgerStates.organisationId, organisationId), eq(ledgerStates.invoiceId, ledgerId)))
    .orderBy(asc(ledgerStates.at), asc(ledgerStates.id));
}

/**
 * Entries behind the cursor in the order of editions. Editions are given under a lock that is held until the commit, so
 * what is still being written has a higher one than everything to be seen: nothing ever appears behind a reader's back.
 */
export async function changesSince(
  database: Database,
  organisationId: string,
  cursor: string | null,
  limit: number,
): Promise<{ readonly items: readonly LedgerEntry[]; readonly next: string }> {
  const { edition, id } = ledgerInvoices;
  const rows = await database
    .select()
    .from(ledgerInvoices)
    .where(and(eq(ledgerInvoices.organisationId, organisationId), behind(cursor)))
    .orderBy(asc(edition), asc(id))
    .limit(limit);
  const last = rows.at(-1);
  const next = last === undefined ? (cursor ?? START) : `${last.edition}:${last.id}`;
  return { items: rows.map(ledgerEntry), next };
}

/** Before the first edition, of entries that were there before editions were counted. */
const START = '-1:00000000-0000-0000-0000-000000000000';

function behind(cursor: string | null): SQL | undefined {
  if (cursor === null) return undefined;
  const [edition = '', id = ''] = cursor.split(':');
  if (!/^(-1|\d{1,15})$/.test(edition) || !isId(id)) throw new BadCursor();
  return sql`(${ledgerInvoices.edition}, ${ledgerInvoices.id}) > (${edition}::bigint, ${id}::uuid)`;
}
