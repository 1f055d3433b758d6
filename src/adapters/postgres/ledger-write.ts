/**
 * Writing to the ledger. Whoever writes holds the organisation's head until it commits: writers of one organisation take
 * turns, so nothing they read of it changes under them, and editions are in the order of commits.
 */
import { and, eq, type SQL, sql } from 'drizzle-orm';
import type { ChangeSource } from '../../document/change.js';
import type { LedgerInvoice, LedgerWritten } from '../../document/ledger.js';
import { insertRows, recordset } from './bulk.js';
import { type Database, newId, storable } from './database.js';
import { type Counted, writeParties } from './ledger-parties.js';
import {
  cleaned,
  fingerprintOf,
  isSame,
  keyOf,
  type LedgerRow,
  ledgerRow,
  merged,
  type NewLedgerRow,
} from './ledger-rows.js';
import { ledgerHeads, ledgerInvoices, ledgerStates } from './schema/index.js';

/** Rows of one statement: messages of about half a megabyte, and the event loop is free between two. */
const CHUNK = 1000;

const NOTHING: LedgerWritten = { added: 0, updated: 0, unchanged: 0, stateChanges: 0 };

/** Adds or updates; of several invoices with one key the last counts. `dryRun` writes nothing and holds nobody up. */
export function writeInvoices(
  database: Database,
  organisationId: string,
  invoices: readonly LedgerInvoice[],
  source: ChangeSource,
  dryRun: boolean,
): Promise<LedgerWritten> {
  // All that takes long and needs no database comes before the lock, which the batch before this one may still hold.
  const told = [
    ...new Map(
      invoices.map((invoice) => {
        const one = toldOf(invoice);
        return [one.key, one] as const;
      }),
    ).values(),
  ];
  return database.transaction(async (tx) => {
    const edition = dryRun ? 0 : (await lockHead(tx, organisationId)) + 1;
    let total = NOTHING;
    for (let start = 0; start < told.length; start += CHUNK) {
      const plan = await planOf(tx, organisationId, told.slice(start, start + CHUNK), edition);
      if (!dryRun) await write(tx, organisationId, plan, source);
      total = sum(total, tally(plan));
    }
    if (!dryRun && total.added + total.updated > 0) {
      const entries = sql`${ledgerHeads.entries} + ${total.added}::int`;
      await tx
        .update(ledgerHeads)
        .set({ edition, entries })
        .where(eq(ledgerHeads.organisationId, organisationId));
    }
    return total;
  });
}

/** The present edition; until the transaction's end nobody else writes to this organisation's ledger. */
async function lockHead(tx: Database, organisationId: string): Promise<number> {
  await tx.insert(ledgerHeads).values({ organisationId, edition: 0 }).onConflictDoNothing();
  const [head] = await tx
    .select({ edition: ledgerHeads.edition })
    .from(ledgerHeads)
    .where(eq(ledgerHeads.organisationId, organisationId))
    .for('update');
  return head?.edition ?? 0;
}

/** An invoice as it is stored, with what it is known by and told apart by. */
interface Told {
  readonly key: string;
  readonly invoice: LedgerInvoice;
  readonly fingerprint: string;
}

function toldOf(given: LedgerInvoice): Told {
  const invoice = cleaned(given);
  const key = keyOf(invoice.invoiceNumber, invoice.invoiceCode);
  return { key, invoice, fingerprint: fingerprintOf(invoice) };
}

/** What a chunk comes to, held against what is stored. */
interface Plan {
  readonly added: readonly NewLedgerRow[];
  readonly updated: readonly { readonly before: LedgerRow; readonly after: NewLedgerRow }[];
  readonly unchanged: number;
}

const stateChanges = ({ updated }: Plan) =>
  updated.filter(({ before, after }) => before.state !== after.state);

const tally = (plan: Plan): LedgerWritten => ({
  added: plan.added.length,
  updated: plan.updated.length,
  unchanged: plan.unchanged,
  stateChanges: stateChanges(plan).length,
});

