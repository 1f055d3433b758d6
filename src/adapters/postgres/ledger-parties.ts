/** The companies of a ledger, and what tells whether they may have changed. */
import { and, count, eq, sql } from 'drizzle-orm';
import type { KnownParty } from '../../document/ledger.js';
import { type Database, rowsOf } from './database.js';
import { ledgerImports, ledgerInvoices } from './schema/index.js';

/** Pairs of name and tax id, those of most invoices first; of as many, in the order of ids, so that a limit is stable. */
export async function partiesOf(
  database: Database,
  organisationId: string,
  limit: number,
): Promise<readonly KnownParty[]> {
  const { organisationId: owner, buyerName, buyerTaxId, sellerName, sellerTaxId } = ledgerInvoices;
  const rows = await rowsOf<{ name: string; tax_id: string }>(
    database,
    sql`select name, tax_id from (
          select ${buyerName} as name, ${buyerTaxId} as tax_id from ${ledgerInvoices}
            where ${owner} = ${organisationId}
          union all
          select ${sellerName}, ${sellerTaxId} from ${ledgerInvoices} where ${owner} = ${organisationId}
        ) as parties
        where name <> '' and tax_id <> ''
        group by name, tax_id
        order by count(*) desc, tax_id, name
        limit ${limit}`,
  );
  return rows.map(({ name, tax_id: taxId }) => ({ name, taxId }));
}

/** Entries come by imports only, so their number tells: a few rows to count, where the ledger has millions. */
export async function editionOf(database: Database, organisationId: string): Promise<string> {
  const [row] = await database
    .select({ imports: count() })
    .from(ledgerImports)
    .where(and(eq(ledgerImports.organisationId, organisationId), eq(ledgerImports.state, 'done')));
  return String(row?.imports ?? 0);
}
