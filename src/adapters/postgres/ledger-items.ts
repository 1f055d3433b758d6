/** Invoices whose writer wants to know what became of each, once under an idempotency key. */
import { and, eq, sql } from 'drizzle-orm';
import type { ChangeSource } from '../../document/change.js';
import type { LedgerInvoice } from '../../document/ledger.js';
import type { WrittenItem } from '../../ports/ledger.js';
import { IdempotencyConflict } from '../../ports/store.js';
import { type Database, rowsOf } from './database.js';
import { keyOf } from './ledger-rows.js';
import { writeInvoices } from './ledger-write.js';
import { idempotencyKeys, ledgerHeads } from './schema/index.js';

/** Keys of documents stand in the same table. */
const PREFIX = 'ledger:';

/** See LedgerStore.upsertItems. */
export function writeItems(
  database: Database,
  organisationId: string,
  invoices: readonly LedgerInvoice[],
  source: ChangeSource,
  idempotency?: { readonly key: string; readonly fingerprint: string },
): Promise<readonly WrittenItem[]> {
  return database.transaction(async (tx) => {
    const claim = idempotency && { ...idempotency, key: `${PREFIX}${idempotency.key}` };
    const before = claim && (await claimed(tx, organisationId, claim));
    if (before) return before;
    const items = await written(tx, organisationId, invoices, source);
    if (claim) await keep(tx, organisationId, claim.key, items);
    return items;
  });
}

/** What was answered under the key; `null`: it is ours now. A second request at once waits until the first has ended. */
async function claimed(
  tx: Database,
  organisationId: string,
  { key, fingerprint }: { readonly key: string; readonly fingerprint: string },
): Promise<readonly WrittenItem[] | null> {
  const taken = await tx
    .insert(idempotencyKeys)
    .values({ organisationId, key, fingerprint })
    .onConflictDoNothing()
    .returning({ key: idempotencyKeys.key });
  if (taken.length > 0) return null;
  const [before] = await tx
    .select({
      fingerprint: idempotencyKeys.fingerprint,
      answer: sql<readonly WrittenItem[] | null>`${idempotencyKeys.answer}`,
    })
    .from(idempotencyKeys)
    .where(and(eq(idempotencyKeys.organisationId, organisationId), eq(idempotencyKeys.key, key)));
  if (before === undefined || before.fingerprint !== fingerprint) throw new IdempotencyConflict();
  return before.answer;
}

async function keep(
  tx: Database,
  organisationId: string,
  key: string,
  items: readonly WrittenItem[],
): Promise<void> {
  await tx
    .update(idempotencyKeys)
    .set({ answer: sql`${JSON.stringify(items)}::jsonb` })
    .where(and(eq(idempotencyKeys.organisationId, organisationId), eq(idempotencyKeys.key, key)));
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
