/** Invoices whose writer wants to know what became of each, once under an idempotency key. */
import { eq, sql } from 'drizzle-orm';
import type { ChangeSource } from '../../document/change.js';
import type { LedgerInvoice } from '../../document/ledger.js';
import type { KeyedRequest } from '../../ports/idempotency.js';
import type { WrittenItem, WrittenItems } from '../../ports/ledger.js';
import { type Database, rowsOf } from './database.js';
import { claimWithin, keepWithin } from './idempotency.js';
import { keyOf } from './ledger-rows.js';
import { writeInvoices } from './ledger-write.js';
import { ledgerHeads } from './schema/index.js';

/** See LedgerStore.upsertItems. */
export function writeItems(
  database: Database,
  organisationId: string,
  invoices: readonly LedgerInvoice[],
  source: ChangeSource,
  idempotency?: KeyedRequest,
): Promise<WrittenItems> {
  return database.transaction(async (tx) => {
    const before =
      idempotency && (await claimWithin<readonly WrittenItem[]>(tx, organisationId, idempotency));
    if (before) return { items: before, repeated: true };
    const items = await written(tx, organisationId, invoices, source);
    if (idempotency) await keepWithin(tx, organisationId, idempotency.key, items);
    return { items, repeated: false };
  });
}

/** With the head of the ledger locked nobody else writes, and what has another edition afterwards was written here. */
async function written(
  tx: Database,
  organisationId: string,
  invoices: readonly LedgerInvoice[],
  source: ChangeSource,
): Promise<readonly WrittenItem[]> {
  if (invoices.length === 0) return [];
  await tx.insert(ledgerHeads).values({ organisationId, edition: 0 }).onConflictDoNothing();
  await tx
    .select({ edition: ledgerHeads.edition })
    .from(ledgerHeads)
    .where(eq(ledgerHeads.organisationId, organisationId))
    .for('update');
  const keys = invoices.map(({ invoiceNumber, invoiceCode }) => keyOf(invoiceNumber, invoiceCode));
  const before = await editions(tx, organisationId, keys);
  await writeInvoices(tx, organisationId, invoices, source, false);
  const after = await editions(tx, organisationId, keys);
  return keys.map((key) => {
    const [was, is] = [before.get(key), after.get(key)];
    if (is === undefined) throw new RangeError('an entry that was written is not there');
    if (was === undefined) return { id: is.id, result: 'added' };
    return { id: is.id, result: was.edition === is.edition ? 'unchanged' : 'updated' };
  });
}

async function editions(tx: Database, organisationId: string, keys: readonly string[]) {
  const rows = await rowsOf<{ key: string; id: string; edition: string }>(
    tx,
    sql`select key, id::text as id, edition::text as edition from ledger_invoices
        where organisation_id = ${organisationId}
          and key in (select jsonb_array_elements_text(${JSON.stringify(keys)}::jsonb))`,
  );
  return new Map(rows.map((row) => [row.key, row]));
}
