/** Many exact keys of the ledger looked up at once: for files full of questions. */
import { and, desc, eq, inArray, isNotNull, or } from 'drizzle-orm';
import type { LedgerEntry } from '../../document/ledger.js';
import type { LedgerKey } from '../../ports/ledger.js';
import type { Database } from './database.js';
import { aliasOf, isDigital, keyOf, ledgerEntry } from './ledger-rows.js';
import { ledgerInvoices } from './schema/index.js';

const columns = ledgerInvoices;

/** The entries under each key, in the order of the keys; aliases included. */
export async function entriesOfKeys(
  database: Database,
  organisationId: string,
  keys: readonly LedgerKey[],
): Promise<readonly (readonly LedgerEntry[])[]> {
  if (keys.length === 0) return [];
  const names = keys.map(({ number, code }) => ({
    key: keyOf(number, code),
    alias: isDigital(number) ? number : aliasOf(`${code ?? ''}${number}`),
  }));
  const rows = await database
    .select()
    .from(ledgerInvoices)
    .where(
      and(
        eq(columns.organisationId, organisationId),
        or(
          inArray(columns.key, [...new Set(names.map(({ key }) => key))]),
          and(
            isNotNull(columns.alias),
            inArray(columns.alias, [...new Set(names.map(({ alias }) => alias))]),
          ),
        ),
      ),
    )
    .orderBy(desc(columns.issueDate), desc(columns.id));
  const byKey = new Map(rows.map((row) => [row.key, row]));
  const byAlias = new Map<string | null, (typeof rows)[number][]>();
  for (const row of rows) byAlias.set(row.alias, [...(byAlias.get(row.alias) ?? []), row]);
  return names.map(({ key, alias }) => {
    const own = byKey.get(key);
    const found = new Set([...(own === undefined ? [] : [own]), ...(byAlias.get(alias) ?? [])]);
    return [...found].map(ledgerEntry);
  });
}
