/** The ledger: writing, exact and near look-ups, lists, changes, imports. */
import { and, asc, desc, eq, inArray, or, type SQL, sql } from 'drizzle-orm';
import type { ChangeSource, StateChange } from '../../document/change.js';
import type { KnownParty, LedgerEntry, LedgerInvoice, LedgerWritten } from '../../document/ledger.js';
import type { Principal } from '../../ports/accounts.js';
import type {
  LedgerFilter,
  LedgerImportRecord,
  LedgerKey,
  LedgerStore,
  NearProbe,
  PartyNames,
  PartyShares,
  WrittenItems,
} from '../../ports/ledger.js';
import type { Page } from '../../ports/page.js';
import { type Database, isId } from './database.js';
import { changesSince, statesOf } from './ledger-changes.js';
import { getImport, keepProgress, listImports, openImport } from './ledger-imports.js';
import { writeItems } from './ledger-items.js';
import { entriesOfKeys } from './ledger-keys.js';
import { ofNumber, pageConditions } from './ledger-list.js';
import { nearIds } from './ledger-near.js';
import { headOf, partiesOf, sharesOf } from './ledger-parties.js';
import { aliasOf, isDigital, keyOf, ledgerEntry } from './ledger-rows.js';
import { searchIds } from './ledger-search.js';
import { writeInvoices } from './ledger-write.js';
import { ledgerInvoices } from './schema/index.js';

/** Digits of the number on a pre-printed form (DOMAIN 3.1). */
const PRINTED_NUMBER = 8;

const columns = ledgerInvoices;

export class PostgresLedger implements LedgerStore {
  readonly #database: Database;
  constructor(database: Database) {
    this.#database = database;
  }

  upsert(
    organisationId: string,
    invoices: readonly LedgerInvoice[],
    source: ChangeSource,
    { dryRun = false }: { readonly dryRun?: boolean } = {},
  ): Promise<LedgerWritten> {
    return writeInvoices(this.#database, organisationId, invoices, source, dryRun);
  }

  upsertItems(
    organisationId: string,
    invoices: readonly LedgerInvoice[],
    source: ChangeSource,
    idempotency?: Parameters<LedgerStore['upsertItems']>[3],
  ): Promise<WrittenItems> {
    return writeItems(this.#database, organisationId, invoices, source, idempotency);
  }

  byKey(organisationId: string, number: string, code: string | null): Promise<readonly LedgerEntry[]> {
    return this.#entries(and(eq(columns.organisationId, organisationId), keyCondition(number, code)), [
      desc(columns.issueDate),
      desc(columns.id),
    ]);
  }

  byKeys(organisationId: string, keys: readonly LedgerKey[]): Promise<readonly (readonly LedgerEntry[])[]> {
    return entriesOfKeys(this.#database, organisationId, keys);
  }

  async near(organisationId: string, probe: NearProbe, limit: number): Promise<readonly LedgerEntry[]> {
    return this.#inOrder(organisationId, await nearIds(this.#database, organisationId, probe, limit));
  }

  async get(organisationId: string, id: string): Promise<LedgerEntry | null> {
    if (!isId(id)) return null;
    const [entry] = await this.#inOrder(organisationId, [id]);
    return entry ?? null;
  }

  async list(
    organisationId: string,
    filter: LedgerFilter,
    { cursor, limit }: { cursor?: string; limit: number },
  ): Promise<Page<LedgerEntry>> {
    const conditions = await pageConditions(this.#database, organisationId, filter, cursor, limit + 1);
    const entries = await this.#entries(conditions, [desc(columns.issueDate), desc(columns.id)], limit + 1);
    const items = entries.slice(0, limit);
    const last = items.at(-1);
    const next = entries.length > limit && last !== undefined ? `${last.issueDate}_${last.id}` : null;
    return { items, next };
  }

  async search(
    organisationId: string,
    text: string,
    limit: number,
  ): Promise<readonly { readonly entry: LedgerEntry; readonly similarity: number }[]> {
    const found = await searchIds(this.#database, organisationId, text, limit);
    const entries = await this.#inOrder(
      organisationId,
      found.map(({ id }) => id),
    );
    const similarities = new Map(found.map(({ id, similarity }) => [id, similarity]));
    return entries.map((entry) => ({ entry, similarity: similarities.get(entry.id) ?? 0 }));
  }

  states(organisationId: string, ledgerId: string): Promise<readonly StateChange[]> {
    return statesOf(this.#database, organisationId, ledgerId);
  }

  changes(
    organisationId: string,
    cursor: string | null,
    limit: number,
  ): Promise<{ readonly items: readonly LedgerEntry[]; readonly next: string }> {
    return changesSince(this.#database, organisationId, cursor, limit);
  }

  async count(organisationId: string): Promise<number> {
    return (await headOf(this.#database, organisationId)).entries;
  }

  parties(organisationId: string, limit: number): Promise<readonly KnownParty[]> {
    return partiesOf(this.#database, organisationId, limit);
  }

  shares(organisationId: string, parties: PartyNames): Promise<PartyShares> {
    return sharesOf(this.#database, organisationId, parties);
  }

  async edition(organisationId: string): Promise<string> {
    return (await headOf(this.#database, organisationId)).edition;
  }

  openImport(
    principal: Principal,
    file: Parameters<LedgerStore['openImport']>[1],
    options: Parameters<LedgerStore['openImport']>[2] = {},
  ): ReturnType<LedgerStore['openImport']> {
    return openImport(this.#database, principal, file, options);
  }

  importProgress(id: string, progress: LedgerImportRecord['progress']): Promise<void> {
    return keepProgress(this.#database, id, progress);
  }

  getImport(organisationId: string, id: string): Promise<LedgerImportRecord | null> {
    return getImport(this.#database, organisationId, id);
  }

  listImports(
    organisationId: string,
    options: { cursor?: string; limit: number },
  ): Promise<Page<LedgerImportRecord>> {
    return listImports(this.#database, organisationId, options);
  }

  async #inOrder(organisationId: string, ids: readonly string[]): Promise<readonly LedgerEntry[]> {
    if (ids.length === 0) return [];
    const own = and(eq(columns.organisationId, organisationId), inArray(columns.id, [...ids]));
    const entries = await this.#entries(own, [asc(columns.id)]);
    const places = new Map(ids.map((id, place) => [id, place]));
    return entries.toSorted((a, b) => (places.get(a.id) ?? 0) - (places.get(b.id) ?? 0));
  }

  async #entries(condition: SQL | undefined, order: SQL[], limit?: number): Promise<readonly LedgerEntry[]> {
    const query = this.#database
      .select()
      .from(ledgerInvoices)
      .where(condition)
      .orderBy(...order)
      .$dynamic();
    const rows = await (limit === undefined ? query : query.limit(limit));
    return rows.map(ledgerEntry);
  }
}

/** A 20-digit number is a key by itself; a short one needs its code, and without it may mean several. */
function keyCondition(number: string, code: string | null): SQL | undefined {
  if (isDigital(number))
    return or(eq(columns.key, keyOf(number, null)), and(aliased, eq(columns.alias, number)));
  if (code !== null && code !== '')
    return or(eq(columns.key, keyOf(number, code)), and(aliased, eq(columns.alias, aliasOf(code + number))));
  if (number.length !== PRINTED_NUMBER) return ofNumber(number);
  return or(
    ofNumber(number),
    and(aliased, sql`right(${columns.alias}, ${sql.raw(String(PRINTED_NUMBER))}) = ${number}`),
  );
}

/** What the indexes of aliases are limited to. */
const aliased = sql`${columns.alias} is not null`;