const sum = (a: LedgerWritten, b: LedgerWritten): LedgerWritten => ({
  added: a.added + b.added,
  updated: a.updated + b.updated,
  unchanged: a.unchanged + b.unchanged,
  stateChanges: a.stateChanges + b.stateChanges,
});

async function planOf(
  tx: Database,
  organisationId: string,
  told: readonly Told[],
  edition: number,
): Promise<Plan> {
  const stored = await storedFingerprints(
    tx,
    organisationId,
    told.map(({ key }) => key),
  );
  // Most of a nightly export is as it was the day before: only what is not is fetched whole.
  const doubtful = told.filter(({ key, invoice, fingerprint }) => {
    const before = stored.get(key);
    return before !== undefined && (invoice.deduction !== undefined || before !== fingerprint);
  });
  const rows = await rowsUnder(
    tx,
    organisationId,
    doubtful.map(({ key }) => key),
  );
  const updated = doubtful.flatMap(({ key, invoice }) => {
    const before = rows.get(key);
    if (before === undefined) return [];
    const after = merged(before, invoice);
    return isSame(before, after)
      ? []
      : [
          {
            before,
            after: { ...ledgerRow(organisationId, after, edition, fingerprintOf(after)), id: before.id },
          },
        ];
  });
  const added = told
    .filter(({ key }) => !stored.has(key))
    .map(({ invoice, fingerprint }) => ledgerRow(organisationId, invoice, edition, fingerprint));
  return { added, updated, unchanged: told.length - added.length - updated.length };
}

/** As one parameter: a parameter for each key costs more than the look-up. */
const amongKeys = (organisationId: string, keys: readonly string[]): SQL | undefined =>
  and(
    eq(ledgerInvoices.organisationId, organisationId),
    sql`${ledgerInvoices.key} in (select jsonb_array_elements_text(${JSON.stringify(keys)}::jsonb))`,
  );

async function storedFingerprints(
  tx: Database,
  organisationId: string,
  keys: readonly string[],
): Promise<ReadonlyMap<string, string>> {
  const rows = await tx
    .select({ key: ledgerInvoices.key, fingerprint: ledgerInvoices.fingerprint })
    .from(ledgerInvoices)
    .where(amongKeys(organisationId, keys));
  return new Map(rows.map(({ key, fingerprint }) => [key, fingerprint]));
}

async function rowsUnder(
  tx: Database,
  organisationId: string,
  keys: readonly string[],
): Promise<ReadonlyMap<string, LedgerRow>> {
  if (keys.length === 0) return new Map();
  const rows = await tx.select().from(ledgerInvoices).where(amongKeys(organisationId, keys));
  return new Map(rows.map((row) => [row.key, row]));
}

async function write(tx: Database, organisationId: string, plan: Plan, source: ChangeSource): Promise<void> {
  const { added, updated } = plan;
  if (added.length > 0) await tx.execute(insertRows(ledgerInvoices, added));
  if (updated.length > 0) await tx.execute(replaceRows(updated.map(({ after }) => after)));
  const changes = stateChanges(plan).map(({ before, after }) => ({
    id: newId(),
    organisationId,
    invoiceId: before.id,
    before: before.state,
    after: after.state,
    source: storable(source),
  }));
  if (changes.length > 0) await tx.execute(insertRows(ledgerStates, changes));
  const counted: Counted[] = [
    ...added.map((row): Counted => ({ row, count: 1 })),
    ...updated.flatMap(({ before, after }): Counted[] => [
      { row: before, count: -1 },
      { row: after, count: 1 },
    ]),
  ];
  await writeParties(tx, organisationId, counted);
}

/** What an update never touches. */
const KEPT: readonly string[] = ['id', 'organisationId', 'key'];

function replaceRows(rows: readonly NewLedgerRow[]): SQL {
  const { columns, from } = recordset(ledgerInvoices, rows);
  const replaced = columns.filter(({ name }) => !KEPT.includes(name));
  const set = replaced.map(
    ({ name, column }) => sql`${sql.identifier(column)} = rows.${sql.identifier(name)}`,
  );
  return sql`update ledger_invoices set ${sql.join(set, sql`, `)}, imported_at = now() from ${from}
    where ledger_invoices.id = rows.id`;
}
