/** The ledger: importing, exact and near look-ups, lists. */
import { and, asc, count, desc, eq, gte, inArray, lte, or, type SQL, sql } from 'drizzle-orm';
import type { KnownParty, LedgerEntry, LedgerInvoice } from '../../document/ledger.js';
import type { LineItem } from '../../document/slip.js';
import { parseDate } from '../../invoice/dates.js';
import type { Principal } from '../../ports/accounts.js';
import type { LedgerFilter, LedgerImportRecord, LedgerStore, NearProbe } from '../../ports/ledger.js';
import { BadCursor, type Page } from '../../ports/page.js';
import type { Announcement } from '../../ports/queue.js';
import type { NewDocument } from '../../ports/store.js';
import { insertRows } from './bulk.js';
import { type Database, isId, newId, rowsOf, storable, storableText } from './database.js';
import { nearIds } from './ledger-near.js';
import { editionOf, partiesOf } from './ledger-parties.js';
import {
  aliasOf,
  isDigital,
  type LedgerRow,
  ledgerEntry,
  ledgerRow,
  type NewLedgerRow,
} from './ledger-rows.js';
import { openWork } from './outbox.js';
import { ledgerImports, ledgerInvoices, ledgerLines } from './schema/index.js';

/** Rows of one INSERT: a message of about a megabyte, and the event loop is free between two. */
const CHUNK = 1000;
/** Digits of the number on a pre-printed form (DOMAIN 3.1). */
const PRINTED_NUMBER = 8;

const columns = ledgerInvoices;

export class PostgresLedger implements LedgerStore {
  readonly #database: Database;
  constructor(database: Database) {
    this.#database = database;
  }

  /** Of several invoices with one key in a batch the last counts. */
  upsert(organisationId: string, invoices: readonly LedgerInvoice[]) {
    const linesOf = new Map(invoices.map((invoice) => [ledgerRow(organisationId, invoice), invoice.lines]));
    const byKey = new Map([...linesOf.keys()].map((row) => [row.key, row]));
    // In the order of keys, so that two imports at once wait for each other instead of blocking for ever.
    const rows = [...byKey.values()].sort((a, b) => (a.key < b.key ? -1 : 1));
    return this.#database.transaction(async (tx) => {
      const total = { added: 0, updated: 0, unchanged: 0 };
      for (let start = 0; start < rows.length; start += CHUNK) {
        const chunk = rows.slice(start, start + CHUNK);
        const written = await writeChunk(tx, chunk);
        const lines = new Map(chunk.map((row) => [row.key, linesOf.get(row) ?? []]));
        await writeLines(tx, organisationId, written, lines);
        const added = written.filter((row) => row.added).length;
        total.added += added;
        total.updated += written.length - added;
        total.unchanged += chunk.length - written.length;
      }
      return total;
    });
  }

  async byKey(organisationId: string, number: string, code: string | null): Promise<readonly LedgerEntry[]> {
    return this.#entries(and(eq(columns.organisationId, organisationId), keyCondition(number, code)), [
      desc(columns.issueDate),
      desc(columns.id),
    ]);
  }

  async near(organisationId: string, probe: NearProbe, limit: number): Promise<readonly LedgerEntry[]> {
    const ids = await nearIds(this.#database, organisationId, probe, limit);
    if (ids.length === 0) return [];
    const entries = await this.#entries(
      and(eq(columns.organisationId, organisationId), inArray(columns.id, ids)),
      [asc(columns.id)],
    );
    return [...entries].sort((a, b) => ids.indexOf(a.id) - ids.indexOf(b.id));
  }

  async get(organisationId: string, id: string): Promise<LedgerEntry | null> {
    if (!isId(id)) return null;
    const [entry] = await this.#entries(
      and(eq(columns.organisationId, organisationId), eq(columns.id, id)),
      [],
    );
    return entry ?? null;
  }

  async list(
    organisationId: string,
    filter: LedgerFilter,
    { cursor, limit }: { cursor?: string; limit: number },
  ): Promise<Page<LedgerEntry>> {
    const entries = await this.#entries(
      and(eq(columns.organisationId, organisationId), ...filterConditions(filter), after(cursor)),
      [desc(columns.issueDate), desc(columns.id)],
      limit + 1,
    );
    const items = entries.slice(0, limit);
    const last = items.at(-1);
    const next = entries.length > limit && last !== undefined ? `${last.issueDate}_${last.id}` : null;
    return { items, next };
  }

  async count(organisationId: string): Promise<number> {
    const [row] = await this.#database
      .select({ count: count() })
      .from(ledgerInvoices)
      .where(eq(columns.organisationId, organisationId));
    return row?.count ?? 0;
  }

  parties(organisationId: string, limit: number): Promise<readonly KnownParty[]> {
    return partiesOf(this.#database, organisationId, limit);
  }

  edition(organisationId: string): Promise<string> {
    return editionOf(this.#database, organisationId);
  }

  openImport(
    principal: Principal,
    { file, sha256, size }: NewDocument,
  ): Promise<{ importId: string; announcements: readonly Announcement[] }> {
    const { organisationId, personId, apiKeyId } = principal;
    const importId = newId();
    return this.#database.transaction(async (tx) => {
      await tx
        .insert(ledgerImports)
        .values({ id: importId, organisationId, personId, apiKeyId, file: storableText(file), sha256, size });
      return { importId, announcements: [await openWork(tx, organisationId, 'import', importId)] };
    });
  }

  async getImport(organisationId: string, id: string): Promise<LedgerImportRecord | null> {
    if (!isId(id)) return null;
    const { file, sha256, state, report, message, createdAt } = ledgerImports;
    const [row] = await this.#database
      .select({
        id: ledgerImports.id,
        organisationId: ledgerImports.organisationId,
        file,
        sha256,
        state,
        report,
        message,
        createdAt,
      })
      .from(ledgerImports)
      .where(and(eq(ledgerImports.organisationId, organisationId), eq(ledgerImports.id, id)));
    return row ?? null;
  }

  /** Entries with their lines, in the order asked for. */
  async #entries(condition: SQL | undefined, order: SQL[], limit?: number): Promise<LedgerEntry[]> {
    const query = this.#database
      .select()
      .from(ledgerInvoices)
      .where(condition)
      .orderBy(...order)
      .$dynamic();
    const rows: LedgerRow[] = await (limit === undefined ? query : query.limit(limit));
    const lines = await this.#lines(rows.map((row) => row.id));
    return rows.map((row) => ledgerEntry(row, lines.get(row.id) ?? []));
  }

  async #lines(invoiceIds: readonly string[]): Promise<Map<string, LineItem[]>> {
    const found = new Map<string, LineItem[]>();
    if (invoiceIds.length === 0) return found;
    const rows = await this.#database
      .select()
      .from(ledgerLines)
      .where(inArray(ledgerLines.invoiceId, [...invoiceIds]))
      .orderBy(asc(ledgerLines.invoiceId), asc(ledgerLines.position));
    for (const row of rows) {
      const list = found.get(row.invoiceId) ?? [];
      list.push(row.body);
      found.set(row.invoiceId, list);
    }
    return found;
  }
}

interface WrittenRow {
  readonly id: string;
  readonly key: string;
  readonly added: boolean;
}

/** What an update replaces. */
const REPLACED = [
  ...(['kind', 'code', 'number', 'alias', 'issue_date', 'check_code', 'buyer_name', 'buyer_tax_id'] as const),
  ...(['seller_name', 'seller_tax_id', 'net', 'tax', 'gross', 'state', 'risk', 'drawer', 'note'] as const),
  'fingerprint',
];

/** Inserts what is new and updates what changed; what is the same is not touched and not returned. */
async function writeChunk(tx: Database, chunk: readonly NewLedgerRow[]): Promise<WrittenRow[]> {
  const replace = sql.raw(REPLACED.map((name) => `${name} = excluded.${name}`).join(', '));
  const written = await rowsOf<{ id: string; key: string }>(
    tx,
    sql`${insertRows(ledgerInvoices, chunk)}
        on conflict (organisation_id, key) do update set ${replace}, imported_at = now()
        where ledger_invoices.fingerprint <> excluded.fingerprint
        returning id, key`,
  );
  // A row keeps its id when it is updated, so an id of ours means that it is new.
  const ours = new Set(chunk.map((row) => row.id));
  return written.map((row) => ({ ...row, added: ours.has(row.id) }));
}

async function writeLines(
  tx: Database,
  organisationId: string,
  written: readonly WrittenRow[],
  linesByKey: ReadonlyMap<string, readonly LineItem[]>,
): Promise<void> {
  const updated = written.filter((row) => !row.added).map((row) => row.id);
  if (updated.length > 0) await tx.delete(ledgerLines).where(inArray(ledgerLines.invoiceId, updated));
  const lines = written.flatMap(({ id, key }) =>
    (linesByKey.get(key) ?? []).map((line, index) => ({
      organisationId,
      invoiceId: id,
      position: index + 1,
      body: storable(line),
    })),
  );
  if (lines.length > 0) await tx.execute(insertRows(ledgerLines, lines));
}

/** A 20-digit number is a key by itself; a short one needs its code, and without it may mean several. */
function keyCondition(number: string, code: string | null): SQL | undefined {
  const sameNumber = eq(columns.number, number);
  if (isDigital(number)) return or(sameNumber, eq(columns.alias, number));
  if (code === null || code === '') {
    if (number.length !== PRINTED_NUMBER) return sameNumber;
    return or(sameNumber, sql`right(${columns.alias}, ${sql.raw(String(PRINTED_NUMBER))}) = ${number}`);
  }
  return or(and(sameNumber, eq(columns.code, code)), eq(columns.alias, aliasOf(code + number)));
}

function filterConditions(filter: LedgerFilter): (SQL | undefined)[] {
  const { invoiceNumber, invoiceCode, sellerTaxId, dateFrom, dateTo, name } = filter;
  const pattern = name === undefined ? undefined : `%${name.replace(/[\\%_]/g, '\\$&')}%`;
  return [
    invoiceNumber === undefined ? undefined : eq(columns.number, invoiceNumber),
    invoiceCode === undefined ? undefined : eq(columns.code, invoiceCode),
    sellerTaxId === undefined ? undefined : eq(columns.sellerTaxId, sellerTaxId),
    dateFrom === undefined ? undefined : gte(columns.issueDate, dateFrom),
    dateTo === undefined ? undefined : lte(columns.issueDate, dateTo),
    pattern === undefined
      ? undefined
      : sql`(${columns.sellerName} ilike ${pattern} or ${columns.buyerName} ilike ${pattern})`,
  ];
}

/** Behind the entry a cursor names: `<issue date>_<id>`. */
function after(cursor: string | undefined): SQL | undefined {
  if (cursor === undefined) return undefined;
  const [date = '', id = ''] = cursor.split('_');
  if (parseDate(date) !== date || !isId(id)) throw new BadCursor();
  return sql`(${columns.issueDate}, ${columns.id}) < (${date}::date, ${id}::uuid)`;
}
